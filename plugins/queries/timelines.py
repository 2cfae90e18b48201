"""Timelines and other lists by time, cut into pages by year, and by month where a year is long.

A short list is one page. A long one has a head (its newest entries, and every year with how much it holds), a page for
each year that has an entry, and pages of what has no date. What a page of a year shows and counts is of that year, so
that a new entry changes its own year's page and the head, and no other.
"""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, product
from typing import Protocol

from plugins.incremental.tracking import query
from plugins.language.words import (
    DIMENSIONS,
    MILESTONES_ONLY,
    MONTHS,
    dimension_words,
    kind_slug,
    kind_words,
)
from plugins.model.news import News
from plugins.model.pages import InitiativePage
from plugins.model.record import Record
from plugins.model.steps import Step
from plugins.queries.tracker import changes, is_silent, naming
from record.monitoring import Outage
from record.vocabulary import NEWS_KINDS

ON_ONE_PAGE = 100
"""How many entries a list may have and still be one page: some 14 kB compressed."""
NEWEST = 50
"""How many entries stand at the head of a longer list."""
YEAR_ON_ONE_PAGE = 200
"""How many entries a year may have before each of its months has a page: some 25 kB compressed."""
UNDATED_ON_ONE_PAGE = 200
WORTH_NARROWING = 4
"""From how many entries on an initiative's timeline can be narrowed; most have one or two."""
SPOKE_BEFORE = 3
"""How often an outlet must have told of a place for its silence to say something."""
UNDATED = "tanpa-tanggal/"
"""Where entries without a date stand, below the list's own address."""

VIEW_KINDS = {MILESTONES_ONLY: MILESTONES_ONLY} | {kind_slug(kind): kind_words(kind) for kind in NEWS_KINDS}
"""By what kind a timeline can be narrowed: the address's part and its word."""
_ITEM_KINDS = {"": ""} | {kind_slug(kind): kind for kind in NEWS_KINDS}


class Entry(Protocol):
    """What a list by time holds."""

    @property
    def day(self) -> dt.date:
        """Its day, or the first of the month or year that is known."""

    @property
    def month(self) -> int | None:
        """Its month; None where only the year is known."""


@dataclass(frozen=True)
class Quiet:
    """An outlet of which nothing more was found, and the day of its last word."""

    name: str
    last: dt.date


@dataclass(frozen=True)
class Silence:
    """What is said of years without an entry, from `since` to `until`: who was blind, and who fell silent."""

    since: int
    until: int
    outages: tuple[Outage, ...] = ()
    quiet: tuple[Quiet, ...] = ()


def quiet_outlets(record: Record, slug: str = "") -> list[Quiet]:
    """Outlets that told of a place (of all, without one) at least `SPOKE_BEFORE` times and have since been silent."""
    return [Quiet(name, dt.date.fromisoformat(last)) for name, last in _quiet(record, slug)]


@query
def _quiet(record: Record, slug: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (told.name, told.last.isoformat())
        for told in record.publishers(place=slug)
        if told.count >= SPOKE_BEFORE and is_silent(record, told.last)
    )


def _silence(record: Record, slug: str, since: int, quiet: Sequence[Quiet] = ()) -> Silence:
    blind = [outage for outage in record.outages if outage.state == "blind"]
    outages = tuple(outage for outage in blind if not slug or not outage.places or slug in outage.places)
    until = max([record.last_year, *((outage.until or outage.start).year for outage in outages)])
    return Silence(since, until, outages, tuple(quiet))


class Source(ABC):
    """Where the entries of a list come from, narrowed to a kind (part of an address) and a dimension, newest first."""

    silence: Silence | None = None
    """None where years without an entry say nothing."""

    @abstractmethod
    def entries(self, kind: str = "", dimension: str = "", year: int = 0, month: int = 0) -> Sequence[Entry]:
        """All entries, or those of a year or of its month."""

    @abstractmethod
    def years(self, kind: str = "", dimension: str = "") -> tuple[int, ...]:
        """The years that have an entry, newest first."""

    def count(self, kind: str = "", dimension: str = "", year: int = 0, month: int = 0) -> int:
        """How many entries there are."""
        return len(self.entries(kind, dimension, year, month))

    def undated(self, kind: str = "", dimension: str = "") -> tuple[News, ...]:
        """What no source gives a date."""
        return ()


