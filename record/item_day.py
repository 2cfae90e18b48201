"""The day under which an item stands in time: when it was published, else what else is known of its day."""

import datetime as dt
from typing import Literal, NamedTuple

from record.item import Item
from record.partial_dates import BOUNDS, parse_partial_date

DayOf = Literal["published", "event", "copy"]
"""What a day is the day of: the item's publication, what it tells of, or a copy that an archive took of it."""
_DAY_OF: dict[str, DayOf] = {
    "publisher": "published",
    "address": "published",
    "text": "event",
    "editor": "event",
    "archive": "copy",
}
"""What `Event_date` is the day of, by `Date_basis`."""
EVENT_BASES = frozenset(basis for basis, of in _DAY_OF.items() if of == "event")
"""The bases by which it is the day of an event."""


class ItemDay(NamedTuple):
    """A day, how much of it is known (a word of `PRECISIONS`), how (of `DATE_BASES`), and what it is the day of."""

    day: dt.date
    precision: str
    basis: str
    of: DayOf


def item_day(item: Item, published: dt.date | None) -> ItemDay | None:
    """The day of an item; None where nothing is known of it. `published` is the day of `item.date` in its place."""
    if published:
        if item.date_basis == "archive":
            return ItemDay(published, "not-after", "archive", "copy")
        return ItemDay(published, "day", item.date_basis or "publisher", "published")
    if not item.event_date:
        return None
    # The day of a copy says no more than that the item is not newer.
    is_copy = item.date_basis == "archive" and item.event_precision not in BOUNDS
    day, precision = parse_partial_date(item.event_date, "not-after" if is_copy else item.event_precision)
    return ItemDay(day, precision, item.date_basis, _DAY_OF[item.date_basis])


def event_day(item: Item) -> ItemDay | None:
    """The day of what an item tells, where it states that beside its own publication."""
    if not (item.date and item.event_date):
        return None
    return ItemDay(*parse_partial_date(item.event_date, item.event_precision), item.date_basis, "event")
