"""Other forms of an article's address: AMP pages, caches of AMP pages, and sites for small screens. Pure.

Only what is known to lead to the original is in the tables: every row was seen in the record beside addresses of the
same site without the form, or is how the form's own maker defines it. An address of another shape stays as it is.
"""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

AMP_CACHE = re.compile(
    r"(?i:https?://(?:[\w-]+\.)?cdn\.ampproject\.org/[a-z]+|https?://(?:www\.)?google\.[a-z.]{2,6}/amp)"
    r"/(?P<secure>s/)?(?P<original>[^/?#\s].*)",
    re.ASCII | re.DOTALL,
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
        re.compile(r"^(?:/amp)+(?=/.)"),
        "",
        frozenset(
            (
                "alinea.id", "antaranews.com", "bangsaonline.com", "gesuri.id", "idxchannel.com", "jatimnow.com",
                "kompasiana.com", "merdeka.com", "viva.co.id",
            )
        ),
    ),
    # `/amp/7/judul` beside `/read/7/judul`
    PathForm(re.compile(r"^(?:/amp)+(?=/\d)"), "/read", frozenset(("disway.id", "grid.id", "inews.id", "okezone.com"))),
    # `/nasional/amp/pr-9514397782/judul` beside `/nasional/pr-9514397782/judul`, on all sites of Promedia's system
    PathForm(re.compile(r"^(/[\w-]+)/amp(?=/(?:pr-)?\d{8,}/)"), r"\1"),
    # `/judul/amp/`: what WordPress and those like it put behind an original
    PathForm(re.compile(r"(?<=[^/])(?:/amp)+(/?)$"), r"\1"),
)  # fmt: skip
LONGEST_ADDRESS = 2000
"""Characters; what is longer is not looked into."""


def original_form(url: str) -> str:
    """The address with host and path of the original, where `url` is a known form of it; else `url` as it is."""
    lower = url.lower()
    # Nearly all addresses are no such form, and this is asked of each link of each page.
    if not any(mark in lower for mark in ("/amp", "//m.", "ampproject")) or len(url) > LONGEST_ADDRESS:
        return url
    while cached := AMP_CACHE.fullmatch(url):
        url = f"http{'s' if cached['secure'] else ''}://{cached['original']}"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url
    other = OTHER_HOSTS.get(host, "") if port is None else ""
    return parts._replace(netloc=other or parts.netloc, path=_original_path(host, parts.path)).geturl()


def _original_path(host: str, path: str) -> str:
    forms = [form for form in PATH_FORMS if not form.sites or any(is_below(host, site) for site in form.sites)]
    before = ""
    while before != path:
        before = path
        for form in forms:
            path = form.path.sub(form.original, path, count=1)
    return path


def is_below(host: str, site: str) -> bool:
    """Whether a host name in lower case is a site's, or one below it."""
    return host == site or host.endswith(f".{site}")
