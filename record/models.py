"""What editors write: places, initiatives and corrections, as `+++`-fenced TOML with prose below, one file each.

Below each field stands what the key holds, with an example. `source` and `sources` are always web addresses that state
the rest. The programme's tables are in `record.programme`, what the collector writes in `record.monitoring`, the closed
lists of words in `record.vocabulary`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from record.vocabulary import (
    Contradiction,
    DateBasis,
    Dimension,
    InitiativeKind,
    InitiativeStatus,
    MilestoneKind,
    OutletKind,
    PlaceKind,
    Precision,
    Stage,
    Zone,
)

Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")]
Text = Annotated[str, StringConstraints(min_length=1)]
Sources = Annotated[list[Address], Field(min_length=1)]
FactId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


# For keys that came later: files that an import wrote before must not change by them.
def is_empty(value: object) -> bool:
    """Whether a key is left out of a written file."""
    return not value


def _is_day(precision: Precision) -> bool:
    return precision == "day"


class StrictModel(BaseModel):
    """Immutable; an unknown key is a fault."""

    # Validators are built when first used: a build without programme or corrections needs few of them.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Fact(StrictModel):
    """What every fact has, whichever table it stands in: an address on the site, calendar and feed entries need it."""

    id: FactId
    """`k7m2x9qd`. Made once, by import, review or `invoke ids`; never changed, and no other fact has it."""
    recorded: dt.date
    """The day on which it came into our record. Written with the id."""


class Exemption(Fact):
    """`[[exemption]]`: why something that looks like a contradiction stands; the page shows the reason beside it."""

    rule: Contradiction
    """The rule that does not hold here."""
    about: Text
    """What the rule would refuse: a fact's id, an address or the place's slug, of the same file."""
    reason: Text
    """In a sentence, for readers."""


class Leader(StrictModel):
    """`[leader_2017]`: who led the place when it joined."""

    office: Text
    """`Wali Kota`."""
    name: Text
    """`Rahmat Effendi`."""
    source: Address


class PlaceOutlet(StrictModel):
    """`[[outlet]]`: who reports on the place."""

    name: Text
    """`Diskominfostandi Kota Bekasi`."""
    url: Address
    """Its home page."""
    kind: OutletKind
    """`government` also makes its host count as the government's own voice."""
    feed: str = ""
    """Its feed's address, where a source gives it."""


class Milestone(Fact):
    """`[[milestone]]`: a dated step of a place or the programme."""

    date: dt.date
    """`2017-05-22`; where only month or year is known, the first day of it."""
    precision: Precision = "day"
    """How much of `date` is known."""
    basis: DateBasis | None = None
    """How `date` is known; an exact day needs it."""
    kind: MilestoneKind
    """`mou`."""
    stage: Stage | None = None
    """How far it had come, where the kind alone does not say: a master plan that was begun is no master plan yet."""
    dimensions: list[Dimension] = Field(default=[], exclude_if=is_empty)
    """The dimensions that it belongs to; none for a step of the programme as a whole."""
    programme_steps: list[Slug] = Field(default=[], exclude_if=is_empty)
    """Steps of the programme that it is evidence of, where its kind does not say it: a regulation that enacts the
    master plan is of `masterplan`."""
    summary: Text
    """One sentence in the editor's words."""
    sources: Sources
    revised: list[dt.date] = Field(default=[], exclude_if=is_empty)
    """`[2026-12-01]`: the days, oldest first, on which its date, kind or summary was corrected after it was recorded;
    calendars of readers take the newer version of an event by their number."""

    @field_validator("revised")
    @classmethod
    def _revised_in_order(cls, days: list[dt.date], known: ValidationInfo) -> list[dt.date]:
        recorded = known.data.get("recorded", dt.date.min)
        if days and days[0] < recorded:
            raise ValueError(f"{days[0]} is before recorded, {recorded}; write the day on which it was corrected")
        if days != sorted(days):
            raise ValueError("must begin with the oldest day; add the newest at the end")
        return days


