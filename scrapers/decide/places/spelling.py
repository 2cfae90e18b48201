"""Misspelt names: the region whose name is a slip or two away from a word. Pure."""

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from record.text import fold
from scrapers.gazetteer import Region

_SHORTEST_MISSPELT = 5
"""Letters of the shortest word that may be a misspelt name."""
_LONG_NAME = 9
"""Letters from which two slips are allowed instead of one."""


class Spellings:
    """The names of kota and kabupaten, to be looked up by a word that is close to one."""

    def __init__(self, regions: Mapping[str, Region]) -> None:
        """`regions` by code."""
        # The same few words ("Kota Lama") come again in every text.
        self.nearest = lru_cache(maxsize=4096)(self._nearest)
        self._names: dict[str, list[tuple[str, str]]] = {"kota": [], "kabupaten": []}
        for code, region in regions.items():
            if region.kind in self._names:
                single = (name for name in region.names if " " not in name and len(name) > _SHORTEST_MISSPELT)
                self._names[region.kind] += [(fold(name), code) for name in (region.name, *single)]

    def _nearest(self, kind: str, word: str) -> str:
        """The code of the one region of `kind` whose name is a slip away from the folded `word`; "" for none or more.

        A slip is an edit of the optimal string alignment distance: a letter lost, added, changed or swapped.
        """
        if len(word) < _SHORTEST_MISSPELT:
            return ""
        allowed = 1 if len(word) < _LONG_NAME else 2
        names = self._names.get(kind, [])
        close = extract(word, [name for name, _ in names], scorer=OSA.distance, score_cutoff=allowed, limit=3)
        # Letters are lost more often than added; peers at the same distance leave it open.
        best = min(((distance, len(word) >= len(name)) for name, distance, _ in close), default=None)
        codes = {names[at][1] for name, distance, at in close if (distance, len(word) >= len(name)) == best}
        return codes.pop() if len(codes) == 1 else ""
