"""`invoke import-record`: converts the record of facts into `content/`; repeatable, complete, never over an edit."""

import copy
import datetime as dt
import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from record import toml_file
from record.atomic_write import write_text
from record.content_tree import content_files
from record.errors import FileProblem
from record.fact_ids import derived_id
from record.item import Item, dumps
from record.items import Items, slugify
from record.json_lines import text_lines
from record.models import Initiative, Place
from record.programme import Programme
from record.text_files import read_text
from record.toml_writer import to_fenced_toml
from record.urls import host
from scrapers.extract.dates import WIB
from scrapers.sources import read_sources

Model = TypeVar("Model", bound=BaseModel)

FIRST_IMPORT = dt.date(2026, 11, 24)
"""The day on which the first record came into the project."""
LEDGER = "imported.sha256"
"""In `content/`: name and SHA-256 of each file that the last import wrote, so that edits since are seen."""
DEFAULT_ZONE = "Asia/Jakarta"
ZONES = {
    "Bali": "Asia/Makassar",
    "Kalimantan Selatan": "Asia/Makassar",
    "Kalimantan Timur": "Asia/Makassar",
    "Kalimantan Utara": "Asia/Makassar",
    "Nusa Tenggara Barat": "Asia/Makassar",
    "Nusa Tenggara Timur": "Asia/Makassar",
    "Gorontalo": "Asia/Makassar",
    "Sulawesi Barat": "Asia/Makassar",
    "Sulawesi Selatan": "Asia/Makassar",
    "Sulawesi Tengah": "Asia/Makassar",
    "Sulawesi Tenggara": "Asia/Makassar",
    "Sulawesi Utara": "Asia/Makassar",
    "Maluku": "Asia/Jayapura",
    "Maluku Utara": "Asia/Jayapura",
    "Papua": "Asia/Jayapura",
    "Papua Barat": "Asia/Jayapura",
    "Papua Barat Daya": "Asia/Jayapura",
    "Papua Pegunungan": "Asia/Jayapura",
    "Papua Selatan": "Asia/Jayapura",
    "Papua Tengah": "Asia/Jayapura",
}
"""Provinces outside WIB, by Keputusan Presiden 41/1987 and the provinces split off since."""
PROGRAMME_FILES = {
    "programme": ("programme", "milestone", "claim"),
    "angkatan": ("cohort", "roster"),
    "dimensi": ("dimension",),
    "regulasi": ("regulation",),
    "mitra": ("partner",),
    "glosarium": ("term",),
}
"""Which tables of programme.toml go into which file of content/programme/."""
ITEM_KEYS = frozenset(
    {"url", "publisher", "headline", "published", "about", "mentions", "dimensions", "kind", "summary"}
)


@dataclass
class ImportReport:
    """What an import did; paths are relative to `content/`."""

    written: list[str] = field(default_factory=list)
    unchanged: int = 0
    skipped: list[str] = field(default_factory=list)
    """Files that were left to their editors, and why."""
    not_carried: list[str] = field(default_factory=list)
    """What the record has and `content/` cannot hold, with file and reason."""
    totals: Counter[str] = field(default_factory=Counter)
    """How many of each kind of thing the record has."""

    def lines(self) -> Iterator[str]:
        """The report for people."""
        yield ", ".join(f"{count} {name}" for name, count in sorted(self.totals.items()))
        counts = f"{len(self.written)} files written, {self.unchanged} unchanged"
        yield f"{counts}, {len(self.skipped)} left to their editors"
        yield from (f"kept: {line}" for line in self.skipped)
        yield f"{len(self.not_carried)} things could not be carried"
        yield from (f"not carried: {line}" for line in self.not_carried)


def import_record(record: Path, content: Path) -> ImportReport:
    """Convert `record` (cities/, items/, programme.toml) into `content`.

    Raises `FileProblem` where the record cannot be read at all and `StoreFailed` where content cannot be written.
    """
    if not (record / "programme.toml").is_file():
        raise FileProblem(
            record, "no programme.toml here; give the folder that holds cities/, items/ and programme.toml"
        )
    run = _Import(content, ImportReport())
    for path in content_files(record, "cities/*.toml"):
        run.place(path)
    run.programme(record / "programme.toml")
    for path in content_files(record, "items/*.jsonl"):
        run.items(path)
    run.finish()
    return run.report


