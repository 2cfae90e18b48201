"""Files of JSON lines, one model a line, so that git shows a change by line: what the collector keeps in content/."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from record.atomic_write import write_text
from record.errors import ContentProblem
from record.text_files import read_text

Line = TypeVar("Line", bound=BaseModel)


def text_lines(path: Path) -> list[str]:
    """The lines of a file as text; none where there is no file. Raises `ContentProblem`."""
    # A link to nothing is no missing file. Not `splitlines`: texts may hold what it also takes for the end of a line.
    lines = read_text(path).split("\n") if path.is_symlink() or path.exists() else []
    return lines[:-1] if lines and not lines[-1] else lines


def read_lines(path: Path, model: type[Line]) -> list[Line]:
    """The lines of a file, in order; none if there is no file. Raises `ContentProblem` for the first faulty line."""
    rows = []
    for number, line in enumerate(text_lines(path), 1):
        try:
            rows.append(model.model_validate_json(line))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"]))
            advice = f"{where} {first['msg']}; mend or remove the line".strip()
            raise ContentProblem(path, advice, line=number) from error
    return rows


def write_lines(path: Path, rows: Iterable[BaseModel]) -> bool:
    """Write a file of JSON lines without default values; False if it holds them already. Raises `StoreFailed`."""
    lines = (json.dumps(row.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False) for row in rows)
    return write_text(path, "".join(f"{line}\n" for line in lines))
