"""Entries of feeds that are items of news."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import cast

from plugins.incremental.tracking import tracked_function
from plugins.model.news import News
from plugins.model.record import Record
from plugins.queries.feed_entry import NOON, FeedEntry, noon, zone_of
from plugins.queries.scopes import scope_of_news
from record.urls import url_key
from record.vocabulary import DateBasis


def item_entry(record: Record, news: News) -> FeedEntry:
    """The entry of an item; its title and text are the publisher's words, or those of its summary."""
    item, row, scope = news.item, news.row, scope_of_news(news)
    recorded = dt.date.fromisoformat(row.recorded)
    return FeedEntry(
        id=item.id,
        kind="item",
        item_kind=item.kind,
        headline_from=item.headline_from,
        title=item.title,
        text=item.summary or f"{item.title} ({news.publisher})",
        address=news.address,
        recorded=recorded,
        is_recorded=bool(item.recorded or item.collected),
        updated=_updated(record, news, recorded),
        day=news.day,
        precision=row.precision,
        basis=cast(DateBasis, row.basis) or None,
        day_of=row.day_of or "event",
        published=published(record, news),
        outlet=news.publisher,
        originals=(item.source_url,),
        places=tuple(slug for slug in scope.places if slug in record.places),
        dimensions=scope.dimensions,
        initiatives=scope.initiatives,
    )


def published(record: Record, news: News) -> dt.datetime | None:
    """When an item or what it tells of happened, where at least the day of that is known.

    Midnight sharp is a day whose hour no source states: a newspaper that publishes then is rarer.
    """
    if news.row.precision != "day" or not news.day:
        return None
    if news.when is None:
        return noon(news.day, zone_of(record, news.row.places))
    return news.when.replace(hour=NOON.hour) if news.when.time() == dt.time() else news.when


def _updated(record: Record, news: News, recorded: dt.date) -> dt.datetime:
    item, zone = news.item, zone_of(record, news.row.places)
    days = (recorded, *map(dt.date.fromisoformat, item.revised), *changed_days(record, news))
    # Changed by its publisher, and by us when we took that over. Nothing is changed before it is published.
    moments = (published(record, news), item.modified, item.changed)
    return max([*(noon(day, zone) for day in days), *filter(None, moments)])


def changed_days(record: Record, news: News) -> tuple[dt.date, ...]:
    """The days on which a correction of an item's page was written, or its places were changed."""
    days = _changed_days(record)
    return (*days.get(news.address, ()), *days.get(news.row.source_key, ()))


@tracked_function
def _changed_days(record: Record) -> Mapping[str, tuple[dt.date, ...]]:
    """By the address of the corrected page, and by `url_key` of the original of an item that was moved.

    One table of all: each document of a feed asks for all of its items.
    """
    days: defaultdict[str, list[dt.date]] = defaultdict(list)
    for page in record.corrections:
        for address in page.addresses:
            days[address].append(page.data.date)
    for decision in record.refiled:
        days[url_key(decision.url)].append(decision.when.date())
    return {name: tuple(own) for name, own in days.items()}


def item_fingerprint(record: Record, news: News) -> object:
    """Differs wherever `item_entry` does."""
    places = [record.places[slug].data.zone.key for slug in news.row.places[:1] if slug in record.places]
    return news.fingerprint, news.row.status, places, changed_days(record, news)
