"""When something was last mentioned, and who has been silent since.

Silence is measured against the newest word of the record, not against today: a page stays the same until the record
changes.
"""

import datetime as dt
from dataclasses import dataclass

from plugins.incremental.tracking import query
from plugins.model.news import News, by_day
from plugins.model.pages import InitiativePage
from plugins.model.record import Record
from plugins.queries.last_word import newest_day
from record.outcomes import LATELY_MONTHS, is_of_late
from record.partial_dates import BOUNDS, order_of

SILENT_AFTER_MONTHS = LATELY_MONTHS
"""Something is silent when its last mention is at least this many months older than the newest word of the record."""
MIN_ITEMS = 3
"""How many items about a place an outlet must have published for its silence to be worth showing."""


@dataclass(frozen=True)
class LastMention:
    """The last mention of an initiative: its day, that day's precision, and whether it has been silent since."""

    day: dt.date
    precision: str
    silent: bool


def news_naming(record: Record, entry: InitiativePage) -> list[News]:
    """The dated ones of `all_news_naming`, newest first."""
    return sorted((news for news in all_news_naming(record, entry) if news.is_dated), key=by_day, reverse=True)


def all_news_naming(record: Record, entry: InitiativePage) -> list[News]:
    """Published news about the initiative's place that is its evidence or says its name, in no order."""
    cited = {url for step in entry.data.steps for url in step.sources} | set(entry.data.sources)
    evidence = [news for url in cited if (news := record.evidence(url))]
    return list({news.address: news for news in (*evidence, *record.naming(entry.address))}.values())


def last_mention(record: Record, entry: InitiativePage) -> LastMention:
    """The newest of an initiative's steps and of the news that names it; a bound only where nothing else is known.

    A stopped initiative is never silent, nor one of which only is known that it was mentioned after some day.
    """
    words: list[tuple[dt.date, str]] = [(step.date, step.precision) for step in entry.data.steps]
    words += [(news.day, news.row.precision) for news in news_naming(record, entry) if news.day]
    exact = [word for word in words if word[1] not in BOUNDS]
    day, precision = max(exact or words, key=lambda word: order_of(word[0].isoformat(), word[1]))
    may_be_silent = entry.data.status != "stopped" and precision != "not-before"
    return LastMention(day, precision, may_be_silent and is_silent(record, day))


def is_silent(record: Record, last: dt.date) -> bool:
    """Whether `last` is `SILENT_AFTER_MONTHS` or more before the newest word of the record."""
    newest = newest_day(record)
    return newest is not None and not is_of_late(last, newest)


@dataclass(frozen=True)
class SilentOutlet:
    """An outlet that has been silent, and the day of its last item."""

    name: str
    last: dt.date


def silent_outlets(record: Record, slug: str = "") -> list[SilentOutlet]:
    """Outlets with at least `MIN_ITEMS` items about a place (about any, without one) that have since been silent."""
    return [SilentOutlet(name, dt.date.fromisoformat(last)) for name, last in _silent_outlets(record, slug)]


@query
def _silent_outlets(record: Record, slug: str) -> tuple[tuple[str, str], ...]:
    """Name and ISO date of the last item of each; pages that ask depend on these alone, not on every item."""
    return tuple(
        (publisher.name, publisher.last.isoformat())
        for publisher in record.publishers(place=slug)
        if publisher.count >= MIN_ITEMS and is_silent(record, publisher.last)
    )
