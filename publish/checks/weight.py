"""The weight of a page: its HTML and every file that its first view requests, in bytes after `gzip -9`."""

import gzip
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from lxml import html as lxml_html
from lxml.etree import ParserError

from publish.checks.page_kinds import addresses, page_file
from publish.site_address import public_root
from record.site_files import own_address

LIMITS = (
    dict.fromkeys(("daerah", "inggris-daerah", "banding", "banding-daerah", "inggris-banding"), 30_000)
    | dict.fromkeys(("satu-berita", "berita-tanpa-tanggal", "satu-fakta", "inggris-fakta"), 15_000)
    # Small pages within other people's pages.
    | dict.fromkeys(("sematan", "sematan-linimasa", "inggris-sematan"), 12_000)
)
"""Bytes at most, by kind of page. Set for phones on slow lines; `invoke audit` prints today's weights."""
REQUESTS = 3
"""Requests at most for the first view, except of kinds in `SEARCHING` and `ONE_MORE`."""
ONE_MORE = frozenset({"beranda", "inggris", "banding", "inggris-banding"})
"""Kinds that load a script of their own, and are whole without it."""
SCRIPT = 15_000
"""Bytes of script at most, for kinds in `SEARCHING`; the tests measure it in Chromium."""
SEARCHING = frozenset({"cari"})
"""Kinds that load the search's script."""

_REQUESTED = (
    "//link[contains(concat(' ', @rel, ' '), ' stylesheet ')]/@href | //link[contains(@rel, 'icon')]/@href"
    " | //link[contains(@rel, 'preload')]/@href | //script/@src | //img/@src | //source/@src | //iframe/@src"
)


@dataclass(frozen=True, slots=True)
class PageWeight:
    """One page and its first view."""

    address: str
    files: dict[str, int]
    """Compressed bytes of the page and of each file that it requests, by address."""

    @property
    def bytes(self) -> int:
        """Compressed bytes of the whole first view."""
        return sum(self.files.values())


def weigh(site: Path, address: str) -> PageWeight:
    """The weight of a page by its markup; `test_weight` compares the requests with those of Chromium.

    What is missing, or on another site, counts as a request without bytes; a page that is no HTML requests nothing.
    """
    root = public_root(site)
    try:
        tree = lxml_html.document_fromstring(page_file(site, address).read_bytes(), parser=_parser())
        links = [_requested(root, address, str(link)) for link in tree.xpath(_REQUESTED)]
    except ParserError:
        links = []
    return PageWeight(address, {path: _compressed_at(site, path) for path in dict.fromkeys([address, *links])})


def _parser() -> lxml_html.HTMLParser:
    return lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)


def _requested(root: str, address: str, link: str) -> str:
    """What a link on the page at `address` asks for: an address of the site, which begins with a slash, or another."""
    try:
        parts = urlsplit(urljoin(root + address, link))
    except ValueError:
        return link
    own = None if parts.scheme or parts.netloc else own_address(root, parts.path)
    return own or link


def _compressed_at(site: Path, address: str) -> int:
    file = page_file(site, address)
    return compressed(file) if address.startswith("/") and file.is_file() else 0


@lru_cache(maxsize=64)
def compressed(file: Path) -> int:
    """Bytes of a file after `gzip -9`."""
    return len(gzip.compress(file.read_bytes(), 9, mtime=0))


def weigh_kind(site: Path, kind: str) -> list[PageWeight]:
    """The weight of each page of a kind, the heaviest first."""
    pages = [weigh(site, address) for address in addresses(site, kind)]
    return sorted(pages, key=lambda page: (-page.bytes, page.address))


def faults(kind: str, page: PageWeight) -> list[str]:
    """A sentence with advice, after "; ", for each limit that a page of a kind breaks."""
    broken = []
    if page.bytes > LIMITS.get(kind, page.bytes):
        advice = "shorten its lists or the style sheet"
        broken.append(f"{page.address}: {page.bytes} bytes, at most {LIMITS[kind]}; {advice}")
    most = REQUESTS + (kind in ONE_MORE)
    if len(page.files) > most and kind not in SEARCHING:
        advice = f"join or drop one of {', '.join(page.files)}"
        broken.append(f"{page.address}: {len(page.files)} requests, at most {most}; {advice}")
    return broken
