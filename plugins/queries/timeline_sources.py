"""Where the entries of a timeline come from: the record, an initiative's history, the changes of the record."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from plugins.language.words import MILESTONES_ONLY, kind_slug
from plugins.model.news import News
from plugins.model.pages import InitiativePage
from plugins.model.record import Record
from plugins.model.steps import Step, newest_first
from plugins.queries.changes import changes
from plugins.queries.last_word import last_year
from plugins.queries.silence import SilentOutlet, news_naming, silent_outlets
from record.monitoring import Outage
from record.partial_dates import BOUNDS
from record.vocabulary import NEWS_KINDS

_ITEM_KINDS = {"": ""} | {kind_slug(kind): kind for kind in NEWS_KINDS}
"""Kinds of news by their part of an address."""


class Entry(Protocol):
    """An entry of a timeline."""

    @property
    def day(self) -> dt.date:
        """Its day, or the first of the month or year that is known."""

    @property
    def month(self) -> int | None:
        """Its month; None where only the year is known."""


@dataclass(frozen=True)
class Gaps:
    """What a timeline says of years without an entry, from `since` to `until`, both included.

    `outages` are those in which an outlet could not be read at all.
    """

    since: int
    until: int
    outages: tuple[Outage, ...] = ()
    silent_outlets: tuple[SilentOutlet, ...] = ()


def _gaps(record: Record, slug: str, since: int, silent: Sequence[SilentOutlet] = ()) -> Gaps:
    blind = [outage for outage in record.outages if outage.state == "blind"]
    outages = tuple(outage for outage in blind if not slug or not outage.places or slug in outage.places)
    until = max([last_year(record), *((outage.until or outage.start).year for outage in outages)])
    return Gaps(since, until, outages, tuple(silent))


class EntrySource(ABC):
    """The entries of a timeline, newest first.

    All methods narrow by `kind`, given as its part of an address ("" for all), and by `dimension` ("" for all).
    """

    gaps: Gaps | None = None
    """None where years without an entry are not shown."""

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
        """The news of whose day nothing is known."""
        return ()

    def general(self, kind: str = "", year: int = 0, month: int = 0) -> int:
        """How many milestones belong to no dimension, and so to none of the narrower views."""
        return 0


@dataclass(frozen=True)
class RecordEntries(EntrySource):
    """Milestones and news of a place, or of all places and the programme (no slug)."""

    record: Record
    slug: str = ""

    @cached_property
    def gaps(self) -> Gaps:  # type: ignore[override]
        """From the year of the programme's start on."""
        return _gaps(self.record, self.slug, self.record.start.year, silent_outlets(self.record, self.slug))

    def entries(self, kind: str = "", dimension: str = "", year: int = 0, month: int = 0) -> tuple[Step, ...]:
        """Milestones and news; a milestone comes before the news of its day."""
        news = self._news(kind, dimension, year, month)
        return tuple(newest_first([*self._milestones(kind, dimension, year, month), *_news_steps(news)]))

    def count(self, kind: str = "", dimension: str = "", year: int = 0, month: int = 0) -> int:
        """How many entries there are; faster than counting `entries`, which makes a `Step` of each."""
        return len(self._milestones(kind, dimension, year, month)) + len(self._news(kind, dimension, year, month))

    def years(self, kind: str = "", dimension: str = "") -> tuple[int, ...]:
        """The years that have a milestone or news, newest first."""
        years = {step.day.year for step in self._milestones(kind, dimension)}
        if kind != MILESTONES_ONLY:
            years |= {*self.record.years(place=self.slug, dimension=dimension, kind=_ITEM_KINDS[kind])}
        return tuple(sorted(years, reverse=True))

    def undated(self, kind: str = "", dimension: str = "") -> tuple[News, ...]:
        """The news of whose day nothing is known; milestones all have one."""
        if kind == MILESTONES_ONLY:
            return ()
        return self.record.undated_news(place=self.slug, dimension=dimension, kind=_ITEM_KINDS[kind])

    def _news(self, kind: str, dimension: str, year: int, month: int) -> tuple[News, ...]:
        if kind == MILESTONES_ONLY:
            return ()
        narrowed = {"place": self.slug, "dimension": dimension, "kind": _ITEM_KINDS[kind]}
        return self.record.news(**narrowed, year=year, month=month)

    def _milestones(self, kind: str, dimension: str, year: int = 0, month: int = 0) -> tuple[Step, ...]:
        steps = self.record.milestones(place=self.slug, year=year)
        if kind not in ("", MILESTONES_ONLY):
            # An award or a regulation is one whether it is told as news or recorded as a milestone.
            steps = tuple(step for step in steps if step.milestone and step.milestone.kind == _ITEM_KINDS[kind])
        if dimension:
            steps = of_dimension(steps, dimension)
        return tuple(step for step in steps if step.month == month) if month else steps

    def general(self, kind: str = "", year: int = 0, month: int = 0) -> int:
        """Steps of the programme as a whole, such as a signature."""
        steps = self._milestones(kind, "", year, month)
        return sum(1 for step in steps if step.milestone and not step.milestone.dimensions)


