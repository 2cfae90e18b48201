"""Lists of news narrowed to a place, dimension, kind, year or month, and the dependency keys of such lists."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product, starmap
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from plugins.model.news import News, NewsRow


class Narrowing(NamedTuple):
    """What a list of news is narrowed to; an empty string or 0 does not narrow. A month needs its year."""

    place: str = ""
    dimension: str = ""
    kind: str = ""
    year: int = 0
    month: int = 0

    @property
    def given(self) -> "Given":
        """Which fields narrow."""
        return (bool(self.place), bool(self.dimension), bool(self.kind), bool(self.year), bool(self.month))


Given = tuple[bool, bool, bool, bool, bool]
"""Which fields of a `Narrowing` narrow."""
_NOT_GIVEN: tuple[tuple[Any, ...], ...] = (("",), ("",), ("",), (0,), (0,))
_COMBINATIONS: tuple[Given, ...] = tuple(
    (place, dimension, kind, year, month)
    for place, dimension, kind in product((False, True), repeat=3)
    for year, month in ((False, False), (True, False), (True, True))
)


def narrowings_of(row: "NewsRow") -> Iterator[Narrowing]:
    """Every narrowing whose list holds the item of this row."""
    values = (dict.fromkeys(row.places), dict.fromkeys(row.dimensions), (row.kind,), (row.year,), (row.month,))
    for given in _COMBINATIONS:
        if (row.year or not given[3]) and (row.month or not given[4]):
            choices = zip(values, given, _NOT_GIVEN, strict=True)
            chosen = (some if is_given else none for some, is_given, none in choices)
            yield from starmap(Narrowing, product(*chosen))


class NarrowedNews(Mapping[Narrowing, "tuple[News, ...]"]):
    """News by narrowing; each combination of given fields is sorted out once, when it is first looked up.

    What is narrowed to a place is sorted out among that place's news alone.
    """

    def __init__(self, news: "Iterable[News]") -> None:
        """`news` stands in the order that every list keeps."""
        self._all = tuple(news)
        self._groups: dict[tuple[str, Given], dict[tuple[object, ...], tuple[News, ...]]] = {}

    def __getitem__(self, narrowing: Narrowing) -> "tuple[News, ...]":
        """The news of a narrowing, in order; empty where there is none."""
        given = narrowing.given
        if not any(given):
            return self._all
        place = narrowing.place if sum(given) > 1 else ""
        if (place, given) not in self._groups:
            self._groups[place, given] = self._sorted_out(place, given)
        return self._groups[place, given].get(narrowing, ())

    def __iter__(self) -> Iterator[Narrowing]:
        """Every narrowing that has news."""
        return iter(dict.fromkeys(narrowing for news in self._all for narrowing in narrowings_of(news.row)))

    def __len__(self) -> int:
        """How many there are."""
        return sum(1 for _ in self)

    def _sorted_out(self, place: str, given: Given) -> "dict[tuple[object, ...], tuple[News, ...]]":
        by_place, by_dimension, by_kind, by_year, by_month = given
        groups: dict[tuple[object, ...], list[News]] = defaultdict(list)
        # The same as `narrowings_of`, without a generator for each of ten thousand items.
        for news in self[Narrowing(place)]:
            row = news.row
            kind = row.kind if by_kind else ""
            year = row.year if by_year else 0
            month = row.month if by_month else 0
            if by_month and not month:
                continue
            # Each once: an editor may write a place or dimension twice.
            for slug in dict.fromkeys(row.places) if by_place else _NONE:
                for dimension in dict.fromkeys(row.dimensions) if by_dimension else _NONE:
                    groups[slug, dimension, kind, year, month].append(news)
        return {narrowing: tuple(group) for narrowing, group in groups.items()}


_NONE = ("",)
