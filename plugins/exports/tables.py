"""The tables of the open data: their columns, described in Indonesian, and their rows."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plugins.exports import programme_rows, table_rows
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


def _table(name: str, description: str, columns: str, rows: Callable[[Record, str, str], table_rows.Rows]) -> Table:
    """`columns` has a line for each column, its parts separated by `|`."""
    parsed = (line.split("|") for line in columns.strip().splitlines())
    return Table(name, description, tuple(Column(*(part.strip() for part in parts)) for parts in parsed), rows)


TABLES = (
    _table(
        "items",
        "Setiap baris adalah satu berita yang terbit.",
        """
        id | string | pengenal tetap
        address | string | alamat catatan kami
        title | string | judul; dari mana, dikatakan headline_from
        published | datetime | waktu terbit dengan zona daerahnya; kosong bila tidak ada sumber yang menyebut
        publisher | string | penerbit
        source_url | string | alamat asli
        kind | string | news, release, opinion, study, regulation, atau award
        places | array | daerah yang dibicarakan, yang utama lebih dulu
        mentions | array | daerah lain yang disebut
        dimensions | array | dimensi kota cerdas
        story | string | sama pada berita yang menceritakan hal yang sama
        summary | string | ringkasan kami; kosong bila tidak ada
        event_date | string | hari, bulan, atau tahun peristiwanya, atau terbitnya bila tidak seluruhnya diketahui
        event_precision | string | day, month, year, not-after, atau not-before: seteliti apa event_date
        date_basis | string | dari mana tanggalnya: publisher, address, text, archive, atau editor; kosong tanpa tanggal
        recorded | date | hari masuk catatan kami; kosong bila tidak dicatat
        headline_from | string | page, address (dibaca dari alamat), atau ours (dari kami): dari mana judulnya
        """,
        table_rows.items,
    ),
    _table(
        "places",
        "Setiap baris adalah satu daerah yang dipantau.",
        """
        slug | string | pengenal daerah
        address | string | alamat halamannya
        name | string | nama lengkap
        kind | string | kota atau kabupaten
        province | string | provinsi
        kemendagri_code | string | kode wilayah Kemendagri dengan awalan ID-, agar 35.10 tidak terbaca sebagai angka
        capital | string | ibu kota; kosong untuk kota
        latitude | number | derajat, WGS 84
        longitude | number | derajat, WGS 84
        timezone | string | zona waktu IANA
        cohort | integer | tahun masuk program
        website | string | situs resmi
        districts | integer | jumlah kecamatan; kosong bila tidak diketahui
        items | integer | jumlah berita tentangnya
        initiatives | integer | jumlah inisiatif
        last_word | date | kabar terakhir, dari berita maupun fakta; kosong bila tidak ada yang bertanggal
        last_word_precision | string | day, month, atau year: seteliti apa kabar terakhir; kosong bila tidak ada
        """,
        table_rows.places,
    ),
    _table(
        "initiatives",
        "Setiap baris adalah satu hal yang dibangun atau dijanjikan.",
        """
        id | string | pengenal tetap
        recorded | date | hari masuk catatan kami
        address | string | alamat halamannya
        name | string | nama
        place | string | pengenal daerah
        kind | string | jenis
        dimension | string | dimensi
        status | string | announced, launched, running, stopped, atau unknown
        as_of | date | tanggal bukti status itu
        precision | string | day, month, year, not-after, atau not-before: seteliti apa tanggal itu
        basis | string | dari mana tanggalnya: publisher, address, text, archive, atau editor; kosong bila tidak dicatat
        summary | string | ringkasan kami
        sources | array | alamat sumber
        """,
        table_rows.initiatives,
    ),
    _table(
        "steps",
        "Setiap baris adalah satu perubahan status sebuah inisiatif.",
        """
        id | string | pengenal tetap
        recorded | date | hari masuk catatan kami
        address | string | alamat halamannya
        initiative | string | pengenal inisiatifnya, dalam initiatives.csv
        place | string | pengenal daerah
        status | string | announced, launched, running, stopped, atau unknown
        date | date | tanggal
        precision | string | day, month, year, not-after, atau not-before: seteliti apa tanggal itu
        basis | string | dari mana tanggalnya: publisher, address, text, archive, atau editor; kosong bila tidak dicatat
        summary | string | ringkasan kami
        sources | array | alamat sumber
        """,
        table_rows.steps,
    ),
    _table(
        "milestones",
        "Setiap baris adalah satu tonggak program atau daerah.",
        """
        id | string | pengenal tetap
        recorded | date | hari masuk catatan kami
        address | string | alamat halamannya
        place | string | pengenal daerah; kosong untuk tonggak program
        date | date | tanggal
        precision | string | day, month, year, not-after, atau not-before: seteliti apa tanggal itu
        basis | string | dari mana tanggalnya: publisher, address, text, archive, atau editor; kosong bila tidak dicatat
        kind | string | jenis tonggak
        stage | string | begun, finished, atau handed-over: sejauh apa; kosong bila jenisnya sudah mengatakannya
        dimensions | array | dimensi; kosong untuk langkah program seluruhnya
        summary | string | ringkasan kami
        sources | array | alamat sumber
        """,
        table_rows.milestones,
    ),
    _table(
        "progress",
        "Setiap baris adalah satu langkah program di satu daerah: ada buktinya dalam catatan kami atau belum.",
        """
        place | string | pengenal daerah
        step | string | langkah program; aturannya pada halaman metodologi
        reached | boolean | apakah ada bukti dalam catatan kami; tanpa bukti bukan berarti tidak terjadi
        date | date | bukti paling awal; kosong bila tidak ada
        precision | string | day, month, year, not-after, atau not-before; kosong bila tidak ada
        basis | string | dari mana tanggalnya: publisher, address, text, archive, atau editor; kosong bila tidak dicatat
        rule | string | aturan yang menerima bukti paling awal; kosong bila tidak ada
        sources | array | alamat sumber bukti paling awal
        evidence | integer | jumlah semua bukti
        ids | array | pengenal semua bukti, yang paling awal lebih dulu
        rules | array | semua aturan yang menerima bukti
        disputed | boolean | apakah sebagian daftar peserta tidak memuat daerah itu
        """,
        table_rows.progress,
    ),
    _table(
        "claims",
        "Setiap baris adalah satu angka atau pernyataan, dan siapa yang mengatakannya.",
        """
        id | string | pengenal tetap
        recorded | date | hari masuk catatan kami
        address | string | alamat halamannya
        place | string | pengenal daerah; kosong untuk program
        subject | string | tentang apa
        value | string | nilai seperti dikatakan
        said_by | string | yang mengatakan
        date | date | tanggal; kosong bila tidak diketahui
        precision | string | day, month, year, not-after, atau not-before; kosong bila tidak ada
        basis | string | dari mana tanggalnya: publisher, address, text, archive, atau editor; kosong bila tidak dicatat
        sources | array | alamat sumber
        note | string | catatan, misalnya sumber yang berbeda
        """,
        table_rows.claims,
    ),
    _table(
        "participants",
        "Setiap baris adalah satu daerah dalam satu angkatan, menurut semua sumber yang menyebutnya.",
        """
        name | string | nama dengan kota atau kabupaten di depannya
        place | string | pengenal daerah; kosong bila belum diikuti
        kemendagri_code | string | kode wilayah Kemendagri dengan awalan ID-, agar 35.10 tidak terbaca sebagai angka
        province | string | provinsi
        cohort | integer | tahun angkatan
        listed | boolean | apakah ada dalam sebuah daftar lengkap
        said_by | array | yang menyebutnya dalam angkatan itu
        missing_from | array | daftar lengkap angkatan itu yang tidak memuatnya
        disputed | boolean | apakah sumber berbeda
        other_cohorts | array | angkatan lain yang juga menyebutnya
        facts | array | pengenal baris daftar dan penyebutannya, dalam statements.csv
        sources | array | alamat sumber
        """,
        programme_rows.participants,
    ),
    _table(
        "statements",
        "Setiap baris adalah satu daerah dalam satu daftar peserta, atau yang disebut sumber sebagai peserta.",
        """
        id | string | pengenal tetap
        recorded | date | hari masuk catatan kami
        address | string | alamat halamannya
        name | string | nama dengan kota atau kabupaten di depannya
        place | string | pengenal daerah; kosong bila belum diikuti
        cohort | integer | tahun angkatan
        list | string | pengenal daftar lengkapnya; kosong bila hanya daerah ini yang disebut
        said_by | string | yang mengatakan
        date | date | tanggal
        precision | string | day, month, year, not-after, atau not-before: seteliti apa tanggal itu
        basis | string | dari mana tanggalnya: publisher, address, text, archive, atau editor; kosong bila tidak dicatat
        sources | array | alamat sumber
        note | string | catatan, misalnya sumber yang berbeda
        """,
        programme_rows.statements,
    ),
    _table(
        "evaluations",
        "Setiap baris adalah satu hasil evaluasi.",
        """
        id | string | pengenal tetap
        recorded | date | hari masuk catatan kami
        address | string | alamat halamannya
        name | string | nama dengan kota atau kabupaten di depannya, atau seluruh peserta
        place | string | pengenal daerah; kosong bila belum diikuti
        year | integer | tahun yang dinilai
        judge | string | yang menilai
        measure | string | yang diukur, dengan kata sumbernya
        scale | string | skala nilai, juga dari sumber lain untuk ukuran itu; skala berbeda tidak dapat dibandingkan
        value | string | nilai seperti dikatakan
        score | number | angkanya; kosong bila bukan angka
        rank | integer | peringkat, 1 yang terbaik
        rank_of | integer | dari berapa daerah
        level | string | predikat
        dimension | string | dimensi yang dinilai; kosong untuk semuanya
        disputed | boolean | apakah sumber berbeda
        date | date | tanggal; kosong bila tidak diketahui
        precision | string | day, month, year, not-after, atau not-before; kosong bila tidak ada
        basis | string | dari mana tanggalnya: publisher, address, text, archive, atau editor; kosong bila tidak dicatat
        sources | array | alamat sumber
        note | string | catatan, misalnya sumber yang berbeda
        """,
        programme_rows.evaluations,
    ),
    _table(
        "totals",
        "Setiap baris adalah satu hitungan jumlah peserta, dan siapa yang mengatakannya.",
        """
        id | string | pengenal tetap
        recorded | date | hari masuk catatan kami
        address | string | alamat halamannya
        as_of | integer | sampai tahun berapa
        value | string | nilai seperti dikatakan
        said_by | string | yang mengatakan
        date | date | tanggal
        precision | string | day, month, year, not-after, atau not-before: seteliti apa tanggal itu
        basis | string | dari mana tanggalnya: publisher, address, text, archive, atau editor; kosong bila tidak dicatat
        sources | array | alamat sumber
        note | string | catatan, misalnya sumber yang berbeda
        """,
        programme_rows.totals,
    ),
    _table(
        "conflicts",
        "Setiap baris adalah satu hal yang disebut berbeda oleh sumbernya, selain dalam claims.csv.",
        """
        id | string | pengenal tetap
        recorded | date | hari masuk catatan kami
        address | string | alamat halamannya
        subject | string | tentang apa
        values | array | setiap versi
        sources | array | alamat sumber
        note | string | yang diketahui tentang sebabnya
        """,
        programme_rows.conflicts,
    ),
    _table(
        "changes",
        "Setiap baris adalah satu perubahan: status baru, berita yang pindah atau ditarik, koreksi, sumber hilang.",
        """
        id | string | pengenal tetap
        day | date | hari perubahannya
        kind | string | status, refiled, correction, withdrawn, atau gone
        title | string | yang berubah
        text | string | dari apa menjadi apa
        address | string | alamat halaman yang menunjukkannya
        """,
        table_rows.record_changes,
    ),
    _table(
        "sources",
        "Setiap baris adalah satu penerbit yang dibaca, dan bagaimana keadaannya.",
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
        table_rows.sources,
    ),
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
