"""All of `content/`, read and checked once: either everything is right or every fault is named."""

import datetime as dt
import hashlib
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from markupsafe import Markup
from pydantic import BaseModel, ValidationError

from plugins.incremental.dependencies import Facts, compared, digest_of, noted, shared, watched
from plugins.incremental.file_stats import Stamp
from plugins.model.news import (
    KIND,
    PLACES,
    TOPICS,
    WHEN,
    Given,
    Kept,
    Narrowing,
    News,
    Surroundings,
    order_of,
    read_news,
)
from plugins.model.safe_markdown import render
from plugins.model.stories import Story, stories
from record.content_files import read_correction, read_initiative, read_place, read_programme
from record.errors import ContentFaults, ContentProblem
from record.json_lines import Line, read_lines
from record.models import Claim, Correction, Initiative, InitiativeStep, Milestone, Place, cited_in, government_hosts
from record.monitoring import Citation, Health, Outage
from record.programme import Programme
from record.tray import Tray
from record.urls import host, url_key


class _Prose:
    """What has a text in Markdown, which becomes HTML when a page shows it."""

    text: str

    @cached_property
    def prose(self) -> Markup:
        """The text as HTML that can do nothing."""
        return render(self.text)


@dataclass(frozen=True, kw_only=True)
class PlacePage(_Prose):
    """One place with its prose."""

    facts: Place
    text: str = ""

    @property
    def address(self) -> str:
        """Where its page stands."""
        return f"/daerah/{self.facts.slug}/"


@dataclass(frozen=True, kw_only=True)
class InitiativePage(_Prose):
    """One initiative with its prose."""

    facts: Initiative
    address: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class CorrectionPage(_Prose):
    """One correction with its prose; its file's name is its anchor and, for life, its entry's id."""

    name: str
    facts: Correction
    text: str = ""

    @property
    def id(self) -> str:
        """What its feed entry is known by."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"pantau100|koreksi|{self.name}").urn


class Refiled(BaseModel):
    """A decision in `content/tray/decisions.jsonl` that moved a published item to other places."""

    when: dt.datetime
    url: str
    was: list[str]
    now: list[str]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of a timeline: a milestone, an item of news, or a move of an initiative's status."""

    day: dt.date
    precision: str
    place: PlacePage | None = None
    milestone: Milestone | None = None
    news: News | None = None
    move: InitiativeStep | None = None

    @property
    def month(self) -> int | None:
        """Its month; None where only the year is known."""
        return None if self.precision == "year" else self.day.month

    @property
    def order(self) -> tuple[str, int, str]:
        """Newest first when reversed; a milestone or move stands before the news of its day."""
        told = self.milestone or self.move
        words = told.summary if told else self.news.address if self.news else ""
        return (self.day.isoformat(), int(told is not None), words)


@dataclass(frozen=True)
class Publisher:
    """A publisher, how much dated news it has, and the day of the newest."""

    name: str
    count: int
    last: dt.date


class MeasuredPlace(BaseModel):
    """How often a place was named rightly, named wrongly and missed among the labelled cases."""

    place: str
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        """The share of its namings that were right; None where it was never named."""
        named = self.right + self.wrong
        return self.right / named if named else None

    @property
    def recall(self) -> float | None:
        """The share of the cases about it that were found; None where there is none."""
        cases = self.right + self.missed
        return self.right / cases if cases else None


class Measured(BaseModel):
    """`content/measured/places.json`, which `python -m tests.decide.score --write` makes."""

    cases: int
    main_right: int
    about_f1: float
    false_places: int
    places: list[MeasuredPlace]


