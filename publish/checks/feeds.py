"""Checks a feed by the rules of the W3C's feed validator for RSS 2.0 and Atom, and by the schema of JSON Feed 1.1.

Each rule is a function that yields a sentence for each fault; `publish.checks.site` adds file and advice.
"""

import datetime as dt
import json
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import Any

import feedparser
from jsonschema import Draft202012Validator
from lxml import etree
from lxml import html as lxml_html

from record.urls import is_web

TYPES = {".rss": "application/rss+xml", ".atom": "application/atom+xml", ".json": "application/feed+json"}
"""The media type of each form of feed, by the ending of its file; `type` of the links to it."""

_ATOM = "{http://www.w3.org/2005/Atom}"
_HISTORY = "{http://purl.org/syndication/history/1.0}"
_NAME = re.compile(r"(?:^|.*/)feed(?:-(?P<number>[1-9]\d*))?\.(?:rss|atom|json)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+")
_URI = re.compile(r"[a-z][a-z0-9+.-]*:\S+")
_CONTENT_TYPES = frozenset({"text", "html", "xhtml"})
_SCHEMA = Path(__file__).parent / "json_feed.schema.json"


def is_feed(file: str) -> bool:
    """Whether a file of the site is a feed, by its name."""
    return file.endswith((".rss", ".atom")) or bool(_NAME.fullmatch(file))


def feed_faults(data: bytes, file: str, address: str, files: Container[str] | None = None) -> Iterator[str]:
    """A sentence for each fault of one feed.

    `file` is its path in the site, `address` its public address; with `files`, the site's paths, links to archive
    documents are followed.
    """
    if file.endswith(".json"):
        yield from _json_faults(data, _Document(file, address, files))
        return
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        yield f"not well-formed: {error}"
        return
    yield from _rss_faults(root, address) if file.endswith(".rss") else _atom_faults(root, address)
    yield from _archive_faults(root, _Document(file, address, files))
    read = feedparser.parse(data)
    if read.bozo or not read.version:
        yield f"feedparser does not take it: {read.get('bozo_exception', 'unknown form')}"


def _rss_faults(root: etree._Element, address: str) -> Iterator[str]:
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        yield 'the root is no <rss version="2.0"> with a channel'
        return
    for name in ("title", "link", "description", "language"):
        yield from _one(channel, name, "the channel")
    yield from _web(channel.findtext("link", ""), "the channel's link")
    yield from _language(channel.findtext("language", ""))
    yield from _self_link(channel, address)
    yield from _rfc822(channel.findtext("lastBuildDate"), "the channel's lastBuildDate")
    items = channel.findall("item")
    yield from _unique((item.findtext("guid") for item in items), "guid")
    for number, item in enumerate(items, 1):
        for fault in _rss_item_faults(item):
            yield f"item {number}: {fault}"


def _rss_item_faults(item: etree._Element) -> Iterator[str]:
    for name in ("title", "link", "description", "guid", "pubDate"):
        yield from _one(item, name, "it")
    yield from _web(item.findtext("link", ""), "its link")
    yield from _rfc822(item.findtext("pubDate"), "its pubDate")
    guid = item.find("guid")
    if guid is not None and guid.get("isPermaLink", "true") != "false" and not is_web(guid.text or ""):
        yield f'its guid {guid.text} is no address, so isPermaLink must be "false"'
    if guid is not None and guid.get("isPermaLink", "true") not in ("true", "false"):
        yield f'isPermaLink is {guid.get("isPermaLink")!r}, neither "true" nor "false"'
    yield from _content(item.findtext("description"))
    yield from ("an empty category" for category in item.findall("category") if not (category.text or "").strip())


