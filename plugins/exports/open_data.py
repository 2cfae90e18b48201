"""Pelican plugin: the record as open data, `/data/*.csv` and `*.json`, with a Frictionless `datapackage.json`."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pelican import signals

from plugins.incremental.tracking import query
from plugins.model.record import Record
from plugins.pages.base import SiteGenerator, SitePage
from plugins.queries.progress import matrix
from plugins.queries.source_health import standings
from record.site_files import site_path

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """One column: its name, Frictionless type, and what it says, in Indonesian."""

    name: str
    type: str
    says: str


Rows = Callable[[Record, str, str], Iterable[Mapping[str, Any]]]
"""The rows of a table from the record, the site's address, and a place's slug to narrow them to, or ""."""


@dataclass(frozen=True)
class Table:
    """One table: its name, what a row is, its columns, and its rows."""

    name: str
    says: str
    columns: tuple[Column, ...]
    rows: Rows


def _table(
    name: str, says: str, columns: str, rows: Callable[[Record, str, str], Iterable[Mapping[str, Any]]]
) -> Table:
    parsed = (line.split("|") for line in columns.strip().splitlines())
    return Table(name, says, tuple(Column(*(part.strip() for part in parts)) for parts in parsed), rows)


def _items(record: Record, site: str, slug: str) -> Iterable[Mapping[str, Any]]:
    for news in (*record.news(place=slug), *record.undated_news(place=slug)):
        item = news.item
        yield {
            "id": item.id,
            "address": site + news.address,
            "title": item.title,
            "published": news.when,
            "publisher": item.source,
            "source_url": item.source_url,
            "kind": item.kind,
            "places": item.places,
            "mentions": item.mentions,
            "dimensions": item.dimensions,
            "story": item.story,
            "summary": item.summary if news.summary_is_ours else "",
        }


def _places(record: Record, site: str, slug: str) -> Iterable[Mapping[str, Any]]:
    for name, place in sorted(record.places.items()):
        facts = place.data
        yield {
            "slug": name,
            "address": site + place.address,
            "name": facts.name,
            "kind": facts.kind,
            "province": facts.province,
            "kemendagri_code": facts.kemendagri_code,
            "capital": facts.capital,
            "latitude": facts.latitude,
            "longitude": facts.longitude,
            "timezone": facts.timezone,
            "cohort": facts.cohort,
            "website": facts.website,
            "districts": facts.districts.value if facts.districts else None,
            "items": record.news_count(name),
            "initiatives": len(record.initiatives_of(name)),
        }


def _initiatives(record: Record, site: str, slug: str) -> Iterable[Mapping[str, Any]]:
    for entry in record.initiatives_of(slug) if slug else record.initiatives:
        facts = entry.data
        yield {
            "address": site + entry.address,
            "name": facts.name,
            "place": facts.place,
            "kind": facts.kind,
            "dimension": facts.dimension,
            "status": facts.status,
            "as_of": facts.as_of,
            "precision": facts.as_of_precision,
            "summary": facts.summary,
            "sources": facts.sources,
        }


def _milestones(record: Record, site: str, slug: str) -> Iterable[Mapping[str, Any]]:
    for step in record.milestones(place=slug):
        if step.milestone:
            yield {
                "place": step.place.data.slug if step.place else "",
                "date": step.milestone.date,
                "precision": step.milestone.precision,
                "kind": step.milestone.kind,
                "summary": step.milestone.summary,
                "sources": step.milestone.sources,
            }


def _progress(record: Record, site: str, slug: str) -> Iterable[Mapping[str, Any]]:
    for row in matrix(record):
        for step in row.steps:
            yield {
                "place": row.place.data.slug,
                "step": step.kind,
                "reached": step.first is not None,
                "date": step.first.date if step.first else None,
                "precision": step.first.precision if step.first else "",
                "sources": step.first.sources if step.first else [],
            }


def _claims(record: Record, site: str, slug: str) -> Iterable[Mapping[str, Any]]:
    of_places = ((name, claim) for name, place in sorted(record.places.items()) for claim in place.data.claim)
    of_programme = (("", claim) for claim in record.programme.claim)
    for name, claim in (*of_programme, *of_places):
        yield {
            "place": name,
            "subject": claim.subject,
            "value": claim.value,
            "said_by": claim.said_by,
            "date": claim.date,
            "precision": claim.precision if claim.date else "",
            "source": claim.source,
            "note": claim.note,
        }


def _sources(record: Record, site: str, slug: str) -> Iterable[Mapping[str, Any]]:
    for one in standings(record):
        failure = one.last_failure
        yield {
            "outlet": one.line.outlet,
            "name": one.line.name,
            "home": one.line.home,
            "places": one.line.places,
            "state": one.state,
            "since": one.open.start if one.open else None,
            "reason": one.open.reason.partition(":")[0] if one.open else "",
            "last_success": one.line.success,
            "last_item": one.last_item,
            "pause": one.rhythm,
            "yielded": one.yielded,
            "usual": one.usual if one.yielded is not None else None,
            "last_failure": failure.start if failure else None,
            "last_failure_reason": failure.reason.partition(":")[0] if failure else "",
        }


TABLES = (
    _table(
        "items",
        "Satu baris satu berita yang terbit.",
        """
        id | string | pengenal tetap
        address | string | alamat catatan kami
        title | string | judul dari penerbit
        published | datetime | waktu terbit dengan zona daerahnya; kosong bila tidak ada sumber yang menyebut
        publisher | string | penerbit
        source_url | string | alamat asli
        kind | string | news, release, opinion, study, regulation, atau award
        places | array | daerah yang dibicarakan, yang utama lebih dulu
        mentions | array | daerah lain yang disebut
        dimensions | array | dimensi kota cerdas
        story | string | sama pada berita yang menceritakan hal yang sama
        summary | string | ringkasan kami; kosong bila tidak ada
        """,
        _items,
    ),
    _table(
        "places",
        "Satu baris satu daerah yang dipantau.",
        """
        slug | string | pengenal daerah
        address | string | alamat halamannya
        name | string | nama lengkap
        kind | string | kota atau kabupaten
        province | string | provinsi
        kemendagri_code | string | kode wilayah Kemendagri
        capital | string | ibu kota; kosong untuk kota
        latitude | number | derajat, WGS 84
        longitude | number | derajat, WGS 84
        timezone | string | zona waktu IANA
        cohort | integer | tahun masuk program
        website | string | situs resmi
        districts | integer | jumlah kecamatan; kosong bila tidak diketahui
        items | integer | jumlah berita tentangnya
        initiatives | integer | jumlah inisiatif
        """,
        _places,
    ),
    _table(
        "initiatives",
        "Satu baris satu hal yang dibangun atau dijanjikan.",
        """
        address | string | alamat halamannya
        name | string | nama
        place | string | pengenal daerah
        kind | string | jenis
        dimension | string | dimensi
        status | string | announced, launched, running, stopped, atau unknown
        as_of | date | tanggal bukti status itu
        precision | string | day, month, atau year: seteliti apa tanggal itu
        summary | string | ringkasan kami
        sources | array | alamat sumber
        """,
        _initiatives,
    ),
    _table(
        "milestones",
        "Satu baris satu tonggak program atau daerah.",
        """
        place | string | pengenal daerah; kosong untuk tonggak program
        date | date | tanggal
        precision | string | day, month, atau year: seteliti apa tanggal itu
        kind | string | jenis tonggak
        summary | string | ringkasan kami
        sources | array | alamat sumber
        """,
        _milestones,
    ),
    _table(
        "progress",
        "Satu baris satu langkah program di satu daerah: ada buktinya atau tidak.",
        """
        place | string | pengenal daerah
        step | string | langkah: assessment, selected, mou, masterplan, quick-win, launch, evaluation, award
        reached | boolean | apakah ada bukti
        date | date | bukti paling awal; kosong bila tidak ada
        precision | string | day, month, atau year; kosong bila tidak ada
        sources | array | alamat sumber
        """,
        _progress,
    ),
    _table(
        "claims",
        "Satu baris satu angka atau pernyataan, dan siapa yang mengatakannya.",
        """
        place | string | pengenal daerah; kosong untuk program
        subject | string | tentang apa
        value | string | nilai seperti dikatakan
        said_by | string | yang mengatakan
        date | date | tanggal; kosong bila tidak diketahui
        precision | string | day, month, atau year; kosong bila tidak ada
        source | string | alamat sumber
        note | string | catatan, misalnya sumber yang berbeda
        """,
        _claims,
    ),
    _table(
        "sources",
        "Satu baris satu penerbit yang dibaca, dan bagaimana keadaannya.",
        """
        outlet | string | pengenal penerbit
        name | string | nama
        home | string | alamat situsnya
        places | array | daerah yang biasa diberitakannya
        state | string | blind (tidak terbaca), amber (terbaca, tetapi ada yang janggal), well, atau new (belum terbaca)
        since | date | sejak kapan tidak terbaca atau janggal; kosong bila baik
        reason | string | sebabnya dalam satu kata; kosong bila baik
        last_success | date | terakhir terbaca, dicatat paling jarang seminggu sekali
        last_item | date | tanggal berita terbaru yang disimpan darinya
        pause | number | jeda yang biasa antara dua hari dengan berita, dalam hari; kosong bila belum cukup data
        yielded | integer | hari dengan berita dalam lima jeda terakhir
        usual | integer | hari dengan berita yang biasa dalam waktu itu
        last_failure | date | awal kegagalan terakhir; kosong bila tidak pernah
        last_failure_reason | string | sebab kegagalan terakhir dalam satu kata
        """,
        _sources,
    ),
)


class DataGenerator(SiteGenerator):
    """Writes the data files, their description and the page about them."""

    def generate_output(self, _writer: Any) -> None:
        """Have every table as CSV and JSON, and every place's rows."""
        output, name = self.output, self.name
        for table in TABLES:
            output.add_file(f"data/{table.name}.json", partial(self._json, table))
            output.add_file(f"data/{table.name}.csv", partial(self._csv, table))
        for slug, place in self.record.places.items():
            output.add_file(site_path(f"{place.address}data.json"), partial(self._of_place, slug))
        output.add_file("data/datapackage.json", lambda: _dumped(package(self.site, name)))
        self.add_pages([SitePage("/data/", "data", self._about)])

    def _rows(self, table: Table, slug: str = "") -> list[dict[str, Any]]:
        return rows_of(table, self.record, self.site, slug)

    def _json(self, table: Table) -> str:
        return _dumped(self._rows(table))

    def _csv(self, table: Table) -> str:
        return as_csv(table, self._rows(table))

    def _of_place(self, slug: str) -> str:
        return _dumped({table.name: self._rows(table, slug) for table in TABLES})

    def _about(self) -> dict[str, Any]:
        return {
            "tables": [(table, row_count(self.record, table.name)) for table in TABLES],
            "licence": LICENCE,
        }


