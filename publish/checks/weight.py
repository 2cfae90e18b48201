"""What a page costs on a slow line: its own HTML and every file its first view asks for, as `gzip -9` sends them."""

import gzip
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from lxml import html as lxml_html

from publish.checks.page_kinds import addresses, page_file

LIMITS = {"daerah": 30_000, "inggris-daerah": 30_000, "satu-berita": 15_000, "berita-tanpa-tanggal": 15_000}
"""Bytes at most, of every page of the kind."""
REQUESTS = 3
"""At most, for the first view of any page that does not search."""
SCRIPT = 15_000
"""Bytes of script at most, where there is any."""
SEARCHING = frozenset({"cari"})

_ASKED = (
    "//link[contains(concat(' ', @rel, ' '), ' stylesheet ')]/@href | //link[contains(@rel, 'icon')]/@href"
    " | //link[contains(@rel, 'preload')]/@href | //script/@src | //img/@src | //source/@src | //iframe/@src"
)


@dataclass(frozen=True, slots=True)
class Load:
    """A page and the files of its first view, by address, with their compressed bytes."""

    address: str
    files: dict[str, int]

    @property
    def bytes(self) -> int:
        """All of it, compressed."""
        return sum(self.files.values())


def load(site: Path, address: str) -> Load:
    """What the page's own markup makes a browser ask for; `test_weight` holds it against Chromium."""
    tree = lxml_html.document_fromstring(page_file(site, address).read_bytes())
    asked = [address, *dict.fromkeys(urlsplit(str(link)).path for link in tree.xpath(_ASKED))]
    return Load(address, {path: compressed(page_file(site, path)) for path in asked})


@lru_cache(maxsize=64)
def compressed(file: Path) -> int:
    """Bytes of a file after `gzip -9`."""
    return len(gzip.compress(file.read_bytes(), 9, mtime=0))


def loads(site: Path, kind: str) -> list[Load]:
    """What each page of a kind costs, the heaviest first."""
    found = [load(site, address) for address in addresses(site, kind)]
    return sorted(found, key=lambda one: (-one.bytes, one.address))


def faults(kind: str, one: Load) -> list[str]:
    """Which limits a page breaks."""
    found = []
    if one.bytes > LIMITS.get(kind, one.bytes):
        found.append(f"{one.address}: {one.bytes} bytes, at most {LIMITS[kind]}; shorten its lists or the style sheet")
    if len(one.files) > REQUESTS and kind not in SEARCHING:
        told = ", ".join(one.files)
        found.append(f"{one.address}: {len(one.files)} requests, at most {REQUESTS}; join or drop one of {told}")
    return found