@dataclass(frozen=True)
class RecordSource(Source):
    """Milestones and news of a place, or of all places and the programme (no slug)."""

    record: Record
    slug: str = ""

    @cached_property
    def silence(self) -> Silence:  # type: ignore[override]
        """From the programme's start on; an outlet's silence begins in the first year in which it said nothing."""
        return _silence(self.record, self.slug, self.record.start.year, quiet_outlets(self.record, self.slug))

    def entries(self, kind: str = "", dimension: str = "", year: int = 0, month: int = 0) -> tuple[Step, ...]:
        """A milestone stands before the news of its day; it has no dimension."""
        news = self._news(kind, dimension, year, month)
        return _in_order([*self._milestones(kind, dimension, year, month), *_news_steps(news)])

    def count(self, kind: str = "", dimension: str = "", year: int = 0, month: int = 0) -> int:
        """How many there are, without making steps of them."""
        return len(self._milestones(kind, dimension, year, month)) + len(self._news(kind, dimension, year, month))

    def years(self, kind: str = "", dimension: str = "") -> tuple[int, ...]:
        """The years with a milestone or news."""
        told = {step.day.year for step in self._milestones(kind, dimension)}
        if kind != MILESTONES_ONLY:
            told |= {*self.record.years(place=self.slug, dimension=dimension, kind=_ITEM_KINDS[kind])}
        return tuple(sorted(told, reverse=True))

    def undated(self, kind: str = "", dimension: str = "") -> tuple[News, ...]:
        """News without a date; milestones all have one."""
        if kind == MILESTONES_ONLY:
            return ()
        return self.record.undated_news(place=self.slug, dimension=dimension, kind=_ITEM_KINDS[kind])

    def _news(self, kind: str, dimension: str, year: int, month: int) -> tuple[News, ...]:
        if kind == MILESTONES_ONLY:
            return ()
        given = {"place": self.slug, "dimension": dimension, "kind": _ITEM_KINDS[kind]}
        return self.record.news(**given, year=year, month=month)

    def _milestones(self, kind: str, dimension: str, year: int = 0, month: int = 0) -> tuple[Step, ...]:
        if dimension or kind not in ("", MILESTONES_ONLY):
            return ()
        told = self.record.milestones(place=self.slug, year=year)
        return tuple(step for step in told if step.month == month) if month else told


class NewsSource(RecordSource):
    """News alone, without a word about years that have none."""

    silence = None  # type: ignore[assignment]

    def _milestones(self, kind: str, dimension: str, year: int = 0, month: int = 0) -> tuple[Step, ...]:
        return ()


@dataclass(frozen=True)
class KeptSource(Source):
    """Entries that stand ready, newest first: an initiative's, or the record's changes."""

    kept: tuple[Entry, ...]
    silence: Silence | None = None

    def entries(self, kind: str = "", dimension: str = "", year: int = 0, month: int = 0) -> tuple[Entry, ...]:
        """Those that fit."""
        return tuple(
            entry
            for entry in self.kept
            if year in (0, entry.day.year) and month in (0, entry.month) and _fits(entry, kind, dimension)
        )

    def years(self, kind: str = "", dimension: str = "") -> tuple[int, ...]:
        """The years of those that fit."""
        return tuple(dict.fromkeys(entry.day.year for entry in self.entries(kind, dimension)))


def _fits(entry: Entry, kind: str, dimension: str) -> bool:
    """Whether an entry stays when a list is narrowed: news by its own traits, all else as a milestone."""
    news = entry.news if isinstance(entry, Step) else None
    if news is None:
        return kind in ("", MILESTONES_ONLY) and not dimension
    return kind in ("", kind_slug(news.item.kind)) and dimension in ("", *news.item.dimensions)


def _news_steps(news: Sequence[News]) -> list[Step]:
    return [Step(day=entry.when.date(), precision="day", news=entry) for entry in news if entry.when]


def _in_order(steps: Sequence[Step]) -> tuple[Step, ...]:
    return tuple(sorted(steps, key=lambda step: step.order, reverse=True))


