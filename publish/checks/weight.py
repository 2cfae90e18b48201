"""The weight of a page: its HTML and every file that its first view requests, in bytes after `gzip -9`."""

import gzip
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from lxml import html as lxml_html

from publish.checks.page_kinds import addresses, page_file

LIMITS = {"daerah": 30_000, "inggris-daerah": 30_000, "satu-berita": 15_000, "berita-tanpa-tanggal": 15_000}
"""Bytes at most, by kind of page. Set for phones on slow lines; `invoke audit` prints today's weights."""
REQUESTS = 3
"""Requests at most for the first view, except of kinds in `SEARCHING`."""
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
    """The weight of a page by its markup; `test_weight` compares the requests with those of Chromium."""
    tree = lxml_html.document_fromstring(page_file(site, address).read_bytes())
    paths = [address, *dict.fromkeys(urlsplit(str(link)).path for link in tree.xpath(_REQUESTED))]
    return PageWeight(address, {path: compressed(page_file(site, path)) for path in paths})


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
    if len(page.files) > REQUESTS and kind not in SEARCHING:
        advice = f"join or drop one of {', '.join(page.files)}"
        broken.append(f"{page.address}: {len(page.files)} requests, at most {REQUESTS}; {advice}")
    return broken