def of_dimension(milestones: Iterable[Step], dimension: str) -> tuple[Step, ...]:
    """The milestones that belong to a dimension; one that names none is a step of the programme as a whole."""
    return tuple(step for step in milestones if step.milestone and dimension in step.milestone.dimensions)


def newest_entries(record: Record, slug: str, most: int) -> list[Step]:
    """The newest milestones and news of a place, at most so many, newest first; none of which only a bound is known."""
    milestones = [step for step in record.milestones(place=slug) if step.precision not in BOUNDS]
    return newest_first([*milestones[:most], *_news_steps(record.latest(most, place=slug))])[:most]


class NewsEntries(RecordEntries):
    """News of a place, or all news; years that have none are not shown."""

    gaps = None  # type: ignore[assignment]

    def _milestones(self, kind: str, dimension: str, year: int = 0, month: int = 0) -> tuple[Step, ...]:
        return ()


@dataclass(frozen=True)
class FixedEntries(EntrySource):
    """Entries that are given, newest first: an initiative's, or the changes of the record."""

    sorted_entries: tuple[Entry, ...]
    gaps: Gaps | None = None
    dimension: str = ""
    """The dimension of whatever is not news; "" where it has none."""

    def entries(self, kind: str = "", dimension: str = "", year: int = 0, month: int = 0) -> tuple[Entry, ...]:
        """The entries that match."""
        return tuple(
            entry
            for entry in self.sorted_entries
            if year in (0, entry.day.year) and month in (0, entry.month) and self._matches(entry, kind, dimension)
        )

    def years(self, kind: str = "", dimension: str = "") -> tuple[int, ...]:
        """The years of the entries that match, newest first."""
        return tuple(dict.fromkeys(entry.day.year for entry in self.entries(kind, dimension)))

    def _matches(self, entry: Entry, kind: str, dimension: str) -> bool:
        """Whether an entry matches; what is not news counts as a milestone."""
        news = entry.news if isinstance(entry, Step) else None
        if news is None:
            return kind in ("", MILESTONES_ONLY) and dimension in ("", self.dimension)
        return kind in ("", kind_slug(news.item.kind)) and dimension in ("", *news.item.dimensions)


def _news_steps(news: Sequence[News]) -> list[Step]:
    return [Step(day=entry.day, precision=entry.row.precision, news=entry) for entry in news if entry.day]


def initiative_entries(record: Record, entry: InitiativePage) -> FixedEntries:
    """An initiative's changes of status and the dated news that names it.

    Gaps reach back to the first of these; silent outlets are not mentioned, for few write about any one initiative.
    """
    moves = [Step(day=move.date, precision=move.precision, move=move) for move in entry.data.steps]
    steps = tuple(newest_first([*moves, *_news_steps(news_naming(record, entry))]))
    return FixedEntries(steps, _gaps(record, entry.data.place, steps[-1].day.year), entry.data.dimension)


def change_entries(record: Record) -> FixedEntries:
    """The changes of the record."""
    return FixedEntries(tuple(changes(record)))
