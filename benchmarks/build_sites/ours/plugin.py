"""Pelican plugin: the equal pages, read and written as `plugins.record_pages` does."""

from collections import defaultdict
from pathlib import Path
from typing import Any

from feedgenerator import Rss201rev2Feed
from pelican import signals

from plugins.archive import Archive, News, PlacePage
from plugins.feeds import Feed, feed_text
from plugins.record_pages import RecordGenerator, add_words, write
from plugins.sitemap_file import Row, sitemaps


class EqualSite(RecordGenerator):
    """Reads all of the record; writes items, places, a feed a place and the sitemap."""

    def generate_output(self, _writer: Any) -> None:
        """Write every page that the peers write."""
        archive, site = self.context["archive"], self.context["site"]
        by_place: dict[str, list[News]] = defaultdict(list)
        rows: list[Row] = []
        for news in archive.listed:
            self._put(news.address, "item", news=news)
            rows.append((news.address, news.item.date.date()))
            for slug in news.item.places:
                by_place[slug].append(news)
        for slug, place in archive.places.items():
            self._put(place.address, "place", place=place, items=by_place[slug])
            rows.append((place.address, None))
            self._file(f"{place.address}feed.rss", feed(archive, place, by_place[slug], site))
        # One file, as the peers make it, also where the protocol would have it in parts.
        for address, text in sitemaps(sorted(rows), site, most=len(rows)).items():
            self._file(address, text)

    def _put(self, address: str, template: str, **values: Any) -> None:
        self._file(address, self.get_template(template).render(self.context, **values))

    def _file(self, address: str, text: str) -> None:
        write(Path(self.output_path), address, text)


def feed(archive: Archive, place: PlacePage, news: list[News], site: str) -> str:
    """A place's feed."""
    told = Feed(place.address, place.facts.name, "", news).entries(archive)
    entries = [entry | {"link": site + entry["link"]} for entry in told]
    latest = max((entry["updateddate"] for entry in entries), default=archive.start)
    page, address = site + place.address, f"{site}{place.address}feed.rss"
    return feed_text(Rss201rev2Feed, f"Pantau 100: {place.facts.name}", page, address, entries, latest, author="")


def _generator(_pelican: Any) -> type[RecordGenerator]:
    return EqualSite


def register() -> None:
    """Connect the signals."""
    signals.initialized.connect(add_words)
    signals.get_generators.connect(_generator)