@watched(
    "initiatives",
    "programme",
    "programme_prose",
    "pages",
    "measured",
    "corrections",
    "outages",
    "health",
    "refiled",
    places="place",
    citations="citation",
)
@dataclass(frozen=True)
class Archive:
    """The whole record, in the order in which pages show it.

    What a page reads of it is noted in `facts`; what is kept for several pages to use notes nothing (`@shared`), and
    the method that looks something up in it notes what was looked up.
    """

    facts: Facts = field(default_factory=Facts, init=False, compare=False, repr=False)
    places: Mapping[str, PlacePage] = field(default_factory=dict)
    initiatives: tuple[InitiativePage, ...] = ()
    programme: Programme = field(default_factory=Programme)
    programme_prose: tuple[Markup, ...] = ()
    pages: tuple[News, ...] = ()
    measured: Measured | None = None
    corrections: tuple[CorrectionPage, ...] = ()
    citations: Mapping[str, Citation] = field(default_factory=dict)
    outages: tuple[Outage, ...] = ()
    health: tuple[Health, ...] = ()
    refiled: tuple[Refiled, ...] = ()

    @property
    def listed(self) -> tuple[News, ...]:
        """What lists and feeds show: published and dated, newest first."""
        return self.news()

    @property
    def undated(self) -> tuple[News, ...]:
        """Published items whose date no source tells."""
        return self.undated_news()

    def news(
        self, *, place: str = "", dimension: str = "", kind: str = "", year: int = 0, month: int = 0
    ) -> tuple[News, ...]:
        """Published and dated news, newest first, narrowed to what is given."""
        narrowing = Narrowing(place, dimension, kind, year, month)
        self.facts.note(narrowing.fact(dated=True))
        return self._dated.get(narrowing)

    def undated_news(self, *, place: str = "", dimension: str = "", kind: str = "") -> tuple[News, ...]:
        """Published news whose date no source tells, narrowed to what is given."""
        narrowing = Narrowing(place, dimension, kind)
        self.facts.note(narrowing.fact(dated=False))
        return self._undated.get(narrowing)

    @shared
    def _dated(self) -> "_Narrowed":
        dated = [news for news in self.pages if news.is_published and news.is_dated]
        return _Narrowed(sorted(dated, key=order_of, reverse=True))

    @shared
    def _undated(self) -> "_Narrowed":
        return _Narrowed([news for news in self.pages if news.is_published and not news.is_dated])

    @shared
    def _by_address(self) -> dict[str, News]:
        return {news.address: news for news in self.pages}

    def page(self, address: str) -> News:
        """The item whose page stands at an address."""
        self.facts.note(f"news {address}")
        return self._by_address[address]

    def published(self, address: str) -> News | None:
        """The item whose page stands at an address, if lists and feeds may show it."""
        self.facts.note(f"news {address}")
        found = self._by_address.get(address)
        return found if found and found.is_published else None

    @shared
    def _by_source(self) -> dict[str, News]:
        return {news.row.source_key: news for news in (*self.undated, *self.listed)}

    def evidence(self, url: str) -> News | None:
        """Our own item about an original, if there is one."""
        known = url_key(url)
        self.facts.note(f"source {known}")
        return self._by_source.get(known)

    @shared
    def _stories(self) -> dict[str, Story]:
        told = (news for news in (*self.undated, *self.listed) if news.row.story)
        return stories(told, self.government_hosts)

    def story(self, news: News) -> Story | None:
        """The story that an item belongs to, if it has others."""
        if not news.item.story:
            return None
        self.facts.note(f"story {news.item.story}")
        found = self._stories.get(news.item.story)
        return found and Story(found.members, self.government_hosts)

    @noted
    def government_hosts(self) -> frozenset[str]:
        """The hosts of the places' own websites."""
        return government_hosts(place.facts for place in self.places.values())

    def is_official(self, news: News) -> bool:
        """Whether an item is a government's own word."""
        return Story((news,), self.government_hosts).is_official(news)

    @noted
    def by_place_name(self) -> dict[str, PlacePage]:
        """Places by their full name."""
        return {place.facts.name: place for place in self.places.values()}

    @property
    def start(self) -> dt.datetime:
        """The programme's first day: what an empty feed was last changed on."""
        facts = self.programme.programme
        day = facts.start if facts else dt.date(2017, 5, 22)
        return dt.datetime(day.year, day.month, day.day, tzinfo=dt.timezone(dt.timedelta(hours=7)))

    @property
    def opening(self) -> dt.date:
        """The day of the programme's first milestone: what places did before is no step of it."""
        return min([self.start.date(), *(milestone.date for milestone in self.programme.milestone)])

    @property
    def newest(self) -> dt.date | None:
        """The day of the newest dated news: how far the record reaches."""
        told = self.newest_day()
        return dt.date.fromisoformat(told) if told else None

    @compared
    def newest_day(self) -> str:
        """The same, compared as a day (ISO 8601); "" where there is none."""
        return next((news.told[WHEN][:10] for news in self.listed), "")

    @property
    def last_year(self) -> int:
        """The youngest year of which the record tells anything."""
        return self.youngest_year()

    @compared
    def youngest_year(self) -> int:
        """The same, compared as a year."""
        days = [milestone.date for place in self.places.values() for milestone in place.facts.milestone]
        days += [milestone.date for milestone in self.programme.milestone]
        return max([self.start.year, *(day.year for day in days), *([self.newest.year] if self.newest else [])])

    def place_name(self, slug: str) -> str:
        """A place's name, or its slug where it is not tracked."""
        return self.places[slug].facts.name if slug in self.places else slug

    def citation(self, url: str) -> Citation | None:
        """How a cited address fared when it was last asked; None where it never was."""
        return self.citations.get(url)

    @noted
    def _outlet_names(self) -> dict[str, str]:
        return {host(outlet.url): outlet.name for place in self.places.values() for outlet in place.facts.outlet}

    @noted
    def _cited_on(self) -> dict[str, str]:
        """Where each address is cited: on an item's own page, else on an initiative's, a place's or the programme's."""
        found = dict.fromkeys(cited_in(self.programme), "/program/")
        for place in self.places.values():
            found |= dict.fromkeys(cited_in(place.facts), place.address)
        for entry in self.initiatives:
            found |= dict.fromkeys(cited_in(entry.facts), entry.address)
        return found | {news.item.source_url: news.address for news in (*self.undated, *self.listed)}

    def cited_on(self, url: str) -> str | None:
        """The page of ours that cites an address; None where nothing does."""
        return self._cited_on.get(url)

    def publisher(self, url: str) -> str:
        """Who stands behind an address: as the item or the place's file names them, else the host."""
        ours = self.evidence(url)
        return ours.publisher if ours else self._outlet_names.get(host(url), host(url))

    def archive_url(self, url: str) -> str:
        """Where a copy of a cited page is: the one on record, else where a web archive would have it."""
        known, ours = self.citation(url), self.evidence(url)
        if known and known.archive:
            return known.archive
        return ours.archive_url if ours else f"https://web.archive.org/web/{url}"

    @compared
    def news_count(self, slug: str = "") -> int:
        """How many published items are about a place (all, without one), dated or not."""
        return len(self.news(place=slug)) + len(self.undated_news(place=slug))

    @shared
    def _mentions(self) -> dict[str, list[News]]:
        found: dict[str, list[News]] = defaultdict(list)
        for news in (*self.listed, *self.undated):
            for slug in dict.fromkeys(news.row.mentions):
                if slug not in news.row.places:
                    found[slug].append(news)
        return found

    def mentioning(self, slug: str) -> list[News]:
        """The items that only mention a place."""
        self.facts.note(f"mention {slug}")
        return self._mentions.get(slug, [])

    @shared
    def _initiatives_by_place(self) -> dict[str, list[InitiativePage]]:
        found: dict[str, list[InitiativePage]] = defaultdict(list)
        for entry in self.initiatives:
            found[entry.facts.place].append(entry)
        return found

    def initiatives_of(self, slug: str) -> list[InitiativePage]:
        """A place's initiatives."""
        self.facts.note(f"initiatives {slug}")
        return self._initiatives_by_place.get(slug, [])

    def initiative(self, address: str) -> InitiativePage:
        """The initiative whose page stands at an address."""
        self.facts.note(f"initiative {address}")
        return self._initiatives_by_address[address]

    @shared
    def _initiatives_by_address(self) -> dict[str, InitiativePage]:
        return {entry.address: entry for entry in self.initiatives}

    @shared
    def _naming(self) -> dict[str, list[News]]:
        found: dict[str, list[News]] = defaultdict(list)
        for news in self.listed:
            for address in news.row.names:
                found[address].append(news)
        return found

    def naming(self, address: str) -> list[News]:
        """Published, dated news about an initiative's place whose text says its name, newest first."""
        self.facts.note(f"naming {address}")
        return self._naming.get(address, [])

    def milestones(self, *, place: str = "", year: int = 0) -> tuple[Step, ...]:
        """Dated steps of a place, or of all places and the programme, newest first; of one year where it is given."""
        if place:
            return tuple(step for step in self._milestones_of(place) if year in (0, step.day.year))
        return self._milestones.get(year, ())

    def _milestones_of(self, slug: str) -> list[Step]:
        place = self.places[slug]
        return _in_order(_milestone_step(step, place) for step in place.facts.milestone)

    @noted
    def _milestones(self) -> Mapping[int, tuple[Step, ...]]:
        found = [_milestone_step(step, None) for step in self.programme.milestone]
        found += [_milestone_step(step, place) for place in self.places.values() for step in place.facts.milestone]
        groups: dict[int, list[Step]] = defaultdict(list)
        for step in _in_order(found):
            groups[0].append(step)
            groups[step.day.year].append(step)
        return {year: tuple(steps) for year, steps in groups.items()}

    def years(self, *, place: str = "", dimension: str = "", kind: str = "") -> tuple[int, ...]:
        """The years of which there is dated news, narrowed by what is given, newest first."""
        return self.years_of(place, dimension, kind)

    @compared
    def years_of(self, place: str, dimension: str, kind: str) -> tuple[int, ...]:
        """The same, compared as years."""
        told = self.news(place=place, dimension=dimension, kind=kind)
        return tuple(dict.fromkeys(int(news.told[WHEN][:4]) for news in told))

    @compared
    def months(self) -> tuple[tuple[int, int], ...]:
        """The years and months of which there is dated news, newest first."""
        return tuple(dict.fromkeys((int(news.told[WHEN][:4]), int(news.told[WHEN][5:7])) for news in self.listed))

    def publishers(self, *, place: str = "") -> tuple[Publisher, ...]:
        """Who told of a place (of any, without one), by name."""
        days: dict[str, list[str]] = defaultdict(list)
        for news in self.news(place=place):
            days[news.publisher].append(news.told[WHEN][:10])
        return tuple(Publisher(name, len(told), dt.date.fromisoformat(told[0])) for name, told in sorted(days.items()))


