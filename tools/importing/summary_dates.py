"""The day of the event that a summary of ours tells, read off its Indonesian words. Pure."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from record.partial_dates import parse_partial_date
from scrapers.extract.date_words import MONTHS

TABLE = Path(__file__).with_suffix(".toml")
"""Forms of dates and what they may not follow; its head says what the keys mean."""
EVIDENCE = "Ringkasan kami menyebut waktu peristiwanya; tanggal terbit tidak tampak."


def event_date_in(summary: str, latest: dt.date) -> str:
    """The day, month or year of what a summary tells, as `2024-11-11`, `2024-11` or `2024`; "" if it tells none.

    A day after `latest`, when the summary was written, is a plan and not the event's day; so is one that words such as
    `akan` or `hingga` make a bound or a background of (`TABLE`).
    """
    return next(_dates(summary, latest), "")


def _dates(summary: str, latest: dt.date) -> Iterator[str]:
    table = _table()
    for form in table["form"]:
        for match in form.finditer(summary):
            date = _written(match.groupdict())
            if date and parse_partial_date(date)[0] <= latest and not _is_background(summary[: match.start()]):
                yield date


def _written(parts: dict[str, str | None]) -> str:
    year, month, day = parts["year"], parts.get("month"), parts.get("day")
    number = MONTHS[month.casefold()] if month else int(parts.get("number") or 0)
    date = f"{year}" + (f"-{number:02}" if number else "") + (f"-{int(day):02}" if day else "")
    try:
        parse_partial_date(date)
    except ValueError:
        return ""
    return date


def _is_background(before: str) -> bool:
    table = _table()
    clause = table["boundary"].split(before)[-1]
    return any(rule.search(clause) for rule in (*table["touching"], *table["clause"]))


@cache
def _table() -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - only an import of a record needs it

    data = tomllib.loads(TABLE.read_text("utf-8"))
    month = f"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
    rules = {
        name: [re.compile(rule, re.IGNORECASE) for rule in data["before"][name]] for name in ("touching", "clause")
    }
    forms = [re.compile(form["regex"].replace("{month}", month), re.IGNORECASE) for form in data["form"]]
    return {"form": forms, "boundary": re.compile(data["boundary"]), **rules}
