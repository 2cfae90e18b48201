"""Timelines, cut into pages by year, and by month where a year has many entries.

A short timeline is one page. A long one has a head (its newest entries, and every year with its number of entries), a
page for each year that has an entry, and pages of news without a date. What the page of a year shows and counts is of
that year alone, so that a new entry changes the page of its own year and the head, and no other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from plugins.incremental.tracking import query
from plugins.language.dates import MONTHS
from plugins.language.words import (
    DIMENSIONS,
    MILESTONES_ONLY,
    dimension_words,
    kind_slug,
    kind_words,
)
from plugins.model.news import News
from plugins.model.record import Record
from plugins.queries.timeline_sources import (
    Entry,
    EntrySource,
    NewsEntries,
    RecordEntries,
    change_entries,
    initiative_entries,
)
from record.vocabulary import NEWS_KINDS

ON_ONE_PAGE = 100
"""How many entries a timeline may have and still be one page: some 14 kB compressed."""
YEAR_ON_ONE_PAGE = 200
"""How many entries a year may have before each of its months has a page: some 25 kB compressed."""
UNDATED_ON_ONE_PAGE = 200
"""How many news items without a date a page of them has."""
MIN_TO_FILTER = 4
"""From how many entries on an initiative's timeline can be narrowed; most have one or two."""
UNDATED = "tanpa-tanggal/"
"""Where news without a date stands, below the timeline's own address."""

VIEW_KINDS = {MILESTONES_ONLY: MILESTONES_ONLY} | {kind_slug(kind): kind_words(kind) for kind in NEWS_KINDS}
"""The kinds that a timeline can be narrowed to: their part of the address, and their word."""


@dataclass(frozen=True)
class TimelinePart:
    """The part of a long timeline that stands on one page: a year, a month of it, or undated news; all 0 for the head.

    `undated` numbers the pages of news without a date, from 1.
    """

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
        """The breadcrumbs from the timeline at `base` to this page: addresses ("" for its own) and names."""
        above = replace(self, month=0, undated=min(self.undated, 1))
        if above == self:
            return [("", self.name)] if self.name else []
        own = f"bagian {self.undated}" if self.undated else MONTHS[self.month - 1]
        return [(base + above.key, above.name), ("", own)]


HEAD = TimelinePart()


def key_of(kind: str, dimension: str) -> str:
    """The part of the address of a view; "" for the whole timeline."""
    return "".join(f"{part}/" for part in (kind, dimension) if part)


@dataclass(frozen=True)
class TimelineView:
    """A timeline narrowed to a kind, to a dimension, or to both; the whole timeline has neither."""

    source: EntrySource
    kind: str = ""
    dimension: str = ""
    is_cut: bool | None = None
    """Whether it is cut by year; None: if it is longer than `ON_ONE_PAGE`."""

    @property
    def key(self) -> str:
        """The view's part of the address, with its slash; "" for the whole timeline."""
        return key_of(self.kind, self.dimension)

    @property
    def name(self) -> str:
        """What it is narrowed to, in words; "" for the whole timeline."""
        kind = VIEW_KINDS.get(self.kind, "")
        return ", ".join(filter(None, (kind.capitalize(), self.dimension and dimension_words(self.dimension))))

    def entries(self, year: int = 0, month: int = 0) -> Sequence[Entry]:
        """Its entries, newest first, of a year or month where that is given."""
        return self.source.entries(self.kind, self.dimension, year, month)

    def count(self, year: int = 0, month: int = 0) -> int:
        """How many entries that are."""
        return self.source.count(self.kind, self.dimension, year, month)

    def general(self, part: TimelinePart) -> int:
        """How many milestones of a page's time a view of one dimension lacks, because they belong to none."""
        return self.source.general(self.kind, part.year, part.month) if self.dimension and not part.undated else 0

    @cached_property
    def undated(self) -> tuple[News, ...]:
        """The news of whose day nothing is known."""
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
        return self.size > ON_ONE_PAGE if self.is_cut is None else self.is_cut

    def is_split(self, year: int) -> bool:
        """Whether each month of a year has a page."""
        return self.count(year) > YEAR_ON_ONE_PAGE

    def months(self, year: int) -> list[int]:
        """The months of a year that have an entry, newest first."""
        return [month for month in range(12, 0, -1) if self.count(year, month)]

    def size_of(self, part: TimelinePart) -> int:
        """How many entries a page shows or leads to."""
        if part.undated:
            return len(self.undated)
        return self.count(part.year, part.month) if part.year else self.size

    def link(self, part: TimelinePart) -> str:
        """The address, below the timeline's own, at which this view shows the time of `part`."""
        if self.is_long:
            nearest = replace(part, month=0) if part.month and not self.is_split(part.year) else part
            return self.key + replace(nearest, undated=min(nearest.undated, 1)).key
        anchor = "#tanpa-tanggal" if part.undated else f"#t{part.year}" if part.year else ""
        return self.key + anchor