class _Narrowed:
    """News by what a list may be narrowed to; each combination of what is given is sorted out once, when asked for.

    What is narrowed to a place is sorted out among that place's news alone.
    """

    def __init__(self, news: Iterable[News]) -> None:
        """`news` stands in the order in which every list keeps it."""
        self._all = tuple(news)
        self._groups: dict[tuple[str, Given], dict[tuple[object, ...], tuple[News, ...]]] = {}

    def get(self, narrowing: Narrowing) -> tuple[News, ...]:
        """What is so narrow, in order."""
        given = narrowing.given
        if not any(given):
            return self._all
        place = narrowing.place if sum(given) > 1 else ""
        if (place, given) not in self._groups:
            self._groups[place, given] = self._sorted_out(place, given)
        return self._groups[place, given].get(narrowing, ())

    def _sorted_out(self, place: str, given: Given) -> dict[tuple[object, ...], tuple[News, ...]]:
        by_place, by_dimension, by_kind, by_year, by_month = given
        groups: dict[tuple[object, ...], list[News]] = defaultdict(list)
        # As `News.narrowings` tells it, but without a generator for each of ten thousand.
        for news in self.get(Narrowing(place)):
            told = news.told
            kind = told[KIND] if by_kind else ""
            year = int(told[WHEN][:4]) if by_year else 0
            month = int(told[WHEN][5:7]) if by_month else 0
            for slug in dict.fromkeys(told[PLACES]) if by_place else _NO_NAME:
                for dimension in dict.fromkeys(told[TOPICS]) if by_dimension else _NO_NAME:
                    groups[slug, dimension, kind, year, month].append(news)
        return {told: tuple(group) for told, group in groups.items()}


