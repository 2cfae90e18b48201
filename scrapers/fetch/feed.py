"""Feeds and listing pages, read into entries. Pure."""

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import feedparser
from bs4 import BeautifulSoup

from scrapers.sources import Channel


@dataclass(frozen=True, slots=True)
class Entry:
    """One link that a channel offers; `published` as written there; `signature` changes when the entry does."""

    url: str
    title: str = ""
    published: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a channel's page offers; `fault` says why it could not be read, `next_url` where it goes on."""

    entries: tuple[Entry, ...] = ()
    next_url: str = ""
    fault: str = ""


def read_feed(body: bytes, url: str, content_type: str = "") -> Listing:
    """The entries of an RSS, RDF or Atom feed; what a damaged feed still gives is taken."""
    parsed = feedparser.parse(body, response_headers={"content-type": content_type, "content-location": url})
    entries = [_entry(entry, url) for entry in parsed.entries]
    if not entries and (parsed.bozo or not parsed.version):
        return Listing(fault=f"not a feed ({_describe(body, parsed)}); look at {url} and mend the channel's url")
    return Listing(entries=tuple(_unique(entries)))


def read_listing(body: bytes, url: str, channel: Channel) -> Listing:
    """The links of a listing page by the channel's selectors."""
    soup = BeautifulSoup(body, "lxml")
    anchors = soup.select(channel.links)
    entries = [Entry(_join(url, str(a["href"])), title=a.get_text(" ", strip=True)) for a in anchors if a.get("href")]
    following = soup.select_one(channel.next) if channel.next else None
    next_url = _join(url, str(following["href"])) if following and following.get("href") else ""
    return Listing(entries=tuple(_unique(entries)), next_url=next_url)


def _entry(entry: "feedparser.FeedParserDict", url: str) -> Entry:
    published = str(entry.get("published") or entry.get("updated") or "")
    told = [entry.get("title", ""), published, entry.get("updated", ""), entry.get("summary", "")]
    return Entry(
        url=_join(url, str(entry.get("link") or "")),
        title=str(entry.get("title") or ""),
        published=published,
        signature="\n".join(map(str, told)),
    )


def _unique(entries: list[Entry]) -> list[Entry]:
    by_url = {entry.url: entry for entry in reversed(entries) if entry.url}
    return list(reversed(by_url.values()))


def _join(base: str, href: str) -> str:
    """An absolute http(s) address without fragment, or "" where it is none."""
    try:
        address = urljoin(base, href.strip()).partition("#")[0] if href.strip() else ""
    except ValueError:
        return ""
    return address if urlsplit(address).scheme in {"http", "https"} else ""


def _describe(body: bytes, parsed: "feedparser.FeedParserDict") -> str:
    if body.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        return "a web page came back"
    return str(parsed.get("bozo_exception") or "no feed format known")
