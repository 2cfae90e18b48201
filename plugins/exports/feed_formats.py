"""Writes feeds as RSS 2.0, Atom and JSON Feed, and the list of feeds as OPML.

An entry is in Atom's words (RFC 4287), the richest of the three: RSS has what it lacks by elements of Atom and Dublin
Core. Values are plain, and the same values give the same bytes: nothing here reads the record or the clock.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from types import MappingProxyType
from typing import Any

from lxml import etree
from lxml.etree import Element, SubElement, _Element

from plugins.incremental.characters import ForbiddenCharacter

# As lxml writes a namespace before a name.
_ATOM = "{http://www.w3.org/2005/Atom}"
_HISTORY = "{http://purl.org/syndication/history/1.0}"
_TOMBSTONES = "{http://purl.org/atompub/tombstones/1.0}"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_IN_ATOM = {None: _ATOM[1:-1], "at": _TOMBSTONES[1:-1], "fh": _HISTORY[1:-1]}
_IN_RSS = {"atom": _ATOM[1:-1], "dc": _DUBLIN_CORE[1:-1], "fh": _HISTORY[1:-1]}


@dataclass(frozen=True)
class Entry:
    """One entry. Addresses are absolute."""

    id: str
    """A URI that never changes, by which readers know the entry again."""
    title: str
    """Plain text."""
    link: str
    """Its page on this site."""
    content: str
    """A fragment of HTML, already safe."""
    updated: dt.datetime
    """When anything of it last changed; with a zone, as all moments here."""
    published: dt.datetime | None
    """The moment that readers show; None where it is not known to the day, which then only words can say."""
    author: str
    """The outlet, or this site's name for what is its own."""
    via: tuple[str, ...] = ()
    """The original of another's text, or the sources of what is ours."""
    is_ours: bool = False
    """Whether the words are this site's own."""
    categories: tuple[tuple[str, str], ...] = ()
    """The key of a scheme in `Document.schemes`, and the words."""


@dataclass(frozen=True)
class Tombstone:
    """An entry that was taken back (RFC 6721); RSS and JSON Feed have no word for it."""

    ref: str
    """The id of the entry."""
    when: dt.datetime
    comment: str
    """The reason, as plain text."""
    link: str
    """The page that says more, as an absolute address."""


@dataclass(frozen=True)
class Document:
    """A feed, or an archive document of one (RFC 5005, section 4): one that relates to a `current` feed.

    `address_stem` and the values of `related` are absolute addresses without the ending of a form. `schemes` are the
    addresses of the pages that list the categories of each scheme, by its key.
    """

    title: str
    description: str
    language: str
    page: str
    address_stem: str
    author: str
    updated: dt.datetime
    entries: tuple[Entry, ...]
    tombstones: tuple[Tombstone, ...] = ()
    related: Mapping[str, str] = field(default_factory=dict)
    hub: str = ""
    schemes: Mapping[str, str] = field(default_factory=dict)

    def address(self, form: str) -> str:
        """Where it is read in one of the forms."""
        return f"{self.address_stem}.{form}"

    def links(self, form: str) -> dict[str, str]:
        """Addresses by relation: of this document, of others in the same form, and of the WebSub hub, if any."""
        others = {relation: f"{stem}.{form}" for relation, stem in self.related.items()}
        return {"self": self.address(form), **others} | ({"hub": self.hub} if self.hub else {})


def rss(document: Document) -> str:
    """A document as RSS 2.0 (rssboard.org/rss-specification). Raises `ForbiddenCharacter`."""
    root = Element("rss", nsmap=_IN_RSS, version="2.0")
    channel = SubElement(root, "channel")
    with _naming(document.address("rss"), "the feed"):
        _add(channel, "title", document.title)
        _add(channel, "link", document.page)
        _add(channel, "description", document.description)
        _add(channel, "language", document.language)
        _add(channel, "lastBuildDate", format_datetime(document.updated))
        _add_relations(channel, document, "rss")
    _add_entries(channel, document, "rss", _add_rss_item)
    return _xml(root)


def atom(document: Document) -> str:
    """A document as Atom (RFC 4287) with tombstones (RFC 6721). Raises `ForbiddenCharacter`."""
    root = Element(f"{_ATOM}feed", nsmap=_IN_ATOM)
    with _naming(document.address("atom"), "the feed"):
        root.set(_LANGUAGE, document.language)
        # An archive document has the id of its feed, as in the examples of RFC 5005.
        _add(root, f"{_ATOM}id", document.links("atom").get("current", document.address("atom")))
        _add(root, f"{_ATOM}title", document.title)
        _add(root, f"{_ATOM}subtitle", document.description)
        _add(root, f"{_ATOM}updated", _rfc3339(document.updated))
        _add(SubElement(root, f"{_ATOM}author"), f"{_ATOM}name", document.author)
        _add_link(root, "alternate", document.page)
        _add_relations(root, document, "atom")
    for tombstone in document.tombstones:
        with _naming(document.address("atom"), f"tombstone {tombstone.ref!r}"):
            _add_tombstone(root, tombstone)
    _add_entries(root, document, "atom", _add_atom_entry)
    return _xml(root)


def json_feed(document: Document) -> str:
    """A document as JSON Feed 1.1 (jsonfeed.org/version/1.1); `next_url` is the document of older entries."""
    links = document.links("json")
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": document.title,
        "home_page_url": document.page,
        "feed_url": links["self"],
        **({"next_url": links["prev-archive"]} if "prev-archive" in links else {}),
        "description": document.description,
        "language": document.language,
        "authors": [{"name": document.author}],
        **({"hubs": [{"type": "WebSub", "url": document.hub}]} if document.hub else {}),
        "items": [_json_item(entry) for entry in document.entries],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


