"""Pelican plugin: RSS, Atom and JSON Feed for all news, each place, dimension, place and dimension, and initiative.

A feed holds its newest entries. One that has more is complete in archive documents (RFC 5005, section 4; `next_url`
in JSON): `feed-1.atom` has the oldest entries, and each is full. So a new entry changes the feed alone, and a document
that another follows never changes; an entry with an old date moves those that come after it, and only those.
`/feeds.opml` lists the feeds for feed readers, `/feeds/` for people.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

from pelican import signals

from plugins.exports.feed_formats import XML_FORMS, feed_text, json_feed, opml
from plugins.incremental.output import File
from plugins.incremental.tracking import digest_of, query
from plugins.language.words import DIMENSIONS, change_words, dimension_words
from plugins.model.news import News, by_moment
from plugins.model.record import Record
from plugins.pages.base import SiteGenerator, SitePage
from plugins.queries.changes import Change, changes
from plugins.queries.silence import news_naming
from plugins.queries.source_health import source_changes
from record.site_files import site_path

NEWEST = 50
"""How many entries a feed has at most, and each of its archive documents exactly."""
FORMS = (*XML_FORMS, "json")


@dataclass(frozen=True)
class Feed:
    """One feed in all its forms: its folder, its title ("" for all news), its group, and what its entries are."""

    folder: str
    title: str
    group: str
    place: str = ""
    dimension: str = ""
    initiative: str = ""
    changes: str = ""
    """A kind of change, "source" for those of outlets, or "all" (other than of outlets); "" for a feed of news."""

    @property
    def page(self) -> str:
        """The address of the page that it belongs to."""
        return f"/daerah/{self.place}/" if self.place and self.dimension else self.folder

    @property
    def selection(self) -> tuple[str, str, str, str]:
        """What its entries are, as arguments of queries."""
        return self.place, self.dimension, self.initiative, self.changes


FeedEntries = Sequence[News] | Sequence[Change]
"""The entries of a feed, newest first."""


def entries_of(record: Record, place: str, dimension: str, initiative: str, kind: str) -> FeedEntries:
    """All entries of a feed, newest first; the arguments are its `selection`."""
    if kind == "source":
        return source_changes(record)
    if kind:
        return [change for change in changes(record) if kind in ("all", change.kind)]
    if initiative:
        naming = [news for news in news_naming(record, record.initiative(initiative)) if news.when]
        return sorted(naming, key=by_moment, reverse=True)
    timed = [news for news in record.news(place=place, dimension=dimension) if news.when]
    return sorted(timed, key=by_moment, reverse=True)


@query
def size_of(record: Record, *selection: str) -> int:
    """How many entries a feed has, in all its documents. Which documents there are depends on this number alone."""
    return len(entries_of(record, *selection))


@query
def document_digest(record: Record, start: int, stop: int, *selection: str) -> str:
    """Digest of the entries from `start` to `stop`, and of the names of their places.

    A document depends on this alone, and so is rendered again only when one of its own entries changed.
    """
    entries = entries_of(record, *selection)[start:stop]
    return digest_of([_fingerprint(record, entry) for entry in entries])


def _fingerprint(record: Record, entry: News | Change) -> object:
    if isinstance(entry, Change):
        return entry
    return entry.fingerprint, [record.places[slug].data.name for slug in entry.row.places]


@dataclass(frozen=True)
class Document:
    """The feed itself (number 0) or an archive document of it, numbered from the oldest entries on.

    It has the entries from `start` to `stop` of all, newest first; `links` are the numbers of other documents by their
    relation to this one.
    """

    number: int
    start: int
    stop: int
    links: Mapping[str, int]

    def name(self, kind: str) -> str:
        """Its file's name."""
        return document_name(self.number, kind)

    def related(self, folder: str, kind: str) -> dict[str, str]:
        """Addresses of other documents in the same form, by their relation."""
        return {relation: folder + document_name(number, kind) for relation, number in self.links.items()}


def document_name(number: int, kind: str) -> str:
    """`feed.atom`, `feed-1.atom`."""
    return f"feed-{number}.{kind}" if number else f"feed.{kind}"


def documents(size: int) -> list[Document]:
    """The documents of a feed of `size` entries: the feed, and archive documents where it cannot hold them all."""
    full = size // NEWEST if size > NEWEST else 0
    feed = Document(0, 0, NEWEST, {"prev-archive": full} if full else {})
    return [feed, *(_archive_document(number, size, full) for number in range(1, full + 1))]


def _archive_document(number: int, size: int, full: int) -> Document:
    links = {"prev-archive": number - 1, "next-archive": number + 1}
    existing = {relation: other for relation, other in links.items() if 1 <= other <= full}
    start = size - NEWEST * number
    return Document(number, start, start + NEWEST, {"current": 0} | existing)


