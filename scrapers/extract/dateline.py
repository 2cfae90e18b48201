"""When an article was published and changed: the page's metadata, mended by what it shows to people."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, islice

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from record.address_dates import date_of_address
from scrapers.extract import clean, dates
from scrapers.extract.dates import DateReading
from scrapers.extract.metadata import Metadata
from scrapers.extract.tables import MODIFIED, MODIFIED_META, PUBLISHED_MARKS, PUBLISHED_META, PUBLISHED_NAME
from scrapers.extract.tree import HtmlPage, marks_of, parents, text_of

LONGEST_DATELINE = 140
"""Characters: longer texts are sentences."""
LONGEST_LOOSE_DATE = 60
"""Characters of a dateline that stands loose in a longer text."""
LONGEST_NAME = 60
"""Characters of the name of a `<meta>` element that is looked at."""
NEAR = 40
"""Elements before and after the headline in which a dateline is looked for."""
AFTER_TEXT = 25
"""Elements after the text in which one is looked for."""
CLOCK_STEP = dt.timedelta(minutes=15)
WIDEST = dt.timedelta(hours=14)
"""Offsets from UTC are whole quarters of an hour, at most this wide."""
_HAS_DAY = re.compile(r"(?:19|20)\d\d|\b\d{1,2}([./-])\d{1,2}\1\d\d\b|\b\d{1,2}[ -][A-Za-z]{3,9}[ -]\d\d \d{1,2}:")
_HAS_DATE = re.compile(rf"{_HAS_DAY.pattern}|\b(?:lalu|ago)\b")
_MODIFIED = re.compile(MODIFIED, re.IGNORECASE)
_CHANGE_NAME = re.compile(r"modif|updat|lastmod|revis")
_PUBLISHED_NAME = re.compile(PUBLISHED_NAME)


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

    def published(self) -> DateReading | None:
        """The first publication, and whether the publisher states it or the address alone."""
        declared = self._declared()
        if declared is None:
            return self._undeclared()
        if not _needs_help(declared.value):
            return declared
        return DateReading(_mended(declared.value, list(self._read_all(self._shown.all))))

    def modified(self) -> dt.datetime | dt.date | None:
        """The last change that the metadata name."""
        texts = (self.metadata.first(*MODIFIED_META), self.metadata.linked_text("dateModified"))
        return next((reading.value for reading in self._read_all(texts)), None)

    def _declared(self) -> DateReading | None:
        """The first date that the metadata name; where another of them is the same with clock or zone, that one."""
        readings = self._read_all(chain(self.own, self._declared_dates()))
        first = next(readings, None)
        if first is None or first.has_zone:
            return first
        return next((other for other in readings if other.has_zone and _is_same(first.value, other.value)), first)

    def _undeclared(self) -> DateReading | None:
        """The date where the metadata have none: what is shown at the headline, then ever less sure places."""
        shown = self._shown
        in_text = list(self._read_all((*shown.inside, *shown.after)))
        readings = chain(
            self._read_all(shown.at_heading),
            self._read_all(self._marked_dates()),
            self._in_address(),
            # Days stand in sentences too, with a clock they are datelines.
            (reading for reading in in_text if isinstance(reading.value, dt.datetime)),
            self._second_opinion(),
            in_text,
            self._only_day(),
        )
        return next(readings, None)

    def _in_address(self) -> Iterator[DateReading]:
        """The day that the page's address states, or the one it calls its own; a month alone is no day."""
        for address in (self.page.url, self.metadata.canonical()):
            stated = date_of_address(address, now=self.parser.fetched)
            if stated and stated.precision == "day":
                yield DateReading(stated.date, basis="address")

    def _read_all(self, texts: Iterable[str]) -> Iterator[DateReading]:
        return (reading for text in texts if (reading := self.parser.read(text)))

    def _declared_dates(self) -> Iterator[str]:
        for name in PUBLISHED_META:
            yield self.metadata.meta.get(name, "")
        yield from map(self.metadata.linked_text, ("datePublished", "dateCreated", "uploadDate"))
        for element in self.page.own("time", "span", "abbr", "div", "p"):
            if "datePublished" in (element.get("itemprop") or "").split() or (
                element.tag in {"time", "abbr"} and "published" in marks_of(element)
            ):
                yield element.get("datetime") or element.get("content") or element.get("title") or ""

    def _marked_dates(self) -> Iterator[str]:
        """What less usual `<meta>` elements say; the one date that is marked as such at the headline or on the page.

        Where several are marked, they are those of a list of articles.
        """
        yield from (
            text
            for name, text in self.metadata.meta.items()
            if len(name) <= LONGEST_NAME and _PUBLISHED_NAME.match(name)
        )
        marked = [
            (self.page.at[element], element.get("datetime") or element.get("title") or text_of(element))
            for element in self.page.tree.iter("time", "abbr")
            if element.get("pubdate") is not None or not PUBLISHED_MARKS.isdisjoint(marks_of(element))
        ]
        middle = self.heading if self.heading is not None else self.body
        at_headline = self.page.at.get(middle, 0) if middle is not None else 0
        after = {text for at, text in marked if at_headline < at <= at_headline + NEAR}
        before = {text for at, text in marked if at_headline - NEAR <= at <= at_headline}
        for texts in (after, before, {text for _, text in marked}):
            if len(texts) == 1:
                yield from texts

    def _second_opinion(self) -> Iterator[DateReading]:
        """What htmldate reads from the page's markup.

        Its search of free text is off, since it guesses. Left out are days that are not written on the page, for it
        makes one of a month alone, the day of a change, and those of teasers.
        """
        fetched = self.parser.fetched
        try:
            text = find_date(
                self.page.tree,
                # It would read the canonical address by patterns of its own: ours are in `record.address_dates`.
                url="",
                extensive_search=False,
                original_date=True,
                min_date=dt.datetime.combine(dates.EARLIEST, dt.time()),
                max_date=dt.datetime.combine(fetched.date() if fetched else dates.LATEST, dt.time()),
            )
        # A stranger's page may break it; the article then stays without a date.
        except Exception:
            return
        reading = self.parser.read(text or "")
        if reading and not self._is_today(reading.value) and text not in self._changes() | self._teasers():
            source = etree.tostring(self.page.tree, encoding="unicode")
            if _written(reading.value).search(source):
                yield reading

    def _changes(self) -> set[str]:
        """The days, in ISO form, on which the page was changed by its metadata."""
        texts = [text for name, text in self.metadata.meta.items() if _CHANGE_NAME.search(name)]
        return {r.value.isoformat()[:10] for r in self._read_all((*texts, self.metadata.linked_text("dateModified")))}

    def _teasers(self) -> set[str]:
        """The days, in ISO form, of times in what stands around the article, where they are several."""
        texts = [element.get("datetime") or text_of(element) for element in self.page.around if element.tag == "time"]
        days = {r.value.isoformat()[:10] for r in self._read_all(texts)}
        return days if len(days) > 1 else set()

    def _only_day(self) -> Iterator[DateReading]:
        """The one day that stands alone in elements around the article, if all of them show the same."""
        texts = [text_of(element) for element in self.page.around if _HAS_DAY.search(element.text or "")]
        readings = list(self._read_all(text for text in texts if len(text) <= LONGEST_LOOSE_DATE))
        days = {r.value.date() if isinstance(r.value, dt.datetime) else r.value for r in readings}
        if len(days) == 1 and not self._is_today(readings[0].value):
            yield readings[0]

    def _is_today(self, date: dt.datetime | dt.date) -> bool:
        """Whether it is the day of fetching, which pages show as today's."""
        fetched = self.parser.fetched
        day = date.date() if isinstance(date, dt.datetime) else date
        return fetched is not None and day == fetched.astimezone(self.parser.zone).date()

    @cached_property
    def _shown(self) -> "_Shown":
        lines = list(self._datelines())
        heading = self.page.at.get(self.heading, 0) if self.heading is not None else 0
        start = self.page.at.get(self.body, 0) if self.body is not None else heading + NEAR
        last = self.page.last_in(self.body) if self.body is not None else start
        after_heading = [text for at, text in lines if heading < at <= max(start, heading + NEAR)]
        before = [text for at, text in reversed(lines) if heading - NEAR <= at <= heading]
        return _Shown(
            at_heading=(*after_heading, *before),
            inside=tuple(text for at, text in lines if start < at <= last),
            after=tuple(text for at, text in lines if last < at <= last + AFTER_TEXT),
        )

    def _datelines(self) -> Iterator[tuple[int, str]]:
        for element in self.page.own("time"):
            if (value := element.get("datetime")) and not _MODIFIED.search(" ".join(marks_of(element))):
                shown = text_of(element)
                yield self.page.at[element], shown if _HAS_DAY.search(shown) else value
        # All pieces of a text may share the elements around them.
        text_once = cache(text_of)
        for element, piece in self.page.pieces:
            if _HAS_DATE.search(piece):
                yield from (
                    (self.page.at[element], text)
                    for text in _lines_around(element, piece, text_once)
                    if not _MODIFIED.search(text)
                )


