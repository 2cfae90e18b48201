"""All of `content/`, read and checked once: either everything is right or every fault is named."""

import datetime as dt
import re
import unicodedata
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from markupsafe import Markup
from pydantic import BaseModel, ValidationError

from plugins.safe_markdown import render
from plugins.stories import Story, stories
from plugins.words import DIMENSIONS, host, is_web
from scrapers.errors import ContentProblem, PantauError
from scrapers.store.address import key
from scrapers.store.item import Item, is_edited, loads
from scrapers.store.record import (
    Citation,
    Claim,
    Correction,
    Initiative,
    InitiativeStep,
    Line,
    Milestone,
    Outage,
    Place,
    Programme,
    government_hosts,
    read_correction,
    read_initiative,
    read_lines,
    read_place,
    read_programme,
)
from scrapers.store.tray import Tray

_FILE = re.compile(r"^(\d{4})/(\d{2})/\d{4}-\d{2}-\d{2}-([a-z0-9][a-z0-9-]*)\.md$")
Read = TypeVar("Read")


class ContentFaults(PantauError):
    """Files under `content/` that must be mended before anything is built; `str()` has one fault a line."""

    def __init__(self, faults: Sequence[ContentProblem]) -> None:
        """Keep every fault, sorted by file and line."""
        self.faults = sorted(faults, key=lambda fault: (str(fault.path), fault.line or 0))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, kw_only=True)
class News:
    """One item with its address, which comes from its file's path and from nothing else."""

    item: Item
    path: Path
    address: str
    when: dt.datetime | None = None

    @property
    def summary_is_ours(self) -> bool:
        """Whether a person wrote the summary.

        The collector's (it leaves a digest) are the publisher's first words; an editor's are not in what was collected.
        """
        item = self.item
        edited = bool(item.seal) and is_edited(item)
        return not item.digest or (edited and _letters(item.summary) not in _letters(item.body))

    @property
    def reasons(self) -> dict[str, tuple[str, ...]]:
        """The words that decided each place and dimension, by slug or name; editors' own decisions have none."""
        rows = (line.partition(" = ") for line in self.item.because)
        return {name: tuple(words.split(" + ")) for name, _, words in rows}

    @property
    def refused(self) -> list[tuple[str, str]]:
        """What looks like a place in the text and is none, with the reason's key."""
        rows = (line.rstrip(")").rpartition(" (") for line in self.item.refused)
        return [(words, why) for words, _, why in rows]

    @property
    def archive_url(self) -> str:
        """Where a web archive would have the original: the copy nearest to its date, else to our reading."""
        moment = self.item.date or self.item.collected
        stamp = moment.astimezone(dt.UTC).strftime("%Y%m%d%H%M%S") if moment else "*"
        return f"https://web.archive.org/web/{stamp}/{self.item.source_url}"

    @property
    def publisher(self) -> str:
        """The publisher's name, or its host where the name is not kept."""
        return self.item.source or host(self.item.source_url)

    @cached_property
    def words(self) -> str:
        """Title, summary and body in small letters, for finding names."""
        return f"{self.item.title}\n{self.item.summary}\n{self.item.body}".casefold()

    @cached_property
    def body(self) -> Markup:
        """The publisher's words, harmless; empty where only a link is allowed."""
        return render(self.item.body) if self.item.rights != "link" else Markup("")


@dataclass(frozen=True, kw_only=True)
class PlacePage:
    """One place with its prose."""

    facts: Place
    prose: Markup

    @property
    def address(self) -> str:
        """Where its page stands."""
        return f"/daerah/{self.facts.slug}/"


@dataclass(frozen=True, kw_only=True)
class InitiativePage:
    """One initiative with its prose."""

    facts: Initiative
    prose: Markup
    address: str


@dataclass(frozen=True, kw_only=True)
class CorrectionPage:
    """One correction with its prose; its file's name is its anchor and, for life, its entry's id."""

    name: str
    facts: Correction
    prose: Markup

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
    def order(self) -> tuple[str, int, str]:
        """Newest first when reversed; a milestone or move stands before the news of its day."""
        told = self.milestone or self.move
        words = told.summary if told else self.news.address if self.news else ""
        return (self.day.isoformat(), int(told is not None), words)


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


