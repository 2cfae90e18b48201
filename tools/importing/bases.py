"""How the day of a fact is known: one rule, for what an import writes and for what `invoke bases` adds. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from record.address_dates import date_of_address
from record.date_bounds import last_day
from record.item import Item
from record.partial_dates import parse_partial_date
from record.urls import url_key
from record.vocabulary import DateBasis, Precision

EXACTNESS: dict[Precision, int] = {"year": 1, "month": 2, "day": 3}
"""How many of year, month and day are known; bounds are known otherwise."""


@dataclass(frozen=True, slots=True)
class SourceDay:
    """What is known of one source's time."""

    date: dt.date
    precision: Precision
    basis: DateBasis


def days_of_items(items: Iterable[Item]) -> dict[str, SourceDay]:
    """The day of each dated item by the `url_key` of its addresses."""
    return {url_key(url): day for item in items if (day := _day_of(item)) for url in (item.source_url, *item.also)}


def _day_of(item: Item) -> SourceDay | None:
    basis: DateBasis = item.date_basis or "publisher"  # type: ignore[assignment]
    if item.date:
        return SourceDay(item.date.date(), "day", basis)
    if item.event_date:
        return SourceDay(*parse_partial_date(item.event_date, item.event_precision), basis)
    return None


def basis_of(
    date: dt.date, precision: Precision, sources: Iterable[str], days: Mapping[str, SourceDay]
) -> DateBasis | None:
    """How a fact's `date` is known from its `sources` (addresses) and the `days` of our items.

    `address` where a cited address states that very day, month or year; `publisher` where an item of ours at a cited
    address has it as the time of its publication; `text` where a cited source that has a date on record can tell of
    it, since it is not older or is about an event itself; else `editor` of an exact day, for whoever gathered the fact
    wrote it down, and None of a month, a year or a bound.
    """
    known = EXACTNESS.get(precision)
    if known is None:
        return None
    stated = list(_stated(sources, days))
    for basis in ("address", "publisher"):
        if any(day.basis == basis and _agree(day, date, known) for day in stated):
            return basis
    if any(day.basis == "text" or _last_day(day) >= date for day in stated):
        return "text"
    return "editor" if precision == "day" else None


def _stated(sources: Iterable[str], days: Mapping[str, SourceDay]) -> Iterator[SourceDay]:
    for url in sources:
        if address := date_of_address(url):
            yield SourceDay(address.date, address.precision, "address")
        if day := days.get(url_key(url)):
            yield day


def _agree(day: SourceDay, date: dt.date, known: int) -> bool:
    return EXACTNESS.get(day.precision, 0) >= known and day.date.timetuple()[:known] == date.timetuple()[:known]


def _last_day(day: SourceDay) -> dt.date:
    """The last day of what is known; of a bound its own day, since nothing says how far it may be from that."""
    return last_day(day.date, day.precision) if day.precision in EXACTNESS else day.date
