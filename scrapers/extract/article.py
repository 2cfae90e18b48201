"""Bytes and an address in, an article out, or a reason from a closed list. Pure: no network, no clock, no disk."""

import copy
import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import trafilatura
from bs4 import BeautifulSoup, Tag

from scrapers.errors import ArticleRejected
from scrapers.extract import clean, dates
from scrapers.extract.markdown import to_markdown, to_text
from scrapers.sources import Selectors

JSON_LD_ARTICLES = frozenset({"Article", "NewsArticle", "BlogPosting", "Report", "ReportageNewsArticle"})
MOST_WORDS = 0.6
MIN_WORDS = 12
"""Fewer words than this are a caption or an error page, not an article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page says; times carry an offset, or are a bare date, or None. `body` is Markdown, `text` plain."""

    title: str
    published: dt.datetime | dt.date | None
    modified: dt.datetime | dt.date | None
    author: str | None
    language: str | None
    canonical_url: str
    image: str | None
    body: str
    text: str

    def as_json(self) -> dict[str, str | None]:
        """The object that `python -m scrapers extract` prints."""
        return {
            "title": self.title,
            "published": self.published.isoformat() if self.published else None,
            "modified": self.modified.isoformat() if self.modified else None,
            "author": self.author,
            "language": self.language,
            "canonical_url": self.canonical_url,
            "image": self.image,
            "body": self.body,
            "text": self.text,
        }


def extract(
    page: bytes,
    url: str,
    *,
    selectors: Selectors | None = None,
    zone: dt.tzinfo = dates.WIB,
    fetched: dt.datetime | None = None,
) -> Article:
    """The article on `page`.

    `zone` serves times without an offset; `fetched` resolves "2 jam lalu" (left unknown without it).
    Raises `ArticleRejected`.
    """
    own = selectors or Selectors()
    soup = BeautifulSoup(page, "lxml")
    if not isinstance(soup.find(True), Tag):
        raise ArticleRejected(url, "not-html")
    linked = _json_ld(soup)
    title = _title(soup, linked, own)
    if not title:
        raise ArticleRejected(url, "no-title")
    body = _body(page, soup, url, own, title)
    if len(to_text(body).split()) < MIN_WORDS:
        raise ArticleRejected(url, "no-text")
    when = dates.Reader(zone=zone, fetched=fetched)
    return Article(
        title=title,
        published=_published(soup, linked, own, url, when),
        modified=when.read(_meta(soup, "article:modified_time") or str(linked.get("dateModified") or "")),
        author=_author(soup, linked),
        language=_language(soup),
        canonical_url=_canonical(soup, url),
        image=_image(soup, linked, url),
        body=body,
        text=to_text(body),
    )


def _meta(soup: BeautifulSoup, *names: str) -> str:
    for name in names:
        for attribute in ("property", "name", "itemprop"):
            tag = soup.find("meta", attrs={attribute: name})
            if isinstance(tag, Tag) and (value := str(tag.get("content") or "").strip()):
                return value
    return ""


def _json_ld(soup: BeautifulSoup) -> dict[str, Any]:
    """The first JSON-LD object that calls itself an article; damaged blocks are passed over."""
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            data = json.loads(script.get_text(), strict=False)
        except ValueError:
            continue
        for thing in _flatten(data):
            kinds = thing.get("@type")
            if JSON_LD_ARTICLES & set(kinds if isinstance(kinds, list) else [kinds]):
                return thing
    return {}


def _flatten(data: Any) -> list[dict[str, Any]]:
    if isinstance(data, list):
        return [thing for part in data for thing in _flatten(part)]
    if isinstance(data, dict):
        return [data, *_flatten(data.get("@graph", []))]
    return []


def _title(soup: BeautifulSoup, linked: dict[str, Any], own: Selectors) -> str:
    chosen = soup.select_one(own.title) if own.title else None
    heading = chosen or _only_heading(soup)
    head = soup.title.get_text(" ") if soup.title else ""
    raw = heading.get_text(" ") if heading else _meta(soup, "og:title") or str(linked.get("headline") or "") or head
    return clean.title(raw, site=_meta(soup, "og:site_name"))


def _only_heading(soup: BeautifulSoup) -> Tag | None:
    """The one h1 that shares most of its words with the page's own title; a site's name in an h1 does not."""
    head = set(_words((soup.title.get_text(" ") if soup.title else "") + " " + _meta(soup, "og:title")))
    agreeing = [
        tag for tag in soup.find_all("h1") if (words := _words(tag.get_text(" "))) and _share(words, head) > MOST_WORDS
    ]
    site = set(_words(_meta(soup, "og:site_name")))
    agreeing = [tag for tag in agreeing if not set(_words(tag.get_text(" "))) <= site]
    return agreeing[0] if len(agreeing) == 1 else None


def _words(text: str) -> list[str]:
    return clean.squeeze(text).casefold().split()


def _share(words: list[str], of: set[str]) -> float:
    return sum(word in of for word in words) / len(words)


