"""Bytes and an address in, an article out, or a rejection with a reason from a closed list. Pure."""

import datetime as dt
from dataclasses import dataclass

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from record.vocabulary import DateBasis
from scrapers.errors import ArticleRejected, RejectReason
from scrapers.extract import clean, dates
from scrapers.extract.body import Body, chosen_body, find_body
from scrapers.extract.byline import find_author
from scrapers.extract.containers import text_parts
from scrapers.extract.dateline import Dateline
from scrapers.extract.headline import find_heading, headline
from scrapers.extract.language import language_of
from scrapers.extract.markdown import to_text
from scrapers.extract.metadata import Metadata
from scrapers.extract.not_article import Answer, kind_of, kind_of_empty
from scrapers.extract.tree import HtmlPage, drop, text_of
from scrapers.markup import parse_page
from scrapers.sources import Selectors

MIN_WORDS = 12
MIN_CHARACTERS = 80
"""A text with fewer of both is a caption or an error page, not an article; some scripts part no words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The article of a page; times have an offset, or are a bare date, or None. `body` is Markdown, `text` plain.

    `date_basis`: how `published` is known, by the publisher's own word or by the address alone.
    `is_doubted`: two ways of finding the text took different ones, and nobody has looked yet.
    """

    title: str
    published: dt.datetime | dt.date | None
    modified: dt.datetime | dt.date | None
    author: str | None
    language: str | None
    canonical_url: str
    image: str | None
    body: str
    text: str
    is_doubted: bool = False
    date_basis: DateBasis = "publisher"

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
    content_type: str = "",
    selectors: Selectors | None = None,
    zone: dt.tzinfo = dates.WIB,
    fetched: dt.datetime | None = None,
) -> Article:
    """The article on `page`.

    `content_type` is the header's value, "" where unknown. `selectors` are the outlet's own, `zone` is for times
    without an offset; `fetched` (aware) resolves "2 jam lalu", which is left unknown without it.
    Raises `ArticleRejected`.
    """
    own = selectors or Selectors()
    tree = parse(page, content_type)
    if tree is None:
        raise ArticleRejected(url, "not-html")
    whole = HtmlPage(tree, url)
    chosen = _select(tree, own.body)
    parts = chosen or text_parts(whole)
    marked = next(iter(parts), None)
    metadata = Metadata(whole)
    shown = _select(tree, own.title)
    heading = shown[0] if shown else find_heading(whole, metadata, marked)
    title = headline(metadata, text_of(heading) if heading is not None else "")
    if not title:
        raise _empty(Answer(whole, metadata, "", ""), "no-title")
    parser = dates.DateParser(zone=zone, fetched=fetched)
    dateline = Dateline(whole, metadata, parser, heading, marked, own=_texts(_select(tree, own.published)))
    # All that is read from the page's head comes before the body is cut out of its tree.
    published, modified, author = dateline.published(), dateline.modified(), find_author(whole, metadata)
    for element in [node for selector in own.drop for part in chosen for node in _select(part, selector)]:
        drop(element)
    read = Body(chosen_body(chosen, url, title)) if chosen else find_body(whole, parts, title, metadata.stated_text())
    body = clean.without_author(read.markdown, author)
    text = to_text(body)
    if len(text.split()) < MIN_WORDS and len(text) < MIN_CHARACTERS:
        raise _empty(Answer(whole, metadata, title, ""), "no-text")
    if kind := kind_of(Answer(whole, metadata, title, text)):
        raise ArticleRejected(url, "not-an-article", kind)
    return Article(
        title=title,
        published=published.value if published else None,
        modified=modified,
        author=author,
        language=language_of(text, metadata.language()),
        canonical_url=metadata.canonical(),
        image=metadata.image(),
        body=body,
        text=text,
        is_doubted=read.is_doubted,
        date_basis=published.basis if published else "publisher",
    )


def _empty(answer: Answer, reason: RejectReason) -> ArticleRejected:
    """Why a page without title or text is rejected: for what it is, where that can be said, else for `reason`."""
    kind = kind_of_empty(answer)
    return ArticleRejected(answer.page.url, "not-an-article" if kind else reason, kind or "")


def parse(page: bytes, content_type: str = "") -> HtmlElement | None:
    """The tree of a page, or None for what is no HTML; `content_type` is the header's value."""
    tree = parse_page(page, content_type) if b"<" in page else None
    return None if tree is None else _as_revised(tree)


def _as_revised(tree: HtmlElement) -> HtmlElement:
    """The page as its authors want it read: what they inserted is text like any other, what they deleted is gone."""
    for deleted in list(tree.iter("del")):
        drop(deleted)
    for inserted in tree.iter("ins"):
        inserted.tag = "span"
    return tree


def _select(tree: HtmlElement, selector: str) -> list[HtmlElement]:
    return list(CSSSelector(selector)(tree)) if selector else []


def _texts(elements: list[HtmlElement]) -> tuple[str, ...]:
    """What the first element says for machines and shows to people."""
    pairs = [(element.get("datetime") or element.get("content") or "", text_of(element)) for element in elements[:1]]
    return tuple(text for pair in pairs for text in pair if text)