def initiative_source(record: Record, entry: InitiativePage) -> KeptSource:
    """An initiative's moves and the dated news that names it; silence back to the first of them, without outlets'."""
    moves = [Step(day=move.date, precision=move.precision, move=move) for move in entry.data.steps]
    steps = _in_order([*moves, *_news_steps(naming(record, entry))])
    return KeptSource(steps, _silence(record, entry.data.place, steps[-1].day.year))


def change_source(record: Record) -> KeptSource:
    """What moved in the record."""
    return KeptSource(tuple(changes(record)))


@dataclass(frozen=True)
class Part:
    """One page of a long list: a year, a month of it, or a run of what has no date, from 1; the head has none."""

    year: int = 0
    month: int = 0
    undated: int = 0

    @property
    def key(self) -> str:
        """Its part of the address; "" for the head."""
        if self.undated:
            return UNDATED + (f"{self.undated}/" if self.undated > 1 else "")
        return (f"{self.year}/" if self.year else "") + (f"{self.month:02}/" if self.month else "")

    @property
    def name(self) -> str:
        """`2019`, `Mei 2019`, `tanpa tanggal`; "" for the head."""
        if self.undated:
            return "tanpa tanggal" + (f", bagian {self.undated}" if self.undated > 1 else "")
        return (f"{MONTHS[self.month - 1]} " if self.month else "") + (str(self.year) if self.year else "")

    def trail(self, base: str) -> list[tuple[str, str]]:
        """The crumbs from the list at `base` to it: addresses ("" for its own) and names."""
        above = replace(self, month=0, undated=min(self.undated, 1))
        if above == self:
            return [("", self.name)] if self.name else []
        own = f"bagian {self.undated}" if self.undated else MONTHS[self.month - 1]
        return [(base + above.key, above.name), ("", own)]


HEAD = Part()


def key_of(kind: str, dimension: str) -> str:
    """What is narrowed to a kind, a dimension or both, as part of an address; "" for the whole list."""
    return "".join(f"{part}/" for part in (kind, dimension) if part)


@dataclass(frozen=True)
class View:
    """A list narrowed to a kind, to a dimension, or to both; the whole has neither."""

    source: Source
    kind: str = ""
    dimension: str = ""
    known: bool | None = None
    """Whether it is cut by year, where that is known; `True` also for a list that is cut even while it is short."""

    @property
    def key(self) -> str:
        """The view's part of the address, with its slash; "" for the whole list."""
        return key_of(self.kind, self.dimension)

    @property
    def name(self) -> str:
        """What it is narrowed to, in words; "" for the whole list."""
        kind = VIEW_KINDS.get(self.kind, "")
        return ", ".join(filter(None, (kind.capitalize(), self.dimension and dimension_words(self.dimension))))

    def entries(self, year: int = 0, month: int = 0) -> Sequence[Entry]:
        """Its entries, newest first, of a year or month where that is given."""
        return self.source.entries(self.kind, self.dimension, year, month)

    def count(self, year: int = 0, month: int = 0) -> int:
        """How many those are."""
        return self.source.count(self.kind, self.dimension, year, month)

    @cached_property
    def undated(self) -> tuple[News, ...]:
        """What no source gives a date."""
        return self.source.undated(self.kind, self.dimension)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that have an entry, newest first."""
        return self.source.years(self.kind, self.dimension)

    @cached_property
    def size(self) -> int:
        """How many entries it has, dated or not."""
        return self.count() + len(self.undated)

    @property
    def is_long(self) -> bool:
        """Whether it is cut by year."""
        return self.size > ON_ONE_PAGE if self.known is None else self.known

    def is_split(self, year: int) -> bool:
        """Whether each month of a year has a page."""
        return self.count(year) > YEAR_ON_ONE_PAGE

    def months(self, year: int) -> list[int]:
        """The months of a year that have an entry, newest first."""
        return [month for month in range(12, 0, -1) if self.count(year, month)]

    def size_of(self, part: Part) -> int:
        """How many entries stand on a page, or are counted on it."""
        if part.undated:
            return len(self.undated)
        return self.count(part.year, part.month) if part.year else self.size

    def link(self, part: Part) -> str:
        """Where it shows what another view has on a page of this name, below the list's own address."""
        if self.is_long:
            known = replace(part, month=0) if part.month and not self.is_split(part.year) else part
            return self.key + replace(known, undated=min(known.undated, 1)).key
        anchor = "#tanpa-tanggal" if part.undated else f"#t{part.year}" if part.year else ""
        return self.key + anchor


