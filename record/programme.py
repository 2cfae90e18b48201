"""What editors write of the programme as a whole: `content/programme/*.md`, as `+++`-fenced TOML with prose below."""

import datetime as dt
from collections.abc import Mapping
from typing import get_args

from pydantic import Field, model_validator

from record.models import Address, Claim, Exemption, Fact, FactId, Milestone, Slug, Sources, StrictModel, Text, is_empty
from record.vocabulary import (
    NEWS_KINDS,
    DateBasis,
    Dimension,
    EvidenceKind,
    InitiativeKind,
    InitiativeStatus,
    MilestoneKind,
    Precision,
    Stage,
)


class ProgrammeFacts(StrictModel):
    """`[programme]`: what the programme is."""

    name: Text
    """`Gerakan Menuju 100 Smart City`."""
    later_names: list[Text] = Field(default=[])
    """`Gerakan Menuju Smart City`."""
    owner: Text
    """The ministry that runs it."""
    start: dt.date
    purpose: Text
    target: Text
    """What was to be reached, and by when."""
    sources: Sources


class Cohort(StrictModel):
    """`[[cohort]]`: one year's intake."""

    year: int
    size: int
    """Places in it."""
    mou: dt.date | None = None
    """The day on which its memoranda were signed."""
    note: str = ""
    """What sources disagree on."""
    source: Address


class RosterLine(StrictModel):
    """A line of `[[roster]]`: one place in one source's list, recorded with it."""

    id: FactId
    """As of every fact."""
    place: Text
    """The name as the list has it, with its kind: `Kota Bekasi`; also of a place that is not followed."""


class Roster(Fact):
    """`[[roster]]`: one source's list of the places in a cohort."""

    cohort: int
    """The year of the cohort."""
    said_by: Text
    """Who published the list."""
    sources: Sources
    date: dt.date
    """When it was published."""
    precision: Precision = "day"
    """How much of `date` is known."""
    basis: DateBasis | None = None
    """How `date` is known; an exact day needs it."""
    note: str = ""
    """What a reader must know beside it."""
    line: list[RosterLine]
    """The places, in the list's own order: `{ id = "k7m2x9qd", place = "Kota Bekasi" }` each."""

    @property
    def places(self) -> list[str]:
        """The names in the list."""
        return [line.place for line in self.line]


class Member(Fact):
    """`[[member]]`: one place that a source names as one of a cohort, where it gives no whole list."""

    cohort: int
    """The year of the cohort."""
    place: Text
    """The name with its kind: `Kabupaten Blora`; also of a place that is not followed."""
    said_by: Text
    """Who says it."""
    date: dt.date
    """When it was said."""
    precision: Precision = "day"
    """How much of `date` is known."""
    basis: DateBasis | None = None
    """How `date` is known; an exact day needs it."""
    sources: Sources
    note: str = ""
    """What a reader must know beside it."""


class NamedRegion(StrictModel):
    """`[[region]]`: where a place is that the tables name, followed or not; `invoke regions` writes these rows."""

    name: Text
    """The name with its kind, as the other tables have it: `Kabupaten Blora`."""
    kemendagri_code: Text
    """The interior ministry's code: `33.16`."""
    province: Text
    """`Jawa Tengah`."""


ALL_PARTICIPANTS = "seluruh peserta"
"""What stands for a place where a result is of all who took part."""


