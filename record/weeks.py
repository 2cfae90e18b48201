"""Weeks as ISO 8601 counts them: from Monday to Sunday, and each of the year that has most of its days."""

import datetime as dt
import re
from dataclasses import dataclass

_FORM = re.compile(r"(\d{4})-W(\d\d)", re.ASCII)


@dataclass(frozen=True, order=True)
class Week:
    """A week: `2026-W53` begins on 28 December 2026. Weeks sort by time."""

    year: int
    """The ISO year, which is not that of every day in it."""
    number: int

    @classmethod
    def of(cls, day: dt.date) -> "Week":
        """The week of a day."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, text: str) -> "Week":
        """The week that `str()` writes as `text`. Raises `ValueError` where it is none, or not in the calendar."""
        match = _FORM.fullmatch(text)
        if not match:
            raise ValueError(f"{text!r} is no week; write it as 2026-W48")
        try:
            return cls.of(dt.date.fromisocalendar(int(match[1]), int(match[2]), 1))
        except ValueError as error:
            raise ValueError(f"{text!r} is not in the calendar; write a week that exists") from error

    def __str__(self) -> str:
        """`2026-W48`."""
        return f"{self.year:04}-W{self.number:02}"

    @property
    def first(self) -> dt.date:
        """Its Monday."""
        return dt.date.fromisocalendar(self.year, self.number, 1)

    @property
    def last(self) -> dt.date:
        """Its Sunday."""
        return dt.date.fromisocalendar(self.year, self.number, 7)
