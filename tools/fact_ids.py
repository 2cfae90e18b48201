"""`invoke ids`: writes an id and the day of recording into every fact below `content/` that has none."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from record import toml_file
from record.atomic_write import write_bytes
from record.content_tree import content_files
from record.errors import ContentProblem
from record.fact_ids import new_id
from record.text_files import decoded, read_bytes

FILES = ("cities/*.md", "initiatives/*/*.md", "programme/*.md")
TABLES = ("milestone", "claim", "step", "roster", "member", "evaluation", "total", "conflict", "exemption")
"""The tables whose rows are facts; an initiative's file is a fact as well."""
WRITTEN = ("id", "recorded")
"""The keys that are written where they are missing."""
UNREADABLE = (
    "some facts here cannot be given ids; write each as a table of its own ([[milestone]]), and each line of a roster "
    'as { place = "…" } in a row of its own, then run again'
)
_HEADER = re.compile(r"\s*\[\[\s*\"?(?P<table>[a-z]+)\"?\s*\]\]")
_ANY_HEADER = re.compile(r"\s*\[[\[\w\"]")
_ROSTER_LINES = re.compile(r"\s*line\s*=\s*\[")
_LINE_WITHOUT_ID = re.compile(r"\{(?=\s*place\s*=)(?![^}]*\bid\s*=)")


@dataclass(frozen=True)
class Numbered:
    """A file, and how many ids were written into it."""

    path: Path
    count: int


def write_ids(content: Path, today: dt.date) -> Iterator[Numbered]:
    """Add what facts lack, and nothing else: every other byte stays.

    Each file that changed is given. Raises `ContentProblem` where one cannot be read, before any is written, and
    `StoreFailed`.
    """
    texts = {path: _text(path) for pattern in FILES for path in content_files(content, pattern)}
    taken = {fact_id for path, text in texts.items() for fact_id in _ids_in(_front(text, path))}
    numbered = {path: with_ids(text, path, taken, today) for path, text in texts.items()}
    for path, (after, count) in numbered.items():
        if write_bytes(path, after.encode()):
            yield Numbered(path, count)


def with_ids(text: str, path: Path, taken: set[str], today: dt.date) -> tuple[str, int]:
    """The text of a file with every fact's id and day of recording, and how many ids are new; `taken` grows by them.

    Raises `ContentProblem` where a fact is written so that its place cannot be seen.
    """
    front = _front(text, path)
    before = len(taken)
    after = "".join(_lines(text, front, path.parent.parent.name == "initiatives", taken, today))
    made = _front(after, path)
    if lost := next(_without_id(made), None):
        front_text, _ = toml_file.split(decoded(text.encode(), path), path, problem=ContentProblem)
        key = ".".join(map(str, lost))
        raise ContentProblem(path, UNREADABLE, line=toml_file.line_of(front_text, lost) + 1, key=key)
    if _without_written(made) != _without_written(front):
        raise ContentProblem(path, UNREADABLE, line=1)
    return after, len(taken) - before


def _lines(text: str, front: dict[str, Any], is_initiative: bool, taken: set[str], today: dt.date) -> Iterator[str]:
    waiting = {table: list(front.get(table, [])) for table in TABLES}
    fences, in_roster_lines = 0, False
    for line in text.splitlines(keepends=True):
        ending = line[len(line.rstrip("\r\n")) :] or "\n"
        if line.strip().removeprefix("\ufeff") == toml_file.FENCE:
            fences += 1
            yield line
            if fences == 1 and is_initiative:
                yield from _missing(front, ending, taken, today)
        elif fences != 1:
            yield line
        elif _ANY_HEADER.match(line):
            yield line
            in_roster_lines = False
            if (header := _HEADER.match(line)) and waiting.get(header["table"]):
                yield from _missing(waiting[header["table"]].pop(0), ending, taken, today)
        else:
            in_roster_lines = in_roster_lines or bool(_ROSTER_LINES.match(line))
            yield _LINE_WITHOUT_ID.sub(lambda _: f'{{ id = "{_new(taken)}",', line) if in_roster_lines else line
            in_roster_lines = in_roster_lines and not line.lstrip().startswith("]")


def _missing(row: dict[str, Any], ending: str, taken: set[str], today: dt.date) -> Iterator[str]:
    if "id" not in row:
        yield f'id = "{_new(taken)}"{ending}'
    if "recorded" not in row:
        yield f"recorded = {today}{ending}"


def _new(taken: set[str]) -> str:
    made = new_id(taken)
    taken.add(made)
    return made


def _text(path: Path) -> str:
    """All characters of a file, those that end its lines and mark its beginning too."""
    data = read_bytes(path)
    decoded(data, path)
    return data.decode()


def _front(text: str, path: Path) -> dict[str, Any]:
    front, _ = toml_file.split(decoded(text.encode(), path), path, problem=ContentProblem)
    return toml_file.loads(front, path, problem=ContentProblem, first_line=2)


def _without_id(front: dict[str, Any]) -> Iterator[tuple[str | int, ...]]:
    """Where a fact stands that lacks one of the keys."""
    for table in TABLES:
        for index, row in enumerate(front.get(table, [])):
            if not set(WRITTEN) <= row.keys():
                yield table, index
            lines = row.get("line", []) if table == "roster" else []
            yield from ((table, index, "line", number) for number, line in enumerate(lines) if "id" not in line)


def _without_written(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_written(part) for key, part in value.items() if key not in WRITTEN}
    return [_without_written(part) for part in value] if isinstance(value, list) else value


def _ids_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"]
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _ids_in(part)
