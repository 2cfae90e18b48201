"""What the record says about progress, silence and dispute: pure questions to the record, the same for every page."""

import datetime as dt
import math
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from plugins.language.words import MILESTONE_STEPS, machine_date, status_words
from plugins.model.news import News, by_time
from plugins.model.pages import InitiativePage, PlacePage
from plugins.model.record import Record, disputes
from record.models import Claim, InitiativeStep, Milestone
from record.programme import Roster

SILENT_AFTER_MONTHS = 24
"""An initiative is silent when the record's newest news is this much younger than the last word about it."""
NEIGHBOURS = 4
_EARTH_KM = 6371.0


@dataclass(frozen=True)
class Reached:
    """One step of the programme and when a place reached it, earliest first; none where there is no evidence.

    What a place did of the kind before the programme began (`before`) is no step of it.
    """

    kind: str
    milestones: tuple[Milestone, ...]
    before: tuple[Milestone, ...] = ()

    @property
    def first(self) -> Milestone | None:
        """The earliest evidence."""
        return self.milestones[0] if self.milestones else None


def progress(record: Record, place: PlacePage) -> list[Reached]:
    """Where a place stands in the programme, a row a step, in the programme's order."""
    return [_reached(record, place, kind) for kind in MILESTONE_STEPS]


def _reached(record: Record, place: PlacePage, kind: str) -> Reached:
    told = sorted((step for step in place.data.milestone if step.kind == kind), key=lambda step: step.date)
    before = tuple(step for step in told if _is_before(step, record.opening))
    return Reached(kind, tuple(step for step in told if step not in before), before)


def _is_before(step: Milestone, day: dt.date) -> bool:
    """Whether a step surely came before a day: as exactly as its date is known."""
    return machine_date(step.date, step.precision) < machine_date(day, step.precision)


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


def matrix(record: Record, order: str = "nama") -> list[MatrixRow]:
    """All places × steps; a step's order puts the earliest first and places without evidence last."""
    rows = [MatrixRow(place, tuple(progress(record, place))) for _, place in sorted(record.places.items())]
    rows.sort(key=lambda row: row.place.data.name)
    if order == "provinsi":
        rows.sort(key=lambda row: row.place.data.province)
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


def naming(record: Record, entry: InitiativePage) -> list[News]:
    """Published, dated news about the initiative's place that is its evidence or says its name, newest first."""
    cited = {url for step in entry.data.steps for url in step.sources} | set(entry.data.sources)
    evidence = [news for url in cited if (news := record.evidence(url)) and news.when]
    told = {news.address: news for news in (*evidence, *record.naming(entry.address))}
    return sorted(told.values(), key=by_time, reverse=True)


def last_heard(record: Record, entry: InitiativePage) -> Heard:
    """The youngest of its steps and of the news that names it; silence is measured against the record's newest news.

    Not against today: a page says the same until the record changes.
    """
    steps = [(step.date, step.precision) for step in entry.data.steps]
    told = [(news.when.date(), "day") for news in naming(record, entry) if news.when]
    day, precision = max([*steps, *told])
    silent = entry.data.status != "stopped" and is_silent(record, day)
    return Heard(day, precision, silent)


def is_silent(record: Record, last: dt.date) -> bool:
    """Whether a last word is so much older than the record's newest news that what came after counts as silence."""
    return record.newest is not None and _months(last, record.newest) >= SILENT_AFTER_MONTHS


