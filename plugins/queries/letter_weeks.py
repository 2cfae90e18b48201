"""Which weeks have a letter, and what it is made of.

A letter is of the week in which something came into the record, whenever it happened. A week is over when the record
has a later one: the clock is never asked. So what is recorded today changes the letter of the running week alone.
"""

import datetime as dt
from collections import Counter
from itertools import groupby
from typing import NamedTuple

from plugins.incremental.tracking import query
from plugins.language.letter_words import COUNTED
from plugins.model.news import News
from plugins.model.record import Record
from plugins.queries.feed_entries import EVERYTHING, Row, day_of, feed_entries, feed_rows
from plugins.queries.feed_entry import FeedEntry
from plugins.queries.letters import LetterSources
from record.weeks import Week


class Neighbours(NamedTuple):
    """The weeks with a letter before and after one; None where there is none."""

    earlier: Week | None
    later: Week | None


@query
def letter_weeks(record: Record) -> tuple[str, ...]:
    """The weeks in which something became known, the oldest first; the last one is not over."""
    rows = groupby(feed_rows(record, EVERYTHING), _week_of)
    return tuple(week for week, own in rows if any(map(_is_known, own)))


def _week_of(row: Row) -> str:
    return str(Week.of(dt.date.fromisoformat(day_of(row))))


def _is_known(row: Row) -> bool:
    """Whether the record states when it became known."""
    if isinstance(row, News):
        return row.is_published and bool(row.item.recorded or row.item.collected)
    return row.kind in COUNTED


def over(record: Record) -> tuple[Week, ...]:
    """The weeks with a letter that are over, the oldest first."""
    return tuple(map(Week.parse, letter_weeks(record)[:-1]))


@query
def _neighbours(record: Record, week: str) -> tuple[str, str]:
    weeks = ("", *letter_weeks(record), "")
    at = weeks.index(week)
    return weeks[at - 1], weeks[at + 1]


def neighbours(record: Record, week: Week) -> Neighbours:
    """The letters before and after one; its page depends on these alone. Raises `ValueError` where it has none."""
    return Neighbours(*(Week.parse(other) if other else None for other in _neighbours(record, str(week))))


def letter_entries(record: Record, week: Week) -> list[FeedEntry]:
    """What became known in a week, newest first; files that ask depend on these entries alone."""
    entries = feed_entries(record, EVERYTHING, week.first, week.last)
    return [entry for entry in entries if entry.is_recorded]


def letter_sources(record: Record, week: Week) -> LetterSources:
    """What the letter of a week is made of. Raises `ValueError` for a week in which nothing became known."""
    entries = letter_entries(record, week)
    slugs = dict.fromkeys(slug for entry in entries for slug in entry.places)
    return LetterSources(
        week=week,
        until=None if neighbours(record, week).later else max(entry.recorded for entry in entries),
        entries=entries,
        names={slug: _place_name(record, slug) for slug in slugs},
    )


@query
def _place_name(record: Record, slug: str) -> str:
    """A place's name; letters depend on this alone, and not on all of its file."""
    return record.place_name(slug)


def letter_counts(record: Record, week: Week) -> dict[str, int]:
    """How many entries of each kind became known in a week; files that ask depend on the numbers alone."""
    return dict(_counts(record, str(week)))


@query
def _counts(record: Record, week: str) -> tuple[tuple[str, int], ...]:
    counts = Counter(entry.kind for entry in letter_entries(record, Week.parse(week)))
    return tuple(sorted(counts.items()))
