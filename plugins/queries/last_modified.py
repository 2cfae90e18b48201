"""The day on which the content of each page last changed, from the record alone: never from the clock or a file."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from plugins.incremental.tracking import query
from plugins.model.news import News
from plugins.model.pages import InitiativePage, fact_address
from plugins.model.record import Record
from plugins.model.steps import Step
from plugins.queries import source_health
from plugins.queries.changes import changes
from plugins.queries.facts import fact_days
from plugins.queries.feed_entries import newest_recorded
from plugins.queries.letter_weeks import letter_weeks
from plugins.queries.letters import LETTERS, letter_address
from plugins.queries.silence import news_naming
from plugins.queries.timeline import TimelinePart, undated_page, undated_parts
from plugins.queries.timeline_sources import Entry
from record.weeks import Week

OF_NEWS = ("/", "/berita/", "/linimasa/", "/daerah/", "/peta/", "/feeds/", "/data/", "/cari/daftar/")
"""Pages that list news, or count it."""
OF_INITIATIVES = ("/", "/inisiatif/", "/daerah/", "/peta/", "/feeds/", "/data/", "/cari/daftar/")
OF_MILESTONES = ("/program/", "/linimasa/", "/data/")
OF_CLAIMS = ("/perbedaan/", "/data/")
OF_ROSTERS = ("/program/", "/program/peserta/", "/perbedaan/", "/data/")
OF_RESULTS = ("/program/hasil/", "/program/peserta/", "/data/")
OF_CHANGES = ("/perubahan/", "/feeds/", "/data/")

Dated = tuple[str, dt.date]


def last_modified(record: Record) -> dict[str, dt.date]:
    """The days by the page's address; a page is missing where nothing dated stands on it."""
    changed = _newest(_changes(record))
    return _newest([*changed.items(), *_dated(record, changed)])


def _newest(dated: Iterable[Dated]) -> dict[str, dt.date]:
    days: dict[str, dt.date] = {}
    for address, day in dated:
        days[address] = max(day, days.get(address, day))
    return days


def _dated(record: Record, changed: Mapping[str, dt.date]) -> Iterator[Dated]:
    """The days of every item, initiative, milestone, roster and claim, for each page that shows it."""
    for year, month in (*record.months(), (0, 0)):
        yield from ((address, dt.date.fromisoformat(day)) for address, day in _of_month(record, year, month))
    for news in map(record.published, changed):
        if news:
            yield from _pairs(_pages_of_news(record, news), [changed[news.address]])
    for entry in record.initiatives:
        yield from _pairs(
            _pages_of_initiative(record, entry), [*_initiative_days(entry), *_own(changed, entry.address)]
        )
        naming = [news.day for news in news_naming(record, entry) if news.day and not news.row.is_bound]
        yield from _pairs([entry.address], naming)
    for step in record.milestones():
        own = [step.place.address, *_timeline_addresses(f"{step.place.address}linimasa/", step)] if step.place else []
        own += [f"/dimensi/{name}/" for name in (step.milestone.dimensions if step.milestone else ())]
        yield from _pairs([*own, *_timeline_addresses("/linimasa/", step), *OF_MILESTONES], [step.day])
    yield from _undated(record)
    yield from _letters(record)
    newest = source_health.newest(record)
    yield from _pairs(["/sumber/", "/feeds/", "/data/"], [newest] if newest else [])
    yield from _pairs(OF_ROSTERS, [roster.date for roster in record.programme.roster])
    yield from _pairs(OF_ROSTERS, [member.date for member in record.programme.member])
    yield from _pairs(OF_MILESTONES, [total.date for total in record.programme.total])
    yield from _results(record)
    yield from ((fact_address(name), dt.date.fromisoformat(day)) for name, day in fact_days(record))
    yield from _pairs(["/program/", *OF_CLAIMS], [claim.date for claim in record.programme.claim if claim.date])
    for place in record.places.values():
        yield from _pairs([place.address, *OF_CLAIMS], [claim.date for claim in place.data.claim if claim.date])


@query
def _of_month(record: Record, year: int, month: int) -> tuple[tuple[str, str], ...]:
    """The news of a month, or news without a date (0, 0): address of each page that shows it, and newest ISO date.

    The sitemap depends on these days alone, and a saved item makes only its own month be computed again.
    """
    days: dict[str, str] = {}
    for news in record.news(year=year, month=month) if year else record.undated_news():
        for address in _pages_of_news(record, news) if news.row.last_modified else ():
            days[address] = max(news.row.last_modified, days.get(address, ""))
    return tuple(days.items())


def _changes(record: Record) -> Iterator[Dated]:
    for change in changes(record):
        yield from _pairs(
            [_page(change.address), *_timeline_addresses("/perubahan/", change), *OF_CHANGES], [change.day]
        )
    for correction in record.corrections:
        yield from _pairs([_page(correction.data.page), "/koreksi/"], [correction.data.date])


def _own(changed: Mapping[str, dt.date], address: str) -> list[dt.date]:
    return [changed[address]] if address in changed else []


def _timeline_addresses(base: str, entry: Entry) -> Iterator[str]:
    """The timeline at `base`, and the pages of an entry's year and month, which it has when it is long."""
    yield from (base, base + TimelinePart(entry.day.year).key)
    if entry.month:
        yield base + TimelinePart(entry.day.year, entry.month).key


def _results(record: Record) -> Iterator[Dated]:
    for result in record.programme.evaluation:
        place = record.by_place_name.get(result.place)
        yield from _pairs([*OF_RESULTS, *([place.address] if place else [])], [result.date] if result.date else [])


def _letters(record: Record) -> Iterator[Dated]:
    """The list of letters, and each of them: until its week is over, the newest day of the record."""
    newest = newest_recorded(record)
    for week in map(Week.parse, letter_weeks(record)):
        day = min(week.last, dt.date.fromisoformat(newest))
        yield from ((address, day) for address in (LETTERS, letter_address(week)))


def _undated(record: Record) -> Iterator[Dated]:
    """The pages of news without a date, which long timelines have."""
    places = record.places.items()
    lists = {"/berita/": "", "/linimasa/": ""} | {f"{place.address}linimasa/": slug for slug, place in places}
    for base, slug in lists.items():
        news = record.undated_news(place=slug)
        for part in undated_parts(news):
            days = [entry.row.last_modified for entry in undated_page(news, part) if entry.row.last_modified]
            yield from _pairs([base + part.key], map(dt.date.fromisoformat, days))


def _pages_of_news(record: Record, news: News) -> Iterator[str]:
    yield news.address
    yield from OF_NEWS
    for base in ("/berita/", "/linimasa/", *(f"{record.places[slug].address}linimasa/" for slug in news.item.places)):
        yield base
        if news.day:
            yield from _timeline_addresses(base, Step(day=news.day, precision=news.row.precision))
    for slug in (*news.item.places, *news.item.mentions):
        yield record.places[slug].address
    for dimension in news.item.dimensions:
        yield f"/dimensi/{dimension}/"


def _pages_of_initiative(record: Record, entry: InitiativePage) -> Iterator[str]:
    yield entry.address
    yield record.places[entry.data.place].address
    yield f"/dimensi/{entry.data.dimension}/"
    yield from OF_INITIATIVES


def _initiative_days(entry: InitiativePage) -> list[dt.date]:
    return [step.noted or step.date for step in entry.data.steps]


def _pairs(addresses: Iterable[str], days: Iterable[dt.date]) -> Iterator[Dated]:
    newest = max(days, default=None)
    if newest:
        for address in addresses:
            yield address, newest


def _page(address: str) -> str:
    return address.partition("#")[0]
