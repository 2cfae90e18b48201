"""What the record says about progress, silence and dispute: pure questions to the archive, the same for every page."""

import datetime as dt
import math
import re
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from plugins.archive import Archive, InitiativePage, News, PlacePage, Step, disputes
from plugins.words import (
    DIMENSIONS,
    MILESTONE_STEPS,
    MILESTONES_ONLY,
    NEWS_KINDS,
    dimension_words,
    kind_slug,
    kind_words,
    status_words,
)
from scrapers.store.record import Claim, InitiativeStep, Milestone, Outage, Roster

SILENT_AFTER_MONTHS = 24
"""An initiative is silent when the record's newest news is this much younger than the last word about it."""
OTHER_VERSION = (
    "menyebut",
    "menulis",
    "bertentangan",
    "berbeda",
    "versi lain",
    "sumber lain",
    "keliru",
    "mencantumkan",
)
"""Words by which a claim's note tells that another source says otherwise."""
NEIGHBOURS = 4
_EARTH_KM = 6371.0


@dataclass(frozen=True)
class Reached:
    """One step of the programme and when a place reached it, earliest first; none where there is no evidence."""

    kind: str
    milestones: tuple[Milestone, ...]

    @property
    def first(self) -> Milestone | None:
        """The earliest evidence."""
        return self.milestones[0] if self.milestones else None


def progress(place: PlacePage) -> list[Reached]:
    """Where a place stands in the programme, a row a step, in the programme's order."""
    by_kind: dict[str, list[Milestone]] = defaultdict(list)
    for milestone in sorted(place.facts.milestone, key=lambda milestone: milestone.date):
        by_kind[milestone.kind].append(milestone)
    return [Reached(kind, tuple(by_kind[kind])) for kind in MILESTONE_STEPS]


@dataclass(frozen=True)
class MatrixRow:
    """A place and its steps, in the order of `MILESTONE_STEPS`."""

    place: PlacePage
    steps: tuple[Reached, ...]

    @property
    def reached(self) -> int:
        """How many steps have evidence."""
        return sum(1 for step in self.steps if step.first)


MATRIX_ORDERS = ("nama", "provinsi", "jumlah", *MILESTONE_STEPS)
"""By what the matrix can be sorted; the first is the page itself."""


def matrix(archive: Archive, order: str = "nama") -> list[MatrixRow]:
    """All places × steps; a step's order puts the earliest first and places without evidence last."""
    rows = [MatrixRow(place, tuple(progress(place))) for _, place in sorted(archive.places.items())]
    rows.sort(key=lambda row: row.place.facts.name)
    if order == "provinsi":
        rows.sort(key=lambda row: row.place.facts.province)
    elif order == "jumlah":
        rows.sort(key=lambda row: -row.reached)
    elif order in MILESTONE_STEPS:
        rows.sort(key=lambda row: _first_day(row, order))
    return rows


def _first_day(row: MatrixRow, kind: str) -> dt.date:
    first = row.steps[MILESTONE_STEPS.index(kind)].first
    return first.date if first else dt.date.max


@dataclass(frozen=True)
class Heard:
    """The last word about an initiative: the day, how exact, and whether it has been silent since."""

    day: dt.date
    precision: str
    silent: bool


def naming(archive: Archive, entry: InitiativePage) -> list[News]:
    """Published, dated news about the initiative's place that is its evidence or says its name, newest first."""
    cited = {url for step in entry.facts.steps for url in step.sources} | set(entry.facts.sources)
    evidence = {news.address for url in cited if (news := archive.evidence(url))}
    name = _name_pattern([entry.facts.name, *entry.facts.aliases])
    local = archive.of_place(archive.listed, entry.facts.place)
    named = [news for news in local if name.search(news.words)]
    addresses = evidence | {news.address for news in named}
    return [news for news in archive.listed if news.address in addresses]


def _name_pattern(names: Iterable[str]) -> re.Pattern[str]:
    told = "|".join(re.escape(name.casefold()) for name in names)
    return re.compile(rf"(?<!\w)(?:{told})(?!\w)")


