"""The places side by side: what became of what each promised, its newest word and its steps, in several orders."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from plugins.model.pages import PlacePage
from plugins.model.record import Record
from plugins.queries.last_word import LastWord, last_word
from plugins.queries.outcomes import verdict
from plugins.queries.progress import reached
from record.outcomes import Verdict
from record.partial_dates import order_of
from record.vocabulary import OUTCOMES


@dataclass(frozen=True)
class PlaceStanding:
    """A place with its verdict, its newest word (None where nothing has a day), and how many steps have evidence."""

    place: PlacePage
    verdict: Verdict
    newest: LastWord | None
    reached: int

    @property
    def name(self) -> str:
        """The place's name."""
        return self.place.data.name


def _by_verdict(row: PlaceStanding) -> tuple[float, ...]:
    """The largest share shown to run first, of equals the largest share of what ran, and so on."""
    return tuple(-row.verdict.count(outcome) / (row.verdict.total or 1) for outcome in OUTCOMES)


def _by_newest(row: PlaceStanding) -> tuple[int, ...]:
    """The newest word first; places of which nothing has a day last."""
    if not row.newest:
        return (1,)
    day, exactness = order_of(row.newest.day.isoformat(), row.newest.precision)
    return (0, -int(day.replace("-", "")), -exactness)


def _by_steps(row: PlaceStanding) -> int:
    return -row.reached


ORDERS: Mapping[str, Callable[[PlaceStanding], Any]] = MappingProxyType(
    {"nama": lambda _row: 0, "hasil": _by_verdict, "kabar": _by_newest, "langkah": _by_steps}
)
"""By what places can be sorted, as in addresses; the first is the order of `/daerah/` itself. Equals stand by name."""


def standings(record: Record, order: str = "nama") -> list[PlaceStanding]:
    """All places, sorted by one of `ORDERS`."""
    rows = [
        PlaceStanding(place, verdict(record, slug), last_word(record, slug), reached(record, slug))
        for slug, place in record.places.items()
    ]
    return sorted(rows, key=lambda row: (ORDERS[order](row), row.name))
