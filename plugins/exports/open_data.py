"""Pelican plugin: the record as open data, `/data/*.csv`, `*.json` and a database, with a Frictionless description."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from pelican import signals

from plugins.exports.database import database
from plugins.exports.relations import RELATIONS
from plugins.exports.tables import TABLES, Column, Table, recorded_days, row_count, rows_of
from plugins.pages.base import SiteGenerator, SitePage
from plugins.queries.coverage import events_by_year
from record.site_files import site_path

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
DATABASE = "pantau.sqlite"
_FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")


class DataGenerator(SiteGenerator):
    """Adds the data files, their description and the page about them."""

    def generate_output(self, _writer: Any) -> None:
        """Add every table as CSV and JSON, the rows of each place as JSON, the description and the page."""
        output = self.output
        for table in TABLES:
            output.add_file(f"data/{table.name}.json", partial(self._json, table))
            output.add_file(f"data/{table.name}.csv", partial(self._csv, table))
        output.add_file(f"data/{DATABASE}", self._database)
        for slug, place in self.record.places.items():
            output.add_file(site_path(f"{place.address}data.json"), partial(self._of_place, slug))
            output.add_file(site_path(f"{place.address}grafik.csv"), partial(self._chart, slug))
        output.add_file(
            "data/datapackage.json", lambda: json_text(package(self.site, self.name, recorded_days(self.record)))
        )
        self.add_pages([SitePage("/data/", "data", self._about)])

    def _rows(self, table: Table, slug: str = "") -> list[dict[str, Any]]:
        return rows_of(table, self.record, self.site, slug)

    def _json(self, table: Table) -> str:
        return json_text(self._rows(table))

    def _csv(self, table: Table) -> bytes:
        # As bytes, since a text file of the site ends in a line feed alone.
        return as_csv(table, self._rows(table)).encode()

    def _database(self) -> bytes:
        return database((table, self._rows(table)) for table in TABLES)

    def _of_place(self, slug: str) -> str:
        return json_text({table.name: self._rows(table, slug) for table in TABLES})

    def _chart(self, slug: str) -> bytes:
        """The numbers of the chart on a place's page."""
        record = self.record
        counts = events_by_year(record, record.news(place=slug), record.milestones(place=slug))
        return csv_text([("year", "events"), *((count.year, count.events) for count in counts)]).encode()

    def _about(self) -> dict[str, Any]:
        return {
            "tables": [(table, row_count(self.record, table.name)) for table in TABLES],
            "licence": LICENCE,
        }


def json_text(value: Any) -> str:
    """A value as the site's data files have it."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def as_csv(table: Table, rows: Iterable[Mapping[str, Any]]) -> str:
    """A table as CSV; the parts of a list are separated by "; ".

    A text that begins like a formula gets an apostrophe in front, so that no spreadsheet runs it.
    """
    names = [column.name for column in table.columns]
    return csv_text([names, *([_cell(row[name]) for name in names] for row in rows)])


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """CSV (RFC 4180): every line ends in CRLF, the last one too."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    text = "; ".join(value) if isinstance(value, list) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA_MARKS) else text


def package(site: str, name: str, recorded: Sequence[tuple[str, str, int]]) -> dict[str, Any]:
    """`datapackage.json` (Frictionless Data Package); the CSV files are its resources.

    `recorded` is that of `recorded_days`: the newest day is the version, and what came since the day before that is
    counted. What changed of old rows is in `changes.csv`.
    """
    days = sorted({day for _, day, _ in recorded})
    return {
        "name": "pantau-100",
        "title": name,
        **(_release(days, recorded) if days else {}),
        "homepage": f"{site}/data/",
        "licenses": [LICENCE],
        "resources": [
            {
                "name": table.name,
                "path": f"{table.name}.csv",
                "description": table.description,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": _schema(table),
            }
            for table in TABLES
        ],
    }


def _release(days: Sequence[str], recorded: Iterable[tuple[str, str, int]]) -> dict[str, Any]:
    newest = days[-1]
    return {
        "version": newest.replace("-", "."),
        "created": f"{newest}T00:00:00Z",
        "changes": {
            "since": days[-2] if len(days) > 1 else None,
            "added": {table: count for table, day, count in recorded if day == newest},
        },
    }


def _schema(table: Table) -> dict[str, Any]:
    relation = RELATIONS[table.name]
    plain = {column.name for column in table.columns if column.type != "array"}
    references = [
        {"fields": [column], "reference": {"resource": other, "fields": list(RELATIONS[other].key)}}
        for column, other in relation.references.items()
        # In CSV a list is one text, which is no key of anything.
        if column in plain
    ]
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(relation.key),
        "missingValues": [""],
    }
    return schema | ({"foreignKeys": references} if references else {})


def _field(column: Column) -> dict[str, str]:
    # In CSV a list is one text.
    kind = "string" if column.type == "array" else column.type
    return {"name": column.name, "type": kind, "description": column.description}


def register() -> None:
    """Connect the signals."""
    signals.get_generators.connect(DataGenerator.generator_type)