Pages = tuple[tuple[str, str, tuple[tuple[int, int, int], ...]], ...]
"""The pages of a timeline: each view's kind and dimension, and its parts after the head."""


@query
def record_pages(record: Record, slug: str) -> Pages:
    """The pages of a place's timeline, or of that of all places and the programme."""
    return _pages(RecordSource(record, slug))


@query
def initiative_pages(record: Record, address: str) -> Pages:
    """The pages of an initiative's timeline; none where it is too short to be narrowed."""
    source = initiative_source(record, record.initiative(address))
    return _pages(source) if len(source.kept) >= WORTH_NARROWING else ()


@query
def news_pages(record: Record) -> Pages:
    """The pages of all news."""
    return (_told(View(NewsSource(record), known=True)),)


@query
def change_pages(record: Record) -> Pages:
    """The pages of what moved in the record."""
    return (_told(View(change_source(record))),)


def _pages(source: Source) -> Pages:
    return tuple(_told(view) for view in views(source))


def _told(view: View) -> tuple[str, str, tuple[tuple[int, int, int], ...]]:
    return view.kind, view.dimension, tuple((part.year, part.month, part.undated) for part in parts(view))


def views_of(source: Source, pages: Pages) -> list[View]:
    """The views of a timeline whose pages are known."""
    return [View(source, kind, dimension, known=bool(told)) for kind, dimension, told in pages]


def views(source: Source) -> list[View]:
    """The whole list first, then each kind, dimension and pair of both that has an entry."""
    found = [View(source, *pair) for pair in product(("", *VIEW_KINDS), ("", *DIMENSIONS))]
    return [view for view in found if view.size or not view.key]


def parts(view: View) -> list[Part]:
    """The pages of a list after its head; none where it is short."""
    return [*_dated_parts(view), *undated_parts(view.undated)] if view.is_long else []


def _dated_parts(view: View) -> Iterator[Part]:
    for year in view.years:
        yield Part(year)
        if view.is_split(year):
            yield from (Part(year, month) for month in view.months(year))


