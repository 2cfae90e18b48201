"""The first record: places with their initiatives, the programme, and news items."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from record.content_tree import content_files
from record.fact_ids import derived_id
from record.items import Items, slugify
from record.json_lines import text_lines
from record.models import Initiative, Place
from record.programme import Programme
from record.toml_writer import to_fenced_toml
from scrapers import gazetteer
from tools.importing.guidance import read_guidance
from tools.importing.items import ITEM_KEYS, Composer, outlets_by_host
from tools.importing.ledger import FIRST_LEDGER, Ledger
from tools.importing.news import write_item
from tools.importing.report import ImportReport
from tools.importing.rows import FIRST_IMPORT, as_facts, as_model, load

PROGRAMME_FILES = {
    "programme": ("programme", "milestone", "claim"),
    "angkatan": ("cohort", "roster"),
    "dimensi": ("dimension",),
    "regulasi": ("regulation",),
    "mitra": ("partner",),
    "glosarium": ("term",),
}
"""Which tables of programme.toml go into which file of content/programme/."""
_FACTS = ("milestone", "claim", "roster")


class FirstImport:
    """Reads the record file by file; the ledger decides what is written."""

    def __init__(self, content: Path) -> None:
        """`content` is the folder to write to; what it does is told in `report`."""
        self.report = ImportReport()
        self._content = content
        self._ledger = Ledger(content, FIRST_LEDGER, self.report)
        self._guidance = read_guidance(content)
        self._zones: dict[str, dt.tzinfo] = {}

    def run(self, record: Path) -> ImportReport:
        """Import all of `record`. Raises `FileProblem` and `StoreFailed`."""
        for path in content_files(record, "cities/*.toml"):
            self._place(path)
        self._programme(record / "programme.toml")
        composer = Composer(self._zones, outlets_by_host(), self._guidance, FIRST_IMPORT)
        items = Items(self._content)
        for path in content_files(record, "items/*.jsonl"):
            self._items(path, composer, items)
        self._ledger.finish()
        return self.report

    def _place(self, path: Path) -> None:
        data = self._guidance.with_addresses(load(path))
        slug = str(data.get("slug", path.stem))
        initiatives = data.pop("initiative", [])
        as_facts(data, _FACTS, path.name, FIRST_IMPORT)
        region = gazetteer.load().regions.get(str(data.get("kemendagri_code")))
        data["timezone"] = region.zone if region else "Asia/Jakarta"
        if (place := as_model(Place, data, str(path), self.report)) is None:
            return
        self._zones[slug] = place.zone
        self._count("places")
        for table in ("outlet", "milestone", "claim"):
            self._count(table + "s", len(data.get(table, [])))
        self._ledger.write(f"cities/{slug}.md", to_fenced_toml(place))
        taken: set[str] = set()
        for number, row in enumerate(initiatives, 1):
            fact = {"id": derived_id(path.name, "initiative", str(number)), "recorded": FIRST_IMPORT, "place": slug}
            if initiative := as_model(Initiative, fact | row, f"{path}: initiative {number}", self.report):
                self._count("initiatives")
                name = f"initiatives/{slug}/{_free(slugify(initiative.name), taken)}.md"
                self._ledger.write(name, to_fenced_toml(initiative))

    def _programme(self, path: Path) -> None:
        data = as_facts(self._guidance.with_addresses(load(path)), _FACTS, path.name, FIRST_IMPORT)
        for name, tables in PROGRAMME_FILES.items():
            rows = {table: data.pop(table) for table in tables if table in data}
            if programme := as_model(Programme, rows, str(path), self.report):
                self._ledger.write(f"programme/{name}.md", to_fenced_toml(programme))
                for table, value in rows.items():
                    self._count(f"programme {table}", len(value) if isinstance(value, list) else 1)
        self.report.not_carried += [f"{path}: {key}: no file of content/programme/ takes this table" for key in data]

    def _items(self, path: Path, composer: Composer, items: Items) -> None:
        for number, line in enumerate(text_lines(path), 1):
            where = f"{path}:{number}"
            try:
                self._item(json.loads(line), where, composer, items)
            except (ValueError, KeyError, TypeError) as error:
                self.report.not_carried.append(f"{where}: {type(error).__name__}: {error}")

    def _item(self, row: dict[str, Any], where: str, composer: Composer, items: Items) -> None:
        self.report.not_carried += [f"{where}: {key}: unknown key" for key in sorted(row.keys() - ITEM_KEYS)]
        item = composer.item(row)
        if write_item(item, self._content, items, self._ledger):
            known = "dated" if item.date else "with an event's day, a month or a year" if item.event_date else "undated"
            self._count(f"items {known}")
        else:
            self.report.not_carried.append(f"{where}: an item has this address already: {item.source_url}")

    def _count(self, name: str, number: int = 1) -> None:
        self.report.totals[name] += number


def _free(slug: str, taken: set[str]) -> str:
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    taken.add(free)
    return free
