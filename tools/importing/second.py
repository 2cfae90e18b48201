"""The second record: items, dates and headlines of items that are there, initiatives' later steps, the programme."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from record.address_dates import address_patterns, date_of_address
from record.atomic_write import write_text
from record.content_files import read_initiative
from record.content_tree import content_files
from record.errors import ContentProblem, FileProblem
from record.fact_ids import derived_id
from record.items import Items
from record.models import InitiativeStep
from record.places import tracked_places
from tools.importing.bases import SourceDay, basis_of, days_of_items
from tools.importing.guidance import read_guidance
from tools.importing.items import ITEM2_KEYS, Composer, outlets_by_host
from tools.importing.ledger import SECOND_LEDGER, Ledger
from tools.importing.news import amend_item, write_item
from tools.importing.programme2 import Programme2
from tools.importing.report import ImportReport
from tools.importing.rows import SECOND_IMPORT, as_model, load
from tools.importing.steps import same_step, with_step

STATUSES = {
    "diumumkan": "announced",
    "diluncurkan": "launched",
    "berjalan": "running",
    "berhenti": "stopped",
    "tidak jelas": "unknown",
}
"""The words of steps.toml for a status."""
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
KEYS = {
    "pattern": {"name", "proves", "undated_addresses", "checked_on_dated", "agreed", "disagreed"},
    "date": {"url", "published", "precision", "basis", "evidence", "pattern", "address_says", "weekday"},
    "cited": {"url", "published", "precision", "basis", "pattern", "evidence", "cited_by"},
    "headline": {"url", "headline", "changes_record", "evidence", "publisher"},
    "step": {"initiative", "place", "date", "precision", "status", "words", "sources"},
    "item": ITEM2_KEYS,
}
"""The keys of each table that are read; any other is reported."""
Row = Mapping[str, Any]


class SecondImport:
    """Reads the record file by file; the ledger decides what is written."""

    def __init__(self, content: Path) -> None:
        """`content` is the folder to write to, into which the first record has come; `report` tells what is done."""
        self.report = ImportReport()
        self._content = content
        self._ledger = Ledger(content, SECOND_LEDGER, self.report)
        self._guidance = read_guidance(content)
        zones = {slug: place.zone for slug, place in tracked_places(content).items()}
        self._composer = Composer(zones, outlets_by_host(), self._guidance, SECOND_IMPORT)
        self._items = Items(content)
        self._days: dict[str, SourceDay] = {}

    def run(self, record: Path) -> ImportReport:
        """Import all of `record`. Raises `FileProblem`, `ContentProblem` and `StoreFailed`."""
        for path in content_files(record, "items2/*.toml"):
            self._each(path, {"item": self._item})
        tables = {"pattern": self._pattern, "date": self._date, "cited": self._cited, "headline": self._headline}
        self._each(record / "dates.toml", tables)
        self._days = days_of_items(item for _, item in self._items.all())
        self._each(record / "steps.toml", {"step": self._step})
        Programme2(self._guidance, self._days, self._ledger, self.report).run(record / "programme2.toml")
        self._ledger.finish()
        return self.report

    def _each(self, path: Path, tables: Mapping[str, Callable[[Row, str, str], None]]) -> None:
        """Hand each row of each table to its method, with where it stands and its name in the ledger."""
        try:
            data = self._guidance.with_addresses(load(path))
        except FileProblem as problem:
            self.report.not_carried.append(str(problem))
            return
        for table in data.keys() - tables.keys():
            self.report.not_carried.append(f"{path}: {table}: unknown table")
        for table, carry in tables.items():
            for number, row in enumerate(data.get(table, []), 1):
                name, where = f"{path.name}#{table}-{number}", f"{path}: [[{table}]] {number}"
                self.report.totals[table] += 1
                if reason := self._guidance.reason_to_skip(name):
                    self._not(where, reason)
                    continue
                for key in sorted(row.keys() - KEYS[table]):
                    self._not(where, f"{key}: unknown key")
                try:
                    carry(row, where, name)
                except (KeyError, TypeError, ValueError, ContentProblem) as error:
                    self._not(where, f"{type(error).__name__}: {error}")

    def _item(self, row: Row, where: str, _: str) -> None:
        item = self._composer.item(row)
        if not write_item(item, self._content, self._items, self._ledger):
            self._not(where, f"an item has this address already: {item.source_url}")

    def _date(self, row: Row, where: str, name: str) -> None:
        weekday = row.get("weekday", "")
        if weekday and WEEKDAYS[row["published"].weekday()] != weekday:
            self._not(where, f"{row['published']} is no {weekday}")
            return
        self._amend(row, where, name, lambda zone: self._composer.day(row, zone))

    def _headline(self, row: Row, where: str, name: str) -> None:
        values = {"title": row["headline"], "headline_from": "page"}
        if "publisher" in row:
            values["source"] = row["publisher"]
        self._amend(row, where, name, lambda _: values)

    def _amend(self, row: Row, where: str, name: str, values: Callable[[Any], dict[str, Any]]) -> None:
        address = self._guidance.address_of(row["url"])
        path = self._items.path_of(address)
        item = self._items.find(address)
        if not path or not item:
            self._not(where, f"no item has this address: {row['url']}")
            return
        zone = self._composer.zone(item.places)
        self._ledger.once(name, row, lambda: amend_item(path, self._content, values(zone), where, self.report))

    def _pattern(self, row: Row, where: str, _: str) -> None:
        if row["name"] not in {pattern.name for pattern in address_patterns()}:
            self._not(where, f"{row['name']}: record/address_dates.toml has no such pattern")

    def _cited(self, row: Row, where: str, _: str) -> None:
        stated = date_of_address(row["url"])
        if not stated or (stated.date, stated.precision) != (row["published"], row["precision"]):
            self._not(
                where, f"the address does not state {row['published']} by record/address_dates.toml: {row['url']}"
            )

    def _step(self, row: Row, where: str, name: str) -> None:
        path = self._content / "initiatives" / row["place"] / f"{row['initiative']}.md"
        if not path.is_file():
            self._not(where, f"no such initiative: {row['place']}/{row['initiative']}")
            return
        number = name.rpartition("-")[2]
        date = row["date"].replace(day=1) if row["precision"] == "month" else row["date"]
        values = {
            "id": derived_id("record2/steps.toml", "step", number),
            "recorded": SECOND_IMPORT,
            "date": date,
            "precision": row["precision"],
            "basis": basis_of(date, row["precision"], row["sources"], self._days),
            "status": STATUSES[row["status"]],
            "summary": row["words"],
            "sources": row["sources"],
        }
        if step := as_model(InitiativeStep, values, where, self.report):
            self._ledger.once(name, row, lambda: self._add_step(path, step, where))

    def _add_step(self, path: Path, step: InitiativeStep, where: str) -> bool:
        if there := same_step(read_initiative(path)[0], step):
            self._not(where, f"{path.parent.name}/{path.stem} is {step.status} on {there.date} already")
            return False
        write_text(path, with_step(path, step))
        self.report.wrote(path.relative_to(self._content).as_posix())
        return True

    def _not(self, where: str, reason: str) -> None:
        self.report.not_carried.append(f"{where}: {reason}")