class Claim(Fact):
    """`[[claim]]`: a figure or contested statement, and who says so."""

    subject: Text
    """What it is about; claims with the same subject are compared: `Anggaran command center`."""
    value: Text
    """What is stated: `Rp50 miliar`."""
    said_by: Text
    """`Kominfo (Hafni Septiana), dikutip Garda Asakota`."""
    date: dt.date | None = None
    """When it was stated, if known."""
    precision: Precision = "day"
    """How much of `date` is known."""
    basis: DateBasis | None = None
    """How `date` is known; an exact day needs it."""
    sources: Sources
    note: str = ""
    """What a reader must know beside it."""
    disputed: bool = Field(default=False, exclude_if=is_empty)
    """True for the only claim on its subject whose note names another version."""


class Population(StrictModel):
    """`[population]`: inhabitants, as a source counts them."""

    value: Annotated[int, Field(gt=0)]
    """Whole persons."""
    year: int
    """The year counted."""
    source: Address


class Districts(StrictModel):
    """`[districts]`: how many kecamatan the place has, and which."""

    value: Annotated[int, Field(gt=0)]
    source: Text
    """The list counted, by name: `Kepmendagri Nomor 300.2.2-2138 Tahun 2025`."""
    names: list[Text] = Field(default=[], exclude_if=is_empty)
    """`Bekasi Barat`: by these a reader finds the place; one that has two names stands twice."""


class Place(StrictModel):
    """`content/cities/<slug>.md`."""

    slug: Annotated[str, StringConstraints(pattern=r"^(kota|kabupaten)-[a-z0-9-]+$")]
    """Kind and name, as the file is called: `kota-bekasi`."""
    name: Text
    """`Kota Bekasi`."""
    kind: PlaceKind
    province: Text
    """`Jawa Barat`."""
    kemendagri_code: str = ""
    """The interior ministry's code: `32.75`."""
    capital: str = ""
    """The seat of a kabupaten: `Cikarang`."""
    latitude: Annotated[float, Field(ge=-11, le=6)]
    """Degrees, within Indonesia: `-6.2383`."""
    longitude: Annotated[float, Field(ge=95, le=141.1)]
    """Degrees, within Indonesia: `106.9756`."""
    timezone: Zone
    website: str = ""
    """The government's own site; its host counts as the government's own voice."""
    cohort: int
    """The year in which it joined the programme: `2017`."""
    aliases: list[Text] = []
    """Further names that mean this place in a text: `Pemkot Bekasi`."""
    confusable: list[Text] = []
    """Names that look like it and mean another: `Kabupaten Bekasi`."""
    leader_2017: Leader | None = None
    population: Population | None = None
    districts: Districts | None = None
    outlet: list[PlaceOutlet] = []
    milestone: list[Milestone] = []
    claim: list[Claim] = []
    exemption: list[Exemption] = Field(default=[], exclude_if=is_empty)

    @model_validator(mode="after")
    def _slug_is_kind_and_name(self) -> "Place":
        if not self.slug.startswith(self.kind + "-"):
            raise ValueError(f"slug must begin with {self.kind}-")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """`timezone` as a zone: WIB, WITA or WIT."""
        return ZoneInfo(self.timezone)


def government_hosts(places: Iterable[Place]) -> frozenset[str]:
    """The host names, as written, of `website` and of the outlets whose kind is `government`."""
    urls = {url for place in places for url in (place.website, *_government_outlets(place)) if url}
    return frozenset(host for url in urls if (host := urlsplit(url).hostname))


def _government_outlets(place: Place) -> Iterator[str]:
    return (outlet.url for outlet in place.outlet if outlet.kind == "government")


