"""What editors keep by hand: places, initiatives and the programme, as `+++`-fenced TOML with prose below."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")]
Text = Annotated[str, StringConstraints(min_length=1)]
Sources = Annotated[list[Address], Field(min_length=1)]
Dimension = Literal["governance", "branding", "economy", "living", "society", "environment"]
Precision = Literal["day", "month", "year"]
InitiativeKind = Literal[
    "app", "command-centre", "network", "policy", "open-data", "payment", "sensor", "service", "other"
]
InitiativeStatus = Literal["announced", "launched", "running", "stopped", "unknown"]
MilestoneKind = Literal[
    "assessment", "selected", "mou", "masterplan", "bimtek", "quick-win",
    "launch", "evaluation", "award", "regulation", "other",
]  # fmt: skip
CitationState = Literal["live", "changed", "unreached", "gone"]
OutageState = Literal["amber", "blind"]
OutletKind = Literal["government", "local", "national", "agency"]
Zone = Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]


def _is_empty(value: object) -> bool:
    """Whether a file need not tell this."""
    return not value


def _is_day(precision: Precision) -> bool:
    return precision == "day"


class _Record(BaseModel):
    # What validates a model is made when it is first needed: a build without programme or corrections needs few.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Leader(_Record):
    """Who led the place when it joined."""

    office: Text
    name: Text
    source: Address


class PlaceOutlet(_Record):
    """Who reports on the place; `feed` is empty unless a source showed it."""

    name: Text
    url: Address
    kind: OutletKind
    feed: str = ""


class Milestone(_Record):
    """A dated step, as exact as `precision` says."""

    date: dt.date
    precision: Precision = "day"
    kind: MilestoneKind
    summary: Text
    sources: Sources


class Claim(_Record):
    """A figure or contested statement and who says so; `date` may be unknown.

    `disputed`: it stands alone, but its note tells of another version.
    """

    subject: Text
    value: Text
    said_by: Text
    date: dt.date | None = None
    precision: Precision = "day"
    source: Address
    note: str = ""
    disputed: bool = Field(default=False, exclude_if=_is_empty)


class Population(_Record):
    """Inhabitants, in whole persons, as a source counts them for a year."""

    value: Annotated[int, Field(gt=0)]
    year: int
    source: Address


class Districts(_Record):
    """How many kecamatan the place has, and by which list."""

    value: Annotated[int, Field(gt=0)]
    source: Text


class Place(_Record):
    """`content/cities/<slug>.md`."""

    slug: Annotated[str, StringConstraints(pattern=r"^(kota|kabupaten)-[a-z0-9-]+$")]
    name: Text
    kind: Literal["kota", "kabupaten"]
    province: Text
    kemendagri_code: str = ""
    capital: str = ""
    latitude: Annotated[float, Field(ge=-11, le=6)]
    longitude: Annotated[float, Field(ge=95, le=141.1)]
    timezone: Zone
    website: str = ""
    cohort: int
    aliases: list[Text] = []
    confusable: list[Text] = []
    leader_2017: Leader | None = None
    population: Population | None = None
    districts: Districts | None = None
    outlet: list[PlaceOutlet] = []
    milestone: list[Milestone] = []
    claim: list[Claim] = []

    @model_validator(mode="after")
    def _slug_is_kind_and_name(self) -> "Place":
        if not self.slug.startswith(self.kind + "-"):
            raise ValueError(f"slug must begin with {self.kind}-")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """WIB, WITA or WIT."""
        return ZoneInfo(self.timezone)


def government_hosts(places: Iterable[Place]) -> frozenset[str]:
    """The hosts of the places' own websites."""
    told = {outlet.url for place in places for outlet in place.outlet if outlet.kind == "government"}
    told |= {place.website for place in places if place.website}
    return frozenset(host for url in told if (host := urlsplit(url).hostname))


