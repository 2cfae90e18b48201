"""Rules on initiatives: status and day are those of the newest evidence."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plugins.model.contradictions.findings import Evidence, Finding, RecordFile, Row, Spot, published_on
from record.date_bounds import span
from record.item_day import EVENT_BASES
from record.models import Initiative, InitiativeStep, Milestone, Place
from record.vocabulary import InitiativeStatus

ORDER: tuple[InitiativeStatus, ...] = ("announced", "launched", "running", "stopped")
"""In which statuses follow one another where dates leave it open; `unknown` has no place in it."""
IN_USE: tuple[InitiativeStatus, ...] = ("launched", "running")
NOT_BEGUN: InitiativeStatus = "announced"
ENDS = ("finished", "handed-over")
"""Stages of a thing that is there."""
REPORTED_WITHIN = dt.timedelta(days=31)
"""How long after the event a source may be its report: in the record half come a day later, the slowest (monthly
bulletins of governments) within a month. What is later tells of another day."""


@dataclass(frozen=True)
class _File:
    file: RecordFile
    data: Initiative

    @property
    def root(self) -> Row:
        return self.file.rows[0]

    def at(self, step: InitiativeStep, key: str) -> Spot:
        """Where a step's key stands; of the step that is made of the file's own keys, the status."""
        index = next((index for index, other in enumerate(self.data.step) if other is step), None)
        return self.root.at("status") if index is None else Spot(self.file.path, ("step", index, key))

    def about(self, *steps: InitiativeStep) -> frozenset[str]:
        return frozenset({self.data.id, *(step.id for step in steps)})


def _initiatives(files: Iterable[RecordFile]) -> Iterator[_File]:
    return (_File(file, file.data) for file in files if isinstance(file.data, Initiative))


def not_the_last_step(evidence: Evidence) -> Iterator[Finding]:
    """A status, a day or its exactness that is not the last step's."""
    for entry in _initiatives(evidence.to_check):
        data, last = entry.data, entry.data.steps[-1]
        stated = {"status": data.status, "as_of": data.as_of, "as_of_precision": data.as_of_precision}
        proved = {"status": last.status, "as_of": last.date, "as_of_precision": last.precision}
        if key := next((key for key in stated if stated[key] != proved[key]), ""):
            problem = (
                f"{stated[key]} here, but {proved[key]} in the last step, ",
                entry.at(last, "status" if key == "status" else "date"),
                "; status, as_of and as_of_precision must be those of the last step",
            )
            # Where it is left out, it says how exact the day is that stands there.
            shown = "as_of" if key == "as_of_precision" and data.as_of_precision == "day" else key
            yield Finding("status", entry.root.at(shown), problem, entry.about(last))


def order_unknown(evidence: Evidence) -> Iterator[Finding]:
    """A step that may be later than the last one, since its date is open, and whose status goes further."""
    for entry in _initiatives(evidence.to_check):
        last = entry.data.steps[-1]
        for step in entry.data.steps[:-1]:
            if _latest(step) > _earliest(last) and _rank(step.status) > _rank(last.status) >= 0:
                problem = (
                    f"{step.status} may have come after {last.status}, ",
                    entry.at(last, "date"),
                    ", and then would be the status; give a narrower date, or a bound (not-after, not-before)",
                )
                yield Finding("status", entry.at(step, "date"), problem, entry.about(step, last))


def _rank(status: str) -> int:
    return ORDER.index(status) if status in ORDER else -1


def _latest(step: InitiativeStep) -> dt.date:
    return span(step.date, step.precision)[1]


def _earliest(step: InitiativeStep) -> dt.date:
    # What was so on a day at the latest is known to be so on that day.
    return step.date if step.precision == "not-after" else span(step.date, step.precision)[0]


def older_than_its_sources(evidence: Evidence) -> Iterator[Finding]:
    """A day of the newest source that is older than a source of its own."""
    for entry in _initiatives(evidence.files):
        data, last = entry.data, entry.data.steps[-1]
        _, end = span(data.as_of, data.as_of_precision)
        if last.basis in EVENT_BASES:
            end = min(end, dt.date.max - REPORTED_WITHIN) + REPORTED_WITHIN
        items = [item for url in entry.file.cited if (item := evidence.item(url)) and item.row.date]
        newest = max(items, key=lambda item: (item.row.date[:10], item.address), default=None)
        if newest and newest.row.date[:10] > end.isoformat():
            problem = (
                f"{data.as_of} is older than a source of its own, of {newest.row.date[:10]}, ",
                published_on(newest),
                "; read in it what the status was then, and bring status and as_of up to it",
            )
            yield Finding("newest", entry.root.at("as_of"), problem, entry.about(last))


def older_than_its_milestones(evidence: Evidence) -> Iterator[Finding]:
    """A day that is older than a milestone of the initiative."""
    for entry, row, milestone in _own_milestones(evidence):
        _, end = span(entry.data.as_of, entry.data.as_of_precision)
        if span(milestone.date, milestone.precision)[0] > end:
            problem = (
                f"{entry.data.as_of} is older than a milestone of its own, of {milestone.date}, ",
                row.at("date"),
                "; add the step that it tells, and bring status and as_of up to it",
            )
            yield Finding("newest", entry.root.at("as_of"), problem, entry.about(entry.data.steps[-1]))


def other_stage(evidence: Evidence) -> Iterator[Finding]:
    """A status that a milestone of the initiative speaks against."""
    for entry, row, milestone in _own_milestones(evidence):
        if against := _against_stage(entry.data, milestone):
            step, stage = against
            problem = (
                f"{step.status} here, but a source of its own tells {stage} of {milestone.date}, ",
                row.at("stage" if milestone.stage else "kind"),
                "; add the step that is missing, or mend the milestone",
            )
            about = entry.about(step) | {milestone.id}
            yield Finding("stage", entry.at(step, "status"), problem, about)


def _against_stage(initiative: Initiative, milestone: Milestone) -> tuple[InitiativeStep, str] | None:
    """The step that a milestone speaks against, and what the milestone tells."""
    first, last = span(milestone.date, milestone.precision)
    before = [step for step in initiative.steps if _earliest(step) <= last]
    if _tells_an_end(milestone) and all(step.status == NOT_BEGUN for step in initiative.steps):
        return initiative.steps[-1], milestone.stage or milestone.kind
    if milestone.stage == "begun" and before and before[-1].status in IN_USE and _latest(before[-1]) < first:
        return before[-1], "a begin"
    return None


def _own_milestones(evidence: Evidence) -> Iterator[tuple[_File, Row, Milestone]]:
    """The milestones of an initiative: those of its place that name it and share a source with it."""
    milestones: dict[str, list[tuple[Row, Milestone]]] = defaultdict(list)
    for file in evidence.files:
        if isinstance(file.data, Place):
            milestones[file.data.slug] = [(row, row.data) for row in file.rows if isinstance(row.data, Milestone)]
    for entry in _initiatives(evidence.files):
        for row, milestone in milestones[entry.data.place]:
            if not entry.file.cited.isdisjoint(milestone.sources) and _names(entry.data, milestone.summary):
                yield entry, row, milestone


def _tells_an_end(milestone: Milestone) -> bool:
    return milestone.stage in ENDS or (milestone.kind == "launch" and not milestone.stage)


def _names(initiative: Initiative, text: str) -> bool:
    names = "|".join(re.escape(name.casefold()) for name in (initiative.name, *initiative.aliases))
    return re.search(rf"(?<!\w)(?:{names})(?!\w)", text.casefold()) is not None
