"""How much the press covered something: independent voices, and stories by year."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from plugins.model.news import News
from plugins.model.record import Record


def voices(record: Record, news: Iterable[News]) -> int:
    """How many independent publishers stand behind some news: reprints do not count, all governments count as one."""
    official = record.is_official
    return len({"pemerintah" if official(entry) else entry.publisher for entry in news if not entry.item.origin})


@dataclass(frozen=True)
class YearCount:
    """How many stories were published in a year; a story of several publishers counts once."""

    year: int
    stories: int


def stories_by_year(record: Record, news: Iterable[News]) -> list[YearCount]:
    """Stories a year, each in the year of its earliest item, from the programme's first to the record's newest year.

    `news` is sorted newest first, as in the record.
    """
    # Newest first, so that the earliest item of a story is the one that stays.
    years = {entry.item.story or entry.item.id: entry.when.year for entry in news if entry.when}
    counts = Counter(years.values())
    return [YearCount(year, counts[year]) for year in range(min([record.start.year, *counts]), record.last_year + 1)]