FORMS: Mapping[str, Callable[[Document], str]] = MappingProxyType({"rss": rss, "atom": atom, "json": json_feed})
"""The writer of each form, by the ending of its files."""


def feed_texts(document: Document) -> dict[str, str]:
    """A document in each of the `FORMS`. Raises `ForbiddenCharacter`."""
    return {form: write(document) for form, write in FORMS.items()}


def opml(name: str, site: str, feeds: Sequence[tuple[str, str, str, str]]) -> str:
    """OPML 2.0 with an outline for each group; `feeds` are group, title ("" for the site's own), folder and page.

    It lists the Atom form of each, which every feed reader takes. Raises `ForbiddenCharacter`.
    """
    root = Element("opml", version="2.0")
    with _naming("feeds.opml", "a title"):
        _add(SubElement(root, "head"), "title", name)
        body = SubElement(root, "body")
        outlines = {group: SubElement(body, "outline", text=group) for group in dict.fromkeys(row[0] for row in feeds)}
        for group, title, folder, page in feeds:
            attributes = {"type": "rss", "text": title or name, "xmlUrl": f"{site}{folder}feed.atom"}
            SubElement(outlines[group], "outline", attributes | {"htmlUrl": site + page})
    etree.indent(root)
    return _xml(root)


@contextmanager
def _naming(file: str, part: str) -> Iterator[None]:
    """Turn what lxml says of a character that XML forbids into a fault that names the file and the part of it."""
    try:
        yield
    except ValueError as error:
        raise _forbidden(file, part, error) from error


def _forbidden(file: str, part: str, error: ValueError) -> ForbiddenCharacter:
    what = f"{part} holds a character that XML forbids ({error}); take it out of content/ and build again"
    return ForbiddenCharacter(f"{file}: {what}")


def _add_entries(
    head: _Element, document: Document, form: str, add: Callable[[_Element, Entry, Mapping[str, str]], None]
) -> None:
    for entry in document.entries:
        try:
            add(head, entry, document.schemes)
        except ValueError as error:
            raise _forbidden(document.address(form), f"entry {entry.id!r}", error) from error


def _add_rss_item(channel: _Element, entry: Entry, schemes: Mapping[str, str]) -> None:
    item = SubElement(channel, "item")
    item.tail = "\n"  # so that a diff shows the entries that changed
    _add(item, "title", entry.title)
    _add(item, "link", entry.link)
    _add(item, "description", entry.content)
    SubElement(item, "guid", isPermaLink="false").text = entry.id
    if entry.published:
        _add(item, "pubDate", format_datetime(entry.published))
    _add(item, f"{_ATOM}updated", _rfc3339(entry.updated))
    _add(item, f"{_DUBLIN_CORE}creator", entry.author)
    # By RSS a source is what an item was taken from: of our own words there is none.
    for address in () if entry.is_ours else entry.via[:1]:
        SubElement(item, "source", url=address).text = entry.author
    for scheme, words in entry.categories:
        category = SubElement(item, "category")
        category.text = words
        if scheme in schemes:
            category.set("domain", schemes[scheme])


def _add_tombstone(feed: _Element, tombstone: Tombstone) -> None:
    when = _rfc3339(tombstone.when)
    deleted = SubElement(feed, f"{_TOMBSTONES}deleted-entry", ref=tombstone.ref, when=when)
    _add(deleted, f"{_TOMBSTONES}comment", tombstone.comment)
    # Not `alternate`: feedparser would take that for the page of the whole feed.
    _add_link(deleted, "related", tombstone.link)


def _add_atom_entry(feed: _Element, entry: Entry, schemes: Mapping[str, str]) -> None:
    element = SubElement(feed, f"{_ATOM}entry")
    element.tail = "\n"
    _add(element, f"{_ATOM}id", entry.id)
    _add(element, f"{_ATOM}title", entry.title)
    _add(element, f"{_ATOM}updated", _rfc3339(entry.updated))
    if entry.published:
        _add(element, f"{_ATOM}published", _rfc3339(entry.published))
    _add(SubElement(element, f"{_ATOM}author"), f"{_ATOM}name", entry.author)
    _add_link(element, "alternate", entry.link)
    for address in entry.via:
        _add_link(element, "via", address)
    for scheme, words in entry.categories:
        category = SubElement(element, f"{_ATOM}category", term=words)
        if scheme in schemes:
            category.set("scheme", schemes[scheme])
    SubElement(element, f"{_ATOM}content", type="html").text = entry.content


def _json_item(entry: Entry) -> dict[str, Any]:
    original = {} if entry.is_ours or not entry.via else {"external_url": entry.via[0]}
    published = {"date_published": _rfc3339(entry.published)} if entry.published else {}
    return {
        "id": entry.id,
        "url": entry.link,
        **original,
        "title": entry.title,
        "content_html": entry.content,
        **published,
        "date_modified": _rfc3339(entry.updated),
        "authors": [{"name": entry.author}],
        "tags": [words for _, words in entry.categories],
    }


def _add_relations(head: _Element, document: Document, form: str) -> None:
    """The links to this document, to others and to the hub, and the mark of an archive document (RFC 5005)."""
    if "current" in document.related:
        SubElement(head, f"{_HISTORY}archive")
    for relation, address in document.links(form).items():
        _add_link(head, relation, address)


def _add_link(parent: _Element, relation: str, address: str) -> None:
    SubElement(parent, f"{_ATOM}link", href=address, rel=relation)


def _add(parent: _Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = text


def _rfc3339(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _xml(root: _Element) -> str:
    return '<?xml version="1.0" encoding="utf-8"?>\n' + etree.tostring(root, encoding="unicode")