@dataclass(frozen=True)
class Archive:
    """The whole record, in the order in which pages show it."""

    places: dict[str, PlacePage] = field(default_factory=dict)
    initiatives: tuple[InitiativePage, ...] = ()
    programme: Programme = field(default_factory=Programme)
    programme_prose: tuple[Markup, ...] = ()
    pages: tuple[News, ...] = ()
    measured: Measured | None = None
    corrections: tuple[CorrectionPage, ...] = ()
    citations: Mapping[str, Citation] = field(default_factory=dict)
    outages: tuple[Outage, ...] = ()
    refiled: tuple[Refiled, ...] = ()

    @cached_property
    def listed(self) -> tuple[News, ...]:
        """What lists and feeds show: published and dated, newest first."""
        dated = [news for news in self.pages if news.item.status == "published" and news.when]
        return tuple(sorted(dated, key=_newest, reverse=True))

    @cached_property
    def undated(self) -> tuple[News, ...]:
        """Published items whose date no source tells."""
        return tuple(news for news in self.pages if news.item.status == "published" and not news.when)

    @cached_property
    def by_source(self) -> dict[str, News]:
        """Published items by what their original's address is known by."""
        return {key(news.item.source_url): news for news in (*self.undated, *self.listed)}

    @cached_property
    def stories(self) -> dict[str, Story]:
        """Published items that tell one story, by the story's id."""
        return stories([*self.undated, *self.listed], self.government_hosts)

    @cached_property
    def government_hosts(self) -> frozenset[str]:
        """The hosts of the places' own websites."""
        return government_hosts(place.facts for place in self.places.values())

    def is_official(self, news: News) -> bool:
        """Whether an item is a government's own word."""
        return Story((news,), self.government_hosts).is_official(news)

    def story(self, news: News) -> "Story | None":
        """The story that an item belongs to, if it has others."""
        return self.stories.get(news.item.story)

    @cached_property
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
        return self.listed[0].when.date() if self.listed and self.listed[0].when else None

    @cached_property
    def last_year(self) -> int:
        """The youngest year of which the record tells anything."""
        days = [milestone.date for place in self.places.values() for milestone in place.facts.milestone]
        days += [milestone.date for milestone in self.programme.milestone]
        return max([self.start.year, *(day.year for day in days), *([self.newest.year] if self.newest else [])])

    def place_name(self, slug: str) -> str:
        """A place's name, or its slug where it is not tracked."""
        return self.places[slug].facts.name if slug in self.places else slug

    def citation(self, url: str) -> Citation | None:
        """How a cited address fared when it was last asked; None where it never was."""
        return self.citations.get(url)

    @cached_property
    def _outlet_names(self) -> dict[str, str]:
        return {host(outlet.url): outlet.name for place in self.places.values() for outlet in place.facts.outlet}

    @cached_property
    def _cited_on(self) -> dict[str, str]:
        """Where each address is cited: on an item's own page, else on an initiative's, a place's or the programme's."""
        programme = self.programme
        found = {url: "/program/" for step in programme.milestone for url in step.sources}
        found |= {claim.source: "/program/" for claim in programme.claim}
        for place in self.places.values():
            found |= {url: place.address for step in place.facts.milestone for url in step.sources}
            found |= {claim.source: place.address for claim in place.facts.claim}
        for entry in self.initiatives:
            found |= {url: entry.address for step in entry.facts.steps for url in step.sources}
            found |= dict.fromkeys(entry.facts.sources, entry.address)
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

    def evidence(self, url: str) -> News | None:
        """Our own item about an original, if there is one."""
        return self.by_source.get(key(url))

    def of_place(self, news: Iterable[News], slug: str) -> list[News]:
        """The items that are about a place."""
        return [entry for entry in news if slug in entry.item.places]

    def news_count(self, slug: str) -> int:
        """How many published items are about a place, dated or not."""
        return self._news_counts[slug]

    @cached_property
    def _news_counts(self) -> Counter[str]:
        return Counter(slug for news in (*self.listed, *self.undated) for slug in news.item.places)

    def mentioning(self, slug: str) -> list[News]:
        """The items that only mention a place."""
        found = [entry for entry in (*self.listed, *self.undated) if slug in entry.item.mentions]
        return [entry for entry in found if slug not in entry.item.places]

    def of_dimension(self, news: Iterable[News], dimension: str) -> list[News]:
        """The items that touch a dimension."""
        return [entry for entry in news if dimension in entry.item.dimensions]

    def initiatives_of(self, slug: str) -> list[InitiativePage]:
        """A place's initiatives."""
        return [entry for entry in self.initiatives if entry.facts.place == slug]

    def steps(self, slug: str = "") -> list[Step]:
        """The timeline of one place, or of all places and the programme, newest first."""
        places = [self.places[slug]] if slug else list(self.places.values())
        found = [_milestone_step(step, place) for place in places for step in place.facts.milestone]
        if not slug:
            found += [_milestone_step(step, None) for step in self.programme.milestone]
        items = self.of_place(self.listed, slug) if slug else self.listed
        found += [Step(day=news.when.date(), precision="day", news=news) for news in items if news.when]
        return sorted(found, key=lambda step: step.order, reverse=True)