class InitiativeStep(Fact):
    """`[[step]]`: one dated change of an initiative's status, which may also go back."""

    earlier_id: str = Field(default="", exclude_if=is_empty)
    """The id that it had when ids were words of its own initiative: feeds still have its entry under it."""
    date: dt.date
    """`2019-05-16`; where only month or year is known, its first day; of what is told of a whole year, the last."""
    precision: Precision = "day"
    """How much of `date` is known."""
    basis: DateBasis | None = None
    """How `date` is known; an exact day needs it."""
    status: InitiativeStatus
    """The status from then on."""
    summary: Text
    """One sentence in the editor's words."""
    sources: Sources
    noted: dt.date | None = None
    """The day on which the editor wrote the step down, where that was later."""

    @property
    def feed_id(self) -> str:
        """By what the entry of this change is known in feeds."""
        return self.earlier_id or self.id


class Party(StrictModel):
    """`[[party]]`: who paid for an initiative or built it."""

    role: Literal["paid", "built"]
    name: Text
    """`PT Telkom`."""
    source: Address


class Initiative(Fact):
    """`content/initiatives/<place>/<slug>.md`: something a place built or promised, and what is known of its status."""

    name: Text
    """`Badung Command Center`."""
    place: Text
    """The place's slug, as the folder is called."""
    kind: InitiativeKind
    """`command-centre`."""
    dimension: Dimension
    status: InitiativeStatus
    """Today's status; that of the last step."""
    as_of: dt.date
    """The day of the newest source that states it, or on which it came about; that of the last step."""
    as_of_precision: Precision = Field(default="day", exclude_if=_is_day)
    """How much of `as_of` is known."""
    as_of_basis: DateBasis | None = None
    """How `as_of` is known, of an initiative without steps; else its last step says it."""
    summary: Text
    """One or two sentences in the editor's words."""
    sources: Sources
    aliases: list[Text] = Field(default=[], exclude_if=is_empty)
    """Further names that it goes by."""
    english: str = Field(default="", exclude_if=is_empty)
    """What its name means, where it is no English: `digital village`; stands behind the name on English pages."""
    programme_steps: list[Slug] = Field(default=[], exclude_if=is_empty)
    """Steps of the programme that its sources call it a part of: `quick-win`."""
    step: list[InitiativeStep] = Field(default=[], exclude_if=is_empty)
    """How it came to its status, where more than that is known."""
    party: list[Party] = Field(default=[], exclude_if=is_empty)
    exemption: list[Exemption] = Field(default=[], exclude_if=is_empty)

    @property
    def steps(self) -> list[InitiativeStep]:
        """Its steps, oldest first, those of one day as in the file; without any, one made of `status` and `as_of`."""
        only = InitiativeStep(
            id=self.id,
            recorded=self.recorded,
            earlier_id="kini",
            date=self.as_of,
            precision=self.as_of_precision,
            basis=self.as_of_basis,
            status=self.status,
            summary=self.summary,
            sources=self.sources,
        )
        return sorted(self.step, key=lambda step: step.date) or [only]


class Correction(StrictModel):
    """`content/corrections/<name>.md`: an error on a page of ours, and its correction.

    The feed entry's id comes from the file's name, which therefore never changes.
    """

    date: dt.date
    """When it was corrected."""
    page: Annotated[str, StringConstraints(pattern=r"^/[^\s<>\"]*$")]
    """The page's address on the site: `/daerah/kota-bekasi/`; of one fact its own, `/fakta/k7m2x9qd/`."""
    was: Text
    """What the page said."""
    now: Text
    """What it says now."""
    why: Text
    """How the error came about, or who noticed it."""
    source: str = ""
    facts: list[Text] = Field(default=[], exclude_if=is_empty)
    """Ids of the facts that it concerns, in whichever files they are: `["h4k7m2xq"]`."""


def cited_in(record: BaseModel) -> Iterator[str]:
    """Every web address in `source` and `sources` of a model and of the tables in it, repeated where it is repeated."""
    for name, value in record:
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, BaseModel):
                yield from cited_in(part)
            elif name in {"source", "sources"} and isinstance(part, str) and part.startswith(("http://", "https://")):
                yield part
