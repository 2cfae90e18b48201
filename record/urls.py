"""Web addresses: when two mean one article, how one is shown, and the name of its host."""

from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

NOT_IDENTITY = frozenset(
    {"page=all", "page=1", "amp", "amp=1", "outputtype=amp", "m=1", "m=0", "print=1", "print=print", "showpage=all",
     "single=1"}
)  # fmt: skip
"""Query parameters, with value, that choose a form of the same article; compared in lower case."""
TRACKERS = frozenset(
    {
        "fbclid",
        "gclid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "jxconn",
        "jxrecoid",
        "_ga",
        "cmpid",
        "ref",
        "source",
        "showcomment",
    }
)
"""Query parameters that say where a reader came from, besides `utm_*`; compared in lower case."""
INDEX = frozenset({"index.html", "index.htm", "index.php"})
"""Names of a folder's own page."""
_SAME_SITE = ("www.", "m.", "amp.")
"""Beginnings of host names that stand for the same articles, in the order in which they are taken off."""


@lru_cache(maxsize=4096)
def url_key(url: str) -> str:
    """What all addresses of one article share: `kabar.example/a/b?id=7`.

    Without scheme, `www.`, `m.` or `amp.`, trackers, fragment, index page and trailing slash; parameters are sorted.
    Raises ValueError for an address with a broken port or IPv6 host.
    """
    parts = urlsplit(url.strip())
    host = site_host(parts.hostname or "")
    host = f"{host}:{parts.port}" if parts.port not in {None, 80, 443} else host
    # `/berita/judul/amp/` is a form of the page, as `?amp=1` is. `index.php` with a query may be any article of a site,
    # so that only a bare one stands for its folder.
    steps = [part for part in unquote(parts.path).split("/") if part not in {"", "amp"}]
    path = "/".join(steps[:-1] if steps[-1:] and steps[-1] in INDEX and not parts.query else steps)
    query = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _is_noise(pair))
    return f"{host}/{path}" + (f"?{urlencode(query)}" if query else "")


def without_trackers(url: str) -> str:
    """The address as people should see it: no tracking parameters, no fragment; the rest as it was written."""
    parts = urlsplit(url.strip())
    pairs = [pair for pair in parts.query.split("&") if pair and not _is_tracker(pair.partition("=")[0].casefold())]
    return parts._replace(query="&".join(pairs), fragment="").geturl()


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
    return plain in NOT_IDENTITY or _is_tracker(name)


def _is_tracker(name: str) -> bool:
    return name.startswith("utm_") or name in TRACKERS
