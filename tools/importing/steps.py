"""Adds a step to an initiative's file; every other byte of it stays but status and day, which are the last step's."""

import re
from pathlib import Path

import tomlkit

from record.content_files import read_initiative
from record.fact_ids import derived_id
from record.models import Initiative, InitiativeStep
from record.text_files import read_text
from record.toml_file import FENCE
from record.toml_writer import table_of
from tools.importing.bases import EXACTNESS

_BEFORE_TABLE = re.compile(r"(?m)^(?=[ \t]*\[)")
_STEP = re.compile(r"\[\[\s*step\s*\]\]")
_GONE = re.compile(r"\s*(?:as_of_precision|as_of_basis|step)\s*=")
"""What goes: an empty list of steps could not stand beside a table of them."""


def same_step(initiative: Initiative, step: InitiativeStep) -> InitiativeStep | None:
    """The step that has the same status on the same day, or on a day of the month or year that is all `step` knows."""
    known = EXACTNESS[step.precision]
    for other in initiative.steps:
        exact_enough = EXACTNESS.get(other.precision, 0) >= known
        same_time = other.date.timetuple()[:known] == step.date.timetuple()[:known]
        if other.status == step.status and exact_enough and same_time:
            return other
    return None


def with_step(path: Path, step: InitiativeStep) -> str:
    """The text of an initiative's file with one more step. Raises `ContentProblem` where it cannot be read.

    Of an initiative without steps its status so far becomes the first one, which keeps by `earlier_id` the name that
    it had in feeds.
    """
    initiative, _ = read_initiative(path)
    front, fence, prose = _parts(read_text(path))
    head, *tables = (part.strip() for part in _BEFORE_TABLE.split(front))
    steps = list(initiative.step)
    if not steps:
        steps = [_first_step(initiative)]
        tables.append(_table(steps[0]))
    _insert(tables, steps, step)
    last = sorted([*steps, step], key=lambda row: row.date)[-1]
    return "\n\n".join([_with_status(head, last), *tables]) + f"\n{fence}{prose}"


def _insert(tables: list[str], steps: list[InitiativeStep], new: InitiativeStep) -> None:
    """Put a table for `new` among `tables`, those of `steps` and others, in the order of days."""
    places = [at for at, table in enumerate(tables) if _STEP.match(table)]
    later = (at for at, step in zip(places, steps, strict=True) if step.date > new.date)
    tables.insert(next(later, places[-1] + 1), _table(new))


def _parts(text: str) -> tuple[str, str, str]:
    """All before the closing fence, the fence with its line's end, all behind it."""
    opening = text.index(FENCE) + len(FENCE)
    front, fence, prose = re.split(rf"(?m)(^\s*?{re.escape(FENCE)}[ \t]*$)", text[opening:], maxsplit=1)
    return text[:opening] + front, fence, prose


def _with_status(head: str, last: InitiativeStep) -> str:
    """The keys of an initiative with the status and day of its last step; `as_of_basis` is the step's now."""
    lines = [line for line in head.split("\n") if not _GONE.match(line)]
    values = {"status": f'"{last.status}"', "as_of": last.date.isoformat()}
    for at, line in enumerate(lines):
        if (key := line.partition("=")[0].strip()) in values:
            lines[at] = f"{key} = {values[key]}"
            if key == "as_of" and last.precision != "day":
                lines[at] += f'\nas_of_precision = "{last.precision}"'
    return "\n".join(lines)


def _table(step: InitiativeStep) -> str:
    row = tomlkit.dumps(table_of(step.model_dump(exclude_none=True, exclude_defaults=True)))
    return f"[[step]]\n{row.strip()}"


def _first_step(initiative: Initiative) -> InitiativeStep:
    return initiative.steps[0].model_copy(update={"id": derived_id(initiative.id, "step")})
