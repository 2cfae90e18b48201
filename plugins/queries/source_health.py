"""The health of the outlets, for pages, feed and data, from what the collector recorded of each."""

import datetime as dt
from collections.abc import Iterator, Set
from dataclasses import dataclass

from plugins.language.dates import date_words
from plugins.language.filters import capital
from plugins.language.words import SOURCE_RECOVERIES, SOURCE_STATES, outage_words
from plugins.model.record import Record
from plugins.queries.changes import Change, change_id
from record import outlet_rhythm
from record.monitoring import Health, Outage


@dataclass(frozen=True)
class Standing:
    """An outlet: what the collector recorded, the outage it is in (or None), and the last time it could not be read."""

    line: Health
    open: Outage | None
    last_failure: Outage | None

    @property
    def state(self) -> str:
        """A key of `SOURCE_STATES`."""
        return self.open.state if self.open else "well" if self.line.success else "new"

    @property
    def last_item(self) -> dt.date | None:
        """The day of its newest item."""
        return self.line.days[-1] if self.line.days else None

    @property
    def rhythm(self) -> float | None:
        """Its usual pause between two days with items, in days."""
        return outlet_rhythm.rhythm(self.line.days)

    @property
    def yielded(self) -> int | None:
        """On how many of the `usual` days it had items, up to when it was last read; None if it never was."""
        return outlet_rhythm.yielded(self.line.days, self.line.success) if self.line.success else None

    usual = outlet_rhythm.YIELD_PAUSES


def standings(record: Record) -> list[Standing]:
    """Every outlet that was ever read, the worst state first, then by name."""
    order = list(SOURCE_STATES)
    unsorted = [_standing(line, [o for o in record.outages if o.outlet == line.outlet]) for line in record.health]
    return sorted(unsorted, key=lambda one: (order.index(one.state), one.line.name.casefold(), one.line.outlet))


def _standing(line: Health, outages: list[Outage]) -> Standing:
    is_open = next((outage for outage in outages if outage.until is None), None)
    return Standing(line, is_open, next((outage for outage in reversed(outages) if outage.state == "blind"), None))


def newest(record: Record) -> dt.date | None:
    """The newest day on which anything was recorded of an outlet, or None."""
    days = [line.success for line in record.health if line.success]
    return max([*days, *(change.day for change in source_changes(record))], default=None)


def source_changes(record: Record) -> list[Change]:
    """A change for each time that an outlet's state began or that it recovered, newest first."""
    begun = {(outage.outlet, outage.start) for outage in record.outages}
    by_id = {change.id: change for outage in record.outages for change in _changes(outage, begun)}
    return sorted(by_id.values(), key=lambda change: (change.day.isoformat(), change.id), reverse=True)


def _changes(outage: Outage, begun: Set[tuple[str, dt.date]]) -> Iterator[Change]:
    state, first = SOURCE_STATES[outage.state], date_words(outage.start)
    yield _change(outage, "start", outage.start, state, f"{capital(outage_words(outage.reason))}.")
    # Where the next outage begins on that day, its own change says what became of the outlet.
    if outage.until and (outage.outlet, outage.until) not in begun:
        yield _change(outage, "until", outage.until, SOURCE_RECOVERIES[outage.state], f"Sejak {first}: {state}.")


def _change(outage: Outage, moment: str, day: dt.date, words: str, text: str) -> Change:
    identity = change_id("source", outage.outlet, outage.state, outage.start.isoformat(), moment)
    return Change(day, "source", f"{outage.name}: {words}", text, "/sumber/", identity)