def _atom_faults(root: etree._Element, address: str) -> Iterator[str]:
    if root.tag != f"{_ATOM}feed":
        yield "the root is no Atom <feed>"
        return
    yield from _language(root.get("{http://www.w3.org/XML/1998/namespace}lang", ""))
    yield from _atom_head(root, "the feed")
    yield from _self_link(root, address)
    entries = root.findall(f"{_ATOM}entry")
    signed = bool(root.findtext(f"{_ATOM}author/{_ATOM}name", "").strip())
    yield from _unique((part.findtext(f"{_ATOM}id") for part in (root, *entries)), "id")
    for number, entry in enumerate(entries, 1):
        for fault in _entry_faults(entry, signed=signed):
            yield f"entry {number}: {fault}"
    if not signed and not entries:
        yield "the feed has no author with a name"


def _entry_faults(entry: etree._Element, *, signed: bool) -> Iterator[str]:
    yield from _atom_head(entry, "it")
    if not signed and not entry.findtext(f"{_ATOM}author/{_ATOM}name", "").strip():
        yield "neither it nor the feed has an author with a name"
    if entry.find(f"{_ATOM}link[@rel='alternate']") is None and entry.find(f"{_ATOM}content") is None:
        yield "it has neither a link rel=alternate nor content"
    yield from _rfc3339(entry.findtext(f"{_ATOM}published"), "its published")
    for name in ("summary", "content"):
        for part in entry.findall(_ATOM + name):
            kind = part.get("type", "text")
            if kind not in _CONTENT_TYPES and not _MIME.fullmatch(kind):
                yield f"its {name} has the type {kind!r}"
            if kind == "html":
                yield from _content(part.text)
    yield from ("a category without a term" for part in entry.findall(f"{_ATOM}category") if not part.get("term"))


def _atom_head(element: etree._Element, whose: str) -> Iterator[str]:
    """Rules for both a feed and an entry."""
    for name in ("id", "title", "updated"):
        yield from _one(element, _ATOM + name, whose)
    if not _URI.fullmatch(element.findtext(f"{_ATOM}id", "")):
        yield f"the id {element.findtext(f'{_ATOM}id')!r} of {whose} is no URI"
    yield from _rfc3339(element.findtext(f"{_ATOM}updated"), f"the updated of {whose}")
    for link in element.findall(f"{_ATOM}link"):
        yield from _web(link.get("href", ""), f"a link of {whose}")
        if not _MIME.fullmatch(link.get("type", "text/html")):
            yield f"a link of {whose} has the type {link.get('type')!r}"


@dataclass(frozen=True)
class _Document:
    """One document of a feed: the feed itself, or an archive document of RFC 5005."""

    file: str
    """Its path in the site."""
    address: str
    """Its public address."""
    files: Container[str] | None
    """The paths of the site's files, if known."""

    @property
    def number(self) -> int:
        """The number of an archive document; 0 for the feed itself."""
        return _number(self.file)

    def faults(self, relation: str, link: str) -> Iterator[str]:
        """Faults of a link to another document of the feed."""
        target = link.removeprefix(self.address.removesuffix(self.file))
        if relation == "current":
            right = target == self._beside(0)
        elif self.number:
            right = target == self._beside(self.number + (1 if relation == "next-archive" else -1))
        else:
            right = target == self._beside(_number(target))
        if not right or (relation != "current" and not _number(target)):
            yield f"its {relation} is {link}, not the document there"
        elif self.files is not None and target not in self.files:
            yield f"its {relation} {link} leads nowhere"

    def _beside(self, number: int) -> str:
        folder, slash, name = self.file.rpartition("/")
        form = name.rpartition(".")[2]
        return folder + slash + (f"feed-{number}.{form}" if number else f"feed.{form}")


def _number(file: str) -> int:
    match = _NAME.fullmatch(file)
    return int(match["number"] or 0) if match else 0


def _archive_faults(root: etree._Element, document: _Document) -> Iterator[str]:
    """Rules of RFC 5005 for a feed that has archive documents, and for those."""
    head = root if root.tag == f"{_ATOM}feed" else root.find("channel")
    if head is None:
        return
    is_archive = head.find(f"{_HISTORY}archive") is not None
    if is_archive != bool(document.number):
        yield (
            "it is <fh:archive>, but no archive document" if is_archive else "an archive document without <fh:archive>"
        )
    links = {link.get("rel"): link.get("href", "") for link in head.findall(f"{_ATOM}link")}
    for relation in ("current", "prev-archive", "next-archive"):
        if relation in links:
            yield from document.faults(relation, links[relation])
        elif relation in _NEEDED[min(document.number, 2)]:
            yield f"an archive document without a link rel={relation}"


