"""When an article was published and changed: the page's metadata, mended by what it shows to people."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from scrapers.extract import clean, dates
from scrapers.extract.metadata import Metadata
from scrapers.extract.tables import MODIFIED, MODIFIED_META, PUBLISHED_META
from scrapers.extract.tree import HtmlPage, marks_of, parents, text_of

LONGEST_DATELINE = 140
"""Characters: longer texts are sentences."""
LONGEST_LOOSE_DATE = 60
"""Characters of a dateline that stands loose in a longer text."""
NEAR = 40
"""Elements before and after the headline in which a dateline is looked for."""
AFTER_TEXT = 25
"""Elements after the text in which one is looked for."""
_HAS_DATE = re.compile(r"(?:19|20)\d\d|\blalu\b")
_MODIFIED = re.compile(MODIFIED, re.IGNORECASE)


@dataclass(frozen=True)
class Dateline:
    """One page's dates.

    `heading` and `body` are the elements of headline and text, between and around which datelines are looked for; `own`
    are the texts that an outlet's selector names.
    """

    page: HtmlPage
    metadata: Metadata
    parser: dates.DateParser
    heading: HtmlElement | None = None
    body: HtmlElement | None = None
    own: tuple[str, ...] = ()

    def published(self) -> dt.datetime | dt.date | None:
        """The first publication."""
        declared = self._first_of((*self.own, *self._declared_dates()))
        if declared is not None and not _needs_help(declared):
            return declared
        shown = [date for text in self._shown_dates() if (date := self.parser.parse(text))]
        if declared is None:
            return shown[0] if shown else dates.from_address(self.page.url)
        return _mended(declared, shown)

    def modified(self) -> dt.datetime | dt.date | None:
        """The last change that the metadata name."""
        return self._first_of(
            (self.metadata.first(*MODIFIED_META), str(self.metadata.linked.get("dateModified") or ""))
        )

    def _first_of(self, texts: tuple[str, ...]) -> dt.datetime | dt.date | None:
        return next((date for text in texts if (date := self.parser.parse(text))), None)

    def _declared_dates(self) -> Iterator[str]:
        yield self.metadata.first(*PUBLISHED_META)
        yield str(self.metadata.linked.get("datePublished") or self.metadata.linked.get("dateCreated") or "")
        for element in self.page.own("time", "span", "abbr"):
            is_date = element.get("itemprop") == "datePublished" or (
                element.tag in {"time", "abbr"} and "published" in marks_of(element)
            )
            if is_date:
                yield element.get("datetime") or element.get("content") or element.get("title") or ""

    def _shown_dates(self) -> Iterator[str]:
        """Datelines in the order of trust: after the headline, before it, in the text, after the text."""
        lines = list(self._datelines())
        if not lines:
            return
        heading = self.page.at.get(self.heading, 0) if self.heading is not None else 0
        start = self.page.at.get(self.body, 0) if self.body is not None else heading + NEAR
        last = self.page.last_in(self.body) if self.body is not None else start
        after_heading = [text for at, text in lines if heading < at <= max(start, heading + NEAR)]
        before = [text for at, text in reversed(lines) if heading - NEAR <= at <= heading]
        inside = [text for at, text in lines if start < at <= last]
        after = [text for at, text in lines if last < at <= last + AFTER_TEXT]
        yield from (*after_heading, *before, *inside, *after)

    def _datelines(self) -> Iterator[tuple[int, str]]:
        for element in self.page.own("time"):
            if (value := element.get("datetime")) and not _MODIFIED.search(" ".join(marks_of(element))):
                shown = text_of(element)
                yield self.page.at[element], shown if _HAS_DATE.search(shown) else value
        for element, piece in self.page.pieces:
            if _HAS_DATE.search(piece):
                yield from (
                    (self.page.at[element], text)
                    for text in _lines_around(element, piece)
                    if not _MODIFIED.search(text)
                )


def _lines_around(element: HtmlElement, piece: str) -> Iterator[str]:
    """The dateline that a piece of text belongs to: its element's text and that of the next ones out, while short."""
    text = text_of(element)
    if len(text) > LONGEST_DATELINE and len(clean.squeeze(piece)) <= LONGEST_LOOSE_DATE:
        yield clean.squeeze(piece)
    for node in islice(parents(element), 3):
        text = text_of(node)
        if len(text) > LONGEST_DATELINE:
            return
        yield text


def _needs_help(declared: dt.datetime | dt.date) -> bool:
    """Whether a declared time may be a bare day, or a local clock that is called UTC."""
    if not isinstance(declared, dt.datetime):
        return True
    return declared.utcoffset() == dt.timedelta(0) or declared.time() == dt.time(0)


def _mended(declared: dt.datetime | dt.date, shown: list[dt.datetime | dt.date]) -> dt.datetime | dt.date:
    moments = [moment for moment in shown if isinstance(moment, dt.datetime)]
    if isinstance(declared, dt.datetime):
        # Many systems write the local time and call it UTC: the same clock, as shown, names its zone.
        if same_clock := [
            m
            for m in moments
            if m.replace(tzinfo=None, second=0) == declared.replace(tzinfo=None, second=0, microsecond=0)
        ]:
            return same_clock[0]
        if declared.time() != dt.time(0):
            return declared
    day = declared.date() if isinstance(declared, dt.datetime) else declared
    return next((moment for moment in moments if moment.date() == day), declared)