class Evaluation(Fact):
    """`[[evaluation]]`: one result of one judgement of a place, or of all who took part.

    `value` is what the source says; what can be compared of it stands in `score`, `rank`, `level` and `dimension` too.
    """

    year: int
    """The year that was judged."""
    place: Text
    """The name with its kind, or `seluruh peserta` (`ALL_PARTICIPANTS`)."""
    judge: Text
    """Who judged: `Kementerian Komunikasi dan Informatika`."""
    measure: Text
    """What was measured, in the source's words: `indeks smart city`."""
    scale: str = Field(default="", exclude_if=is_empty)
    """What a score is a score of, as the source says it: `dari 4`. Scores of different scales are never compared."""
    value: Text
    """What was given: `3,88 (predikat sangat baik)`."""
    score: float | None = None
    """The number in `value`: `3.88`."""
    rank: int | None = Field(default=None, gt=0)
    """The position, the best being 1, and `rank_of` how many were ranked."""
    rank_of: int | None = Field(default=None, gt=0)
    level: str = Field(default="", exclude_if=is_empty)
    """The predicate given: `sangat baik`."""
    dimension: Dimension | None = None
    """The dimension that was judged or awarded; None for all."""
    date: dt.date | None = None
    """The day of the evidence; None where it shows none."""
    precision: Precision = "day"
    """How much of `date` is known."""
    basis: DateBasis | None = None
    """How `date` is known; an exact day needs it."""
    sources: Sources
    programme_steps: list[Slug] = Field(default=[], exclude_if=is_empty)
    """Steps of the programme that it is evidence of, where it is more than an evaluation: `award`."""
    note: str = ""
    """What a reader must know beside it."""


class Total(Fact):
    """`[[total]]`: how many places took part by some year, as somebody counted them."""

    as_of: int
    """The year."""
    value: Text
    """As it was said: `sekitar 200`."""
    said_by: Text
    """Who says it."""
    date: dt.date
    """When it was said."""
    precision: Precision = "day"
    """How much of `date` is known."""
    basis: DateBasis | None = None
    """How `date` is known; an exact day needs it."""
    sources: Sources
    note: str = ""
    """What a reader must know beside it."""


class Conflict(Fact):
    """`[[conflict]]`: versions of one thing that cannot all be right, where no claims stand for each of them."""

    subject: Text
    """What it is about."""
    values: list[Text] = Field(min_length=1)
    """The versions."""
    sources: Sources
    note: str = ""
    """What is known of why they differ."""


class DimensionFacts(StrictModel):
    """`[[dimension]]`: one of the six dimensions."""

    slug: Dimension
    name_id: Text
    """`Tata kelola cerdas`."""
    name_en: Text
    """`Smart Governance`."""
    covers: Text
    """What belongs to it, in a sentence."""
    sources: Sources


class Regulation(StrictModel):
    """`[[regulation]]`: a rule that the programme or a place rests on."""

    title: Text
    """Kind, number, year and subject."""
    date: dt.date | None = None
    about: Text
    """What it regulates, in a sentence."""
    source: Address


class Partner(StrictModel):
    """`[[partner]]`: who took part."""

    name: Text
    """`Kementerian Dalam Negeri`."""
    kind: Text
    """`kementerian`."""
    source: Address


class ProgrammeStep(StrictModel):
    """`[[programme_step]]`: a step that the programme has its places take; the tables stand in the steps' order."""

    slug: Slug
    """`masterplan`; part of addresses and of data files."""
    name_id: Text
    """`rencana induk`."""
    name_en: Text
    """`masterplan`."""
    short_id: str = ""
    """For narrow columns, where the name is long."""
    short_en: str = ""
    """`MoU`."""
    meaning_id: Text
    """`rencana induk kota cerdas selesai atau diserahkan`."""
    meaning_en: Text
    """`the smart city masterplan was finished or handed over`."""