def undated_parts(undated: Sequence[News]) -> list[Part]:
    """The pages of what has no date."""
    return [Part(undated=number) for number in range(1, -(-len(undated) // UNDATED_ON_ONE_PAGE) + 1)]


def undated_on(undated: Sequence[News], part: Part) -> Sequence[News]:
    """What stands on one of them."""
    return undated[(part.undated - 1) * UNDATED_ON_ONE_PAGE : part.undated * UNDATED_ON_ONE_PAGE]


@dataclass(frozen=True)
class ViewLink:
    """A plain link from one view to another; without an address it is the view itself."""

    name: str
    size: int
    link: str | None


def view_links(views: Sequence[View], here: View, part: Part = HEAD) -> list[tuple[str, list[ViewLink]]]:
    """From a view to what the others show of the same time: the kinds at its dimension, the dimensions at its kind."""
    by_key = {(view.kind, view.dimension): view for view in views}
    kinds = [((kind, here.dimension), VIEW_KINDS.get(kind, "semua").capitalize()) for kind in ("", *VIEW_KINDS)]
    dimensions = [((here.kind, name), dimension_words(name) if name else "Semua") for name in ("", *DIMENSIONS)]
    rows = (("Jenis", kinds), ("Dimensi", dimensions))
    made = [
        (label, [_link(by_key[pair], name, here, part) for pair, name in row if pair in by_key]) for label, row in rows
    ]
    return [(label, [link for link in links if link.size or link.link is None]) for label, links in made]


def _link(view: View, name: str, here: View, part: Part) -> ViewLink:
    return ViewLink(name, view.size_of(part), None if view is here else view.link(part))


@dataclass(frozen=True)
class Stretch:
    """A year of a list, or a run of years in which nothing was found, who was blind in it and who fell silent.

    `size` is what there is, `months` (None where only the year is known) what is shown of it, newest first.
    """

    first: int
    last: int
    size: int = 0
    months: tuple[tuple[int | None, tuple[Entry, ...]], ...] = ()
    outages: tuple[Outage, ...] = ()
    quiet: tuple[Quiet, ...] = ()

    @property
    def name(self) -> str:
        """`2019`, or `2019–2021`."""
        return str(self.last) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def shown(self) -> int:
        """How many of its entries are shown."""
        return sum(len(entries) for _, entries in self.months)


def stretches(view: View, most: int | None = None) -> list[Stretch]:
    """Every year, newest first, with at most so many entries in all; years without anything are joined."""
    found: list[Stretch] = []
    left = view.count() if most is None else most
    for year in _every_year(view):
        entries = view.entries(year)[:left] if left else ()
        here = stretch(view, year, entries, view.count(year))
        left -= len(entries)
        if found and _is_one_gap(found[-1], here):
            found[-1] = replace(found[-1], first=year)
        else:
            found.append(here)
    return found


def _every_year(view: View) -> Sequence[int]:
    told, silence = view.years, view.source.silence
    if silence is None:
        return told
    return range(max([silence.until, *told]), min([silence.since, *told]) - 1, -1)


def stretch(view: View, year: int, entries: Sequence[Entry], size: int) -> Stretch:
    """One year, of `size` entries in all, with those that are to be shown."""
    months = tuple((month, tuple(group)) for month, group in groupby(entries, key=lambda entry: entry.month))
    silence = view.source.silence
    if silence is None:
        return Stretch(year, year, size, months)
    blind = tuple(outage for outage in silence.outages if _covers(outage, year))
    quiet = tuple(outlet for outlet in silence.quiet if outlet.last.year + 1 == year)
    return Stretch(year, year, size, months, blind, quiet)


def _covers(outage: Outage, year: int) -> bool:
    return outage.start.year <= year and (outage.until is None or year <= outage.until.year)


def _is_one_gap(newer: Stretch, older: Stretch) -> bool:
    """Whether two years without anything tell the same."""
    return not (newer.size or older.size or newer.quiet or older.quiet) and newer.outages == older.outages


@dataclass(frozen=True)
class Sheet:
    """One page of a list: what it shows, what it leads to, and the pages beside it.

    `rows` are the years of a head, `months` those of a year whose months have pages, each with how much it holds;
    `count` is how many entries the page tells of.
    """

    part: Part
    count: int
    shown: Sequence[Stretch] = ()
    rows: Sequence[Stretch] = ()
    months: Sequence[tuple[Part, int]] = ()
    undated: Sequence[News] = ()
    newer: Part | None = None
    older: Part | None = None


def sheet(view: View, part: Part = HEAD) -> Sheet:
    """What stands on one page of a list."""
    if part.undated:
        return _undated_sheet(view, part)
    if part.year:
        return _year_sheet(view, part)
    if not view.is_long:
        return Sheet(part, view.size, stretches(view), undated=view.undated)
    every = stretches(view, NEWEST)
    return Sheet(part, view.size, [entry for entry in every if entry.months], every)


def _undated_sheet(view: View, part: Part) -> Sheet:
    newer, older = _beside(undated_parts(view.undated), part)
    undated = undated_on(view.undated, part)
    return Sheet(part, len(view.undated), undated=undated, newer=newer, older=older)


def _year_sheet(view: View, part: Part) -> Sheet:
    year, entries = part.year, view.entries(part.year, part.month)
    count = len(entries)
    pages = [Part(year, month) for month in view.months(year)] if part.month else [Part(told) for told in view.years]
    newer, older = _beside(pages, part)
    if part.month or not view.is_split(year):
        return Sheet(part, count, [stretch(view, year, entries, count)], newer=newer, older=older)
    apart = [entry for entry in entries if entry.month is None]
    newest = max(view.months(year), default=0) if year == view.years[0] else len(MONTHS)
    months = [(Part(year, month), view.count(year, month)) for month in range(newest, 0, -1)]
    return Sheet(part, count, [stretch(view, year, apart, count)], months=months, newer=newer, older=older)


def _beside(pages: Sequence[Part], here: Part) -> tuple[Part | None, Part | None]:
    """The pages before and after one."""
    at = pages.index(here)
    return (pages[at - 1] if at else None), (pages[at + 1] if at + 1 < len(pages) else None)