def disputes(claims: Iterable[Claim]) -> list[tuple[str, list[Claim], bool]]:
    """Claims by subject, and whether their values differ."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.subject].append(claim)
    rows = [(subject, group, len({claim.value for claim in group}) > 1) for subject, group in groups.items()]
    return sorted(rows, key=lambda row: (not row[2], row[0]))


def read_archive(content: Path) -> Archive:
    """Read `content`, or raise `ContentFaults` with every fault in it."""
    faults: list[ContentProblem] = []
    places = {
        path.stem: PlacePage(facts=facts, prose=render(prose))
        for path, (facts, prose) in _read_all(content / "cities", "*.md", read_place, faults)
    }
    known = {path.stem for path in (content / "cities").glob("*.md")}
    initiatives = [
        _initiative(path, facts, prose)
        for path, (facts, prose) in _read_all(content / "initiatives", "*/*.md", read_initiative, faults)
    ]
    for path in sorted((content / "initiatives").glob("*/*.md")):
        if path.parent.name not in known:
            faults.append(ContentProblem(path, f"no such place: {path.parent.name}; add content/cities/", key="place"))
    parts = [read for _, read in _read_all(content / "programme", "*.md", read_programme, faults)]
    news = _read_news(content / "news", places, known, faults)
    corrections = [
        CorrectionPage(name=path.stem, facts=facts, prose=render(prose))
        for path, (facts, prose) in _read_all(content / "corrections", "*.md", read_correction, faults)
    ]
    citations = _read_lines(content / "citations.jsonl", Citation, faults)
    outages = _read_lines(content / "outages.jsonl", Outage, faults)
    refiled = _refiled(content, faults)
    measured = _measured(content / "measured" / "places.json", faults)
    if faults:
        raise ContentFaults(faults)
    return Archive(
        places=places,
        initiatives=tuple(initiatives),
        programme=_merged([part for part, _ in parts]),
        programme_prose=tuple(render(prose) for _, prose in parts if prose),
        pages=tuple(news),
        measured=measured,
        corrections=tuple(sorted(corrections, key=lambda page: (page.facts.date, page.name), reverse=True)),
        citations={citation.url: citation for citation in citations},
        outages=tuple(outages),
        refiled=tuple(refiled),
    )


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


def _read_all(
    folder: Path, pattern: str, reader: Callable[[Path], Read], faults: list[ContentProblem]
) -> list[tuple[Path, Read]]:
    found = []
    for path in sorted(folder.glob(pattern)):
        try:
            found.append((path, reader(path)))
        except ContentProblem as fault:
            faults.append(fault)
    return found


def _initiative(path: Path, facts: Initiative, prose: str) -> InitiativePage:
    return InitiativePage(facts=facts, prose=render(prose), address=f"/inisiatif/{facts.place}/{path.stem}/")


def _merged(parts: Sequence[Programme]) -> Programme:
    values: dict[str, object] = {}
    for name in Programme.model_fields:
        if name == "programme":
            values[name] = next((part.programme for part in parts if part.programme), None)
        else:
            values[name] = [row for part in parts for row in getattr(part, name)]
    return Programme.model_construct(**values)  # type: ignore[arg-type]


def _read_news(folder: Path, places: dict[str, PlacePage], known: set[str], faults: list[ContentProblem]) -> list[News]:
    ids: dict[str, Path] = {}
    addresses: dict[str, Path] = {}
    found = []
    for path in sorted(folder.rglob("*.md")):
        try:
            text = _text(path)
            item = loads(text, path)
        except ContentProblem as fault:
            faults.append(fault)
            continue
        address = _address(path, folder)
        mine = [*_item_faults(path, text, item, known), *_taken(path, text, item.id, address, ids, addresses)]
        faults += mine
        if address and item.status != "draft":
            found.append(News(item=item, path=path, address=address, when=_local(item, places)))
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ContentProblem(path, f"not UTF-8 at byte {error.start}; save it as UTF-8", line=1) from error


def _address(path: Path, folder: Path) -> str:
    found = _FILE.match(path.relative_to(folder).as_posix())
    return f"/berita/{found[1]}/{found[2]}/{found[3]}/" if found else ""


def _item_faults(path: Path, text: str, item: Item, known: set[str]) -> Iterable[ContentProblem]:
    for name, slugs in (("Places", item.places), ("Mentions", item.mentions)):
        for slug in slugs:
            if slug not in known:
                advice = f"no such place: {slug}; mend it, or add content/cities/{slug}.md"
                yield ContentProblem(path, advice, line=_line(text, name), key=name)
    for dimension in item.dimensions:
        if dimension not in DIMENSIONS:
            advice = f"{dimension!r} is not one of {', '.join(DIMENSIONS)}"
            yield ContentProblem(path, advice, line=_line(text, "Dimensions"), key="Dimensions")
    for name, words in (("Title", item.title), ("Source", item.source), ("Summary", item.summary)):
        if odd := next((letter for letter in words if unicodedata.category(letter) == "Cc"), ""):
            yield ContentProblem(path, f"has a control character, {odd!r}; remove it", line=_line(text, name), key=name)
    if not is_web(item.source_url):
        advice = f"{item.source_url!r} is no http(s) address; give the original's"
        yield ContentProblem(path, advice, line=_line(text, "Source_url"), key="Source_url")


def _taken(
    path: Path, text: str, identity: str, address: str, ids: dict[str, Path], addresses: dict[str, Path]
) -> Iterable[ContentProblem]:
    if not address:
        yield ContentProblem(path, "must be called news/YYYY/MM/YYYY-MM-DD-slug.md (a-z, 0-9 and - in slug)", line=1)
    elif (other := addresses.setdefault(address, path)) != path:
        yield ContentProblem(path, f"gives the address {address} like {other}; rename one", line=1)
    if (other := ids.setdefault(identity, path)) != path:
        yield ContentProblem(path, f"the same Id as {other}; each item has its own", line=_line(text, "Id"), key="Id")


def _line(text: str, name: str) -> int:
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if line.lower().startswith(name.lower() + ":")), 1)


def _local(item: Item, places: dict[str, PlacePage]) -> dt.datetime | None:
    place = next((places[slug] for slug in item.places if slug in places), None)
    return item.date.astimezone(place.facts.zone) if item.date and place else item.date


def _letters(text: str) -> str:
    """Its letters and digits, whatever marks and spaces stand between."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _newest(news: News) -> tuple[dt.datetime, str]:
    return (news.when or dt.datetime.min.replace(tzinfo=dt.UTC), news.address)


def _milestone_step(milestone: Milestone, place: PlacePage | None) -> Step:
    return Step(day=milestone.date, precision=milestone.precision, place=place, milestone=milestone)
