"""Which part of a page is indexed, and which pages are indexed together in one bundle."""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

SIZES = (16_000, 8_000, 4_000, 2_000)
"""The least pages of a closed bundle: as many bundles of each size as fit, the largest with the oldest months."""
OPEN = ""
"""The name of the bundle of what changes every day: places, editors' pages, the newest months. It alone has Pagefind's
scripts."""
PRESENT = "9"
"""The month of a page that has none: later than all others."""
EVERY = "halamancatatan"
"""A word that each page has, as `theme/static/cari.js` knows it too: a search by filters alone asks for it, since
Pagefind loads all words that there are where none is asked for."""
_MARK = "data-pagefind-body"
# `data-pagefind-sort="tanggal:2019-05-16 /berita/…"`; 0 in place of the day where it is not known.
_MONTH = re.compile(r'data-pagefind-sort="tanggal:(0|\d{4}(?:-\d\d)?)\b')
_HEAD = re.compile(r"\A.*?<html[^>]*>", re.DOTALL)
_MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
_UNENDED = re.compile(r"(?<![\s.!?])\s*</d[dt]>")
_IGNORED = re.compile(r"<p data-pagefind-ignore>.*?</p>", re.DOTALL)


class IndexedPage(NamedTuple):
    """A page: the digest of its file, its month, and the digest of its indexed part ("" for both where it has none)."""

    file: str
    month: str
    words: str


def indexed_part(html: str) -> str:
    """The part of a page that Pagefind is given; "" for a page that is not indexed.

    Head, menu, footer and the paragraphs that Pagefind would ignore are left out here, so that no bundle becomes stale
    by a change in them.
    """
    if _MARK not in html:
        return ""
    head, main = _HEAD.search(html), _MAIN.search(html)
    body = f"{head[0]}<body>{_IGNORED.sub('', main[0])}" if head and main else html
    # Pagefind ends a sentence at other blocks, and glues the words of these.
    body = _UNENDED.sub(r". \g<0>", body)
    return body.replace("</h1>", f'</h1><span data-pagefind-meta="semua:{EVERY}"></span>', 1)


def page_of(file: str, html: str) -> IndexedPage:
    """The page with this HTML, whose file has the digest `file`."""
    words = indexed_part(html)
    month = _MONTH.search(words)
    return IndexedPage(file, (month[1] if month else PRESENT) if words else "", digest(words) if words else "")


def bundled(pages: Mapping[str, IndexedPage], sizes: Sequence[int] = SIZES) -> dict[str, list[str]]:
    """The paths of the pages of each bundle, newest bundle first; a closed bundle's name is its last month.

    A bundle has whole months, so that bundles follow one another in time, as search results do, and a new page moves no
    page to another bundle.
    """
    counts = Counter(page.month for page in pages.values() if page.month)
    ends = _closed(sorted(counts), counts, sizes)
    names: dict[str, list[str]] = {name: [] for name in (OPEN, *reversed(ends))}
    for name in in_order(name for name, page in pages.items() if page.month):
        names[next((end for end in ends if pages[name].month <= end), OPEN)].append(name)
    return names


def _closed(months: list[str], counts: Mapping[str, int], sizes: Sequence[int]) -> list[str]:
    """The last month of each closed bundle; pages without a month and the two newest months stay in the open one."""
    closable = [month for month in months if month != PRESENT][:-2]
    ends: list[str] = []
    for size in sizes:
        while (end := _end(closable, counts, size)) is not None:
            ends.append(closable[end])
            closable = closable[end + 1 :]
    return ends


def _end(months: Sequence[str], counts: Mapping[str, int], size: int) -> int | None:
    """Index of the month in which the first `size` pages are complete; None where there are fewer pages."""
    total = 0
    for number, month in enumerate(months):
        total += counts[month]
        if total >= size:
            return number
    return None


def in_order(names: Iterable[str]) -> list[str]:
    """Paths sorted folder by folder, the same on every system."""
    return sorted(names, key=lambda name: name.split("/"))


def inputs(name: str, members: Collection[str], pages: Mapping[str, IndexedPage]) -> str:
    """The digest of all that goes into a bundle."""
    return digest("\n".join([name, *(f"{member} {pages[member].words}" for member in members)]))


def digest(content: str | bytes) -> str:
    """Hex digest of a content."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()[:32]
