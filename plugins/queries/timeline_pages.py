"""What one page of a timeline shows: entries by year and month, and links to the pages and views beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from plugins.language.dates import MONTHS
from plugins.language.words import DIMENSIONS, dimension_words
from plugins.model.news import News
from plugins.queries.silence import SilentOutlet
from plugins.queries.timeline import HEAD, VIEW_KINDS, TimelinePart, TimelineView, undated_page, undated_parts
from plugins.queries.timeline_sources import Entry
from record.monitoring import Outage

NEWEST = 50
"""How many entries the head of a long timeline shows."""


@dataclass(frozen=True)
class ViewLink:
    """A link to a view: its word, how many entries it has of the same time, and its address (None: the view itself)."""

    name: str
    size: int
    link: str | None


def view_links(
    views: Sequence[TimelineView], here: TimelineView, part: TimelinePart = HEAD
) -> list[tuple[str, list[ViewLink]]]:
    """Links from the view `here` to the kinds of its dimension and the dimensions of its kind, at the same time.

    A view without an entry at that time is left out.
    """
    by_key = {(view.kind, view.dimension): view for view in views}
    kinds = [((kind, here.dimension), VIEW_KINDS.get(kind, "semua").capitalize()) for kind in ("", *VIEW_KINDS)]
    dimensions = [((here.kind, name), dimension_words(name) if name else "Semua") for name in ("", *DIMENSIONS)]
    rows = (("Jenis", kinds), ("Dimensi", dimensions))
    links_by_row = [
        (label, [_link(by_key[pair], name, here, part) for pair, name in row if pair in by_key]) for label, row in rows
    ]
    return [(label, [link for link in links if link.size or link.link is None]) for label, links in links_by_row]


def _link(view: TimelineView, name: str, here: TimelineView, part: TimelinePart) -> ViewLink:
    return ViewLink(name, view.size_of(part), None if view is here else view.link(part))


@dataclass(frozen=True)
class YearSpan:
    """A year of a timeline, or consecutive years without an entry, with the outages and silent outlets of that time.

    `size` is how many entries there are, `months` the entries that are shown, by month (None: only the year is known),
    newest first.
    """

    first: int
    last: int
    size: int = 0
    months: tuple[tuple[int | None, tuple[Entry, ...]], ...] = ()
    outages: tuple[Outage, ...] = ()
    silent_outlets: tuple[SilentOutlet, ...] = ()

    @property
    def name(self) -> str:
        """`2019`, or `2019–2021`."""
        return str(self.last) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def shown(self) -> int:
        """How many of its entries are shown."""
        return sum(len(entries) for _, entries in self.months)


def year_spans(view: TimelineView, most: int | None = None) -> list[YearSpan]:
    """Every year, newest first, showing at most `most` entries in all; consecutive years without entries are joined."""
    spans: list[YearSpan] = []
    left = view.count() if most is None else most
    for year in _every_year(view):
        entries = view.entries(year)[:left] if left else ()
        here = year_span(view, year, entries, view.count(year))
        left -= len(entries)
        if spans and _is_one_gap(spans[-1], here):
            spans[-1] = replace(spans[-1], first=year)
        else:
            spans.append(here)
    return spans


def _every_year(view: TimelineView) -> Sequence[int]:
    years, gaps = view.years, view.source.gaps
    if gaps is None:
        return years
    return range(max([gaps.until, *years]), min([gaps.since, *years]) - 1, -1)


def year_span(view: TimelineView, year: int, entries: Sequence[Entry], size: int) -> YearSpan:
    """One year of `size` entries, showing those given."""
    months = tuple((month, tuple(group)) for month, group in groupby(entries, key=lambda entry: entry.month))
    gaps = view.source.gaps
    if gaps is None:
        return YearSpan(year, year, size, months)
    outages = tuple(outage for outage in gaps.outages if _covers(outage, year))
    # An outlet's silence is mentioned once, in the first year without an item of it.
    silent = tuple(outlet for outlet in gaps.silent_outlets if outlet.last.year + 1 == year)
    return YearSpan(year, year, size, months, outages, silent)


def _covers(outage: Outage, year: int) -> bool:
    return outage.start.year <= year and (outage.until is None or year <= outage.until.year)


def _is_one_gap(newer: YearSpan, older: YearSpan) -> bool:
    """Whether two years are without entries and have the same outages, so that they are shown as one."""
    return (
        not (newer.size or older.size or newer.silent_outlets or older.silent_outlets)
        and newer.outages == older.outages
    )


@dataclass(frozen=True)
class PageContents:
    """What one page of a timeline shows, what it leads to, and the pages before and after it.

    `shown` are years with their entries; `rows` are all years of a head, `months` the months of a year that have pages,
    each with its number of entries; `count` is how many entries the page shows or leads to.
    """

    part: TimelinePart
    count: int
    shown: Sequence[YearSpan] = ()
    rows: Sequence[YearSpan] = ()
    months: Sequence[tuple[TimelinePart, int]] = ()
    undated: Sequence[News] = ()
    newer: TimelinePart | None = None
    older: TimelinePart | None = None


def page_contents(view: TimelineView, part: TimelinePart = HEAD) -> PageContents:
    """The contents of one page of a view."""
    if part.undated:
        return _undated_page(view, part)
    if part.year:
        return _year_page(view, part)
    if not view.is_long:
        return PageContents(part, view.size, year_spans(view), undated=view.undated)
    every = year_spans(view, NEWEST)
    return PageContents(part, view.size, [entry for entry in every if entry.months], every)


def _undated_page(view: TimelineView, part: TimelinePart) -> PageContents:
    newer, older = _beside(undated_parts(view.undated), part)
    undated = undated_page(view.undated, part)
    return PageContents(part, len(view.undated), undated=undated, newer=newer, older=older)


def _year_page(view: TimelineView, part: TimelinePart) -> PageContents:
    year, entries = part.year, view.entries(part.year, part.month)
    count = len(entries)
    pages = (
        [TimelinePart(year, month) for month in view.months(year)]
        if part.month
        else [TimelinePart(other) for other in view.years]
    )
    newer, older = _beside(pages, part)
    if part.month or not view.is_split(year):
        return PageContents(part, count, [year_span(view, year, entries, count)], newer=newer, older=older)
    apart = [entry for entry in entries if entry.month is None]
    # In the newest year the months after its last entry are still to come.
    newest = max(view.months(year), default=0) if year == view.years[0] else len(MONTHS)
    months = [(TimelinePart(year, month), view.count(year, month)) for month in range(newest, 0, -1)]
    return PageContents(part, count, [year_span(view, year, apart, count)], months=months, newer=newer, older=older)


def _beside(pages: Sequence[TimelinePart], here: TimelinePart) -> tuple[TimelinePart | None, TimelinePart | None]:
    """The pages before and after one."""
    at = pages.index(here)
    return (pages[at - 1] if at else None), (pages[at + 1] if at + 1 < len(pages) else None)
