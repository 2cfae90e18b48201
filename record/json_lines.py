"""Files of JSON lines, each line one model: what the collector notes, so that git shows a change by line."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from record.atomic_write import write_text
from record.errors import ContentProblem

Line = TypeVar("Line", bound=BaseModel)


def read_lines(path: Path, model: type[Line]) -> list[Line]:
    """Read a file of JSON lines; none where there is no file. Raises `ContentProblem` for the first faulty line."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines() if path.is_file() else (), 1):
        try:
            found.append(model.model_validate_json(line))
        except ValidationError as error:
            told = error.errors(include_url=False)[0]
            where = ".".join(map(str, told["loc"]))
            advice = f"{where} {told['msg']}; mend or remove the line".strip()
            raise ContentProblem(path, advice, line=number) from error
    return found


def write_lines(path: Path, rows: Iterable[BaseModel]) -> bool:
    """Write a file of JSON lines, without what is as by default; False where it already says so."""
    lines = (json.dumps(row.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False) for row in rows)
    return write_text(path, "".join(f"{line}\n" for line in lines))
