"""How much there is to tell of something: independent voices, and events by year."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plugins.incremental.tracking import query
from plugins.model.news import News
from plugins.model.record import Record
from plugins.model.steps import Step
from plugins.model.stories import is_government_host
from plugins.queries.last_word import last_year
from record.partial_dates import BOUNDS
from record.urls import host

_OFFICIAL = "pemerintah"
"""The voice of every government."""


def voices(record: Record, news: Iterable[News]) -> int:
    """How many independent publishers stand behind some news: reprints do not count, all governments count as one."""
    official = record.is_official
    return len({_OFFICIAL if official(entry) else entry.publisher for entry in news if not entry.item.origin})


@dataclass(frozen=True)
class YearCount:
    """How many events stand in a year; one that several publishers report, or that is a milestone too, counts once."""

    year: int
    events: int


def events_by_year(record: Record, news: Sequence[News], milestones: Sequence[Step] = ()) -> list[YearCount]:
    """Stories and milestones a year, from the programme's first to the record's newest year.

    `news` is sorted newest first, as in the record; a story counts in the year of its earliest item. A milestone counts
    where none of the stories of its year is its source. Years of which only a bound is known widen no chart.
    """
    # Newest first, so that the earliest item of a story is the one that stays; bounds where there is nothing else.
    years = {_event(entry): entry.year for entry in sorted(news, key=lambda entry: not entry.row.is_bound)}
    for step in milestones:
        if step.milestone:
            sources = filter(None, map(record.evidence, step.milestone.sources))
            if all(years.get(_event(entry)) != step.day.year for entry in sources):
                years[step.milestone.id] = step.day.year
    counts = Counter(years.values())
    exact = [entry.year for entry in news if not entry.row.is_bound]
    exact += [step.day.year for step in milestones if step.precision not in BOUNDS]
    return [YearCount(year, counts[year]) for year in range(min([record.start.year, *exact]), last_year(record) + 1)]


def _event(news: News) -> str:
    return news.item.story or news.item.id


@query
def source_voices(record: Record, *urls: str) -> int:
    """How many independent voices stand behind a fact: all governments are one, a reprint is its origin's."""
    items = {ours.item.id: ours for url in urls if (ours := record.evidence(url))}
    return len({_voice(record, url, items) for url in urls})


def _voice(record: Record, url: str, items: Mapping[str, News]) -> str:
    ours = record.evidence(url)
    if ours is None:
        return _OFFICIAL if is_government_host(host(url), record.government_hosts) else record.publisher(url)
    origin = ours.item.origin
    if origin and origin not in items:
        return origin
    first = items.get(origin, ours)
    return _OFFICIAL if record.is_official(first) else first.publisher
