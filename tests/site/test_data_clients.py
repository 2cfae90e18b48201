"""The open data as other people's programs load it: every table whole, each column of its type, and no warning."""

import asyncio
import importlib
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from plugins.exports.database import TYPES, database
from plugins.exports.relations import RELATIONS
from plugins.exports.tables import TABLES, Table
from tests.conftest import lacking
from tests.site.building import statements

NAMES = [table.name for table in TABLES]
DUCKDB = {
    "string": {"VARCHAR"},
    "array": {"VARCHAR"},
    "integer": {"BIGINT"},
    "number": {"DOUBLE", "BIGINT"},
    "boolean": {"BOOLEAN"},
    "date": {"DATE"},
    "datetime": {"TIMESTAMP", "TIMESTAMP WITH TIME ZONE"},
}
"""What DuckDB makes by itself of a column of each type; of one without any value it says VARCHAR."""


def client(name: str) -> Any:
    """A library that loads data; too large for everyone's environment."""
    try:
        return importlib.import_module(name)
    except ImportError:
        lacking(f"no {name} (pip install --require-hashes -r .ci/clients.txt)")


@pytest.fixture(scope="module")
def data(built: Path) -> Path:
    return built / "data"


@pytest.fixture
def base(data: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{data / 'pantau.sqlite'}?immutable=1", uri=True)


MAY_BE_NUMBERS = {"value", "other_cohorts"}
"""What is claimed is often a bare number, and a list of one year is a year."""


def rows_in(path: Path) -> int:
    return len(path.read_bytes().split(b"\r\n")) - 2


def has_values(data: Path, table: Table, column: str) -> bool:
    return bool(
        client("duckdb").read_csv(f"{data / table.name}.csv").filter(f'"{column}" IS NOT NULL').limit(1).fetchall()
    )


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_line_ends_as_the_standard_has_it(data: Path, table: Table) -> None:
    text = (data / f"{table.name}.csv").read_bytes()
    assert text.endswith(b"\r\n")
    assert text.count(b"\n") == text.count(b"\r\n")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_duckdb_finds_the_types_by_itself(data: Path, table: Table) -> None:
    loaded = client("duckdb").read_csv(f"{data / table.name}.csv")
    assert len(loaded.fetchall()) == rows_in(data / f"{table.name}.csv")
    types = dict(zip(loaded.columns, map(str, loaded.types), strict=True))
    wrong = {
        column.name: types[column.name]
        for column in table.columns
        if types[column.name] not in DUCKDB[column.type]
        and column.name not in MAY_BE_NUMBERS
        and has_values(data, table, column.name)
    }
    assert wrong == {}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_pandas_takes_no_code_for_a_number(data: Path, table: Table) -> None:
    frame = client("pandas").read_csv(data / f"{table.name}.csv")
    assert len(frame) == rows_in(data / f"{table.name}.csv")
    numbers = set(frame.select_dtypes("number").columns)
    texts = {column.name for column in table.columns if column.type in {"string", "array", "date", "datetime"}}
    assert not {name for name in (numbers & texts) - MAY_BE_NUMBERS if frame[name].notna().any()}


def test_frictionless_finds_the_package_valid_with_its_keys(data: Path) -> None:
    report = client("frictionless").Package(str(data / "datapackage.json")).validate()
    assert report.flatten(["type", "title", "message"]) == []


def test_csvkit_reads_every_table(data: Path) -> None:
    client("csvkit")
    for name in NAMES:
        done = subprocess.run(
            [sys.executable, "-m", "csvkit.utilities.csvclean", "--length-mismatch", str(data / f"{name}.csv")],
            capture_output=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, b""), name


def test_the_database_is_whole_and_its_keys_hold(base: sqlite3.Connection) -> None:
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_database_has_the_rows_of_the_tables_and_their_types(base, data: Path, table: Table) -> None:
    (count,) = base.execute(f"SELECT count(*) FROM {table.name}").fetchone()  # noqa: S608 - a table of ours
    assert count == rows_in(data / f"{table.name}.csv")
    columns = {row[1]: row[2] for row in base.execute(f"PRAGMA table_info({table.name})")}
    assert columns == {column.name: TYPES[column.type] for column in table.columns if column.type != "array"}
    assert RELATIONS.keys() == set(NAMES)


def test_its_words_are_found(base: sqlite3.Connection) -> None:
    query = "SELECT items.title FROM items JOIN items_fts ON items.rowid = items_fts.rowid WHERE items_fts MATCH ?"
    titles = base.execute(query, ("bekasi",)).fetchall()
    assert titles
    assert len(titles) < len(base.execute("SELECT id FROM items").fetchall())


def test_the_same_rows_give_the_same_bytes(data: Path) -> None:
    table = next(table for table in TABLES if table.name == "progress")
    rows = [{column.name: "" for column in table.columns} | {"place": "a", "step": "mou", "sources": ["x", "y"]}]
    assert database([(table, rows)]) == database([(table, rows)])
    assert statements((data / "pantau.sqlite").read_bytes())


def test_datasette_serves_it_with_a_page_for_each_row(data: Path) -> None:
    async def pages() -> list[int]:
        served = client("datasette.app").Datasette([], immutables=[str(data / "pantau.sqlite")])
        await served.invoke_startup()
        paths = [
            "/pantau",
            *(f"/pantau/{name}" for name in NAMES),
            "/pantau/places/kota-bekasi",
            "/pantau/items?_search=bekasi",
        ]
        return [(await served.client.get(path)).status_code for path in paths]

    # Of its own: the browser's tests leave this thread's loop running.
    with ThreadPoolExecutor(1) as thread:
        assert set(thread.submit(lambda: asyncio.run(pages())).result()) == {200}
