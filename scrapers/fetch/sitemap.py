"""Sitemaps (sitemaps.org 0.9, Google's news sitemaps), plain or gzipped, and indexes of them. Pure."""

import re
import zlib
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from scrapers.fetch.entry import ChannelEntry, ChannelResponse, ChannelStep, Listing, absolute, signed, unique
from scrapers.markup import parse_xml

GZIP = b"\x1f\x8b"
NO_ARTICLES = re.compile(
    r"(?:^|[-_/])(?:categor(?:y|ies)|kategori|post_tag|tags?|authors?|users?|penulis)[-_]?sitemap", re.I
)
"""Names of child maps that list something else than articles (Yoast, Rank Math, core WordPress)."""


def read_sitemap(response: ChannelResponse, *, max_bytes: int, most: int) -> Listing:
    """The addresses of a map, or the `most` newest child maps of an index. `max_bytes` holds after unpacking."""
    body = _unpack(response.body, max_bytes)
    if body is None:
        return Listing(fault=f"the sitemap is damaged or larger than max_bytes when unpacked; look at {response.url}")
    root = parse_xml(body, response.content_type)
    if root is None or etree.QName(root).localname not in {"urlset", "sitemapindex"}:
        return Listing(fault=f"not a sitemap; look at {response.url} and mend the channel's url")
    if etree.QName(root).localname == "sitemapindex":
        return Listing(further=tuple(ChannelStep("sitemap", url) for url in _children(root, response.url)[:most]))
    return Listing(unique(_entries(root, response.url)))


def _unpack(body: bytes, max_bytes: int) -> bytes | None:
    """The map itself; gzip is known by its first bytes, for names and headers often lie."""
    if not body.startswith(GZIP):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        # A few kilobytes may unpack to gigabytes: zlib stops at `max_bytes`, and what did not reach its end is refused.
        unpacked = unpacker.decompress(body, max_bytes)
    except zlib.error:
        return None
    return unpacked if unpacker.eof else None


def _children(root: etree._Element, base: str) -> list[str]:
    """The child maps, the newest first; those without a date as they stand, after the dated ones."""
    rows = [(_text(child, "lastmod"), absolute(base, _text(child, "loc"))) for child in root.iter("{*}sitemap")]
    wanted = [(day, url) for day, url in rows if url and not NO_ARTICLES.search(urlsplit(url).path)]
    return [url for _, url in sorted(wanted, key=lambda row: row[0], reverse=True)]


def _entries(root: etree._Element, base: str) -> Iterator[ChannelEntry]:
    for element in root.iter("{*}url"):
        address, changed = absolute(base, _text(element, "loc")), _text(element, "lastmod")
        # Maps list the home page too, which is no article.
        if address and urlsplit(address).path.strip("/") + urlsplit(address).query:
            published = _text(element, "publication_date") or changed
            yield ChannelEntry(address, _text(element, "title"), published, signed("sitemap", changed))


def _text(element: etree._Element, name: str) -> str:
    child = next(element.iter("{*}" + name), None)
    return " ".join((child.text or "").split()) if child is not None else ""
