"""The record as one SQLite database: typed columns, primary and foreign keys, and a full-text index.

A list is a table of its own, `items_places`, with a row for each value. The same rows give the same bytes.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from plugins.exports.relations import RELATIONS, Relation
from plugins.exports.tables import Column, Table

TYPES: Mapping[str, str] = {
    "string": "TEXT", "date": "TEXT", "datetime": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER",
}  # fmt: skip
"""The types of Table Schema that we use, as SQLite has them; a date is ISO 8601, so that it sorts and compares."""


def database(tables: Iterable[tuple[Table, Sequence[Mapping[str, Any]]]]) -> bytes:
    """The file's bytes, of tables and their rows as JSON has them: "" is unknown, and becomes NULL."""
    connection = sqlite3.connect(":memory:")
    try:
        for table, rows in tables:
            for statement in _definitions(table):
                connection.execute(statement)
            _fill(connection, table, rows)
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


def _definitions(table: Table) -> Iterator[str]:
    relation = RELATIONS[table.name]
    plain = [column for column in table.columns if column.type != "array"]
    lines = [f'"{column.name}" {TYPES[column.type]}{_of_another(column, relation)}' for column in plain]
    yield f'CREATE TABLE "{table.name}" ({", ".join([*lines, f"PRIMARY KEY ({_names(relation.key)})"])})'
    owner, types = _owner(table), {column.name: TYPES[column.type] for column in plain}
    for column in _lists(table):
        lines = [f'"{name}" {types[part]} NOT NULL' for name, part in zip(owner, relation.key, strict=True)]
        lines += ['"position" INTEGER NOT NULL', f'"value" TEXT NOT NULL{_of_another(column, relation)}']
        lines.append(f"PRIMARY KEY ({_names([*owner, 'position'])})")
        lines.append(f'FOREIGN KEY ({_names(owner)}) REFERENCES "{table.name}" ({_names(relation.key)})')
        yield f'CREATE TABLE "{table.name}_{column.name}" ({", ".join(lines)})'
    if relation.searched:
        columns = _names(relation.searched)
        yield f'CREATE VIRTUAL TABLE "{table.name}_fts" USING fts5 ({columns}, content="{table.name}")'


def _fill(connection: sqlite3.Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    plain = [column.name for column in table.columns if column.type != "array"]
    _insert(connection, table.name, ([_value(row[name]) for name in plain] for row in rows), len(plain))
    key = RELATIONS[table.name].key
    for column in _lists(table):
        values = (
            (*(row[name] for name in key), position, value)
            for row in rows
            for position, value in enumerate(row[column.name] or [], 1)
        )
        _insert(connection, f"{table.name}_{column.name}", values, len(key) + 2)
    if RELATIONS[table.name].searched:
        index = f"{table.name}_fts"
        connection.execute(f'INSERT INTO "{index}" ("{index}") VALUES (\'rebuild\')')  # noqa: S608 - a name of ours


def _insert(connection: sqlite3.Connection, name: str, rows: Iterable[Sequence[Any]], width: int) -> None:
    marks = ", ".join("?" * width)
    connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)  # noqa: S608 - names of our own tables


def _lists(table: Table) -> list[Column]:
    return [column for column in table.columns if column.type == "array"]


def _of_another(column: Column, relation: Relation) -> str:
    other = relation.references.get(column.name)
    return f' REFERENCES "{other}" ({_names(RELATIONS[other].key)})' if other else ""


def _owner(table: Table) -> tuple[str, ...]:
    """By which columns a row of a list names the row that it belongs to: `item`, or the parts of a longer key."""
    key = RELATIONS[table.name].key
    return (table.name.removesuffix("s"),) if len(key) == 1 else key


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _value(value: Any) -> Any:
    return None if value == "" else value
