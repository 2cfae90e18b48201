"""Rules on dates: each says how it is known, and what it says it is known by says the same."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plugins.model.contradictions.findings import Evidence, Finding, RecordFile, Row, published_on
from plugins.model.news import News
from record.address_dates import date_of_address
from record.date_bounds import span
from record.models import Claim, Initiative, InitiativeStep, Milestone
from record.programme import Evaluation, Member, Roster, Total
from record.vocabulary import DATE_BASES, DateBasis, Precision

DATED = (Milestone, Claim, InitiativeStep, Roster, Member, Evaluation, Total)
"""The facts that have a date."""
NEEDS_BASIS = ("day", "not-after", "not-before")
"""Precisions of dates that somebody must have read somewhere; a bare year or month may be common knowledge."""


@dataclass(frozen=True)
class FactDate:
    """The date of a fact, and the names of its keys."""

    row: Row
    key: str
    basis_key: str
    date: dt.date
    precision: Precision
    basis: DateBasis | None
    sources: list[str]
    recorded: dt.date

    @property
    def span(self) -> tuple[dt.date, dt.date]:
        """The first and last day that it may be."""
        return span(self.date, self.precision)

    @property
    def about(self) -> frozenset[str]:
        """How an exemption names it."""
        return frozenset({self.row.id})


def _dates(files: Iterable[RecordFile]) -> Iterator[FactDate]:
    """The date of each fact that has one; of an initiative's file only where no step tells it."""
    for row in (row for file in files for row in file.rows):
        data = row.data
        if isinstance(data, Initiative):
            if not data.step:
                precision, basis = data.as_of_precision, data.as_of_basis
                yield FactDate(row, "as_of", "as_of_basis", data.as_of, precision, basis, data.sources, data.recorded)
        elif isinstance(data, DATED) and data.date:
            known = (data.date, data.precision, data.basis, data.sources, data.recorded)
            yield FactDate(row, "date", "basis", *known)


def without_basis(evidence: Evidence) -> Iterator[Finding]:
    """An exact day, or a bound, of which nobody says how it is known."""
    for known in _dates(evidence.to_check):
        if known.basis is None and known.precision in NEEDS_BASIS:
            advice = f"add {known.basis_key}, one of {', '.join(DATE_BASES)}, or give month or year alone"
            problem = f"{known.date} is exact, and nothing says how it is known; {advice}"
            yield Finding("basis", known.row.at(known.key), (problem,), known.about)


def not_in_the_address(evidence: Evidence) -> Iterator[Finding]:
    """A date that is known by the address, and that no address of its sources states."""
    for known in _dates(evidence.to_check):
        if known.basis == "address" and not any(address_states(url, *known.span) for url in known.sources):
            advice = f"mend it, or say in {known.basis_key} how it is known"
            problem = f"no address in its sources states {known.date} ({known.precision}); {advice}"
            yield Finding("date", known.row.at(known.key), (problem,), known.about)


def not_the_publishers(evidence: Evidence) -> Iterator[Finding]:
    """A date that is known by the publisher, whose items here have another."""
    for known in _dates(evidence.files):
        if known.basis == "publisher" and (other := _published_otherwise(known, evidence)):
            problem = (
                f"{known.date} is said to be the publisher's, whose item has {other.row.date[:10]}, ",
                published_on(other),
                f"; make them agree, or say in {known.basis_key} how it is known",
            )
            yield Finding("date", known.row.at(known.key), problem, known.about)


def not_yet_then(evidence: Evidence) -> Iterator[Finding]:
    """A date after the day on which the fact came into the record: what had not happened could not be recorded."""
    for known in _dates(evidence.to_check):
        first = known.date if known.precision == "not-before" else known.span[0]
        if first > known.recorded:
            problem = (
                f"{known.date} is after {known.recorded}, the day on which it was recorded, ",
                known.row.at("recorded"),
                "; mend the one that is wrong",
            )
            yield Finding("date", known.row.at(known.key), problem, known.about)


def address_states(url: str, first: dt.date, last: dt.date) -> bool:
    """Whether an address states a date of at least this exactness: within `first` and `last`, or a bound's own day."""
    stated = date_of_address(url)
    if not stated:
        return False
    begin, end = span(stated.date, stated.precision)
    if first == dt.date.min:
        return begin <= last <= end
    if last == dt.date.max:
        return begin <= first <= end
    return first <= begin and end <= last


def _published_otherwise(known: FactDate, evidence: Evidence) -> News | None:
    """An item that gives another date, where all sources are items of ours and none gives this one."""
    items = [item for item in map(evidence.item, known.sources) if item and item.row.date]
    if len(items) < len(known.sources) or any(_may_be(item, *known.span) for item in items):
        return None
    stated = [item for item in items if item.item.date_basis in ("", "publisher")]
    return stated[0] if len(stated) == len(items) else None


def _may_be(item: News, first: dt.date, last: dt.date) -> bool:
    # The day as the publisher has it, and as the place has it: either may have been written down.
    days = {dt.date.fromisoformat(text[:10]) for text in (item.row.date, item.row.when) if text}
    return any(first <= day <= last for day in days)