_NEEDED = ((), ("current",), ("current", "prev-archive"))
"""The relations that a feed, its oldest archive document and the later ones must have."""


def _json_faults(data: bytes, document: _Document) -> Iterator[str]:
    try:
        feed = json.loads(data)
    except ValueError as error:
        yield f"no JSON: {error}"
        return
    broken = sorted(_schema().iter_errors(feed), key=lambda error: error.json_path)
    if broken:
        yield from (f"{error.json_path}: {error.message}" for error in broken)
        return
    if feed.get("feed_url") != document.address:
        yield f"feed_url is {feed.get('feed_url')}, not its own address {document.address}"
    if "language" not in feed:
        yield "it states no language"
    if "next_url" in feed:
        yield from document.faults("next_url", feed["next_url"])
    elif document.number > 1:
        yield "an archive document without a next_url"
    yield from _unique((item["id"] for item in feed["items"]), "id")
    for number, item in enumerate(feed["items"], 1):
        for key in ("date_published", "date_modified"):
            yield from (f"item {number}: {fault}" for fault in _rfc3339(item.get(key), key))
        yield from (f"item {number}: {fault}" for fault in _content(item.get("content_html")))


@cache
def _schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads(_SCHEMA.read_text("utf-8")))


def _one(parent: etree._Element, name: str, whose: str) -> Iterator[str]:
    elements = parent.findall(name)
    shown = name.rpartition("}")[2]
    if len(elements) != 1:
        yield f"{whose} has {len(elements)} <{shown}>, not one"
    elif not "".join(map(str, elements[0].itertext())).strip():
        yield f"the <{shown}> of {whose} is empty"


def _self_link(head: etree._Element, address: str) -> Iterator[str]:
    links = [link.get("href") for link in head.findall(f"{_ATOM}link") if link.get("rel") == "self"]
    if links != [address]:
        yield f"its link rel=self is {', '.join(map(str, links)) or 'missing'}, not its own address {address}"


def _language(language: str) -> Iterator[str]:
    if not _LANGUAGE.fullmatch(language):
        yield f"{language!r} is no language code"


def _unique(ids: Iterable[Any], name: str) -> Iterator[str]:
    seen: set[Any] = set()
    for one in ids:
        if one in seen:
            yield f"the {name} {one} stands twice"
        seen.add(one)


def _rfc822(date: str | None, whose: str) -> Iterator[str]:
    """The day of the week must be right too, and in English whatever the machine's locale."""
    try:
        right = date is None or format_datetime(parsedate_to_datetime(date)) == date
    except ValueError:
        right = False
    if not right:
        yield f'{whose} {date!r} is no date of RFC 822 ("Sat, 10 Mar 2018 00:00:00 +0700")'


def _rfc3339(date: str | None, whose: str) -> Iterator[str]:
    if date is None:
        return
    try:
        right = bool(_MOMENT.fullmatch(date) and dt.datetime.fromisoformat(date))
    except ValueError:
        right = False
    if not right:
        yield f'{whose} {date!r} is no date of RFC 3339 ("2018-03-10T00:00:00+07:00")'


def _content(text: str | None) -> Iterator[str]:
    """Readers show entries elsewhere, where a relative address leads nowhere and a script has no business."""
    if not text or "<" not in text:
        return
    tree = lxml_html.fragment_fromstring(text, create_parent="div")
    for link in tree.xpath("//@href | //@src | //@cite"):
        yield from _web(str(link), "an address in its content")
    if tree.xpath("//script | //iframe | //object | //embed | //@style"):
        yield "its content holds a script, a frame or a style"


def _web(address: str, what: str) -> Iterator[str]:
    if not is_web(address):
        yield f"{what} is {address!r}, no absolute web address"
