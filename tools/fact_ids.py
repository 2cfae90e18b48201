"""`invoke ids`: writes an id and the day of recording into every fact below `content/` that has none."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from record import toml_file
from record.atomic_write import write_text
from record.content_tree import content_files
from record.errors import ContentProblem
from record.fact_ids import new_id
from record.text_files import read_text

FILES = ("cities/*.md", "initiatives/*/*.md", "programme/*.md")
TABLES = ("milestone", "claim", "step", "roster", "member", "evaluation", "total", "conflict", "exemption")
"""The tables whose rows are facts; an initiative's file is a fact as well."""
_HEADER = re.compile(r"^\s*\[\[\s*(?P<table>[a-z]+)\s*\]\]")
_ANY_HEADER = re.compile(r"^\s*\[")
_LINE_WITHOUT_ID = re.compile(r"\{(?=\s*place\s*=)(?![^}]*\bid\s*=)")


@dataclass(frozen=True)
class Numbered:
    """A file, and how many ids were written into it."""

    path: Path
    count: int


def write_ids(content: Path, today: dt.date) -> Iterator[Numbered]:
    """Add what facts lack, and nothing else: every other byte stays.

    Each file that changed is given. Raises `ContentProblem` where one cannot be read, and `StoreFailed`.
    """
    paths = [path for pattern in FILES for path in content_files(content, pattern)]
    taken = {fact_id for path in paths for fact_id in _ids_in(_front(path))}
    for path in paths:
        text = read_text(path)
        after, count = with_ids(text, path, taken, today, is_initiative=path.parent.parent.name == "initiatives")
        if after != text:
            write_text(path, after)
            yield Numbered(path, count)


def with_ids(text: str, path: Path, taken: set[str], today: dt.date, *, is_initiative: bool) -> tuple[str, int]:
    """The text of a file with every fact's id and day of recording, and how many ids are new; `taken` grows by them."""
    front = toml_file.loads(toml_file.split(text, path, problem=ContentProblem)[0], path, problem=ContentProblem)
    waiting = {table: list(front.get(table, [])) for table in TABLES}
    before = len(taken)
    lines, in_fence = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip() == toml_file.FENCE:
            in_fence += 1
            lines.append(line)
            if in_fence == 1 and is_initiative:
                lines += _missing(front, taken, today)
            continue
        header = _HEADER.match(line) if in_fence == 1 else None
        in_table = in_fence == 1 and not _ANY_HEADER.match(line)
        lines.append(_LINE_WITHOUT_ID.sub(lambda _: f'{{ id = "{_taken(taken)}",', line) if in_table else line)
        if header and waiting.get(header["table"]):
            lines += _missing(waiting[header["table"]].pop(0), taken, today)
    return "".join(lines), len(taken) - before


def _missing(row: dict[str, Any], taken: set[str], today: dt.date) -> list[str]:
    lines = [] if row.get("id") else [f'id = "{_taken(taken)}"\n']
    return lines if row.get("recorded") else [*lines, f"recorded = {today}\n"]


def _taken(taken: set[str]) -> str:
    made = new_id(taken)
    taken.add(made)
    return made


def _front(path: Path) -> dict[str, Any]:
    front, _ = toml_file.split(read_text(path), path, problem=ContentProblem)
    return toml_file.loads(front, path, problem=ContentProblem, first_line=2)


def _ids_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"]
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _ids_in(part)