class _Import:
    """One import: reads the record file by file, and compares with the ledger before it writes."""

    def __init__(self, content: Path, report: ImportReport) -> None:
        self.content, self.report = content, report
        self._ledger = _read_ledger(content / LEDGER)
        self._seen: set[str] = set()
        self._places: dict[str, Place] = {}
        self._items = Items(content)
        self._outlets = _outlets_by_host()

    def place(self, path: Path) -> None:
        """Import a place and its initiatives."""
        data = _load(path)
        slug = str(data.get("slug", path.stem))
        initiatives = data.pop("initiative", [])
        _with_ids(data, path.name)
        data["timezone"] = ZONES.get(str(data.get("province")), DEFAULT_ZONE)
        if (place := self._model(Place, data, path)) is None:
            return
        self._places[slug] = place
        self._count("places")
        for table in ("outlet", "milestone", "claim"):
            self._count(table + "s", len(data.get(table, [])))
        self._write(f"cities/{slug}.md", to_fenced_toml(place))
        taken: set[str] = set()
        for number, row in enumerate(initiatives, 1):
            fact = {"id": derived_id(path.name, "initiative", str(number)), "recorded": FIRST_IMPORT}
            self._initiative(slug, fact | row, taken, path)

    def _initiative(self, slug: str, row: dict[str, Any], taken: set[str], path: Path) -> None:
        if initiative := self._model(Initiative, {"place": slug, **row}, path):
            self._count("initiatives")
            self._write(f"initiatives/{slug}/{_free(slugify(initiative.name), taken)}.md", to_fenced_toml(initiative))

    def programme(self, path: Path) -> None:
        """Import the programme, a file for each subject."""
        data = _with_ids(_load(path), path.name)
        for name, tables in PROGRAMME_FILES.items():
            rows = {table: data.pop(table) for table in tables if table in data}
            if programme := self._model(Programme, rows, path):
                self._write(f"programme/{name}.md", to_fenced_toml(programme))
                for table, value in rows.items():
                    self._count(f"programme {table}", len(value) if isinstance(value, list) else 1)
        self.report.not_carried += [f"{path}: {key}: no file of content/programme/ takes this table" for key in data]

    def items(self, path: Path) -> None:
        """Import the news items of one file."""
        for number, line in enumerate(text_lines(path), 1):
            where = f"{path}:{number}"
            try:
                self._item(json.loads(line), where)
            except (ValueError, KeyError, TypeError) as error:
                self.report.not_carried.append(f"{where}: {type(error).__name__}: {error}")

    def _item(self, row: dict[str, Any], where: str) -> None:
        self.report.not_carried += [f"{where}: {key}: unknown key" for key in sorted(row.keys() - ITEM_KEYS)]
        item = self._compose(row)
        known = self._items.path_of(item.source_url)
        self._count("items dated" if item.date else "items undated")
        path = known or self._items.path_for(item)
        self._write(path.relative_to(self.content).as_posix(), dumps(item))
        self._items.remember(item, path)

    def _compose(self, row: dict[str, Any]) -> Item:
        about = tuple(row["about"])
        zone = self._places[about[0]].zone if about and about[0] in self._places else WIB
        day = dt.date.fromisoformat(row["published"][:10]) if row["published"] else None
        return Item(
            title=row["headline"],
            id=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, row['url'])}",
            date=dt.datetime.combine(day, dt.time(), zone) if day else None,
            places=about,
            mentions=tuple(row["mentions"]),
            dimensions=tuple(row["dimensions"]),
            kind=row["kind"],
            outlet=self._outlets.get(host(row["url"])) or slugify(row["publisher"]),
            source=row["publisher"],
            source_url=row["url"],
            rights="link",
            summary=row["summary"],
        )

    def _model(self, model: type[Model], data: Mapping[str, Any], path: Path) -> Model | None:
        """`data` as a model; unknown keys are reported and left out, None where something else is wrong."""
        values = copy.deepcopy(dict(data))
        for fault in _faults(model, values):
            key = ".".join(map(str, fault["loc"]))
            self.report.not_carried.append(f"{path}: {data.get('name', '')}: {key}: {fault['msg']}")
            if fault["type"] != "extra_forbidden":
                return None
            _remove(values, fault["loc"])
        return model.model_validate(values)

    def _count(self, name: str, number: int = 1) -> None:
        self.report.totals[name] += number

    def _write(self, name: str, text: str) -> None:
        """Write one file unless an editor changed, moved or removed it."""
        path, digest = self.content / name, hashlib.sha256(text.encode()).hexdigest()
        self._seen.add(name)
        before = self._ledger.get(name)
        if path.is_file():
            now = hashlib.sha256(path.read_bytes()).hexdigest()
            if now == digest:
                self.report.unchanged += 1
                self._ledger[name] = digest
                return
            if now != before:
                changed = "" if digest == before else "; the record has changed too, compare them by hand"
                self.report.skipped.append(f"{name}: changed by an editor{changed}")
                return
        elif before is not None:
            self.report.skipped.append(f"{name}: removed or moved by an editor")
            return
        write_text(path, text)
        self._ledger[name] = digest
        self.report.written.append(name)

    def finish(self) -> None:
        """Report files that the record no longer has, and write the ledger."""
        for name in sorted(self._ledger.keys() - self._seen):
            if (self.content / name).is_file():
                self.report.skipped.append(f"{name}: no longer in the record; remove the file by hand if that is right")
            else:
                del self._ledger[name]
        rows = (f"{digest}  {name}\n" for name, digest in sorted(self._ledger.items()))
        write_text(self.content / LEDGER, "".join(rows))


_FACTS = ("milestone", "claim", "roster")


def _with_ids(data: dict[str, Any], name: str) -> dict[str, Any]:
    """The rows of `data` as facts: each gets an id by its table and number, and the day of the first import."""
    for table in _FACTS:
        for number, row in enumerate(data.get(table, []), 1):
            row |= {"id": derived_id(name, table, str(number)), "recorded": FIRST_IMPORT}
            if "source" in row:
                row["sources"] = [row.pop("source")]
            if table == "roster":
                row["line"] = [
                    {"id": derived_id(row["id"], str(at)), "place": place}
                    for at, place in enumerate(row.pop("places"), 1)
                ]
    return data


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


def _free(slug: str, taken: set[str]) -> str:
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    taken.add(free)
    return free


def _load(path: Path) -> dict[str, Any]:
    return toml_file.loads(read_text(path, FileProblem), path, problem=FileProblem)


def _read_ledger(path: Path) -> dict[str, str]:
    """Name to digest of what the last import wrote, in the format of sha256sum."""
    if not path.is_file():
        return {}
    rows = (line.split("  ", 1) for line in path.read_text("utf-8").splitlines() if line)
    return {name: digest for digest, name in rows}


def _outlets_by_host() -> dict[str, str]:
    """The ids of the outlets in sources.toml by the host of their home."""
    path = Path(__file__).parents[1] / "scrapers" / "sources.toml"
    if not path.is_file():
        return {}
    return {host(outlet.home): outlet.id for outlet in read_sources(path).outlet}