@dataclass(frozen=True, slots=True)
class _Shown:
    """Datelines that a page shows: after its headline, then before it; in its text; after its text."""

    at_heading: tuple[str, ...]
    inside: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.at_heading, *self.inside, *self.after)


def _written(day: dt.date) -> re.Pattern[str]:
    """A pattern of the ways to write a day, in any language."""
    year, month, number, word = day.year, f"0?{day.month}", f"0?{day.day}", r"[^\W\d_]{3,12}"
    forms = (
        rf"{year}\W?{month}\W?{number}",
        rf"{number}\W{{1,2}}{month}\W{{1,2}}(?:{year}|{year % 100:02})",
        rf"{month}\W{number}\W{year}",
        rf"{number}\W{{0,3}}(?:\w\w )?{word}\W{{0,3}}(?:\w\w )?{year}",
        rf"{word}\W{{1,3}}{number}\D{{0,5}}{year}",
    )
    return re.compile(rf"(?<!\d)(?:{'|'.join(forms)})(?!\d)")


def _lines_around(element: HtmlElement, piece: str, text_once: Callable[[HtmlElement], str]) -> Iterator[str]:
    """The dateline that a piece of text belongs to: its element's text and that of the next ones out, while short."""
    text = text_once(element)
    if len(text) > LONGEST_DATELINE and len(clean.squeeze(piece)) <= LONGEST_LOOSE_DATE:
        yield clean.squeeze(piece)
    for node in islice(parents(element), 3):
        text = text_once(node)
        if len(text) > LONGEST_DATELINE:
            return
        yield text


