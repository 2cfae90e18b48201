"""Pelican plugin: the equal pages, read and written as the project does."""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from html import escape
from itertools import groupby
from typing import Any

from pelican import signals

from plugins.exports import feed_formats
from plugins.exports.sitemap import Row, sitemaps
from plugins.incremental.output import File
from plugins.incremental.tracking import query
from plugins.language.filters import FILTERS
from plugins.language.words import dimension_words
from plugins.model.news import News
from plugins.model.record import Record
from plugins.pages.base import SiteGenerator
from record.site_files import site_path

NEWEST = 50
"""How many entries a feed has, as the peers' have."""


class EqualSite(SiteGenerator):
    """Adds items, places, a feed a place and the sitemap; `plugins.build` read the record."""

    def generate_output(self, _writer: Any) -> None:
        """Add every page that the peers write."""
        record, output = self.context["record"], self.context["build"].output
        output.add_files(File(site_path(news.address), partial(self._item, news.address)) for news in record.pages)
        lists = [File(site_path(place.address), partial(self._place, slug)) for slug, place in record.places.items()]
        feeds = [
            File(site_path(f"{place.address}feed.rss"), partial(self._feed, slug))
            for slug, place in record.places.items()
        ]
        output.add_files([*feeds, File("sitemap.xml", self._sitemap), *lists])

    def _item(self, address: str) -> str:
        return self._shown("item", news=self.context["record"].page(address))

    def _place(self, slug: str) -> str:
        record = self.context["record"]
        items = record.news(place=slug)
        years = [(year, list(group)) for year, group in groupby(items, key=lambda news: news.row.date[:4])]
        return self._shown("place", place=record.places[slug], items=items, years=years)

    def _shown(self, template: str, **values: Any) -> str:
        return str(self.get_template(template).render(self.context, **values))

    def _feed(self, slug: str) -> str:
        return rss(self.context["record"], slug, self.context["site"])

    def _sitemap(self) -> str:
        record = self.context["record"]
        days = [row for year, month in record.months() for row in days_of(record, year, month)]
        dated: list[Row] = [(address, dt.date.fromisoformat(day)) for address, day in days]
        rows = sorted([*dated, *((place.address, None) for place in record.places.values())])
        # One file, as the peers make it, also where the protocol would have it in parts.
        return sitemaps(rows, self.context["site"], most=len(rows))["/sitemap.xml"]


@query
def days_of(record: Record, year: int, month: int) -> tuple[tuple[str, str], ...]:
    """Address and ISO date of the news of a month; the sitemap depends on these alone."""
    return tuple((news.address, news.row.date[:10]) for news in record.news(year=year, month=month))


def rss(record: Record, slug: str, site: str) -> str:
    """A place's feed, of its newest items as the peers write them."""
    place = record.places[slug]
    names = {name: page.data.name for name, page in record.places.items()}
    entries = tuple(_entry(news, names, site, record.start) for news in record.latest(NEWEST, place=slug))
    return feed_formats.rss(
        feed_formats.Document(
            title=f"Pantau 100: {place.data.name}",
            description=place.data.name,
            language="id",
            page=site + place.address,
            address_stem=f"{site}{place.address}feed",
            author="",
            updated=max((entry.updated for entry in entries), default=record.start),
            entries=entries,
        )
    )


def _entry(news: News, names: Mapping[str, str], site: str, start: dt.datetime) -> feed_formats.Entry:
    item = news.item
    return feed_formats.Entry(
        id=item.id,
        title=item.title,
        link=site + news.address,
        content=escape(item.summary, quote=False),
        updated=news.when or start,
        published=news.when,
        author=item.source,
        via=(item.source_url,),
        categories=(
            *(("place", names[slug]) for slug in item.places),
            *(("dimension", dimension_words(name)) for name in item.dimensions),
        ),
    )


def _add_filters(pelican: Any) -> None:
    pelican.settings["JINJA_FILTERS"] |= FILTERS


def _generator(_pelican: Any) -> type[SiteGenerator]:
    return EqualSite


def register() -> None:
    """Connect the signals."""
    signals.initialized.connect(_add_filters)
    signals.get_generators.connect(_generator)
