"""Dates of which not all is known: ISO 8601 cut short, `2017-05-22`, `2017-05` or `2017`."""

import datetime as dt
import re
from typing import cast

from record.date_bounds import last_day
from record.vocabulary import PRECISIONS, Precision

_FORM = re.compile(r"\A\d{4}(?:-\d\d(?:-\d\d)?)?\Z", re.ASCII)
_PRECISIONS: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}
BOUNDS = ("not-after", "not-before")
"""Precisions by which a date is a bound."""
_EXACTNESS: dict[str, int] = {precision: -number for number, precision in enumerate(PRECISIONS)}


def parse_partial_date(text: str, precision: str = "") -> tuple[dt.date, Precision]:
    """The first day of what `text` names, and how much of it is known: by its form, or a bound as `precision` says.

    Of `not-after` it is the last day: what is not later than May 2018 may be of its last day.

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
    if precision not in BOUNDS:
        return day, known
    return last_day(day, known) if precision == "not-after" else day, cast(Precision, precision)


def partial_date(day: dt.date, precision: str) -> str:
    """The form of a date that says how much of it is known; of a bound, the whole day."""
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]


def order_of(day: str, precision: str) -> tuple[str, int]:
    """Sort key of an ISO date: by its first day, and of one day the more exact as the later one.

    Sorted backwards, days of May 2018 stand before what is known to be of that month, and both before what is only
    known to be of 2018.
    """
    return day, _EXACTNESS[precision]