def last_heard(archive: Archive, entry: InitiativePage) -> Heard:
    """The youngest of its steps and of the news that names it; silence is measured against the record's newest news.

    Not against today: a page says the same until the record changes.
    """
    steps = [(step.date, step.precision) for step in entry.facts.steps]
    told = [(news.when.date(), "day") for news in naming(archive, entry) if news.when]
    day, precision = max([*steps, *told])
    newest = archive.newest
    silent = newest is not None and entry.facts.status != "stopped" and _months(day, newest) >= SILENT_AFTER_MONTHS
    return Heard(day, precision, silent)


def _months(start: dt.date, end: dt.date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month


def voices(archive: Archive, news: Iterable[News]) -> int:
    """How many separate publishers stand behind some news: a reprint is none, and governments are one together."""
    official = archive.is_official
    return len({"pemerintah" if official(entry) else entry.publisher for entry in news if not entry.item.origin})


@dataclass(frozen=True)
class YearCount:
    """Stories told in a year; a story of several publishers counts once."""

    year: int
    stories: int


def stories_by_year(archive: Archive, news: Iterable[News]) -> list[YearCount]:
    """Stories a year from the programme's first year to the record's newest, years without any included."""
    told = {entry.item.story or entry.item.id: entry.when.year for entry in reversed(list(news)) if entry.when}
    counts = Counter(told.values())
    return [YearCount(year, counts[year]) for year in range(min([archive.start.year, *counts]), archive.last_year + 1)]


def neighbours(archive: Archive, place: PlacePage) -> list[tuple[PlacePage, int]]:
    """The nearest tracked places with their distance in whole km, great circle between the seats of government."""
    found = [(_distance(place, other), other) for other in archive.places.values() if other is not place]
    return [(other, round(km)) for km, other in sorted(found, key=lambda row: (row[0], row[1].facts.slug))[:NEIGHBOURS]]


def _distance(one: PlacePage, two: PlacePage) -> float:
    a, b = math.radians(one.facts.latitude), math.radians(two.facts.latitude)
    across = math.radians(two.facts.longitude - one.facts.longitude)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))


@dataclass(frozen=True)
class Alike:
    """Places to compare one with, and whether inhabitants (else the amount of news kept) made the choice."""

    places: tuple[PlacePage, ...]
    by_population: bool


def alike(archive: Archive, place: PlacePage) -> Alike:
    """Places of like size: by inhabitants where the files give them with a source, else by how much is told of them."""
    others = [other for _, other in sorted(archive.places.items()) if other is not place]
    known = [other for other in others if other.facts.population]
    if place.facts.population and known:
        return Alike(tuple(sorted(known, key=lambda other: _apart(place, other))[:NEIGHBOURS]), by_population=True)
    mine = archive.news_count(place.facts.slug)
    others.sort(key=lambda other: abs(archive.news_count(other.facts.slug) - mine))
    return Alike(tuple(others[:NEIGHBOURS]), by_population=False)


def _apart(one: PlacePage, two: PlacePage) -> float:
    mine, theirs = one.facts.population, two.facts.population
    return abs(math.log(mine.value / theirs.value)) if mine and theirs else math.inf


@dataclass(frozen=True)
class View:
    """A timeline narrowed to milestones or a kind of news, to a dimension, or to both; the whole has neither."""

    kind: str
    dimension: str
    steps: tuple[Step, ...]
    undated: tuple[News, ...]

    @property
    def key(self) -> str:
        """The view's part of the address; "" for the whole timeline."""
        return "/".join(filter(None, (self.kind, self.dimension)))

    @property
    def name(self) -> str:
        """What it is narrowed to, in words; "" for the whole timeline."""
        kind = VIEW_KINDS.get(self.kind, "")
        return ", ".join(filter(None, (kind.capitalize(), self.dimension and dimension_words(self.dimension))))

    @property
    def size(self) -> int:
        """How many entries it has."""
        return len(self.steps) + len(self.undated)


VIEW_KINDS = {MILESTONES_ONLY: MILESTONES_ONLY} | {kind_slug(kind): kind_words(kind) for kind in NEWS_KINDS}
"""By what kind a timeline can be narrowed: the address's part and its word."""


def views(steps: Sequence[Step], undated: Sequence[News]) -> list[View]:
    """The whole timeline first, then each kind, dimension and pair of both that has an entry."""
    pairs = [(kind, dimension) for kind in ("", *VIEW_KINDS) for dimension in ("", *DIMENSIONS)]
    found = [_view(kind, dimension, steps, undated) for kind, dimension in pairs]
    return [view for view in found if view.size or not view.key]


