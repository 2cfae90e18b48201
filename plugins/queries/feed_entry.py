"""One entry of a feed, whatever it is of: an item, a fact, or a change of the record."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from plugins.model.record import Record
from plugins.queries.scopes import Scope
from record.vocabulary import DateBasis, Precision

ENTRY_KINDS = (
    "item", "milestone", "status", "dispute", "evaluation", "correction", "withdrawn", "refiled", "gone",
)  # fmt: skip
"""Every kind of entry that feeds of all kinds hold."""
NOON = dt.time(12)
"""When a day stands in feeds of which no hour is known: at this hour it is the same day in the zones of most readers,
where midnight in Indonesia is the day before in all of Europe."""


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    """An entry of a feed; `title` and `text` are plain Indonesian (`plugins.language.feed_words` translates)."""

    id: str
    """A URN that never changes: an item's own; of a fact or change, one made of what never changes of it."""
    kind: str
    """One of `ENTRY_KINDS`, or `source` for a change of an outlet."""
    title: str
    """Of an item, the publisher's headline."""
    text: str
    """What happened, in a sentence or two."""
    address: str
    """The path on the site of the page that shows it, with an anchor perhaps."""
    recorded: dt.date
    """The day on which it became known to us."""
    updated: dt.datetime
    """When it last changed: recorded, changed by its publisher or an editor, corrected."""
    day: dt.date | None = None
    """The first day of what is known of when it happened; None where nothing is."""
    precision: str = ""
    """How much of `day` is known, a word of `PRECISIONS`; "" without a day."""
    basis: DateBasis | None = None
    """How `day` is known."""
    day_of: str = "event"
    """What `day` is the day of: as `record.item_day` has it, `said` by a source, or `recorded` of what we did."""
    published: dt.datetime | None = None
    """The moment of the publication or event: of a day without an hour, noon in the zone of the main place; None where
    the day itself is not known."""
    is_recorded: bool = True
    """Whether the record states `recorded`; else it is the nearest day that an item's file has."""
    item_kind: str = ""
    """Of an item, one of `NEWS_KINDS`."""
    headline_from: str = ""
    """Of an item, where its title is from: a word of `HEADLINES_FROM`, or "" where its page shows it."""
    outlet: str = ""
    """Of an item, its publisher's name; "" where the entry is ours."""
    originals: tuple[str, ...] = ()
    """The address of the original, or of what a fact rests on."""
    places: tuple[str, ...] = ()
    """Slugs of followed places, the main one first."""
    dimensions: tuple[str, ...] = ()
    initiatives: tuple[str, ...] = ()
    """Addresses of the pages of initiatives that it is of or names."""
    withdrawn_id: str = ""
    """Of a withdrawal, the id of the withdrawn entry."""

    @property
    def order(self) -> tuple[str, str, float, str]:
        """Sort key: by the day on which it became known, then by its own; reversed, the newest comes first."""
        moment = self.published.timestamp() if self.published else 0.0
        return self.recorded.isoformat(), self.day.isoformat() if self.day else "", moment, self.id


@dataclass(frozen=True)
class Happened:
    """When something happened, as far as the record knows; `of` is `FeedEntry.day_of`."""

    day: dt.date | None = None
    precision: Precision = "day"
    basis: DateBasis | None = None
    of: str = "event"


def own_entry(
    record: Record, scope: Scope, recorded: dt.date, happened: Happened, changed: Iterable[dt.date] = (), **values: Any
) -> FeedEntry:
    """An entry of our own; `changed` are the days on which it was changed since, `values` its other fields."""
    zone = zone_of(record, scope.places)
    return FeedEntry(
        recorded=recorded,
        updated=noon(max([recorded, *changed]), zone),
        day=happened.day,
        precision=happened.precision if happened.day else "",
        basis=happened.basis,
        day_of=happened.of,
        published=noon(happened.day, zone) if happened.day and happened.precision == "day" else None,
        places=scope.places,
        dimensions=scope.dimensions,
        initiatives=scope.initiatives,
        **values,
    )


def zone_of(record: Record, places: Iterable[str]) -> dt.tzinfo:
    """The zone of the first place; without a place, that of the capital."""
    main = next(iter(places), "")
    return record.places[main].data.zone if main in record.places else _capital(record)


def _capital(record: Record) -> dt.tzinfo:
    zone = record.start.tzinfo
    assert zone  # noqa: S101 - `Record.start` has one
    return zone


def noon(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """Noon of a day in a zone."""
    return dt.datetime.combine(day, NOON, zone)
