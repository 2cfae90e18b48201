"""Where places stand in the programme: the steps that have evidence, and the matrix of all places."""

import datetime as dt
from dataclasses import dataclass

from plugins.language.dates import machine_date
from plugins.language.words import MILESTONE_STEPS
from plugins.model.pages import PlacePage
from plugins.model.record import Record
from record.models import Milestone


@dataclass(frozen=True)
class StepProgress:
    """One step of the programme for one place: its `milestones`, earliest first; none where there is no evidence.

    `before` are milestones of the same kind from before the programme began, which are no step of it.
    """

    kind: str
    milestones: tuple[Milestone, ...]
    before: tuple[Milestone, ...] = ()

    @property
    def first(self) -> Milestone | None:
        """The earliest evidence."""
        return self.milestones[0] if self.milestones else None


def steps_of(record: Record, place: PlacePage) -> list[StepProgress]:
    """The progress of a place, one entry for each of `MILESTONE_STEPS`, in that order."""
    return [_step_progress(record, place, kind) for kind in MILESTONE_STEPS]


def _step_progress(record: Record, place: PlacePage, kind: str) -> StepProgress:
    milestones = sorted((step for step in place.data.milestone if step.kind == kind), key=lambda step: step.date)
    before = tuple(step for step in milestones if _is_before(step, record.opening))
    return StepProgress(kind, tuple(step for step in milestones if step not in before), before)


def _is_before(step: Milestone, day: dt.date) -> bool:
    """Whether a milestone surely came before a day, as exactly as its own date is known."""
    return machine_date(step.date, step.precision) < machine_date(day, step.precision)


@dataclass(frozen=True)
class MatrixRow:
    """A place and its steps, in the order of `MILESTONE_STEPS`."""

    place: PlacePage
    steps: tuple[StepProgress, ...]

    @property
    def reached(self) -> int:
        """How many steps have evidence."""
        return sum(1 for step in self.steps if step.first)


MATRIX_ORDERS = ("nama", "provinsi", "jumlah", *MILESTONE_STEPS)
"""By what the matrix can be sorted, as in addresses; the first is the order of `/program/` itself."""


def matrix(record: Record, order: str = "nama") -> list[MatrixRow]:
    """All places and their steps, sorted by one of `MATRIX_ORDERS`.

    A step as the order puts the earliest place first, and places without evidence last.
    """
    rows = [MatrixRow(place, tuple(steps_of(record, place))) for _, place in sorted(record.places.items())]
    rows.sort(key=lambda row: row.place.data.name)
    if order == "provinsi":
        rows.sort(key=lambda row: row.place.data.province)
    elif order == "jumlah":
        rows.sort(key=lambda row: -row.reached)
    elif order in MILESTONE_STEPS:
        rows.sort(key=lambda row: _first_day(row, order))
    return rows


def _first_day(row: MatrixRow, kind: str) -> dt.date:
    first = row.steps[MILESTONE_STEPS.index(kind)].first
    return first.date if first else dt.date.max