def _view(kind: str, dimension: str, steps: Sequence[Step], undated: Sequence[News]) -> View:
    told = tuple(step for step in steps if _fits(step.news, kind, dimension))
    return View(kind, dimension, told, tuple(news for news in undated if _fits(news, kind, dimension)))


def _fits(news: News | None, kind: str, dimension: str) -> bool:
    """Whether news, or a milestone (None), belongs to a view; milestones have no dimension."""
    if news is None:
        return kind in ("", MILESTONES_ONLY) and not dimension
    return kind in ("", kind_slug(news.item.kind)) and (not dimension or dimension in news.item.dimensions)


@dataclass(frozen=True)
class ViewLink:
    """A plain link from one view to another; without an address it is the view itself."""

    name: str
    size: int
    key: str | None


def view_links(views: Sequence[View], here: View) -> list[tuple[str, list[ViewLink]]]:
    """From a view to the others: the kinds at its dimension, and the dimensions at its kind."""
    by_key = {(view.kind, view.dimension): view for view in views}
    kinds = [((kind, here.dimension), VIEW_KINDS.get(kind, "semua").capitalize()) for kind in ("", *VIEW_KINDS)]
    dimensions = [((here.kind, name), dimension_words(name) if name else "Semua") for name in ("", *DIMENSIONS)]
    rows = (("Jenis", kinds), ("Dimensi", dimensions))
    return [(label, [_link(by_key[pair], name, here) for pair, name in row if pair in by_key]) for label, row in rows]


def _link(view: View, name: str, here: View) -> ViewLink:
    return ViewLink(name, view.size, None if view is here else view.key)


@dataclass(frozen=True)
class Stretch:
    """A year of a timeline, or a run of years in which nothing was found, and who was blind in it.

    Its months (None where only the year is known) stand newest first.
    """

    first: int
    last: int
    months: tuple[tuple[int | None, tuple[Step, ...]], ...] = ()
    outages: tuple[Outage, ...] = ()

    @property
    def name(self) -> str:
        """`2019`, or `2019–2021`."""
        return str(self.last) if self.first == self.last else f"{self.first}–{self.last}"


def timeline(archive: Archive, steps: Sequence[Step], slug: str = "", since: int | None = None) -> list[Stretch]:
    """Steps (newest first) by year and month, back to `since` (the programme's start); empty years are joined."""
    by_year = {year: tuple(group) for year, group in groupby(steps, key=lambda step: step.day.year)}
    first = min([since or archive.start.year, *by_year])
    outages = [outage for outage in archive.outages if not slug or slug in outage.places]
    found: list[Stretch] = []
    for year in range(max([archive.last_year, *by_year]), first - 1, -1):
        here = _stretch(year, by_year.get(year, ()), outages, archive.last_year)
        if found and not here.months and not found[-1].months and here.outages == found[-1].outages:
            found[-1] = replace(found[-1], first=year)
        else:
            found.append(here)
    return found


def _stretch(year: int, steps: Sequence[Step], outages: Iterable[Outage], last: int) -> Stretch:
    months = groupby(steps, key=lambda step: None if step.precision == "year" else step.day.month)
    blind = [outage for outage in outages if outage.start.year <= year <= (outage.until.year if outage.until else last)]
    return Stretch(year, year, tuple((month, tuple(group)) for month, group in months), tuple(blind))


def initiative_timeline(archive: Archive, entry: InitiativePage) -> list[Stretch]:
    """An initiative's moves and the news that names it, back to the first of them."""
    moves = [Step(day=move.date, precision=move.precision, move=move) for move in entry.facts.steps]
    news = [Step(day=news.when.date(), precision="day", news=news) for news in naming(archive, entry) if news.when]
    steps = sorted([*moves, *news], key=lambda step: step.order, reverse=True)
    return timeline(archive, steps, entry.facts.place, since=steps[-1].day.year)


@dataclass(frozen=True)
class RosterDispute:
    """A place that not all lists of a cohort name: who names it and who does not."""

    cohort: int
    place: str
    named: tuple[Roster, ...]
    missing: tuple[Roster, ...]


