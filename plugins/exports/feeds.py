"""Pelican plugin: RSS, Atom and JSON Feed for all news, each place, dimension, place and dimension, and initiative.

A feed holds its newest entries. One that has more is complete in archive documents (RFC 5005, section 4; `next_url`
in JSON): `feed-1.atom` has the oldest entries, and each is full. So a new entry changes the feed alone, and a document
that another follows never changes; an entry with an old date moves those that come after it, and only those.
`/feeds.opml` lists the feeds for feed readers, `/feeds/` for people.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from typing import Any

from pelican import signals

from plugins.exports import feed_formats
from plugins.exports.feed_formats import FORMS, Entry, opml
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
ABOUT = "Jejak Gerakan Menuju 100 Smart City, dari sumber yang disebut."
SCHEMES = {"place": "/daerah/", "dimension": "/dimensi/", "kind": "/feeds/", "outlet": "/sumber/"}
"""The page that lists the categories of each scheme."""


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
        return f"{document_stem(self.number)}.{kind}"


def document_stem(number: int) -> str:
    """`feed`, `feed-1`: the name of its files without their ending."""
    return f"feed-{number}" if number else "feed"


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
        start, folder = record.start, site + feed.folder
        entries = [
            replace(entry, link=site + entry.link, author=entry.author or name)
            for entry in document_entries(record, feed, document)
        ]
        return FORMS[form](
            feed_formats.Document(
                title=f"{name}: {feed.title}" if feed.title else name,
                description=ABOUT,
                language="id",
                page=site + feed.page,
                address_stem=folder + document_stem(document.number),
                author=name,
                updated=max((max(entry.published or start, entry.updated) for entry in entries), default=start),
                entries=tuple(entries),
                related={relation: folder + document_stem(number) for relation, number in document.links.items()},
                hub=hub,
                schemes={scheme: site + page for scheme, page in SCHEMES.items()},
            )
        )

    def _about(self) -> dict[str, Any]:
        record = self.record
        groups: dict[str, list[tuple[Feed, int]]] = {}
        for feed in feeds(record):
            groups.setdefault(feed.group, []).append((feed, size_of(record, *feed.selection)))
        return {"groups": groups, "hub": self.settings.get("WEBSUB_HUB", "")}


def document_entries(record: Record, feed: Feed, document: Document) -> list[Entry]:
    """The entries of one document of a feed, with links on this site and no author where the words are ours."""
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
    yield Feed("/sumber/", "Keadaan sumber", group, changes="source")
    yield Feed("/koreksi/", "Koreksi", group, changes="correction")


def _entry(news: News, record: Record) -> Entry:
    item = news.item
    places = [("place", record.places[slug].data.name) for slug in item.places]
    return Entry(
        id=item.id,
        title=item.title,
        link=news.address,
        content=escape(item.summary or f"{item.title} ({item.source})", quote=False),
        updated=item.modified or news.when or record.start,
        published=news.when,
        author=item.source,
        via=(item.source_url,),
        categories=(*places, *(("dimension", dimension_words(dimension)) for dimension in item.dimensions)),
    )


def _change_entry(change: Change, start: dt.datetime) -> Entry:
    moment = dt.datetime.combine(change.day, dt.time(), start.tzinfo)
    return Entry(
        id=change.id,
        title=change.title,
        link=change.address,
        content=escape(change.text, quote=False),
        updated=moment,
        published=moment,
        author="",
        is_ours=True,
        categories=(("kind", change_words(change.kind)),),
    )


def register() -> None:
    """Connect the signals."""
    signals.get_generators.connect(FeedGenerator.generator_type)