class InitiativeStep(_Record):
    """One dated move of an initiative's status, which may also go back; `noted` is the day we wrote it down.

    `id` is any short word, given once: subscribers know the move by it, also when its date or words are corrected.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    date: dt.date
    precision: Precision = "day"
    status: InitiativeStatus
    summary: Text
    sources: Sources
    noted: dt.date | None = None


class Party(_Record):
    """Who paid for an initiative or built it, where a source tells."""

    role: Literal["paid", "built"]
    name: Text
    source: Address


class Initiative(_Record):
    """`content/initiatives/<place>/<slug>.md`: something a place built or promised.

    `status`, `as_of` and `sources` are today's; `step` is how it came there, where more than that is known.
    """

    name: Text
    place: Text
    kind: InitiativeKind
    dimension: Dimension
    status: InitiativeStatus
    as_of: dt.date
    as_of_precision: Precision = Field(default="day", exclude_if=_is_day)
    summary: Text
    sources: Sources
    aliases: list[Text] = Field(default=[], exclude_if=_is_empty)
    step: list[InitiativeStep] = Field(default=[], exclude_if=_is_empty)
    party: list[Party] = Field(default=[], exclude_if=_is_empty)

    @model_validator(mode="after")
    def _status_is_that_of_the_last_step(self) -> "Initiative":
        last = self.steps[-1]
        if (last.status, last.date, last.precision) != (self.status, self.as_of, self.as_of_precision):
            raise ValueError(
                f"status, as_of and as_of_precision must be those of the last step: {last.status!r}, {last.date} and "
                f"{last.precision!r}"
            )
        if len({step.id for step in self.step}) < len(self.step):
            raise ValueError("two steps have the same id; give each its own")
        return self

    @property
    def steps(self) -> list[InitiativeStep]:
        """Its steps, oldest first, those of one day as in the file; that of status and as_of where none are kept."""
        only = InitiativeStep(
            id="kini",
            date=self.as_of,
            precision=self.as_of_precision,
            status=self.status,
            summary=self.summary,
            sources=self.sources,
        )
        return sorted(self.step, key=lambda step: step.date) or [only]


class Correction(_Record):
    """`content/corrections/<name>.md`: what was wrong on a page of ours, and what is right.

    The file's name is what its feed entry is known by: it never changes.
    """

    date: dt.date
    page: Annotated[str, StringConstraints(pattern=r"^/[^\s<>\"]*$")]
    was: Text
    now: Text
    why: Text
    source: str = ""


class Citation(_Record):
    """A line of `content/citations.jsonl`: how a cited address fared when it was last asked, and since when.

    `reason` says why it was not reached, `failures` how often in a row (`scrapers.decide.citations`).
    """

    url: Address
    state: CitationState
    checked: dt.date
    since: dt.date | None = None
    archive: str = ""
    reason: str = ""
    failures: int = 0


class Outage(_Record):
    """A line of `content/outages.jsonl`: when an outlet was not well; it is open while it has no `until`.

    `blind`: it could not be read; `amber`: it answered, but not with what it usually yields.
    """

    outlet: Text
    name: Text
    places: list[str] = []
    start: dt.date
    until: dt.date | None = None
    reason: Text
    state: OutageState = "blind"


class Health(_Record):
    """A line of `content/health.jsonl`: what the collector remembers of an outlet.

    `success`: the last day on which it was read, which may be a week too early; `days`: the newest days from which
    something was kept.
    """

    outlet: Text
    name: Text
    home: Address
    places: list[str] = []
    success: dt.date | None = None
    days: list[dt.date] = []


class ProgrammeFacts(_Record):
    """What the programme is."""

    name: Text
    later_names: list[Text] = []
    owner: Text
    start: dt.date
    purpose: Text
    target: Text
    sources: Sources


class Cohort(_Record):
    """One year's intake."""

    year: int
    size: int
    mou: dt.date | None = None
    note: str = ""
    source: Address


class Roster(_Record):
    """Who named which places for a cohort, as it was given."""

    cohort: int
    said_by: Text
    source: Address
    date: dt.date
    places: list[Text]
    note: str = ""


class DimensionFacts(_Record):
    """One of the six dimensions."""

    slug: Dimension
    name_id: Text
    name_en: Text
    covers: Text
    sources: Sources


class Regulation(_Record):
    """A rule that the programme or a place rests on."""

    title: Text
    date: dt.date | None = None
    about: Text
    source: Address


class Partner(_Record):
    """Who took part."""

    name: Text
    kind: Text
    source: Address


class Term(_Record):
    """A glossary entry."""

    term: Text
    meaning: Text


class Programme(_Record):
    """`content/programme/*.md`: each file holds some of these tables; together they are the programme."""

    programme: ProgrammeFacts | None = None
    cohort: list[Cohort] = []
    milestone: list[Milestone] = []
    claim: list[Claim] = []
    roster: list[Roster] = []
    dimension: list[DimensionFacts] = []
    regulation: list[Regulation] = []
    partner: list[Partner] = []
    term: list[Term] = []


def cited_in(record: BaseModel) -> Iterator[str]:
    """Every web address that a record names as a source, also in its tables, as often as it does."""
    for name, value in record:
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, BaseModel):
                yield from cited_in(part)
            elif name in {"source", "sources"} and isinstance(part, str) and part.startswith(("http://", "https://")):
                yield part