def _needs_help(declared: dt.datetime | dt.date) -> bool:
    """Whether a declared time may be a bare day, or a local clock that is called UTC."""
    if not isinstance(declared, dt.datetime):
        return True
    return declared.utcoffset() == dt.timedelta(0) or declared.time() == dt.time(0)


def _mended(declared: dt.datetime | dt.date, shown: list[DateReading]) -> dt.datetime | dt.date:
    """The declared date with the shown clock, where it has none; with the shown clock's zone, where it is in UTC."""
    moments = [reading for reading in shown if isinstance(reading.value, dt.datetime)]
    if isinstance(declared, dt.datetime):
        # Many systems write the local time and call it UTC: the same clock, as shown with its zone, names that.
        for reading in moments:
            if reading.has_zone and _same_clock(reading.value, declared):
                return reading.value
        if declared.time() != dt.time(0):
            return next((local for reading in moments if (local := _as_shown(declared, reading))), declared)
    day = declared.date() if isinstance(declared, dt.datetime) else declared
    return next((r.value for r in moments if isinstance(r.value, dt.datetime) and r.value.date() == day), declared)


def _as_shown(declared: dt.datetime, shown: DateReading) -> dt.datetime | None:
    """The declared moment by the clock that the page shows, where the two differ as zones do."""
    if not isinstance(shown.value, dt.datetime):
        return None
    offset = shown.value.replace(tzinfo=None, second=0) - declared.replace(tzinfo=None, second=0, microsecond=0)
    is_zone = abs(offset) <= WIDEST and not offset % CLOCK_STEP
    return declared.astimezone(dt.timezone(offset)) if is_zone else None


def _is_same(vague: dt.datetime | dt.date, exact: dt.datetime | dt.date) -> bool:
    """Whether a day, or a time without a zone, may be that of `exact`."""
    if isinstance(vague, dt.datetime):
        return _same_clock(vague, exact)
    return isinstance(exact, dt.datetime) and exact.date() == vague


def _same_clock(one: dt.datetime | dt.date, other: dt.datetime | dt.date) -> bool:
    """Whether two times read alike to the minute, whatever their zones."""
    pair = [moment for moment in (one, other) if isinstance(moment, dt.datetime)]
    return len(pair) == 2 and len({m.replace(tzinfo=None, second=0, microsecond=0) for m in pair}) == 1
