"""Rows of a record's TOML files: read, given ids as facts, checked against a model; unknown keys are reported."""

import copy
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from record import toml_file
from record.errors import FileProblem
from record.fact_ids import derived_id
from record.text_files import read_text
from tools.importing.report import ImportReport

Model = TypeVar("Model", bound=BaseModel)

FIRST_IMPORT = dt.date(2026, 11, 24)
"""The day on which the first record came into the project."""
SECOND_IMPORT = dt.date(2026, 11, 29)
"""The day on which the second one did."""


def load(path: Path) -> dict[str, Any]:
    """The values in a TOML file. Raises `FileProblem`."""
    return toml_file.loads(read_text(path, FileProblem), path, problem=FileProblem)


def as_facts(data: dict[str, Any], tables: tuple[str, ...], name: str, recorded: dt.date) -> dict[str, Any]:
    """`data` with the rows of some tables as facts: each gets an id by file, table and number, and `recorded`."""
    for table in tables:
        for number, row in enumerate(data.get(table, []), 1):
            row |= {"id": derived_id(name, table, str(number)), "recorded": recorded}
            if "source" in row:
                row["sources"] = [row.pop("source")]
            if table == "roster":
                row["line"] = [
                    {"id": derived_id(row["id"], str(at)), "place": place}
                    for at, place in enumerate(row.pop("places"), 1)
                ]
    return data


def as_model(model: type[Model], data: Mapping[str, Any], where: str, report: ImportReport) -> Model | None:
    """`data` as a model; unknown keys are reported and left out, None where something else is wrong.

    `where` is the file, and the row where it is one: each line of the report begins with it.
    """
    values = copy.deepcopy(dict(data))
    for fault in _faults(model, values):
        key = ".".join(map(str, fault["loc"]))
        report.not_carried.append(f"{where}: {data.get('name', '')}: {key}: {fault['msg']}")
        if fault["type"] != "extra_forbidden":
            return None
        _remove(values, fault["loc"])
    return model.model_validate(values)


def _faults(model: type[BaseModel], data: Mapping[str, Any]) -> list[Any]:
    try:
        model.model_validate(data)
    except ValidationError as error:
        return list(error.errors(include_url=False, include_context=False))
    return []


def _remove(data: Any, loc: tuple[str | int, ...]) -> None:
    for part in loc[:-1]:
        data = data[part]
    del data[loc[-1]]
