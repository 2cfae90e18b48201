"""Pelican plugin: RSS, Atom and JSON Feed for all news, each place, dimension, place and dimension, and initiative.

A feed holds its newest entries. One that has more is kept whole in archive documents (RFC 5005, section 4; `next_url`
in JSON): `feed-1.atom` has the oldest entries, and each is full. So a new entry changes the feed alone, and a document
that another follows never changes; an entry with an old date moves those that come after it, and only those.
`/feeds.opml` lists the feeds for feed readers, `/feeds/` for people.
"""

import datetime as dt
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, partialmethod
from html import escape
from types import MappingProxyType
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from feedgenerator import Atom1Feed, Rss201rev2Feed
from pelican import signals

from plugins.incremental.output import File
from plugins.incremental.tracking import digest_of, query
from plugins.language.words import DIMENSIONS, change_words, dimension_words
from plugins.model import keys
from plugins.model.news import News
from plugins.model.record import Record
from plugins.pages.base import SiteGenerator, SitePage
from plugins.queries.changes import Change, changes
from plugins.queries.silence import news_naming
from plugins.queries.source_health import source_changes
from record.site_files import site_path

NEWEST = 50
"""How many entries a feed has at most, and each of its archive documents exactly."""
HISTORY = "http://purl.org/syndication/history/1.0"
ABOUT = "Jejak Gerakan Menuju 100 Smart City, dari sumber yang disebut."


KINDS = ("rss", "atom", "json")


@dataclass(frozen=True)
class Feed:
    """One feed in all its forms: its folder, title ("" for all news), group, page, and what it is narrowed to."""

    folder: str
    title: str
    group: str
    place: str = ""
    dimension: str = ""
    initiative: str = ""
    changes: str = ""
    """"all", "source" for the outlets', or the kind of change that it tells of; "" for news."""

    @property
    def home(self) -> str:
        """The page it belongs to; its folder, where that is one."""
        return f"/daerah/{self.place}/" if self.place and self.dimension else self.folder

    @property
    def wanted(self) -> tuple[str, str, str, str]:
        """What it tells of, in plain words."""
        return self.place, self.dimension, self.initiative, self.changes


Told = Sequence[News] | Sequence[Change]
"""What a feed tells of, newest first."""


def told_by(record: Record, place: str, dimension: str, initiative: str, moved: str) -> Told:
    """All that a feed tells of, newest first; the arguments are its `wanted`."""
    if moved == "source":
        return source_changes(record)
    if moved:
        return [change for change in changes(record) if moved in ("all", change.kind)]
    if initiative:
        return news_naming(record, record.initiative(initiative))
    return record.news(place=place, dimension=dimension)


@query
def size_of(record: Record, *wanted: str) -> int:
    """How many entries a feed has, also those that are too old for it."""
    return len(told_by(record, *wanted))


@query
def document_digest(record: Record, start: int, stop: int, *wanted: str) -> str:
    """The digest of what stands in a document of a feed: it is made anew when that is another, not when others are."""
    told = told_by(record, *wanted)[start:stop]
    return digest_of([entry if isinstance(entry, Change) else entry.fingerprint for entry in told])


@dataclass(frozen=True)
class Document:
    """The feed itself (number 0) or an archive document of it, numbered from the oldest entries on.

    It has the entries from `start` to `stop` of all, newest first; `links` are its relations to other documents, by
    their numbers.
    """

    number: int
    start: int
    stop: int
    links: Mapping[str, int]

    def name(self, kind: str) -> str:
        """Its file's name."""
        return document_name(self.number, kind)

    def related(self, folder: str, kind: str) -> dict[str, str]:
        """Addresses of other documents in the same form, by relation."""
        return {relation: folder + document_name(number, kind) for relation, number in self.links.items()}


def document_name(number: int, kind: str) -> str:
    """`feed.atom`, `feed-1.atom`."""
    return f"feed-{number}.{kind}" if number else f"feed.{kind}"


def documents(size: int) -> list[Document]:
    """The feed and, where it cannot hold all its entries, the archive documents that together do."""
    full = size // NEWEST if size > NEWEST else 0
    feed = Document(0, 0, NEWEST, {"prev-archive": full} if full else {})
    return [feed, *(_archive_document(number, size, full) for number in range(1, full + 1))]


def _archive_document(number: int, size: int, full: int) -> Document:
    links = {"prev-archive": number - 1, "next-archive": number + 1}
    known = {relation: other for relation, other in links.items() if 1 <= other <= full}
    start = size - NEWEST * number
    return Document(number, start, start + NEWEST, {"current": 0} | known)


