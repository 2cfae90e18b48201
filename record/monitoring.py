"""What the collector keeps in `content/` of outlets and cited addresses, as JSON lines (`record.json_lines`)."""

import datetime as dt
import re

from pydantic import Field

from record.models import Address, StrictModel, Text
from record.vocabulary import CitationState, OutageState

_MOMENT = re.compile(r"/(\d{4})(\d\d)(\d\d)\d{6}(?:[a-z]{2}_)?/", re.ASCII)
"""How web archives write a copy's moment in its address; `id_` and the like choose a form of it."""


class Citation(StrictModel):
    """A line of `content/citations.jsonl`: whether a cited address can still be read (`scrapers.decide.citations`)."""

    url: Address
    state: CitationState
    checked: dt.date
    """When it was last requested."""
    since: dt.date | None = None
    """The first day of this state."""
    reason: str = ""
    """Why it could not be read, a word of `scrapers.decide.citations.CitationFault`."""
    failures: int = 0
    """How often in a row it could not be read."""


class ArchivedCopy(StrictModel):
    """A line of `content/archived.jsonl`: where a web archive has a copy of a cited page."""

    url: Address
    """The page's own address, as it is cited."""
    archive: Address
    """The copy's: `https://web.archive.org/web/20180603101112/https://kabar.example/a`."""

    @property
    def taken(self) -> dt.date | None:
        """The day of the copy, in UTC, where its address says it."""
        match = _MOMENT.search(self.archive)
        try:
            return dt.date(*map(int, match.groups())) if match else None
        except ValueError:
            return None


class Outage(StrictModel):
    """A line of `content/outages.jsonl`: a time in which an outlet could not be read, or not as usual."""

    outlet: Text
    """Its id in `sources.toml`."""
    name: Text
    """Its name then, for an outlet that is no longer in `sources.toml`."""
    places: list[str] = Field(default=[])
    """Slugs of the places that it covers."""
    start: dt.date
    until: dt.date | None = None
    """None while it lasts."""
    reason: Text
    """A word of `scrapers.errors.FetchFault` or of `scrapers.decide.health`, with details after a colon."""
    state: OutageState = "blind"


class Health(StrictModel):
    """A line of `content/health.jsonl`: what the collector remembers of an outlet from run to run."""

    outlet: Text
    """Its id in `sources.toml`."""
    name: Text
    home: Address
    places: list[str] = Field(default=[])
    """Slugs of the places that it covers."""
    success: dt.date | None = None
    """The last day on which it was read; renewed only after `record.outlet_rhythm.KEPT_FOR` days."""
    days: list[dt.date] = Field(default=[])
    """The newest days of which the collector stored an item, at most `record.outlet_rhythm.KEPT_DAYS`."""
