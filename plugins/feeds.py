"""Pelican plugin: RSS and Atom for all news, for each place and for each dimension."""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from feedgenerator import Atom1Feed, Rss201rev2Feed
from pelican import signals
from pelican.generators import Generator

from plugins.archive import Archive, News
from plugins.record_pages import write
from plugins.words import DIMENSIONS, dimension_words

NEWEST = 50


class FeedGenerator(Generator):
    """Writes the feeds after the pages; the record was read by `record_pages`."""

    def generate_output(self, _writer: Any) -> None:
        """Write every feed in both forms."""
        archive, site = self.context["archive"], self.context["site"]
        for folder, title, news in feeds(archive):
            latest = max(map(_changed, news[:NEWEST]), default=archive.start)
            name = f"{self.settings['SITENAME']}: {title}" if title else self.settings["SITENAME"]
            for kind, form in (("rss", Rss201rev2Feed), ("atom", Atom1Feed)):
                address = f"{folder}feed.{kind}"
                text = feed_text(form, name, site + folder, site + address, _entries(news, site, archive), latest)
                write(Path(self.output_path), address, text)


def feeds(archive: Archive) -> Iterator[tuple[str, str, Sequence[News]]]:
    """Every feed: folder, title, items (newest first)."""
    yield "/", "", archive.listed
    for slug, place in archive.places.items():
        yield place.address, place.facts.name, archive.of_place(archive.listed, slug)
    for dimension in DIMENSIONS:
        news = archive.of_dimension(archive.listed, dimension)
        yield f"/dimensi/{dimension}/", dimension_words(dimension), news


def feed_text(form: type, name: str, page: str, feed_url: str, entries: list[dict[str, Any]], latest: Any) -> str:
    """One feed's XML; its date is `latest`, never the clock."""
    timed = type("Timed", (form,), {"latest_post_date": lambda _self: latest})
    feed = timed(
        title=name,
        link=page,
        feed_url=feed_url,
        feed_guid=feed_url,
        description="Jejak Gerakan Menuju 100 Smart City, dari sumber yang disebut.",
        language="id",
        author_name="Pantau 100" if form is Atom1Feed else None,
    )
    for entry in entries:
        feed.add_item(**entry)
    buffer = io.StringIO()
    feed.write(buffer, "utf-8")
    return buffer.getvalue()


def _entries(news: Sequence[News], site: str, archive: Archive) -> list[dict[str, Any]]:
    return [_entry(entry, site, archive) for entry in news[:NEWEST]]


def _entry(news: News, site: str, archive: Archive) -> dict[str, Any]:
    item = news.item
    places = [archive.places[slug].facts.name for slug in item.places]
    return {
        "title": item.title,
        "link": site + news.address,
        "unique_id": item.id,
        "unique_id_is_permalink": False,
        "description": escape(item.summary or f"{item.title} ({item.source})", quote=False),
        "pubdate": news.when,
        "updateddate": item.modified or news.when,
        "categories": [*places, *map(dimension_words, item.dimensions)],
    }


def _changed(news: News) -> dt.datetime:
    assert news.when  # noqa: S101 - feeds hold dated items only
    return max(news.when, news.item.modified or news.when)


def _generator(_pelican: Any) -> type[Generator]:
    return FeedGenerator


def register() -> None:
    """Connect the signals."""
    signals.get_generators.connect(_generator)
