"""Dates as pages write them, in Indonesian; nothing depends on the machine's locale."""

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType

from markupsafe import Markup

from record.partial_dates import partial_date

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
ZONES: Mapping[int, str] = MappingProxyType({7: "WIB", 8: "WITA", 9: "WIT"})
"""Indonesia's time zones by their offset from UTC, in hours."""
UNDATED = "tanggal tidak diketahui"
UNKNOWN_MONTH = "bulan tidak diketahui"
BOUNDS: Mapping[str, str] = MappingProxyType({"not-after": "paling lambat", "not-before": "paling cepat"})
"""What stands before a date that only bounds the day, by its precision."""
_BOUND_MARKS: Mapping[str, str] = MappingProxyType({"not-after": "≤ ", "not-before": "≥ "})
"""The same in narrow columns."""


def date_words(day: dt.date | None, precision: str = "day", translate: Callable[[str], str] = str) -> str:
    """`22 Mei 2017`, `Mei 2017`, `2017` or `paling lambat 22 Mei 2017`, as `precision` says.

    `translate` gives its words in the page's language.
    """
    if day is None:
        return translate(UNDATED)
    bound = BOUNDS.get(precision)
    return f"{translate(bound)} {_words(day, precision, translate)}" if bound else _words(day, precision, translate)


def _words(day: dt.date, precision: str, translate: Callable[[str], str]) -> str:
    if precision == "year":
        return str(day.year)
    month = f"{translate(MONTHS[day.month - 1])} {day.year}"
    return month if precision == "month" else f"{day.day} {month}"


def date_element(day: dt.date, precision: str = "day", translate: Callable[[str], str] = str) -> Markup:
    """The same in a `time` element, whose `datetime` says no more than is known; a bound's words stand before it."""
    bound = BOUNDS.get(precision)
    before = f"{translate(bound)} " if bound else ""
    words = _words(day, precision, translate)
    return Markup('{}<time datetime="{}">{}</time>').format(before, machine_date(day, precision), words)


def short_date(day: dt.date, precision: str = "day", translate: Callable[[str], str] = str) -> str:
    """`Mei 2017`, `2017` where only the year is known, `≤ Mei 2017` for a bound: for narrow columns."""
    if precision == "year":
        return str(day.year)
    return f"{_BOUND_MARKS.get(precision, '')}{translate(MONTHS[day.month - 1])[:3]} {day.year}"


def moment_words(moment: dt.datetime | None) -> str:
    """`22 Mei 2017 pukul 14.05 WIB`, or `22 Mei 2017 (WIB)` at 00:00:00, which stands for a time that is not known."""
    if moment is None:
        return UNDATED
    zone = ZONES.get(int((moment.utcoffset() or dt.timedelta()).total_seconds() // 3600), moment.strftime("UTC%z"))
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return f"{date_words(moment)} ({zone})"
    return f"{date_words(moment)} pukul {moment.hour:02}.{moment.minute:02} {zone}"


def machine_date(day: dt.date | None, precision: str = "day") -> str:
    """ISO 8601, for a `datetime` attribute: `2017`, `2017-05`, `2017-05-22`, or with the time of a datetime."""
    if day is None:
        return ""
    if isinstance(day, dt.datetime):
        return day.isoformat(timespec="seconds")
    return partial_date(day, precision)


def month_words(month: int | None) -> str:
    """The month's name, or that only the year is known."""
    return MONTHS[month - 1] if month else UNKNOWN_MONTH