class StepRule(StrictModel):
    """`[[step_rule]]`: what is evidence of a step; what no rule admits is none. An empty key admits everything."""

    id: Slug
    """`masterplan-selesai`; an anchor on the page about the method."""
    step: Slug
    """The step's slug."""
    evidence: EvidenceKind
    kinds: list[Text] = Field(default=[])
    """Kinds of milestone, initiative or item that it admits; of `ceremony`, of the milestone and of the item."""
    stages: list[Stage] = Field(default=[])
    """How far a milestone must have come; one that has not is shown beside the step, as unfinished."""
    statuses: list[InitiativeStatus] = Field(default=[])
    """Each step of an initiative to one of these is evidence; without any, the initiative itself is, once."""
    measures: list[Text] = Field(default=[])
    """What an evaluation must have measured."""
    tagged: bool = False
    """Whether the fact itself must name the step in `programme_steps`."""
    alone: bool = False
    """Whether what it admits is evidence of no step of a later rule."""
    text_id: Text
    """The rule in words, for readers: `tonggak rencana induk yang selesai atau diserahkan`."""
    text_en: Text

    @model_validator(mode="after")
    def _has_no_key_in_vain(self) -> "StepRule":
        known = _KINDS_OF[self.evidence]
        if unknown := [kind for kind in self.kinds if kind not in known]:
            raise ValueError(f"{unknown[0]!r} is no kind of {self.evidence}; known are {', '.join(known) or 'none'}")
        for key, evidence in _KEYS_OF.items():
            if getattr(self, key) and self.evidence not in evidence:
                raise ValueError(f"{key} says nothing of {self.evidence}; it is for {', '.join(evidence)}")
        return self


_KINDS_OF: Mapping[EvidenceKind, tuple[str, ...]] = {
    "milestone": get_args(MilestoneKind),
    "roster": (),
    "initiative": get_args(InitiativeKind),
    "evaluation": (),
    "item": NEWS_KINDS,
    "ceremony": tuple(kind for kind in NEWS_KINDS if kind in get_args(MilestoneKind)),
}
_KEYS_OF: Mapping[str, tuple[EvidenceKind, ...]] = {
    "stages": ("milestone",),
    "statuses": ("initiative",),
    "measures": ("evaluation",),
    "tagged": ("milestone", "initiative", "evaluation"),
}


class Term(StrictModel):
    """`[[term]]`: a word that readers may not know. Pages link its first occurrence to where it is explained."""

    term: Text
    """`SPBE`; words that are explained together stand with slashes between them: `Perbup / Perwali`."""
    also: list[Text] = Field(default=[], exclude_if=is_empty)
    """Further spellings by which texts name it: `Quick Win` beside `Quick win`."""
    expansion: str = Field(default="", exclude_if=is_empty)
    """What an abbreviation stands for: `Sistem Pemerintahan Berbasis Elektronik`."""
    meaning: str = Field(default="", exclude_if=is_empty)
    """The explanation: `penggunaan teknologi informasi oleh pemerintah`."""
    sources: list[Address] = Field(default=[], exclude_if=is_empty)
    """Where the explanation says what not everybody knows."""


class Programme(StrictModel):
    """`content/programme/*.md`: each file holds some of these tables; together they are the programme."""

    programme: ProgrammeFacts | None = None
    cohort: list[Cohort] = Field(default=[], exclude_if=is_empty)
    milestone: list[Milestone] = Field(default=[], exclude_if=is_empty)
    claim: list[Claim] = Field(default=[], exclude_if=is_empty)
    roster: list[Roster] = Field(default=[], exclude_if=is_empty)
    member: list[Member] = Field(default=[], exclude_if=is_empty)
    evaluation: list[Evaluation] = Field(default=[], exclude_if=is_empty)
    total: list[Total] = Field(default=[], exclude_if=is_empty)
    conflict: list[Conflict] = Field(default=[], exclude_if=is_empty)
    region: list[NamedRegion] = Field(default=[], exclude_if=is_empty)
    dimension: list[DimensionFacts] = Field(default=[], exclude_if=is_empty)
    regulation: list[Regulation] = Field(default=[], exclude_if=is_empty)
    partner: list[Partner] = Field(default=[], exclude_if=is_empty)
    term: list[Term] = Field(default=[], exclude_if=is_empty)
    programme_step: list[ProgrammeStep] = Field(default=[], exclude_if=is_empty)
    step_rule: list[StepRule] = Field(default=[], exclude_if=is_empty)
    exemption: list[Exemption] = Field(default=[], exclude_if=is_empty)
