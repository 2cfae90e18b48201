"""`invoke bases`: writes into every dated fact below `content/` that has no basis how its day is known."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from record import toml_file
from record.atomic_write import write_text
from record.content_tree import content_files
from record.errors import ContentProblem
from record.items import Items
from record.text_files import read_text
from record.vocabulary import DateBasis
from tools.fact_ids import FILES
from tools.importing.bases import SourceDay, basis_of, days_of_items

TABLES = ("milestone", "claim", "step", "roster", "member", "evaluation", "total")
"""The tables whose rows are dated facts; an initiative without steps is one as well, by its `as_of`."""
_HEADER = re.compile(r"^\s*\[\[\s*(?P<table>[a-z]+)\s*\]\]")
_ANY_HEADER = re.compile(r"^\s*\[")
Days = Mapping[str, SourceDay]


@dataclass(frozen=True)
class Based:
    """A file, and the bases that were written into it."""

    path: Path
    bases: tuple[DateBasis, ...]


def write_bases(content: Path) -> Iterator[Based]:
    """Add what facts lack, by `tools.importing.bases.basis_of`, and nothing else: every other byte stays.

    Each file that changed is given. Raises `ContentProblem` where one cannot be read, and `StoreFailed`.
    """
    days = days_of_items(item for _, item in Items(content).all())
    for path in (path for pattern in FILES for path in content_files(content, pattern)):
        text = read_text(path)
        after, bases = with_bases(text, path, days)
        if bases:
            write_text(path, after)
            yield Based(path, tuple(bases))


def with_bases(text: str, path: Path, days: Days) -> tuple[str, list[DateBasis]]:
    """The text of a file with the basis of each dated fact's day, below the day, and those that are new."""
    front = toml_file.loads(toml_file.split(text, path, problem=ContentProblem)[0], path, problem=ContentProblem)
    waiting: dict[str, list[dict[str, Any]]] = {table: list(front.get(table, [])) for table in TABLES}
    wanted = None if "step" in front else _wanted(front, "as_of", days)
    lines: list[str] = []
    bases: list[DateBasis] = []
    fences = 0
    for line in text.splitlines(keepends=True):
        fences += line.strip() == toml_file.FENCE
        if fences == 1 and _ANY_HEADER.match(line):
            header = _HEADER.match(line)
            rows = waiting.get(header["table"]) if header else None
            wanted = _wanted(rows.pop(0), "", days) if rows else None
        lines.append(line)
        if fences == 1 and wanted and line.partition("=")[0].strip() == wanted[0]:
            lines.append(f'{wanted[1]} = "{wanted[2]}"\n')
            bases.append(wanted[2])
            wanted = None
    return "".join(lines), bases


def _wanted(fact: Mapping[str, Any], day: str, days: Days) -> tuple[str, str, DateBasis] | None:
    """Below which key the basis is to stand, its own key, and the basis; None where it is there or nothing tells it."""
    prefix, date = (f"{day}_", day) if day else ("", "date")
    if f"{prefix}basis" in fact or date not in fact:
        return None
    basis = basis_of(fact[date], fact.get(f"{prefix}precision", "day"), fact.get("sources", []), days)
    below = f"{prefix}precision" if f"{prefix}precision" in fact else date
    return (below, f"{prefix}basis", basis) if basis else None