def _body(page: bytes, soup: BeautifulSoup, url: str, own: Selectors, title: str) -> str:
    return clean.body(_own_body(soup, url, own) or _general_body(page, url, own), title)


def _own_body(soup: BeautifulSoup, url: str, own: Selectors) -> str:
    if not own.body:
        return ""
    parts = [copy.copy(part) for part in soup.select(own.body)]
    for part in parts:
        for selector in own.drop:
            for unwanted in part.select(selector):
                unwanted.decompose()
    # The inside alone: a body may be a table cell, which on its own would become a table.
    return "\n\n".join(to_markdown(part.decode_contents(), url) for part in parts)


def _general_body(page: bytes, url: str, own: Selectors) -> str:
    found = trafilatura.extract(
        page,
        url=url,
        output_format="html",
        include_comments=False,
        include_links=True,
        include_formatting=True,
        include_tables=True,
        prune_xpath=None,
    )
    return to_markdown(found, url) if found else ""


def _published(
    soup: BeautifulSoup, linked: dict[str, Any], own: Selectors, url: str, when: dates.Reader
) -> dt.datetime | dt.date | None:
    """The first place that tells a date, the most trusted first; a time in the text makes a bare date exact."""
    chosen = soup.select_one(own.published) if own.published else None
    candidates = [
        f"{chosen.get('datetime') or chosen.get('content') or ''}" if chosen else "",
        chosen.get_text(" ") if chosen else "",
        _meta(soup, "article:published_time", "datePublished", "publishdate", "pubdate", "content_PublishedDate"),
        str(linked.get("datePublished") or ""),
        *_visible_dates(soup),
    ]
    for text in candidates:
        if found := when.read(text):
            return found
    return dates.from_address(url)


VISIBLE_DATES = (
    "time[datetime]", "time", "[itemprop=datePublished]", ".published", ".entry-date", ".post-date", ".date",
    ".tanggal", ".date-header", ".read__time", ".detail__date", "[class*=date]", "[class*=tanggal]", "[class*=waktu]",
    "[class*=time]", "[class*=meta]", "[class*=info]", "[class*=author]",
)  # fmt: skip
NOT_THE_ARTICLES = ", ".join(
    (
        "aside",
        "footer",
        "nav",
        "form",
        "[class*=comment]",
        "[class*=komentar]",
        "[class*=related]",
        "[class*=terkait]",
        "[class*=popul]",
        "[class*=sidebar]",
        "[class*=copyright]",
        "#comments",
    )
)


def _visible_dates(soup: BeautifulSoup) -> list[str]:
    """Texts that look like a dateline, outside comments, side columns and footers."""
    outside = set(map(id, soup.select(NOT_THE_ARTICLES)))
    found: list[str] = []
    for selector in VISIBLE_DATES:
        for tag in soup.select(selector):
            if id(tag) in outside or any(id(parent) in outside for parent in tag.parents):
                continue
            found += [str(tag.get("datetime") or ""), tag.get_text(" ")[:160]]
    heading = soup.find("h1")
    if isinstance(heading, Tag):
        found += [str(text).strip()[:160] for text in heading.find_all_next(string=re.compile(r"\d{4}|lalu"), limit=6)]
    return found


def _author(soup: BeautifulSoup, linked: dict[str, Any]) -> str | None:
    author = linked.get("author")
    first = author[0] if isinstance(author, list) and author else author
    named = first.get("name") if isinstance(first, dict) else first
    tag = soup.select_one("[rel=author], .author-name, .byline .fn, [itemprop=author] [itemprop=name], .fn")
    return clean.author(
        str(named or "") or _meta(soup, "author", "article:author") or (tag.get_text(" ") if tag else "")
    )


def _language(soup: BeautifulSoup) -> str | None:
    root = soup.find("html")
    stated = str(root.get("lang") or "") if isinstance(root, Tag) else ""
    return stated.split("-")[0].split("_")[0].lower() or None


def _canonical(soup: BeautifulSoup, url: str) -> str:
    """The address the page calls its own, where it is on the same site and no mere home page; else `url`."""
    link = soup.select_one("link[rel=canonical][href]")
    stated = urljoin(url, str(link["href"]).strip()) if link else _meta(soup, "og:url")
    there, here = urlsplit(stated), urlsplit(url)
    same_site = _site(there.hostname) == _site(here.hostname) and there.scheme in {"http", "https"}
    return stated if same_site and (there.path.strip("/") or there.query) else url


def _site(host: str | None) -> str:
    name = (host or "").casefold()
    for prefix in ("www.", "m.", "amp."):
        name = name.removeprefix(prefix)
    return name


def _image(soup: BeautifulSoup, linked: dict[str, Any], url: str) -> str | None:
    image = linked.get("image")
    first = image[0] if isinstance(image, list) and image else image
    stated = _meta(soup, "og:image") or str((first.get("url") if isinstance(first, dict) else first) or "")
    address = urljoin(url, stated) if stated else ""
    return address if address.startswith(("http://", "https://")) else None