class FeedGenerator(SiteGenerator):
    """Has the feeds after the pages; the record was read by `plugins.build`."""

    def generate_output(self, _writer: Any) -> None:
        """Have every document of every feed in its three forms, their list and the page about them."""
        record, output = self.record, self.output
        every = list(feeds(record))
        output.add_files(file for feed in every for file in self._files(feed))
        site, name = self.site, self.name
        output.add_file("feeds.opml", lambda: opml(name, site, list(feeds(record))))
        self.add_pages([SitePage("/feeds/", "feeds", self._about)])

    def _files(self, feed: Feed) -> Iterator[File]:
        for document in documents(size_of(self.record, *feed.wanted)):
            for kind in KINDS:
                # What was told here, not read while it is made, counts as well.
                key = f"{feed.title}|{feed.home}|{document}"
                yield File(site_path(feed.folder + document.name(kind)), partial(self._text, feed, document, kind), key)

    def _text(self, feed: Feed, document: Document, kind: str) -> str:
        """One document in one form."""
        record, site = self.record, self.site
        name, hub = self.name, "" if document.number else self.settings.get("WEBSUB_HUB", "")
        entries = [entry | {"link": site + entry["link"]} for entry in document_entries(record, feed, document)]
        title = f"{name}: {feed.title}" if feed.title else name
        home, folder = site + feed.home, site + feed.folder
        address, links = folder + document.name(kind), document.related(folder, kind)
        if kind == "json":
            older = links.get("prev-archive", "")
            return json_feed(title, home, address, entries, author=name, hub=hub, older=older)
        latest = max((max(entry["pubdate"], entry["updateddate"]) for entry in entries), default=record.start)
        links |= {"hub": hub} if hub else {}
        return feed_text(_FORMS[kind], title, home, address, entries, latest, author=name, links=links)

    def _about(self) -> dict[str, Any]:
        record = self.record
        groups: dict[str, list[tuple[Feed, int]]] = {}
        for feed in feeds(record):
            groups.setdefault(feed.group, []).append((feed, size_of(record, *feed.wanted)))
        return {"groups": groups, "hub": self.settings.get("WEBSUB_HUB", "")}


_FORMS = {"rss": Rss201rev2Feed, "atom": Atom1Feed}


def document_entries(record: Record, feed: Feed, document: Document) -> list[dict[str, Any]]:
    """What stands in one document of a feed, as feed writers take it."""
    document_digest(record, document.start, document.stop, *feed.wanted)
    start = record.start
    record.dependencies.depends_on(keys.PLACE.every)
    with record.dependencies.tracking():
        # The digest above says when any of this is another.
        told = told_by(record, *feed.wanted)[document.start : document.stop]
        return [_change_entry(entry, start) if isinstance(entry, Change) else _entry(entry, record) for entry in told]


def feeds(record: Record) -> Iterator[Feed]:
    """Every feed there is, also those without an item yet: who subscribes wants to hear of the first."""
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


def opml(name: str, site: str, every: Sequence[Feed]) -> str:
    """OPML 2.0 with an outline a group; Atom, which every reader takes."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = name
    body = SubElement(root, "body")
    for group in dict.fromkeys(feed.group for feed in every):
        outline = SubElement(body, "outline", text=group)
        for feed in every:
            if feed.group == group:
                told = {"type": "rss", "text": feed.title or name, "xmlUrl": f"{site}{feed.folder}feed.atom"}
                SubElement(outline, "outline", told | {"htmlUrl": site + feed.home})
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def json_feed(
    name: str, page: str, feed_url: str, entries: list[dict[str, Any]], *, author: str, hub: str = "", older: str = ""
) -> str:
    """JSON Feed 1.1 (jsonfeed.org/version/1.1); `older` is the address of the entries before these."""
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": name,
        "home_page_url": page,
        "feed_url": feed_url,
        **({"next_url": older} if older else {}),
        "description": ABOUT,
        "language": "id",
        "authors": [{"name": author}],
        "items": [_json_entry(entry) for entry in entries],
    }
    if hub:
        feed["hubs"] = [{"type": "WebSub", "url": hub}]
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _json_entry(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": entry["unique_id"],
        "url": entry["link"],
        **({"external_url": entry["original"]} if "original" in entry else {}),
        "title": entry["title"],
        "content_html": entry["description"],
        "date_published": entry["pubdate"].isoformat(),
        "date_modified": entry["updateddate"].isoformat(),
        "tags": entry["categories"],
    }


def _root_elements(self: Any, handler: Any, *, form: Any, links: Mapping[str, str]) -> None:
    """The form's own head, whether it is an archive document, its other documents, and its hub (WebSub)."""
    form.add_root_elements(self, handler)
    if "current" in links:
        handler.addQuickElement("fh:archive", None, {"xmlns:fh": HISTORY})
    tag = "link" if form is Atom1Feed else "atom:link"
    for relation, address in links.items():
        handler.addQuickElement(tag, None, {"rel": relation, "href": address})


def feed_text(
    form: type,
    name: str,
    page: str,
    feed_url: str,
    entries: list[dict[str, Any]],
    latest: Any,
    *,
    author: str,
    links: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """One document's XML; its date is `latest`, never the clock. `links` has addresses by relation.

    One that names another as `current` is an archive document, and has that feed's id: RFC 5005 shows it so.
    """
    current = links.get("current", "")
    head = partialmethod(_root_elements, form=form, links=links)
    timed = type("Timed", (form,), {"latest_post_date": lambda _self: latest, "add_root_elements": head})
    feed = timed(
        title=name,
        link=page,
        feed_url=feed_url,
        feed_guid=current or feed_url,
        description=ABOUT,
        language="id",
        author_name=author if form is Atom1Feed else None,
    )
    for entry in entries:
        feed.add_item(**{key: value for key, value in entry.items() if key != "original"})
    buffer = io.StringIO()
    feed.write(buffer, "utf-8")
    return buffer.getvalue()


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