_NO_NAME = ("",)


def disputes(claims: Iterable[Claim]) -> list[tuple[str, list[Claim], bool]]:
    """Claims by subject, and whether their values differ."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.subject].append(claim)
    rows = [(subject, group, len({claim.value for claim in group}) > 1) for subject, group in groups.items()]
    return sorted(rows, key=lambda row: (not row[2], row[0]))


@dataclass(frozen=True)
class Record:
    """The record as it was read: what to keep of it, and which facts are no longer as they were kept.

    `leaves` are the digests of the facts that come from other files than news.
    """

    archive: Archive
    news: Kept
    parsed: dict[str, "Parsed"]
    leaves: Mapping[str, str]
    changed: frozenset[str]


def read_archive(content: Path) -> Archive:
    """Read `content`, or raise `ContentFaults` with every fault in it."""
    return read_record(content, Kept()).archive


def read_record(
    content: Path,
    kept: Kept,
    parsed: Mapping[str, "Parsed"] = MappingProxyType({}),
    stamps: Mapping[str, Stamp] | None = None,
) -> Record:
    """Read `content`, as far as it changed since `kept` and `parsed`; raises `ContentFaults` with every fault in it.

    `stamps` are those of what is in the folder of news, by its path within it, where somebody has looked already.
    """
    faults: list[ContentProblem] = []
    files = _Files(parsed, faults)
    places = {
        path.stem: PlacePage(facts=facts, text=prose)
        for path, facts, prose in files.read(content.glob("cities/*.md"), Place, read_place)
    }
    known = frozenset(path.stem for path in (content / "cities").glob("*.md"))
    initiatives = [
        InitiativePage(facts=facts, text=prose, address=f"/inisiatif/{facts.place}/{path.stem}/")
        for path, facts, prose in files.read(content.glob("initiatives/*/*.md"), Initiative, read_initiative)
    ]
    for path in sorted((content / "initiatives").glob("*/*.md")):
        if path.parent.name not in known:
            faults.append(ContentProblem(path, f"no such place: {path.parent.name}; add content/cities/", key="place"))
    parts = files.read(content.glob("programme/*.md"), Programme, read_programme)
    news = read_news(content / "news", _surroundings(places, known, initiatives), kept, faults, stamps)
    corrections = [
        CorrectionPage(name=path.stem, facts=facts, text=prose)
        for path, facts, prose in files.read(content.glob("corrections/*.md"), Correction, read_correction)
    ]
    citations = _read_lines(content / "citations.jsonl", Citation, faults)
    outages = _read_lines(content / "outages.jsonl", Outage, faults)
    health = _read_lines(content / "health.jsonl", Health, faults)
    refiled = _refiled(content, faults)
    measured = _measured(content / "measured" / "places.json", faults)
    if faults:
        raise ContentFaults(faults)
    archive = Archive(
        places=places,
        initiatives=tuple(initiatives),
        programme=_merged([part for _, part, _ in parts]),
        programme_prose=tuple(render(prose) for _, _, prose in parts if prose),
        pages=tuple(news.news),
        measured=measured,
        corrections=tuple(sorted(corrections, key=lambda page: (page.facts.date, page.name), reverse=True)),
        citations={citation.url: citation for citation in citations},
        outages=tuple(outages),
        health=tuple(health),
        refiled=tuple(refiled),
    )
    return Record(archive, news.kept, files.after, _leaves(content, citations), frozenset(news.changed))


def _surroundings(
    places: Mapping[str, PlacePage], known: frozenset[str], initiatives: Iterable[InitiativePage]
) -> Surroundings:
    named: dict[str, list[tuple[str, Sequence[str]]]] = defaultdict(list)
    for entry in initiatives:
        named[entry.facts.place].append((entry.address, (entry.facts.name, *entry.facts.aliases)))
    zones = {slug: place.facts.zone for slug, place in places.items()}
    return Surroundings(zones, known, named)


def _leaves(content: Path, citations: Iterable[Citation]) -> dict[str, str]:
    """The digests of all facts that rest on files other than news."""
    found = {f"place {path.stem}": _digest([path]) for path in content.glob("cities/*.md")}
    by_place: dict[str, list[Path]] = defaultdict(list)
    for path in content.glob("initiatives/*/*.md"):
        by_place[path.parent.name].append(path)
        found[f"initiative /inisiatif/{path.parent.name}/{path.stem}/"] = _digest([path])
    found |= {f"initiatives {slug}": _digest(paths) for slug, paths in by_place.items()}
    found |= {f"citation {citation.url}": digest_of(citation) for citation in citations}
    return found | {name: _digest(content.glob(pattern)) for name, pattern in _FILES_OF.items()}


_FILES_OF = {
    "place *": "cities/*.md",
    "initiatives": "initiatives/*/*.md",
    "programme": "programme/*.md",
    "programme_prose": "programme/*.md",
    "measured": "measured/places.json",
    "corrections": "corrections/*.md",
    "citation *": "citations.jsonl",
    "outages": "outages.jsonl",
    "health": "health.jsonl",
    "refiled": "tray/decisions.jsonl",
    "tray": "tray/*",
    "waiting": "waiting/**/*.md",
    "translations": "translations/en.po",
}
"""Facts that rest on all files of a kind."""


def _digest(paths: Iterable[Path]) -> str:
    """The digest of files, with their names."""
    return digest_of([(path.as_posix(), hashlib.sha256(path.read_bytes()).digest()) for path in sorted(paths)])


def _read_lines(path: Path, model: type[Line], faults: list[ContentProblem]) -> list[Line]:
    try:
        return read_lines(path, model)
    except ContentProblem as fault:
        faults.append(fault)
        return []


def _refiled(content: Path, faults: list[ContentProblem]) -> list[Refiled]:
    try:
        decisions = [row for row in Tray(content).decisions if row.get("key") == "places" and row.get("published")]
        return [Refiled.model_validate(row) for row in decisions]
    except ContentProblem as fault:
        faults.append(fault)
        return []


def _measured(path: Path, faults: list[ContentProblem]) -> Measured | None:
    try:
        return Measured.model_validate_json(path.read_bytes()) if path.is_file() else None
    except ValidationError as error:
        advice = f"{error.errors()[0]['msg']}; write it anew with python -m tests.decide.score --write"
        faults.append(ContentProblem(path, advice, line=1))
        return None


Kind = TypeVar("Kind", bound=BaseModel)
Parsed = tuple[bytes, bytes, str]
"""What is kept of a file in TOML: its digest, what it says as JSON, read a hundred times as fast, its prose."""


@dataclass
class _Files:
    """Files in TOML, each parsed once: `before` is what was kept of them, `after` what is to be kept."""

    before: Mapping[str, Parsed]
    faults: list[ContentProblem]
    after: dict[str, Parsed] = field(default_factory=dict)

    def read(
        self, paths: Iterable[Path], model: type[Kind], reader: Callable[[Path], tuple[Kind, str]]
    ) -> list[tuple[Path, Kind, str]]:
        """All of them in order, with what they say; a faulty one is added to `faults`."""
        found = []
        for path in sorted(paths):
            digest, known = hashlib.sha256(path.read_bytes()).digest(), self.before.get(str(path))
            try:
                if known and known[0] == digest:
                    facts, prose = model.model_validate_json(known[1]), known[2]
                else:
                    facts, prose = reader(path)
                    known = (digest, facts.model_dump_json().encode(), prose)
                self.after[str(path)] = known
                found.append((path, facts, prose))
            except ContentProblem as fault:
                self.faults.append(fault)
        return found


def _merged(parts: Sequence[Programme]) -> Programme:
    values: dict[str, object] = {}
    for name in Programme.model_fields:
        if name == "programme":
            values[name] = next((part.programme for part in parts if part.programme), None)
        else:
            values[name] = [row for part in parts for row in getattr(part, name)]
    return Programme.model_construct(**values)  # type: ignore[arg-type]


def _in_order(steps: Iterable[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: step.order, reverse=True)


def _milestone_step(milestone: Milestone, place: PlacePage | None) -> Step:
    return Step(day=milestone.date, precision=milestone.precision, place=place, milestone=milestone)
