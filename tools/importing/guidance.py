"""`content/import.toml`: what an importer must know of this site's record and no row of it says."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator

from record import toml_file
from record.errors import ContentProblem
from record.models import Address, StrictModel, Text
from record.partial_dates import parse_partial_date
from record.urls import original_address

FILE = "import.toml"


class Judge(StrictModel):
    """`[[judge]]`: who judged; the first row that fits a result counts."""

    measure: str = ""
    """A regular expression, searched in the result's measure and value; empty for every one."""
    until: int = dt.MAXYEAR
    """The last year judged for which this holds."""
    judge: Text
    """The judge's name."""

    @field_validator("measure")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"is no regular expression: {error}") from error
        return value


class Skip(StrictModel):
    """`[[skip]]`: a row that is not carried, since the record says the same elsewhere."""

    row: Text
    """File, table and number: `programme2.toml#conflict-3`."""
    reason: Text
    """Where it is said."""


class SummaryDay(StrictModel):
    """`[[summary]]`: an item whose summary the rules of `tools.importing.summary_dates` read wrongly."""

    url: Address
    event_date: str
    """The day, month or year that the summary tells of its event; empty for none."""
    reason: Text
    """What the rules cannot see."""

    @field_validator("event_date")
    @classmethod
    def _is_a_date(cls, value: str) -> str:
        if value:
            parse_partial_date(value)
        return value


class MendedAddress(StrictModel):
    """`[[address]]`: an address of the record that proves nothing as it stands, and the page that it stands for."""

    was: Address
    now: Address
    reason: Text
    """How the better one is known."""


class Guidance(StrictModel):
    """All of the file."""

    address: list[MendedAddress] = Field(default=[])

    judge: list[Judge] = Field(default=[])
    skip: list[Skip] = Field(default=[])
    summary: list[SummaryDay] = Field(default=[])

    def address_of(self, url: str) -> str:
        """The page's own address: as mended here, else the original of an AMP, mobile or printed form."""
        return next((row.now for row in self.address if row.was == url), None) or original_address(url)

    def with_addresses(self, value: Any) -> Any:
        """The same rows with every `source` and `sources` by `address_of`; no source stands twice in a list."""
        if isinstance(value, list):
            return [self.with_addresses(part) for part in value]
        if not isinstance(value, dict):
            return value
        return {key: self._mended(key, part) for key, part in value.items()}

    def _mended(self, key: str, value: Any) -> Any:
        if key == "sources":
            return list(dict.fromkeys(map(self.address_of, value)))
        return self.address_of(value) if key == "source" and _is_web(value) else self.with_addresses(value)

    def judge_of(self, year: int, words: str) -> str:
        """Who gave a result of that year, told by the words of its measure and value; "" where nothing says it."""
        fits = (row.judge for row in self.judge if year <= row.until and re.search(row.measure, words))
        return next(fits, "")

    def reason_to_skip(self, row: str) -> str:
        """Why a row is not carried; "" where it is."""
        return next((skip.reason for skip in self.skip if skip.row == row), "")

    def event_date_of(self, url: str) -> str | None:
        """What an item's summary tells, where the rules are wrong; None where they hold."""
        return next((row.event_date for row in self.summary if row.url == url), None)


def _is_web(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://"))


def read_guidance(content: Path) -> Guidance:
    """What `content/import.toml` says, if it is there. Raises `ContentProblem`."""
    path = content / FILE
    if not path.is_file():
        return Guidance()
    return toml_file.parse(path.read_text("utf-8"), Guidance, path, problem=ContentProblem)