def _months(start: dt.date, end: dt.date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month


def voices(record: Record, news: Iterable[News]) -> int:
    """How many separate publishers stand behind some news: a reprint is none, and governments are one together."""
    official = record.is_official
    return len({"pemerintah" if official(entry) else entry.publisher for entry in news if not entry.item.origin})


@dataclass(frozen=True)
class YearCount:
    """Stories told in a year; a story of several publishers counts once."""

    year: int
    stories: int


def stories_by_year(record: Record, news: Iterable[News]) -> list[YearCount]:
    """Stories a year, each in that of its first telling, from the programme's first to the record's newest.

    `news` stands newest first, as in the record.
    """
    told = {entry.item.story or entry.item.id: entry.when.year for entry in news if entry.when}
    counts = Counter(told.values())
    return [YearCount(year, counts[year]) for year in range(min([record.start.year, *counts]), record.last_year + 1)]


def neighbours(record: Record, place: PlacePage) -> list[tuple[PlacePage, int]]:
    """The nearest tracked places with their distance in whole km, great circle between the seats of government."""
    found = [(_distance(place, other), other) for other in record.places.values() if other is not place]
    return [(other, round(km)) for km, other in sorted(found, key=lambda row: (row[0], row[1].data.slug))[:NEIGHBOURS]]


def _distance(one: PlacePage, two: PlacePage) -> float:
    a, b = math.radians(one.data.latitude), math.radians(two.data.latitude)
    across = math.radians(two.data.longitude - one.data.longitude)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))


@dataclass(frozen=True)
class Alike:
    """Places to compare one with, and by what size they were chosen: population, districts or news."""

    places: tuple[PlacePage, ...]
    by: str


def alike(record: Record, place: PlacePage) -> Alike:
    """Places of like size, neighbours left out: by inhabitants, else by kecamatan within its kind, else by its news.

    The first of these that the place's own file gives, and any other's.
    """
    near = [other.data.slug for other, _ in neighbours(record, place)]
    others = [other for slug, other in sorted(record.places.items()) if other is not place and slug not in near]
    for by, size in _SIZES.items():
        mine = size(record, place)
        known = [(theirs, other) for other in others if (theirs := size(record, other))]
        if by == "districts":
            known = [(theirs, other) for theirs, other in known if other.data.kind == place.data.kind]
        if mine and known:
            known.sort(key=lambda row: abs(math.log(row[0] / mine)))
            return Alike(tuple(other for _, other in known[:NEIGHBOURS]), by)
    return Alike((), "news")


def _inhabitants(_archive: Record, place: PlacePage) -> int:
    return place.data.population.value if place.data.population else 0


def _kecamatan(_archive: Record, place: PlacePage) -> int:
    return place.data.districts.value if place.data.districts else 0


def _told(record: Record, place: PlacePage) -> int:
    return record.news_count(place.data.slug)


_SIZES = {"population": _inhabitants, "districts": _kecamatan, "news": _told}
"""What a place's size may go by, the best first; 0 where it is not known."""


@dataclass(frozen=True)
class RosterDispute:
    """A place that not all lists of a cohort name: who names it and who does not."""

    cohort: int
    place: str
    named: tuple[Roster, ...]
    missing: tuple[Roster, ...]


def roster_disputes(record: Record) -> list[RosterDispute]:
    """Every place on which the lists of a cohort differ."""
    found = []
    for cohort, group in groupby(sorted(record.programme.roster, key=_cohort), key=_cohort):
        rosters = list(group)
        for name in sorted({name for roster in rosters for name in roster.places}):
            named = tuple(roster for roster in rosters if name in roster.places)
            missing = tuple(roster for roster in rosters if name not in roster.places)
            if missing:
                found.append(RosterDispute(cohort, name, named, missing))
    return found


def _cohort(roster: Roster) -> int:
    return roster.cohort


Owner = PlacePage | None
"""Whose claims they are: a place's, or (None) the programme's."""
ClaimRow = tuple[str, list[Claim], bool]


def claim_disputes(record: Record) -> list[tuple[Owner, list[ClaimRow]]]:
    """Claims whose values differ, for the programme and each place that has some."""
    found = [(owner, [row for row in disputes(claims) if row[2]]) for owner, claims in _owners(record)]
    return [(owner, rows) for owner, rows in found if rows]


def noted_disputes(record: Record) -> list[tuple[Owner, list[ClaimRow]]]:
    """Claims that stand alone but whose note tells of another version, for the programme and each place."""
    found = [(owner, [row for row in disputes(claims) if _is_noted(row)]) for owner, claims in _owners(record)]
    return [(owner, rows) for owner, rows in found if rows]


