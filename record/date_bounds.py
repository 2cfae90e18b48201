"""What is surely known of a day of which not all is known: the days between which it lies, both included."""

import calendar
import datetime as dt

from record.vocabulary import Precision


def first_day(day: dt.date, precision: Precision) -> dt.date:
    """The earliest day that a date can mean; `dt.date.min` where it is an upper bound."""
    match precision:
        case "year":
            return day.replace(month=1, day=1)
        case "month":
            return day.replace(day=1)
        case "not-after":
            return dt.date.min
        case _:
            return day


def last_day(day: dt.date, precision: Precision) -> dt.date:
    """The latest day that a date can mean; `dt.date.max` where it is a lower bound."""
    match precision:
        case "year":
            return day.replace(month=12, day=31)
        case "month":
            return day.replace(day=calendar.monthrange(day.year, day.month)[1])
        case "not-before":
            return dt.date.max
        case _:
            return day


def span(day: dt.date, precision: Precision) -> tuple[dt.date, dt.date]:
    """The first and last day that a date can mean; a bound is open to one side."""
    return first_day(day, precision), last_day(day, precision)


def by_what_is_surely_known(day: dt.date, precision: Precision) -> tuple[dt.date, int]:
    """Sort key: by the day on which it has surely happened, of these the most exact first.

    A year comes before a day only where it ended before that day, since until then nothing says which was earlier.
    """
    return last_day(day, precision), -first_day(day, precision).toordinal()