def _dumped(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1)


@query
def row_count(record: Record, name: str) -> int:
    """How many rows a table has."""
    return next(len(rows_of(table, record, "")) for table in TABLES if table.name == name)


def rows_of(table: Table, record: Record, site: str, slug: str = "") -> list[dict[str, Any]]:
    """A table's rows in plain values; with a slug, those about that place."""
    rows = table.rows(record, site, slug)
    return [{key: _plain(value) for key, value in row.items()} for row in rows if not slug or slug in _places_of(row)]


def _places_of(row: Mapping[str, Any]) -> Sequence[str]:
    return row.get("places") or [row.get("place") or row.get("slug", "")]


def as_csv(table: Table, rows: Iterable[Mapping[str, Any]]) -> str:
    """RFC 4180; a list's parts are separated by "; ".

    A spreadsheet would run a text that begins like a formula: it gets an apostrophe in front.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_cell(row[column.name]) for column in table.columns] for row in rows)
    return buffer.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    text = "; ".join(value) if isinstance(value, list) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA) else text


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple | list) else ("" if value is None else value)


def package(site: str, name: str) -> dict[str, Any]:
    """The Frictionless data package; the CSV files are its resources."""
    return {
        "name": "pantau-100",
        "title": name,
        "homepage": f"{site}/data/",
        "licenses": [LICENCE],
        "resources": [
            {
                "name": table.name,
                "path": f"{table.name}.csv",
                "description": table.says,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": [_field(column) for column in table.columns], "missingValues": [""]},
            }
            for table in TABLES
        ],
    }


def _field(column: Column) -> dict[str, str]:
    # In CSV a list is one text.
    kind = "string" if column.type == "array" else column.type
    return {"name": column.name, "type": kind, "description": column.says}


def register() -> None:
    """Connect the signals."""
    signals.get_generators.connect(DataGenerator.generator_type)
