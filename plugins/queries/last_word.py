"""The newest word of a place, or of the whole record: of its news and of its facts alike."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from plugins.incremental.tracking import query
from plugins.model.record import Record
from record.partial_dates import BOUNDS, order_of

Word = tuple[str, str, str]
"""ISO date of the first day, precision, and a key of `plugins.language.words.LAST_WORDS`."""


class LastWord(NamedTuple):
    """The newest word: the first day of what is known of its day, that day's precision, and what it was (`Word`)."""

    day: dt.date
    precision: str
    what: str


def last_word(record: Record, slug: str = "") -> LastWord | None:
    """The newest news or fact about a place (about anything, without one); None where nothing has a day.

    A bound tells no day, so that it is never the newest. Of two with the same first day the more exact one counts.
    """
    found = _last_word(record, slug)
    return LastWord(dt.date.fromisoformat(found[0]), found[1], found[2]) if found else None


def newest_day(record: Record) -> dt.date | None:
    """The day of the newest word of all: how far the record reaches."""
    word = last_word(record)
    return word.day if word else None


@query
def last_year(record: Record) -> int:
    """The year of the newest word, and not before the programme's first."""
    newest = newest_day(record)
    return max(record.start.year, newest.year) if newest else record.start.year


@query
def _last_word(record: Record, slug: str) -> Word | None:
    """The plain values of `last_word`; pages that ask depend on these alone."""
    words = (word for word in _words(record, slug) if word[1] not in BOUNDS)
    return max(words, key=lambda word: order_of(word[0], word[1]), default=None)


def _words(record: Record, slug: str) -> Iterator[Word]:
    """Everything that has a day: the newest news first, which counts before a fact of its day."""
    yield from ((news.row.day, news.row.precision, "news") for news in record.latest(1, place=slug))
    for step in record.milestones(place=slug):
        yield step.day.isoformat(), step.precision, "milestone"
    for entry in record.initiatives_of(slug) if slug else record.initiatives:
        yield from ((step.date.isoformat(), step.precision, "step") for step in entry.data.steps)
    places = [record.places[slug]] if slug else record.places.values()
    for place in places:
        yield from ((claim.date.isoformat(), claim.precision, "claim") for claim in place.data.claim if claim.date)
    yield from _of_programme(record, record.places[slug].data.name if slug else "")


def _of_programme(record: Record, name: str) -> Iterator[Word]:
    """What the programme's tables say of the place of that name, or all that they say (no name)."""
    tables = record.programme
    for roster in tables.roster:
        if not name or name in roster.places:
            yield roster.date.isoformat(), roster.precision, "roster"
    for member in tables.member:
        if name in ("", member.place):
            yield member.date.isoformat(), member.precision, "member"
    for result in tables.evaluation:
        if name in ("", result.place):
            # Without a day of its own it is at least as new as the year that was judged.
            day, precision = (result.date, result.precision) if result.date else (dt.date(result.year, 1, 1), "year")
            yield day.isoformat(), precision, "evaluation"
    if not name:
        yield from ((claim.date.isoformat(), claim.precision, "claim") for claim in tables.claim if claim.date)
        yield from ((total.date.isoformat(), total.precision, "total") for total in tables.total)
