"""The date that an address states: the one table of patterns for collector, backfill, import and checks. Pure."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from record.address_copies import archived_copy, is_shared_copy
from record.address_forms import LONGEST_ADDRESS, is_below
from record.urls import original_address
from record.vocabulary import Precision

TABLE = Path(__file__).with_suffix(".toml")
"""The patterns, the surest first; its head says what the keys mean."""
EARLIEST = dt.date(1995, 1, 1)
"""Before it no Indonesian outlet was on the web: earlier days are numbers of another kind."""
_JAKARTA = dt.timezone(dt.timedelta(hours=7))
_FIRST_ZONE = dt.timezone(dt.timedelta(hours=14))
"""Where a day begins first."""


@dataclass(frozen=True, slots=True)
class AddressDate:
    """The date that an address states."""

    date: dt.date
    """Of a month its first day, of a year 1 January."""
    precision: Precision
    pattern: str
    """The name of the row in `TABLE` that read it: `tahun-bulan-hari`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressPattern:
    """One row of `TABLE`."""

    name: str
    proves: str
    precision: Precision
    regex: re.Pattern[str]
    base: int = 10
    hosts: tuple[str, ...] = ()
    since: dt.date = EARLIEST

    def days(self, host: str, text: str) -> Iterator[dt.date]:
        """All possible days that `text`, an address's path and query on `host`, gives by this row."""
        if self.hosts and not any(is_below(host, site) for site in self.hosts):
            return
        for match in self.regex.finditer(text):
            if (day := self._day(match.groupdict())) and day >= self.since:
                yield day

    def _day(self, parts: dict[str, str]) -> dt.date | None:
        try:
            if "stamp" in parts:
                return dt.datetime.fromtimestamp(int(parts["stamp"], self.base), _JAKARTA).date()
            year = int(parts["year"])
            return dt.date(year + 2000 if year < 100 else year, int(parts.get("month", 1)), int(parts.get("day", 1)))
        except (ValueError, OverflowError, OSError):
            return None


def date_of_address(url: str, *, now: dt.datetime | None = None) -> AddressDate | None:
    """The date of publication that `url` states by the surest pattern, or None; of an archived copy, its original's.

    `now` (aware) is when the page was read, by default this moment: later days are numbers of another kind. What stands
    on a site for shared documents has no date there, for its file's name says when something else was made.
    """
    copy = archived_copy(url)
    address = original_address(copy.original if copy else url)
    if len(address) > LONGEST_ADDRESS or is_shared_copy(address):
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    text = f"{parts.path}?{parts.query}" if parts.query else parts.path
    latest = (now or dt.datetime.now(dt.UTC)).astimezone(_FIRST_ZONE).date()
    dates = (
        AddressDate(day, pattern.precision, pattern.name)
        for pattern in address_patterns()
        for day in pattern.days(host, text)
        if day <= latest
    )
    return next(dates, None)


@cache
def address_patterns() -> tuple[AddressPattern, ...]:
    """The rows of `TABLE` in their order."""
    # Importing tomllib compiles patterns for some 25 ms; a build whose files are all unchanged never needs it.
    import tomllib  # noqa: PLC0415

    rows = tomllib.loads(TABLE.read_text("utf-8"))["pattern"]
    return tuple(
        AddressPattern(**(row | {"regex": re.compile(row["regex"], re.ASCII), "hosts": tuple(row.get("hosts", ()))}))
        for row in rows
    )