def roster_disputes(archive: Archive) -> list[RosterDispute]:
    """Every place on which the lists of a cohort differ."""
    found = []
    for cohort, group in groupby(sorted(archive.programme.roster, key=_cohort), key=_cohort):
        rosters = list(group)
        for name in sorted({name for roster in rosters for name in roster.places}):
            named = tuple(roster for roster in rosters if name in roster.places)
            missing = tuple(roster for roster in rosters if name not in roster.places)
            if missing:
                found.append(RosterDispute(cohort, name, named, missing))
    return found


def _cohort(roster: Roster) -> int:
    return roster.cohort


def claim_disputes(archive: Archive) -> list[tuple[PlacePage | None, list[tuple[str, list[Claim], bool]]]]:
    """Claims whose values differ, for the programme (None) and each place that has some."""
    found = [(owner, [row for row in disputes(claims) if row[2]]) for owner, claims in _owners(archive)]
    return [(owner, rows) for owner, rows in found if rows]


def noted_disputes(archive: Archive) -> list[tuple[PlacePage | None, list[Claim]]]:
    """Claims that stand alone but whose note tells of another version, for the programme and each place."""
    found = []
    for owner, claims in _owners(archive):
        alone = [claim for _, group, differ in disputes(claims) if not differ for claim in group]
        found.append((owner, [claim for claim in alone if any(word in claim.note.lower() for word in OTHER_VERSION)]))
    return [(owner, claims) for owner, claims in found if claims]


def _owners(archive: Archive) -> list[tuple[PlacePage | None, list[Claim]]]:
    places = [(place, list(place.facts.claim)) for _, place in sorted(archive.places.items())]
    return [(None, list(archive.programme.claim)), *places]


@dataclass(frozen=True)
class Change:
    """Something in the record that moved: the day, what kind, in words, the page it is on, and its id for life."""

    day: dt.date
    kind: str
    title: str
    text: str
    address: str
    id: str


def changes(archive: Archive) -> list[Change]:
    """Status moves, re-filed items, corrections and dead citations, newest first."""
    found = [*_moves(archive), *_refiled(archive), *_corrections(archive), *_dead(archive)]
    return sorted(found, key=lambda change: (change.day.isoformat(), change.id), reverse=True)


def _moves(archive: Archive) -> Iterator[Change]:
    for entry in archive.initiatives:
        steps, where = entry.facts.steps, archive.place_name(entry.facts.place)
        for before, after in pairwise(steps):
            yield Change(
                day=after.noted or after.date,
                kind="status",
                title=f"{entry.facts.name}, {where}: {status_words(after.status)}",
                text=_moved(before, after),
                address=entry.address,
                id=_change_id("status", entry.address, after.date.isoformat(), after.status),
            )


def _moved(before: InitiativeStep, after: InitiativeStep) -> str:
    return f"Dari {status_words(before.status)} menjadi {status_words(after.status)}. {after.summary}"


def _refiled(archive: Archive) -> Iterator[Change]:
    for decision in archive.refiled:
        news = archive.evidence(decision.url)
        if news:
            was, now = (", ".join(map(archive.place_name, names)) or "–" for names in (decision.was, decision.now))
            yield Change(
                day=decision.when.date(),
                kind="refiled",
                title=f"Dipindahkan: {news.item.title}",
                text=f"Dari {was} ke {now}.",
                address=news.address,
                id=_change_id("refiled", decision.url, decision.when.isoformat()),
            )


def _corrections(archive: Archive) -> Iterator[Change]:
    for page in archive.corrections:
        facts = page.facts
        yield Change(
            day=facts.date,
            kind="correction",
            title=f"Koreksi: {facts.now}",
            text=f"Semula: {facts.was} Menjadi: {facts.now} {facts.why}",
            address=f"/koreksi/#{page.name}",
            id=page.id,
        )


def _dead(archive: Archive) -> Iterator[Change]:
    for news in (*archive.listed, *archive.undated):
        citation = archive.citation(news.item.source_url)
        day = citation.checked if citation and citation.state == "gone" else news.item.gone and news.item.gone.date()
        if day:
            yield Change(
                day=day,
                kind="gone",
                title=f"Sumber hilang: {news.item.title}",
                text=f"Alamat asli di {news.publisher} tidak ada lagi.",
                address=news.address,
                id=_change_id("gone", news.item.id),
            )


def _change_id(*parts: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, "|".join(("pantau100", *parts))).urn
