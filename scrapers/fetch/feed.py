"""Feeds: RSS 0.9x to 2.0, RDF, Atom and JSON Feed; and finding the feed of a web page. Pure."""

import json
import re
from typing import Any

import feedparser
from lxml import etree
from lxml import html as lxml_html

from scrapers.extract.links import settle_base
from scrapers.fetch.entry import ChannelEntry, ChannelResponse, ChannelStep, Listing, absolute, listed, signed

JSON_FEED = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/", re.IGNORECASE)
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
"""Media types by which a web page names its feeds."""
_WEB_PAGE = (b"<!doctype html", b"<html")


def read_feed(response: ChannelResponse) -> Listing:
    """The entries of a feed; what a damaged feed still holds is taken. A web page leads to the feed it names."""
    # By its first letter, since media types are often wrong.
    if (text := _json_text(response.body)) is not None:
        return _read_json(response, text)
    # feedparser resolves relative links against `content-location`.
    headers = {"content-type": response.content_type, "content-location": response.url}
    parsed = feedparser.parse(response.body, response_headers=headers)
    listing = listed(_entry(entry, response.url) for entry in parsed.entries)
    if listing.entries or listing.unlinked or (parsed.get("version") and _is_sound(parsed)):
        return listing
    if address := _named_feed(response):
        return Listing(further=(ChannelStep("feed", address),))
    return _no_feed(response, _describe(response.body, parsed))


def _is_sound(parsed: "feedparser.FeedParserDict") -> bool:
    """Whether a feed is whole; a wrong media type or encoding in its headers is no damage."""
    harmless = (feedparser.NonXMLContentType, feedparser.CharacterEncodingOverride)
    return not parsed.bozo or isinstance(parsed.get("bozo_exception"), harmless)


def _no_feed(response: ChannelResponse, why: str) -> Listing:
    return Listing(fault=f"not a feed ({why}); look at {response.url} and mend the channel's url")


def _entry(entry: "feedparser.FeedParserDict", base: str) -> ChannelEntry:
    # feedparser answers "updated" with "published" where it is missing, and warns: so ask first.
    updated = str(entry["updated"] if "updated" in entry else "")  # noqa: SIM401 - get() asks too
    published = str(entry.get("published") or updated)
    title = str(entry.get("title") or "")
    return ChannelEntry(
        url=absolute(base, str(entry.get("link") or "")),
        title=title,
        published=published,
        signature=signed("feed", title, published, updated, entry.get("summary", "")),
    )


def _json_text(body: bytes) -> str | None:
    """The text of an answer that begins as a JSON object does, a byte order mark taken off; else None."""
    start = body[:200].removeprefix(b"\xef\xbb\xbf").lstrip(b"\0 \t\r\n\xff\xfe")
    if not start.startswith(b"{"):
        return None
    return body.decode(json.detect_encoding(body), "replace").lstrip("\ufeff")


def _read_json(response: ChannelResponse, text: str) -> Listing:
    try:
        # Line breaks and tabs stand raw in the texts of many feeds.
        feed = json.loads(text, strict=False)
    # JSON nested some thousand deep, as a hostile host may send, raises `RecursionError`.
    except (ValueError, RecursionError) as error:
        return _no_feed(response, f"damaged JSON: {error}")
    if not isinstance(feed, dict) or not JSON_FEED.match(str(feed.get("version", ""))):
        return _no_feed(response, "JSON, but no JSON Feed")
    items = feed.get("items")
    rows = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return listed(_json_entry(item, response.url) for item in rows)


def _json_entry(item: dict[str, Any], base: str) -> ChannelEntry:
    published = str(item.get("date_published") or item.get("date_modified") or "")
    title = str(item.get("title") or "")
    parts = (title, published, item.get("date_modified"), item.get("summary"), item.get("content_text"))
    address = str(item.get("url") or item.get("external_url") or "")
    return ChannelEntry(absolute(base, address), title, published, signed("feed", *parts))


def _named_feed(response: ChannelResponse) -> str:
    """The first feed that a web page names, a feed of comments never."""
    if not _is_web_page(response.body):
        return ""
    try:
        tree = lxml_html.document_fromstring(response.body)
    except (etree.ParserError, ValueError):
        return ""
    base = settle_base(tree, response.url)
    for link in tree.iter("link"):
        kinds = (link.get("type") or "").lower(), (link.get("rel") or "").lower().split()
        address = absolute(base, link.get("href") or "")
        # WordPress names the feed of a page's comments as well.
        if kinds[0] in FEED_TYPES and "alternate" in kinds[1] and address and "/comments/" not in address:
            return address
    return ""


def _is_web_page(body: bytes) -> bool:
    # Comments and empty lines may stand before the doctype.
    start = body[:2000].lower()
    return any(mark in start for mark in _WEB_PAGE)


def _describe(body: bytes, parsed: "feedparser.FeedParserDict") -> str:
    if _is_web_page(body):
        return "a web page came back"
    return str(parsed.get("bozo_exception") or "no feed format known")
