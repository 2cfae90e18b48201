"""Rules on who takes part: rosters and members, the places' cohorts and their step of being selected."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from plugins.model.contradictions.findings import Evidence, Finding, Row, Spot
from record.date_bounds import span
from record.models import Place
from record.programme import Cohort, Member, Roster

SELECTED = "selected"
"""The kind of milestone that says that a place was taken into a cohort."""


@dataclass
class _Cohorts:
    """Who names which place as one of which year's cohort."""

    sizes: dict[int, int] = field(default_factory=dict)
    by_place: dict[str, dict[int, Spot]] = field(default_factory=lambda: defaultdict(dict))
    """By name, the first row of each year that names it."""
    complete: dict[int, Spot] = field(default_factory=dict)
    """Rosters that have as many places as their cohort."""

    @classmethod
    def of(cls, evidence: Evidence) -> "_Cohorts":
        known = cls({row.data.year: row.data.size for row in evidence.rows if isinstance(row.data, Cohort)})
        for row in evidence.rows:
            if isinstance(row.data, Member):
                known._add(row.data.place, row.data.cohort, row.at("place"))
            elif isinstance(row.data, Roster):
                for line in row.data.line:
                    known._add(line.place, row.data.cohort, row.at("line", line.id))
                if len(set(row.data.places)) >= known.sizes.get(row.data.cohort, len(row.data.line) + 1):
                    known.complete.setdefault(row.data.cohort, row.at("line"))
        return known

    def _add(self, place: str, year: int, spot: Spot) -> None:
        self.by_place[_folded(place)].setdefault(year, spot)

    def of_place(self, name: str) -> dict[int, Spot]:
        return self.by_place.get(_folded(name), {})


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def named_twice(evidence: Evidence) -> Iterator[Finding]:
    """A place that stands twice in one roster."""
    for row in (row for file in evidence.to_check for row in file.rows):
        if isinstance(row.data, Roster):
            first: dict[str, str] = {}
            for line in row.data.line:
                if (other := first.setdefault(_folded(line.place), line.id)) != line.id:
                    spot, before = row.at("line", line.id), row.at("line", other)
                    problem = (f"{line.place} is in this list already, ", before, "; keep one, or mend the name")
                    yield Finding("roster", spot, problem, frozenset({line.id, other, row.id}))


def other_cohort(evidence: Evidence) -> Iterator[Finding]:
    """A place of a cohort in which nobody counts it: others name another year, or the year's whole list lacks it."""
    cohorts = _Cohorts.of(evidence)
    for row in evidence.rows:
        if not isinstance(row.data, Place):
            continue
        years, cohort = cohorts.of_place(row.data.name), row.data.cohort
        against = None if cohort in years else next(iter(years.values()), cohorts.complete.get(cohort))
        if against:
            said = f"names it in that of {min(years)}" if years else "has the whole cohort without it"
            problem = (
                f"{row.data.name} is in the cohort of {cohort} here, but ",
                against,
                f" {said}; mend the one that is wrong",
            )
            yield Finding("roster", row.at("cohort"), problem, frozenset({row.data.slug}))


def selected_otherwise(evidence: Evidence) -> Iterator[Finding]:
    """A place that was selected in a year in whose cohort nobody counts it, though that year or place is known."""
    cohorts = _Cohorts.of(evidence)
    for row in evidence.rows:
        if not isinstance(row.data, Place):
            continue
        years = cohorts.of_place(row.data.name)
        for index, milestone in enumerate(row.data.milestone):
            first, last = span(milestone.date, milestone.precision)
            if milestone.kind != SELECTED or any(first.year <= year <= last.year for year in years):
                continue
            if against := _against(milestone.date, years, cohorts):
                step = Row(row.path, ("milestone", index), milestone)
                said = f"names it in the cohort of {min(years)}" if years else "has that year's whole cohort without it"
                problem = (
                    f"{row.data.name} was selected in {milestone.date.year} here, but ",
                    against,
                    f" {said}; mend the date, the kind or the list",
                )
                yield Finding("roster", step.at("kind"), problem, frozenset({milestone.id}))


def _against(date: dt.date, years: dict[int, Spot], cohorts: _Cohorts) -> Spot | None:
    """What speaks against a selection in the year of `date`; a cohort without a whole list proves nothing."""
    if date.year not in cohorts.sizes:
        return next((spot for year, spot in years.items() if year in cohorts.complete), None)
    return cohorts.complete.get(date.year) and next(iter(years.values()), cohorts.complete[date.year])
