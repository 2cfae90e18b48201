"""Other forms of an article's address: AMP pages, caches of AMP pages, and sites for small screens. Pure.

Only what is known to lead to the original is in the tables: every row was seen in the record beside addresses of the
same site without the form, or is how the form's own maker defines it. An address of another shape stays as it is.
"""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

AMP_CACHE = re.compile(
    r"(?i:https?://(?:[\w-]+\.)?cdn\.ampproject\.org/[a-z]+|https?://(?:www\.)?google\.[a-z.]{2,6}/amp)"
    r"/(?P<secure>s/)?(?P<original>[^/?#\s]+\.[^/?#\s]+.*)",
    re.ASCII,
)
"""What caches put before an original, as amp.dev and Google say: `s/` stands for https."""
OTHER_HOSTS = {
    "amp.suara.com": "suara.com",
    "amp.sukabumiupdate.com": "sukabumiupdate.com",
    "m.tribunnews.com": "www.tribunnews.com",
}
"""Hosts of a form, with the host that has the same paths for originals."""


class PathForm(NamedTuple):
    """How the paths of a form are made into those of originals, on the given sites; without sites on all."""

    path: re.Pattern[str]
    original: str
    sites: frozenset[str] = frozenset()


PATH_FORMS = (
    # `/amp/berita/7/judul` beside `/berita/7/judul`
    PathForm(
        re.compile(r"^/amp(?=/.)"),
        "",
        frozenset(
            (
                "alinea.id", "antaranews.com", "bangsaonline.com", "gesuri.id", "idxchannel.com", "jatimnow.com",
                "kompasiana.com", "merdeka.com", "viva.co.id",
            )
        ),
    ),
    # `/amp/7/judul` beside `/read/7/judul`
    PathForm(re.compile(r"^/amp(?=/\d)"), "/read", frozenset(("disway.id", "grid.id", "inews.id", "okezone.com"))),
    # `/nasional/amp/pr-9514397782/judul` beside `/nasional/pr-9514397782/judul`, on all sites of Promedia's system
    PathForm(re.compile(r"^(/[\w-]+)/amp(?=/(?:pr-)?\d{8,}/)"), r"\1"),
    # `/judul/amp/`: what WordPress and those like it put behind an original
    PathForm(re.compile(r"(?<=[^/])/amp(/?)$"), r"\1"),
)  # fmt: skip
"""The first row that fits counts."""
_MOST_LAYERS = 3
"""Caches of caches that are looked into."""
_MAY_BE_FORM = re.compile(r"amp|//m\.", re.IGNORECASE)


def original_form(url: str) -> str:
    """The address with host and path of the original, where `url` is a known form of it; else `url` as it is."""
    for _ in range(_MOST_LAYERS):
        if not (cached := AMP_CACHE.fullmatch(url)):
            break
        url = f"http{'s' if cached['secure'] else ''}://{cached['original']}"
    if not _MAY_BE_FORM.search(url):
        return url
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url
    other = OTHER_HOSTS.get(host, "") if port is None else ""
    path = next((_applied(form, parts.path) for form in PATH_FORMS if _fits(form, host, parts.path)), parts.path)
    return parts._replace(netloc=other or parts.netloc, path=path).geturl()


def is_below(host: str, site: str) -> bool:
    """Whether a host name in lower case is a site's, or one below it."""
    return host == site or host.endswith(f".{site}")


def _fits(form: PathForm, host: str, path: str) -> bool:
    return (not form.sites or any(is_below(host, site) for site in form.sites)) and bool(form.path.search(path))


def _applied(form: PathForm, path: str) -> str:
    return form.path.sub(form.original, path, count=1)
