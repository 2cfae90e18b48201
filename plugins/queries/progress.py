"""Where places stand in the programme: their steps as `record.progress` derives them, and the matrix of all places."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from plugins.incremental.tracking import query
from plugins.model.pages import PlacePage
from plugins.model.record import Record
from record.date_bounds import last_day
from record.models import Milestone
from record.progress import Evidence, StepProgress


def steps_of(record: Record, place: PlacePage) -> list[StepProgress]:
    """The progress of a place, one entry for each step of the programme, in their order."""
    return record.steps_of(place.data.slug)


@query
def reached(record: Record, slug: str) -> int:
    """How many steps of a place have evidence. Pages that ask depend on the number alone."""
    return sum(1 for step in record.steps_of(slug) if step.first)


def other_milestones(place: PlacePage, steps: list[StepProgress]) -> list[Milestone]:
    """A place's milestones that stand beside none of its steps, newest first."""
    shown = {piece.id for step in steps for piece in (*step.evidence, *step.before, *step.unfinished)}
    others = [milestone for milestone in place.data.milestone if milestone.id not in shown]
    return sorted(others, key=lambda milestone: milestone.date, reverse=True)


@dataclass(frozen=True)
class MatrixRow:
    """A place and its steps, in the order of the programme's."""

    place: PlacePage
    steps: tuple[StepProgress, ...]

    @property
    def reached(self) -> int:
        """How many steps have evidence."""
        return sum(1 for step in self.steps if step.first)


PLACE_ORDERS = ("nama", "provinsi", "jumlah")
"""By what the matrix can be sorted besides its steps; the first is the order of `/program/` itself."""


def matrix_orders(record: Record) -> tuple[str, ...]:
    """By what the matrix can be sorted, as in addresses: `PLACE_ORDERS`, then the slugs of the programme's steps."""
    return (*PLACE_ORDERS, *(step.slug for step in record.programme.programme_step))


def matrix(record: Record, order: str = "nama") -> list[MatrixRow]:
    """All places and their steps, sorted by one of `matrix_orders`.

    A step as the order puts the earliest place first, and places without evidence last.
    """
    rows = [MatrixRow(place, tuple(record.steps_by_place[slug])) for slug, place in sorted(record.places.items())]
    rows.sort(key=lambda row: row.place.data.name)
    if order == "provinsi":
        rows.sort(key=lambda row: row.place.data.province)
    elif order == "jumlah":
        rows.sort(key=lambda row: -row.reached)
    elif order != "nama":
        rows.sort(key=lambda row: _first_day(row, order))
    return rows


def matrix_columns(rows: Sequence[MatrixRow]) -> list[int]:
    """The positions of the steps: first those whose month differs between places, then those that say the same of all.

    Of the second sort a reader learns only who has evidence; both sorts stand in the programme's order.
    """
    count = len(rows[0].steps) if rows else 0
    months = [{_month(first) for row in rows if (first := row.steps[at].first)} for at in range(count)]
    return sorted(range(count), key=lambda at: len(months[at]) <= 1)


def _month(first: Evidence) -> tuple[str, int, int]:
    """What a narrow column shows of a day."""
    return first.precision, first.day.year, 0 if first.precision == "year" else first.day.month


def _first_day(row: MatrixRow, slug: str) -> dt.date:
    """The day on which a step has surely been taken."""
    first = next(step.first for step in row.steps if step.step.slug == slug)
    return last_day(first.day, first.precision) if first else dt.date.max
