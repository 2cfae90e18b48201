"""`/pagefind/kata.json`: the words of the indexed pages, for the search page to find what a misspelt word should be.

The page loads it only for a word that neither a name nor a page has.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from plugins.search.deterministic import Files

MIN_PAGES = 2
"""A word of fewer pages in a bundle is left out: most of these are numbers, sources' codes and misspellings."""
MOST_WORDS = 6_000
"""As many words are listed at most, those on the most pages: about 20 kB, whatever the number of pages."""
_WORD = re.compile(r"[^\W\d_]{4,}")


def word_counts(files: Files) -> dict[str, int]:
    """On how many pages of a bundle (Pagefind's files) each word stands; without words of fewer than `MIN_PAGES`."""
    counts = Counter[str]()
    for name, data in files.items():
        if name.startswith("fragment/"):
            raw = gzip.decompress(data)
            page = json.loads(raw[raw.index(b"{") :])
            counts.update(set(_WORD.findall(f"{page['meta'].get('title', '')} {page['content']}".lower())))
    return {word: count for word, count in sorted(counts.items()) if count >= MIN_PAGES}


def spelling_list(bundles: Iterable[Mapping[str, int]]) -> list[str]:
    """The words of all bundles, as texts: the n-th has those on at least 2ⁿ pages, and on fewer than 2ⁿ⁺¹."""
    total = Counter[str]()
    for counts in bundles:
        total.update(counts)
    levels: dict[int, list[str]] = {}
    for word, count in sorted(total.items(), key=lambda row: (-row[1], row[0]))[:MOST_WORDS]:
        levels.setdefault(count.bit_length() - 1, []).append(word)
    return [" ".join(sorted(levels.get(level, ()))) for level in range(max(levels, default=-1) + 1)]
