"""Compares the tables of `/data/` with their own `datapackage.json` (Frictionless Table Schema)."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path

_MOST = 5
"""Faults named of one table at most."""


def _boolean(text: str) -> None:
    if text not in {"true", "false"}:
        raise ValueError(text)


PARSERS: Mapping[str, Callable[[str], object]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": _boolean,
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
}
"""Each type of Table Schema that we use, and a function that raises ValueError for a text that is not of it."""


def table_faults(folder: Path) -> Iterator[tuple[str, str]]:
    """Pairs of file and fault: tables that are not as `folder/datapackage.json` says, or that it does not name."""
    package = folder / "datapackage.json"
    if not package.is_file():
        yield package.name, "is missing"
        return
    try:
        resources = json.loads(package.read_text("utf-8"))["resources"]
    except (ValueError, KeyError, TypeError) as error:
        yield package.name, f"cannot be read ({error!r})"
        return
    named = {resource["path"] for resource in resources}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in named:
            yield path.name, "is not named in datapackage.json"
    for resource in resources:
        path = folder / resource["path"]
        if not path.is_file():
            yield package.name, f"names {resource['path']}, which is missing"
        else:
            names = [field["name"] for field in resource["schema"]["fields"]]
            parsers = [PARSERS[field["type"]] for field in resource["schema"]["fields"]]
            faults = islice(_faults(path, names, parsers), _MOST)
            yield from ((resource["path"], what) for what in faults)


def _faults(path: Path, names: list[str], parsers: list[Callable[[str], object]]) -> Iterator[str]:
    text = path.read_text("utf-8")
    # By default a cell of more than 128 kB, such as a long summary, is an error.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    head, *rows = csv.reader(io.StringIO(text, newline="")) if text else [[]]
    if head != names:
        yield f"has the columns {', '.join(head)}, not {', '.join(names)}"
        return
    for number, row in enumerate(rows, 2):
        if len(row) != len(names):
            yield f"row {number} has {len(row)} cells, not {len(names)}"
            continue
        for name, parse, text in zip(names, parsers, row, strict=True):
            if text and not _parses(parse, text):
                yield f"row {number}, {name}: {text[:60]!r} is not of its type"
    yield from _twin_faults(path.with_suffix(".json"), names, len(rows))


def _parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


def _twin_faults(path: Path, names: list[str], count: int) -> Iterator[str]:
    """Differences between a table and the same table as JSON."""
    try:
        rows = json.loads(path.read_text("utf-8")) if path.is_file() else []
        columns = [list(row) for row in rows]
    except (ValueError, TypeError) as error:
        yield f"cannot be compared with {path.name} ({error!r})"
        return
    if len(rows) != count:
        yield f"has {count} rows, but {path.name} has {len(rows)}"
    if other := next((row for row in columns if row != names), None):
        yield f"has the columns {', '.join(names)}, but {path.name} has {', '.join(map(str, other))}"
