"""What editors write of the programme as a whole: `content/programme/*.md`, as `+++`-fenced TOML with prose below."""

import datetime as dt

from pydantic import Field

from record.models import Address, Claim, Milestone, Sources, StrictModel, Text
from record.vocabulary import Dimension


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


class Roster(StrictModel):
    """`[[roster]]`: one source's list of the places in a cohort."""

    cohort: int
    """The year of the cohort."""
    said_by: Text
    """Who published the list."""
    source: Address
    date: dt.date
    """When it was published."""
    places: list[Text]
    """Names as the list has them; also of places that are not tracked."""
    note: str = ""


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


class Term(StrictModel):
    """`[[term]]`: a glossary entry."""

    term: Text
    """`Bappenas`."""
    meaning: Text
    """`Badan Perencanaan Pembangunan Nasional`."""


class Programme(StrictModel):
    """`content/programme/*.md`: each file holds some of these tables; together they are the programme."""

    programme: ProgrammeFacts | None = None
    cohort: list[Cohort] = Field(default=[])
    milestone: list[Milestone] = Field(default=[])
    claim: list[Claim] = Field(default=[])
    roster: list[Roster] = Field(default=[])
    dimension: list[DimensionFacts] = Field(default=[])
    regulation: list[Regulation] = Field(default=[])
    partner: list[Partner] = Field(default=[])
    term: list[Term] = Field(default=[])
