"""Web addresses: when two mean one article, how one is shown, and the name of its host."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from record.address_forms import original_form

NOT_IDENTITY = frozenset(
    {"page=all", "page=1", "amp", "amp=1", "outputtype=amp", "m=1", "m=0", "print=1", "print=print", "showpage=all",
     "single=1", "page=full", "all=1"}
)  # fmt: skip
"""Query parameters, with value, that choose a form of the same article; compared in lower case."""
TRACKERS = frozenset(
    (
        # networks that sell advertisements or show posts
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "gad_campaignid", "srsltid", "msclkid",
        "twclid", "ttclid", "yclid", "ysclid", "_openstat", "li_fat_id", "igshid", "igsh", "epik", "rdt_cid", "clickid",
        "irclickid", "sc_cid", "__twitter_impression", "fb_action_ids", "fb_action_types", "fb_source", "mibextid",
        # counters and mailings
        "_ga", "_gl", "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "hsctatracking", "xtor", "cmpid", "ns_campaign",
        "ns_source", "ns_mchannel", "ml_subscriber", "ml_subscriber_hash", "s_cid", "wickedid", "guccounter",
        # outlets and their systems: where a link stood, and a comment or a button to open
        "jxconn", "jxrecoid", "ref", "ref_src", "ref_url", "referrer", "source", "showcomment", "replytocom", "share",
        "nb", "noamp", "nonamp", "amp_js_v", "usqp",
    )
)  # fmt: skip
"""Query parameters that say where a reader came from; compared in lower case. The names are those of the lists of
ClearURLs, Brave and courlan without the ones that name articles elsewhere (`cid`, `eid`, `keyword`)."""
TRACKER_FAMILIES = ("utm_", "pk_", "piwik_", "mtm_", "matomo_", "at_", "hsa_", "vero_", "oly_", "itm_", "wt_")
"""Beginnings of such names."""
SESSIONS = frozenset(
    (
        "phpsessid", "jsessionid", "asp.net_sessionid", "sessionid", "session_id", "sessid", "sess_id", "session",
        "cfid", "cftoken", "zenid", "oscsid", "xtcsid", "phpsess", "sid", "s_id",
    )
)  # fmt: skip
"""Query and path parameters that say who reads; a plain number is no session: `sid=12` is an article of PHP-Nuke."""
INDEX = frozenset({"index.html", "index.htm", "index.php"})
"""Names of a folder's own page."""
_SAME_SITE = ("www.", "m.", "amp.")
"""Beginnings of host names that stand for the same articles, in the order in which they are taken off."""
_PATH_PARAMETER = re.compile(r";([\w.]+)=([^/;?#]*)")
_COOKIELESS = re.compile(r"/\((?:[A-Z]\([^)/]*\))+\)(?=/)")
"""A session that ASP.NET writes into the path: `/(S(x1y2))/berita`."""
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ROUTE = ("/", "!")
"""How the fragment of an application in the browser begins, which names a page; others name a part of one."""


@lru_cache(maxsize=4096)
def url_key(url: str) -> str:
    """What all addresses of one article share: `kabar.example/a/b?id=7`.

    Without scheme, `www.`, `m.` or `amp.`, trackers, session, fragment, index page and trailing slash; parameters are
    sorted, and a known form of it becomes the original (`record.address_forms`). A fragment that is a route
    (`#/berita/7`, `#!berita`) stays.
    Raises ValueError for an address with a broken port or IPv6 host.
    """
    parts = urlsplit(original_form(url.strip()))
    host = site_host(parts.hostname or "")
    host = f"{host}:{parts.port}" if parts.port not in {None, 80, 443} else host
    # `/berita/judul/amp/` is a form of the page, as `?amp=1` is. `index.php` with a query may be any article of a site,
    # so that only a bare one stands for its folder.
    steps = [part for part in unquote(_without_session(parts.path)).split("/") if part not in {"", "amp"}]
    path = "/".join(steps[:-1] if steps[-1:] and steps[-1] in INDEX and not parts.query else steps)
    query = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _is_noise(pair))
    page = route(parts.fragment)
    return f"{host}/{path}" + (f"?{urlencode(query)}" if query else "") + (f"#{page}" if page else "")


def original_address(url: str) -> str:
    """The one address by which people see a source, with the same `url_key`: the original's, of a known form of it.

    AMP pages and their caches, sites for small screens, views to print or in one part become the article's own address;
    trackers, session, fragment and the scheme's own port go. The rest stays as it was written, as does an address that
    is not known to lead to an original, or has a broken port or IPv6 host.
    """
    try:
        parts = urlsplit(original_form(url.strip()))
        port = parts.port
    except ValueError:
        return url
    pairs = [pair for pair in parts.query.split("&") if pair and not _is_noise(_name_and_value(pair))]
    netloc = parts.netloc.removesuffix(f":{port}") if port == _DEFAULT_PORTS.get(parts.scheme, -1) else parts.netloc
    return parts._replace(
        netloc=netloc, path=_without_session(parts.path), query="&".join(pairs), fragment=route(parts.fragment)
    ).geturl()


def route(fragment: str) -> str:
    """A fragment by which a site tells its pages apart (`!/berita/7`, `/berita/7`), "" for a place on a page."""
    return fragment if fragment.startswith(_ROUTE) and len(fragment) > 1 else ""


def host(url: str) -> str:
    """The host name in lower case without `www.`, as a reader would say it; all of an address that has no host."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def site_host(hostname: str) -> str:
    """A host name in lower case without `www.`, `m.` or `amp.`: the same for all hosts of one site's articles."""
    name = hostname.casefold()
    for prefix in _SAME_SITE:
        name = name.removeprefix(prefix)
    return name


def is_web(url: str) -> bool:
    """Whether an address may become a link: `http` or `https`, with a host."""
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _is_noise(pair: tuple[str, str]) -> bool:
    name, value = pair[0].casefold(), pair[1].casefold()
    plain = f"{name}={value}" if value else name
    return plain in NOT_IDENTITY or _is_tracker(name, value)


def _is_tracker(name: str, value: str) -> bool:
    return name in TRACKERS or name.startswith(TRACKER_FAMILIES) or (name in SESSIONS and not value.isdigit())


def _name_and_value(pair: str) -> tuple[str, str]:
    name, _, value = pair.partition("=")
    return name.casefold(), value


def _without_session(path: str) -> str:
    bare = _COOKIELESS.sub("", path)
    return _PATH_PARAMETER.sub(lambda match: "" if _is_tracker(match[1].casefold(), match[2]) else match[0], bare)