def _is_noted(row: ClaimRow) -> bool:
    _, claims, differ = row
    return not differ and any(claim.disputed for claim in claims)


def _owners(record: Record) -> Iterator[tuple[Owner, list[Claim]]]:
    """Everyone's claims; what a place's file says of a subject of the programme stands beside the programme's."""
    subjects = {claim.subject for claim in record.programme.claim}
    places = [place for _, place in sorted(record.places.items())]
    shared = [claim for place in places for claim in place.data.claim if claim.subject in subjects]
    yield None, [*record.programme.claim, *shared]
    for place in places:
        yield place, [claim for claim in place.data.claim if claim.subject not in subjects]


@dataclass(frozen=True)
class Change:
    """Something in the record that moved: the day, what kind, in words, the page it is on, and its id for life."""

    day: dt.date
    kind: str
    title: str
    text: str
    address: str
    id: str

    @property
    def month(self) -> int:
        """Its month."""
        return self.day.month


def changes(record: Record) -> list[Change]:
    """Status moves, re-filed items, corrections and dead citations, newest first."""
    found = [*_moves(record), *_refiled(record), *_corrections(record), *_dead(record)]
    return sorted(found, key=lambda change: (change.day.isoformat(), change.id), reverse=True)


def _moves(record: Record) -> Iterator[Change]:
    for entry in record.initiatives:
        steps, where = entry.data.steps, record.place_name(entry.data.place)
        for before, after in pairwise(steps):
            yield Change(
                day=after.noted or after.date,
                kind="status",
                title=f"{entry.data.name}, {where}: {status_words(after.status)}",
                text=_moved(before, after),
                address=entry.address,
                id=change_id("status", entry.address, after.id),
            )


def _moved(before: InitiativeStep, after: InitiativeStep) -> str:
    return f"Dari {status_words(before.status)} menjadi {status_words(after.status)}. {after.summary}"


def _refiled(record: Record) -> Iterator[Change]:
    for decision in record.refiled:
        news = record.evidence(decision.url)
        if news:
            was, now = (", ".join(map(record.place_name, names)) or "–" for names in (decision.was, decision.now))
            yield Change(
                day=decision.when.date(),
                kind="refiled",
                title=f"Dipindahkan: {news.item.title}",
                text=f"Dari {was} ke {now}.",
                address=news.address,
                id=change_id("refiled", decision.url, decision.when.isoformat()),
            )


def _corrections(record: Record) -> Iterator[Change]:
    for page in record.corrections:
        facts = page.data
        yield Change(
            day=facts.date,
            kind="correction",
            title=f"Koreksi: {facts.now}",
            text=f"Semula: {facts.was} Menjadi: {facts.now} {facts.why}",
            address=f"/koreksi/#{page.name}",
            id=page.id,
        )


def _dead(record: Record) -> Iterator[Change]:
    """Every cited address that has gone, by its own citation or by what the collector noticed of its item."""
    told = set()
    for citation in record.citations.values():
        page = record.cited_on(citation.url)
        if citation.state == "gone" and page:
            told.add(citation.url)
            yield _gone(record, citation.url, citation.since or citation.checked, page)
    for news in (*record.listed, *record.undated):
        if news.item.gone and news.item.source_url not in told:
            yield _gone(record, news.item.source_url, news.item.gone.date(), news.address)


def _gone(record: Record, url: str, day: dt.date, page: str) -> Change:
    ours = record.evidence(url)
    return Change(
        day=day,
        kind="gone",
        title=f"Sumber hilang: {ours.item.title if ours else url}",
        text=f"Alamat asli di {record.publisher(url)} tidak ada lagi.",
        address=page,
        id=change_id("gone", ours.item.id if ours else url),
    )


def change_id(*parts: str) -> str:
    """What a change is known by for life, made of what never changes of it."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "|".join(("pantau100", *parts))).urn
