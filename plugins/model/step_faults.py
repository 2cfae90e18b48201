"""Checks that whatever names a step of the programme names one that there is: a slip would lose evidence in silence."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from record import toml_file
from record.errors import ContentProblem
from record.models import Initiative, Place
from record.programme import Programme
from record.text_files import read_text

Loc = tuple[str | int, ...]


def step_faults(files: Mapping[Path, Any]) -> Iterator[ContentProblem]:
    """A fault for each unknown or repeated slug of a step or id of a rule; `files` are models by their file."""
    programme = {path: model for path, model in files.items() if isinstance(model, Programme)}
    known = {step.slug for part in programme.values() for step in part.programme_step}
    names: set[tuple[str, str]] = set()
    for path, part in programme.items():
        slugs = [("programme_step", at, "slug", step.slug) for at, step in enumerate(part.programme_step)]
        ids = [("step_rule", at, "id", rule.id) for at, rule in enumerate(part.step_rule)]
        for table, at, key, name in (*slugs, *ids):
            if (table, name) in names:
                yield _fault(path, (table, at, key), f"{name!r} is given twice; name one of them otherwise")
            names.add((table, name))
    for path, model in files.items():
        for loc, slug in _named_by(model):
            if slug not in known:
                advice = f"{slug!r} is no step of the programme; known are {', '.join(sorted(known)) or 'none'}"
                yield _fault(path, loc, advice)


def _named_by(model: Any) -> Iterator[tuple[Loc, str]]:
    """The steps that a file names, with where it does."""
    match model:
        case Programme():
            yield from ((("step_rule", at, "step"), rule.step) for at, rule in enumerate(model.step_rule))
            facts: Iterator[tuple[Loc, list[str]]] = (
                (("evaluation", at), result.programme_steps) for at, result in enumerate(model.evaluation)
            )
        case Place():
            facts = ((("milestone", at), milestone.programme_steps) for at, milestone in enumerate(model.milestone))
        case Initiative():
            facts = iter([((), model.programme_steps)])
        case _:
            facts = iter(())
    for loc, slugs in facts:
        yield from (((*loc, "programme_steps"), slug) for slug in slugs)


def _fault(path: Path, loc: Loc, advice: str) -> ContentProblem:
    front, _ = toml_file.split(read_text(path), path, problem=ContentProblem)
    key = ".".join(map(str, loc))
    return ContentProblem(path, advice, line=1 + toml_file.line_of(front, loc), key=key)