Layout = tuple[tuple[str, str, tuple[tuple[int, int, int], ...]], ...]
"""Which pages a timeline has: of each view its kind, its dimension, and year, month and `undated` of its parts."""


@query
def record_layout(record: Record, slug: str) -> Layout:
    """The pages of a place's timeline, or of that of all places and the programme (no slug)."""
    return _layout(RecordEntries(record, slug))


@query
def initiative_layout(record: Record, address: str) -> Layout:
    """The pages of an initiative's timeline; none where it has fewer entries than `MIN_TO_FILTER`."""
    source = initiative_entries(record, record.initiative(address))
    return _layout(source) if len(source.sorted_entries) >= MIN_TO_FILTER else ()


@query
def news_layout(record: Record) -> Layout:
    """The pages of all news."""
    # Cut even while it is short.
    return (_view_layout(TimelineView(NewsEntries(record), is_cut=True)),)


@query
def change_layout(record: Record) -> Layout:
    """The pages of the changes of the record."""
    return (_view_layout(TimelineView(change_entries(record))),)


def _layout(source: EntrySource) -> Layout:
    return tuple(_view_layout(view) for view in views(source))


def _view_layout(view: TimelineView) -> tuple[str, str, tuple[tuple[int, int, int], ...]]:
    return view.kind, view.dimension, tuple((part.year, part.month, part.undated) for part in parts(view))


def views_of(source: EntrySource, layout: Layout) -> list[TimelineView]:
    """The views of a timeline whose layout is known, without counting their entries again."""
    return [TimelineView(source, kind, dimension, is_cut=bool(numbers)) for kind, dimension, numbers in layout]


def views(source: EntrySource) -> list[TimelineView]:
    """The whole timeline first, then each kind, dimension and pair of both that has an entry."""
    every = [TimelineView(source, *pair) for pair in product(("", *VIEW_KINDS), ("", *DIMENSIONS))]
    return [view for view in every if view.size or not view.key]


def parts(view: TimelineView) -> list[TimelinePart]:
    """The pages of a view after its head; none where it is short."""
    return [*_dated_parts(view), *undated_parts(view.undated)] if view.is_long else []


def _dated_parts(view: TimelineView) -> Iterator[TimelinePart]:
    for year in view.years:
        yield TimelinePart(year)
        if view.is_split(year):
            yield from (TimelinePart(year, month) for month in view.months(year))


def undated_parts(undated: Sequence[News]) -> list[TimelinePart]:
    """The pages of news without a date."""
    return [TimelinePart(undated=number) for number in range(1, -(-len(undated) // UNDATED_ON_ONE_PAGE) + 1)]


def undated_page(undated: Sequence[News], part: TimelinePart) -> Sequence[News]:
    """The news on one of these pages."""
    return undated[(part.undated - 1) * UNDATED_ON_ONE_PAGE : part.undated * UNDATED_ON_ONE_PAGE]
