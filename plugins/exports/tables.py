"""The tables of the open data: their columns, described in Indonesian, and their rows."""

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from plugins.exports import programme_rows, table_rows, verdict_rows
from plugins.incremental.tracking import query
from plugins.model.record import Record


@dataclass(frozen=True)
class Column:
    """A column: its name, its type in Frictionless Table Schema, and what it contains, in Indonesian."""

    name: str
    type: str
    description: str


@dataclass(frozen=True)
class Table:
    """A table: its name, what a row is (in Indonesian), its columns, and the function that gives its rows."""

    name: str
    description: str
    columns: tuple[Column, ...]
    rows: Callable[[Record, str, str], table_rows.Rows]


ROWS: Mapping[str, Callable[[Record, str, str], table_rows.Rows]] = MappingProxyType(
    {
        "items": table_rows.items,
        "places": table_rows.places,
        "initiatives": table_rows.initiatives,
        "steps": table_rows.steps,
        "milestones": table_rows.milestones,
        "progress": table_rows.progress,
        "claims": table_rows.claims,
        "participants": programme_rows.participants,
        "statements": programme_rows.statements,
        "evaluations": programme_rows.evaluations,
        "totals": programme_rows.totals,
        "conflicts": programme_rows.conflicts,
        "changes": table_rows.record_changes,
        "sources": table_rows.sources,
        "outcomes": verdict_rows.outcomes,
        "verdicts": verdict_rows.verdicts,
    }
)
"""The function that gives the rows of each table."""


def _table(name: str, description: str, columns: str) -> Table:
    """`columns` has a line for each column, its parts separated by `|`."""
    parsed = (line.split("|") for line in columns.strip().splitlines())
    return Table(name, description, tuple(Column(*(part.strip() for part in parts)) for parts in parsed), ROWS[name])


TABLES = tuple(
    _table(**table) for table in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["table"]
)


@query
def row_count(record: Record, name: str) -> int:
    """How many rows a table has; the page about the data depends on this number alone."""
    return next(len(rows_of(table, record, "")) for table in TABLES if table.name == name)


@query
def recorded_days(record: Record) -> tuple[tuple[str, str, int], ...]:
    """How many rows of each table came into the record on which day: name, ISO date and number, by day and name."""
    tables = (table for table in TABLES if any(column.name == "recorded" for column in table.columns))
    counts = Counter(
        (row["recorded"], table.name) for table in tables for row in rows_of(table, record, "") if row["recorded"]
    )
    return tuple((name, day, count) for (day, name), count in sorted(counts.items()))


def rows_of(table: Table, record: Record, site: str, slug: str = "") -> list[dict[str, Any]]:
    """A table's rows as values of JSON, by column; with a slug, those about that place."""
    rows = table.rows(record, site, slug)
    return [plain_row(row) for row in rows if not slug or slug in _places_of(row)]


def plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as values of JSON, by column."""
    return {key: _plain(value) for key, value in row.items()}


def _places_of(row: Mapping[str, Any]) -> Sequence[str]:
    return row.get("places") or [row.get("place") or row.get("slug", "")]


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple | list) else ("" if value is None else value)
