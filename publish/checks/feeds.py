"""Checks a feed by the rules of the W3C's feed validator for RSS 2.0 and Atom, and by the schema of JSON Feed 1.1.

Each rule is a function that yields a sentence for each fault; `publish.checks.files` adds advice.
"""

from collections.abc import Iterator

import feedparser
from lxml import etree

from publish.checks import feed_rules
from publish.checks.atom import atom_faults
from publish.checks.feed_archives import FILE_NAME, Document, archive_faults
from publish.checks.json_feed import json_feed_faults
from record.urls import is_web

TYPES = {".rss": "application/rss+xml", ".atom": "application/atom+xml", ".json": "application/feed+json"}
"""The media type of each format of feed, by its file's suffix: what a link to it states."""


def is_feed(file: str) -> bool:
    """Whether a file of the site is a feed, by its name."""
    return file.endswith((".rss", ".atom")) or bool(FILE_NAME.fullmatch(file))


def feed_faults(data: bytes, document: Document) -> Iterator[str]:
    """A sentence for each fault of one feed or archive document; links to others are added to `document.links`."""
    if document.file.endswith(".json"):
        yield from json_feed_faults(data, document)
        return
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        yield f"not well-formed: {error}"
        return
    rules = _rss_faults if document.file.endswith(".rss") else atom_faults
    yield from rules(root, document.address)
    yield from archive_faults(root, document)
    parsed = feedparser.parse(data)
    if parsed.bozo or not parsed.version:
        yield f"feedparser does not take it: {parsed.get('bozo_exception', 'unknown form')}"


def _rss_faults(root: etree._Element, address: str) -> Iterator[str]:
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        yield 'the root is no <rss version="2.0"> with a channel'
        return
    for name in ("title", "link", "description", "language"):
        yield from feed_rules.exactly_one(channel, name, "the channel")
    yield from feed_rules.web_address(channel.findtext("link", ""), "the channel's link")
    yield from feed_rules.language(channel.findtext("language", ""))
    yield from feed_rules.self_link(channel, address)
    yield from feed_rules.rfc822_date(channel.findtext("lastBuildDate"), "the channel's lastBuildDate")
    items = channel.findall("item")
    yield from feed_rules.unique((item.findtext("guid") for item in items), "guid")
    for number, item in enumerate(items, 1):
        yield from (f"item {number}: {fault}" for fault in _rss_item_faults(item))


def _rss_item_faults(item: etree._Element) -> Iterator[str]:
    # A day that nobody knows is in no date.
    dated = ("pubDate",) if item.find("pubDate") is not None else ()
    for name in ("title", "link", "description", "guid", *dated):
        yield from feed_rules.exactly_one(item, name, "it")
    yield from feed_rules.web_address(item.findtext("link", ""), "its link")
    yield from feed_rules.rfc822_date(item.findtext("pubDate"), "its pubDate")
    guid = item.find("guid")
    if guid is not None and guid.get("isPermaLink", "true") != "false" and not is_web(guid.text or ""):
        yield f'its guid {guid.text} is no address, so isPermaLink must be "false"'
    if guid is not None and guid.get("isPermaLink", "true") not in ("true", "false"):
        yield f'isPermaLink is {guid.get("isPermaLink")!r}, neither "true" nor "false"'
    yield from feed_rules.html_content(item.findtext("description"))
    yield from ("an empty category" for category in item.findall("category") if not (category.text or "").strip())
