"""The day on which each page's content last moved, from the record alone: never the clock's, never a file's."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from plugins.incremental.tracking import query
from plugins.model.news import News
from plugins.model.pages import InitiativePage
from plugins.model.record import Record
from plugins.model.steps import Step
from plugins.queries import source_health, timelines, tracker

OF_NEWS = ("/", "/berita/", "/linimasa/", "/daerah/", "/peta/", "/feeds/", "/data/", "/cari/daftar/")
"""Pages that list news, or count them."""
OF_INITIATIVES = ("/", "/inisiatif/", "/daerah/", "/peta/", "/feeds/", "/data/", "/cari/daftar/")
OF_MILESTONES = ("/program/", "/linimasa/", "/data/")
OF_CLAIMS = ("/perbedaan/", "/data/")
OF_ROSTERS = ("/program/", "/perbedaan/")
OF_CHANGES = ("/perubahan/", "/feeds/", "/data/")

Dated = tuple[str, dt.date]


def last_days(record: Record) -> dict[str, dt.date]:
    """Days by address; a page of which the record tells no day has none."""
    changed = _newest(_changes(record))
    return _newest([*changed.items(), *_dated(record, changed)])


def _newest(dated: Iterable[Dated]) -> dict[str, dt.date]:
    found: dict[str, dt.date] = {}
    for address, day in dated:
        found[address] = max(day, found.get(address, day))
    return found


def _dated(record: Record, changed: Mapping[str, dt.date]) -> Iterator[Dated]:
    """What every item, initiative, milestone, list and claim says of the pages that show it."""
    for year, month in (*record.months(), (0, 0)):
        yield from ((address, dt.date.fromisoformat(day)) for address, day in _of_month(record, year, month))
    for news in map(record.published, changed):
        if news:
            yield from _pairs(_pages_of_news(record, news), [changed[news.address]])
    for entry in record.initiatives:
        yield from _pairs(
            _pages_of_initiative(record, entry), [*_initiative_days(entry), *_own(changed, entry.address)]
        )
        yield from _pairs([entry.address], [news.when.date() for news in tracker.naming(record, entry) if news.when])
    for step in record.milestones():
        own = [step.place.address, *_cut(f"{step.place.address}linimasa/", step)] if step.place else []
        yield from _pairs([*own, *_cut("/linimasa/", step), *OF_MILESTONES], [step.day])
    yield from _undated(record)
    noted = source_health.newest(record)
    yield from _pairs(["/sumber/", "/feeds/", "/data/"], [noted] if noted else [])
    yield from _pairs(OF_ROSTERS, [roster.date for roster in record.programme.roster])
    yield from _pairs(["/program/", *OF_CLAIMS], [claim.date for claim in record.programme.claim if claim.date])
    for place in record.places.values():
        yield from _pairs([place.address, *OF_CLAIMS], [claim.date for claim in place.data.claim if claim.date])


@query
def _of_month(record: Record, year: int, month: int) -> tuple[tuple[str, str], ...]:
    """What the news of a month, or what has no date (0), says of the pages that show it: days in ISO 8601."""
    found: dict[str, str] = {}
    for news in record.news(year=year, month=month) if year else record.undated_news():
        for address in _pages_of_news(record, news) if news.row.last_modified else ():
            found[address] = max(news.row.last_modified, found.get(address, ""))
    return tuple(found.items())


def _changes(record: Record) -> Iterator[Dated]:
    for change in tracker.changes(record):
        yield from _pairs([_page(change.address), *_cut("/perubahan/", change), *OF_CHANGES], [change.day])
    for correction in record.corrections:
        yield _page(correction.data.page), correction.data.date


def _own(changed: Mapping[str, dt.date], address: str) -> list[dt.date]:
    return [changed[address]] if address in changed else []


def _cut(base: str, entry: timelines.Entry) -> Iterator[str]:
    """A list by time and the pages that it has of an entry's year and month when it is long."""
    yield from (base, base + timelines.Part(entry.day.year).key)
    if entry.month:
        yield base + timelines.Part(entry.day.year, entry.month).key


def _undated(record: Record) -> Iterator[Dated]:
    """The pages that long lists have of what no source gives a date."""
    places = record.places.items()
    lists = {"/berita/": "", "/linimasa/": ""} | {f"{place.address}linimasa/": slug for slug, place in places}
    for base, slug in lists.items():
        news = record.undated_news(place=slug)
        for part in timelines.undated_parts(news):
            days = [entry.row.last_modified for entry in timelines.undated_on(news, part) if entry.row.last_modified]
            yield from _pairs([base + part.key], map(dt.date.fromisoformat, days))


def _pages_of_news(record: Record, news: News) -> Iterator[str]:
    yield news.address
    yield from OF_NEWS
    for base in ("/berita/", "/linimasa/", *(f"{record.places[slug].address}linimasa/" for slug in news.item.places)):
        yield base
        if news.when:
            yield from _cut(base, Step(day=news.when.date(), precision="day"))
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
