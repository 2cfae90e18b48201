"""Dates of which not all is known: ISO 8601 cut short, `2017-05-22`, `2017-05` or `2017`."""

import datetime as dt
import re
from typing import cast

from record.vocabulary import Precision

_FORM = re.compile(r"\A\d{4}(?:-\d\d(?:-\d\d)?)?\Z", re.ASCII)
_PRECISIONS: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}
BOUNDS = ("not-after", "not-before")
"""Precisions by which a date is a bound."""


def parse_partial_date(text: str, precision: str = "") -> tuple[dt.date, Precision]:
    """The first day of what `text` names, and how much of it is known: by its form, or a bound as `precision` says.

    Raises `ValueError` where it is no date, or where `precision` says other than its form.
    """
    if not _FORM.match(text):
        raise ValueError(f"{text!r} is no date; write it as 2017-05-22, 2017-05 or 2017")
    known = _PRECISIONS[len(text)]
    if precision not in ("", known, *BOUNDS):
        raise ValueError(f"{text!r} is a {known}, not a {precision}; make them agree")
    try:
        day = dt.date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError as error:
        raise ValueError(f"{text!r} is not in the calendar; write a day that exists") from error
    return day, cast(Precision, precision) if precision in BOUNDS else known


def partial_date(day: dt.date, precision: str) -> str:
    """The form of a date that says how much of it is known; of a bound, the whole day."""
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]
