"""What of a page is searched, and which pages are indexed together."""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

SIZES = (16_000, 8_000, 4_000, 2_000)
"""Pages of a closed bundle, at least: as many of each size as fit, the largest with the oldest months."""
OPEN = ""
"""The bundle of what changes every day: places, editors' pages, the newest months. It alone holds Pagefind's reader."""
PRESENT = "9"
"""The month of a page that has none: later than all."""
_MARK = "data-pagefind-body"
_MONTH = re.compile(r'data-pagefind-sort="tanggal:(0|\d{4}(?:-\d\d)?)\b')
_HEAD = re.compile(r"\A.*?<html[^>]*>", re.DOTALL)
_MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
_IGNORED = re.compile(r"<p data-pagefind-ignore>.*?</p>", re.DOTALL)


class Page(NamedTuple):
    """A page by the digest of its file, its month and the digest of its words; "" where it is not searched."""

    file: str
    month: str
    words: str


def searched(html: str) -> str:
    """What of a page Pagefind is given; "" for nothing.

    The rest is left out here, so that its changes cost nothing: head, menu and foot, and paragraphs that Pagefind would
    ignore, which tell how long ago something was.
    """
    if _MARK not in html:
        return ""
    head, main = _HEAD.search(html), _MAIN.search(html)
    return f"{head[0]}<body>{_IGNORED.sub('', main[0])}" if head and main else html


def page_of(file: str, html: str) -> Page:
    """The page whose file has the digest `file`."""
    words = searched(html)
    found = _MONTH.search(words)
    return Page(file, (found[1] if found else PRESENT) if words else "", digest(words) if words else "")


def bundled(pages: Mapping[str, Page], sizes: Sequence[int] = SIZES) -> dict[str, list[str]]:
    """Pages by bundle, newest bundle first, its pages in the order of their paths; a bundle is named by its last month.

    Whole months, so that bundles follow one another in time as results do, and a new page moves no other one.
    """
    counts = Counter(page.month for page in pages.values() if page.month)
    ends = _closed(sorted(counts), counts, sizes)
    names: dict[str, list[str]] = {name: [] for name in (OPEN, *reversed(ends))}
    for name in in_order(name for name, page in pages.items() if page.month):
        names[next((end for end in ends if pages[name].month <= end), OPEN)].append(name)
    return names


def _closed(months: list[str], counts: Mapping[str, int], sizes: Sequence[int]) -> list[str]:
    """The last month of each closed bundle; what is present and the two newest months stay open."""
    closable = [month for month in months if month != PRESENT][:-2]
    ends: list[str] = []
    for size in sizes:
        while (end := _end(closable, counts, size)) is not None:
            ends.append(closable[end])
            closable = closable[end + 1 :]
    return ends


def _end(months: Sequence[str], counts: Mapping[str, int], size: int) -> int | None:
    """How many months the first `size` pages need, from 0; None where there are fewer pages."""
    total = 0
    for number, month in enumerate(months):
        total += counts[month]
        if total >= size:
            return number
    return None


def in_order(names: Iterable[str]) -> list[str]:
    """Paths folder by folder, on every system alike."""
    return sorted(names, key=lambda name: name.split("/"))


def inputs(name: str, members: Collection[str], pages: Mapping[str, Page]) -> str:
    """The digest of all that goes into a bundle."""
    return digest("\n".join([name, *(f"{member} {pages[member].words}" for member in members)]))


def digest(content: str | bytes) -> str:
    """What stands for a content that need not be kept."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()[:32]
