"""The verdict: what became of what was promised, for one initiative, a place, a dimension and the whole.

Everything that a page, feed or data file says of it comes from here. It is measured against the newest word of the
record, not against today, so that a page stays the same until the record changes.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from plugins.incremental.tracking import query
from plugins.model.pages import InitiativePage
from plugins.model.record import Record
from plugins.queries.last_word import newest_day
from plugins.queries.silence import last_mention
from record.outcomes import Verdict, is_of_late, last_shown, outcome_of
from record.partial_dates import order_of
from record.vocabulary import OUTCOMES, Outcome

_Day = tuple[str, str] | None
"""ISO date of the first day, and precision."""


def outcome(record: Record, entry: InitiativePage) -> Outcome:
    """What became of an initiative; pages that ask depend on the outcome alone."""
    return _outcome(record, entry.address)


def verdict(record: Record, slug: str = "", dimension: str = "") -> Verdict:
    """The verdict of a place, of a dimension, of both, or of the whole; pages depend on what it says alone."""
    counts, last, late, shown = _verdict(record, slug, dimension)
    return Verdict(tuple(zip(OUTCOMES, counts, strict=True)), *_day(last), late, *_day(shown))


def _day(known: _Day) -> tuple[dt.date | None, str]:
    return (dt.date.fromisoformat(known[0]), known[1]) if known else (None, "day")


@query
def _outcome(record: Record, address: str) -> Outcome:
    newest = newest_day(record)
    entry = record.initiative(address)
    return outcome_of(entry.data.steps, newest or entry.data.as_of)


@query
def _verdict(record: Record, slug: str, dimension: str) -> tuple[tuple[int, ...], _Day, bool, _Day]:
    counted = Counter[Outcome]()
    mentions, shown = [], []
    for entry in _initiatives(record, slug, dimension):
        counted[_outcome(record, entry.address)] += 1
        mention, step = last_mention(record, entry), last_shown(entry.data.steps)
        mentions.append((mention.day.isoformat(), mention.precision))
        shown += [(step.date.isoformat(), step.precision)] if step else []
    counts = tuple(counted[name] for name in OUTCOMES)
    last, newest = _newest(mentions), newest_day(record)
    return counts, last, bool(last and newest and is_of_late(dt.date.fromisoformat(last[0]), newest)), _newest(shown)


def _newest(days: Iterable[tuple[str, str]]) -> _Day:
    return max(days, key=lambda day: order_of(*day), default=None)


def _initiatives(record: Record, slug: str, dimension: str) -> Iterator[InitiativePage]:
    every = record.initiatives_of(slug) if slug else record.initiatives
    return (entry for entry in every if dimension in ("", entry.data.dimension))
