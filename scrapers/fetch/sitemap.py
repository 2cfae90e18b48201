"""Sitemaps (sitemaps.org 0.9, Google's for news): XML, plain text or a feed, also gzipped, and indexes. Pure."""

import re
import zlib
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from scrapers.charset import decode
from scrapers.fetch.entry import ChannelEntry, ChannelResponse, ChannelStep, Listing, absolute, signed, unique
from scrapers.fetch.feed import read_feed
from scrapers.markup import as_utf8, parse_xml

GZIP = b"\x1f\x8b"
PACKED_TWICE = 2
"""A packed file is packed again by some servers."""
NO_ARTICLES = re.compile(
    r"(?:^|[-_/])(?:categor(?:y|ies)|kategori|post_tag|tags?|authors?|users?|penulis)[-_]?sitemap", re.I
)
"""Names of child maps that list something else than articles (Yoast, Rank Math, core WordPress)."""
FEEDS = frozenset({"rss", "feed", "rdf"})
"""Root elements of the feeds that sitemaps.org takes for sitemaps."""
# An ampersand that begins no entity of XML; what stands in CDATA is left as it is.
_RAW_AMPERSAND = re.compile(
    rb"(<!\[CDATA\[.*?(?:\]\]>|\Z))|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)", re.DOTALL | re.I
)
_LINE_END = re.compile(r"\s*[\r\n]\s*")


def read_sitemap(response: ChannelResponse, *, max_bytes: int, most: int) -> Listing:
    """The addresses of a map, or the `most` newest child maps of an index. `max_bytes` holds after unpacking."""
    body = _unpack(response.body, max_bytes)
    if body is None:
        return Listing(fault=f"the sitemap is damaged or larger than max_bytes when unpacked; look at {response.url}")
    if lines := _plain_lines(body, response.content_type):
        return Listing(unique(_entry(response.url, line) for line in lines))
    root = _parse(body, response.content_type)
    kind = _name(root) if root is not None else ""
    if kind in FEEDS:
        return read_feed(ChannelResponse(response.url, body, response.status, response.headers, response.number))
    if root is None or kind not in {"urlset", "sitemapindex"}:
        return Listing(fault=f"not a sitemap; look at {response.url} and mend the channel's url")
    if kind == "sitemapindex":
        return Listing(further=tuple(ChannelStep("sitemap", url) for url in _children(root, response.url)[:most]))
    return Listing(unique(_entries(root, response.url)))


def _unpack(body: bytes, max_bytes: int) -> bytes | None:
    """The map itself; gzip is known by its first bytes, for names and headers often lie."""
    for _ in range(PACKED_TWICE):
        if not body.startswith(GZIP):
            break
        unpacked = _members(body, max_bytes)
        if unpacked is None:
            return None
        body = unpacked
    return body


def _members(body: bytes, max_bytes: int) -> bytes | None:
    """What the gzip members of a file hold, one after the other (RFC 1952, 2.2)."""
    whole = b""
    while body.startswith(GZIP):
        unpacker = zlib.decompressobj(wbits=31)
        try:
            # A few kilobytes may unpack to gigabytes: zlib stops at what is left of `max_bytes`, and what did not reach
            # its end is refused.
            whole += unpacker.decompress(body, max_bytes - len(whole) + 1)
        except zlib.error:
            return None
        if not unpacker.eof or len(whole) > max_bytes:
            return None
        body = unpacker.unused_data
    return whole


def _plain_lines(body: bytes, content_type: str) -> list[str]:
    """The lines of a map in plain text, one address a line; none where it is something else."""
    if body[:1000].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return []
    lines = (line.strip() for line in decode(body, content_type).split("\n"))
    return [line for line in lines if line.startswith(("http://", "https://"))]


def _parse(body: bytes, content_type: str) -> etree._Element | None:
    text = as_utf8(body, content_type)
    # Where a map declares entities of its own, they are left alone, and stand for nothing.
    if b"<!ENTITY" not in text:
        text = _RAW_AMPERSAND.sub(lambda match: match[1] or b"&amp;", text)
    return parse_xml(text)


def _children(root: etree._Element, base: str) -> list[str]:
    """The child maps, the newest first; those without a date as they stand, after the dated ones."""
    rows = [(_text(child, "lastmod"), absolute(base, _text(child, "loc"))) for child in _named(root, "sitemap")]
    wanted = [(day, url) for day, url in rows if url and not NO_ARTICLES.search(urlsplit(url).path)]
    return [url for _, url in sorted(wanted, key=lambda row: row[0], reverse=True)]


def _entries(root: etree._Element, base: str) -> Iterator[ChannelEntry]:
    for element in _named(root, "url"):
        # Pictures, videos and other languages of a page have parts with the same names inside theirs.
        changed, news = _text(element, "lastmod"), next(_named(element, "news"), element)
        yield _entry(base, _text(element, "loc"), _text(news, "title"), _text(news, "publication_date"), changed)


def _entry(base: str, written: str, title: str = "", published: str = "", changed: str = "") -> ChannelEntry:
    address = absolute(base, written)
    # Maps list the home page too, which is no article.
    parts = urlsplit(address)
    is_page = bool(parts.path.strip("/") or parts.query or parts.fragment)
    return ChannelEntry(address if is_page else "", title, published or changed, signed("sitemap", changed))


def _named(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of that name, in any namespace, a wrong or undeclared one too."""
    return (child for child in element.iterchildren("*") if _name(child) == name)


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].casefold()


def _text(element: etree._Element, name: str) -> str:
    """The text of the child of that name on one line, without comments; an address may be broken into lines."""
    child = next(_named(element, name), None)
    # Not XPath's `string()`, which expands entities.
    pieces = [child.text, *(part.tail for part in child.iter(etree.Comment, etree.PI))] if child is not None else []
    written = "".join(filter(None, pieces))
    return " ".join(_LINE_END.sub("" if name == "loc" else " ", written).split())