class FeedGenerator(SiteGenerator):
    """Adds the feeds, their list and the page about them."""

    def generate_output(self, _writer: Any) -> None:
        """Add every document of every feed in its three forms, `/feeds.opml` and `/feeds/`."""
        record, output = self.record, self.output
        output.add_files(file for feed in list(feeds(record)) for file in self._files(feed))
        output.add_file("feeds.opml", self._opml)
        self.add_pages([SitePage("/feeds/", "feeds", self._about)])

    def _files(self, feed: Feed) -> Iterator[File]:
        for document in documents(size_of(self.record, *feed.selection)):
            for form in FORMS:
                # What was read from the record here, and not while the file is rendered, is part of its key.
                key = f"{feed.title}|{feed.page}|{document}"
                yield File(site_path(feed.folder + document.name(form)), partial(self._text, feed, document, form), key)

    def _opml(self) -> str:
        rows = [(feed.group, feed.title, feed.folder, feed.page) for feed in feeds(self.record)]
        return opml(self.name, self.site, rows)

    def _text(self, feed: Feed, document: Document, form: str) -> str:
        record, site = self.record, self.site
        name, hub = self.name, "" if document.number else self.settings.get("WEBSUB_HUB", "")
        entries = [entry | {"link": site + entry["link"]} for entry in document_entries(record, feed, document)]
        title = f"{name}: {feed.title}" if feed.title else name
        page, folder = site + feed.page, site + feed.folder
        address, links = folder + document.name(form), document.related(folder, form)
        if form == "json":
            older = links.get("prev-archive", "")
            return json_feed(title, page, address, entries, author=name, hub=hub, older=older)
        latest = max((max(entry["pubdate"], entry["updateddate"]) for entry in entries), default=record.start)
        links |= {"hub": hub} if hub else {}
        return feed_text(XML_FORMS[form], title, page, address, entries, latest, author=name, links=links)

    def _about(self) -> dict[str, Any]:
        record = self.record
        groups: dict[str, list[tuple[Feed, int]]] = {}
        for feed in feeds(record):
            groups.setdefault(feed.group, []).append((feed, size_of(record, *feed.selection)))
        return {"groups": groups, "hub": self.settings.get("WEBSUB_HUB", "")}


def document_entries(record: Record, feed: Feed, document: Document) -> list[dict[str, Any]]:
    """The entries of one document of a feed, as `feed_formats` takes them."""
    document_digest(record, document.start, document.stop, *feed.selection)
    start = record.start
    # Reads are not recorded here: the digest above covers all of them.
    with record.dependencies.tracking():
        entries = entries_of(record, *feed.selection)[document.start : document.stop]
        return [
            _change_entry(entry, start) if isinstance(entry, Change) else _entry(entry, record) for entry in entries
        ]


def feeds(record: Record) -> Iterator[Feed]:
    """Every feed, also those without an entry yet, so that one can subscribe before the first."""
    yield Feed("/", "", "Semua berita")
    for slug, place in record.places.items():
        yield Feed(place.address, place.data.name, "Daerah", place=slug)
    for dimension in DIMENSIONS:
        yield Feed(f"/dimensi/{dimension}/", dimension_words(dimension), "Dimensi", dimension=dimension)
    for slug, place in record.places.items():
        for dimension in DIMENSIONS:
            title = f"{place.data.name}, {dimension_words(dimension)}"
            folder = f"{place.address}{dimension}/"
            yield Feed(folder, title, "Daerah menurut dimensi", place=slug, dimension=dimension)
    for entry in record.initiatives:
        title = f"{entry.data.name}, {record.places[entry.data.place].data.name}"
        yield Feed(entry.address, title, "Inisiatif", initiative=entry.address)
    group = "Perubahan dan koreksi"
    yield Feed("/perubahan/", "Perubahan", group, changes="all")
    yield Feed("/sumber/", "Status sumber", group, changes="source")
    yield Feed("/koreksi/", "Koreksi", group, changes="correction")


def _entry(news: News, record: Record) -> dict[str, Any]:
    item = news.item
    places = [record.places[slug].data.name for slug in item.places]
    return {
        "title": item.title,
        "link": news.address,
        "original": item.source_url,
        "unique_id": item.id,
        "unique_id_is_permalink": False,
        "description": escape(item.summary or f"{item.title} ({item.source})", quote=False),
        "pubdate": news.when,
        "updateddate": item.modified or news.when,
        "categories": [*places, *map(dimension_words, item.dimensions)],
    }


def _change_entry(change: Change, start: dt.datetime) -> dict[str, Any]:
    moment = dt.datetime.combine(change.day, dt.time(), start.tzinfo)
    return {
        "title": change.title,
        "link": change.address,
        "unique_id": change.id,
        "unique_id_is_permalink": False,
        "description": escape(change.text, quote=False),
        "pubdate": moment,
        "updateddate": moment,
        "categories": [change_words(change.kind)],
    }


def register() -> None:
    """Connect the signals."""
    signals.get_generators.connect(FeedGenerator.generator_type)
