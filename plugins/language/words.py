"""Every word and date form that a page shows, as tables; nothing here asks the machine's locale."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from record.programme import Roster
from record.urls import host, is_web

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
ZONES: Mapping[int, str] = MappingProxyType({7: "WIB", 8: "WITA", 9: "WIT"})
UNDATED = "tanggal tidak diketahui"
DIMENSIONS: Mapping[str, str] = MappingProxyType(
    {
        "governance": "Tata kelola",
        "branding": "Citra daerah",
        "economy": "Ekonomi",
        "living": "Kehidupan kota",
        "society": "Masyarakat",
        "environment": "Lingkungan",
    }
)
MILESTONE_STEPS = ("assessment", "selected", "mou", "masterplan", "quick-win", "launch", "evaluation", "award")
"""The programme's steps in their order; bimtek and regulations are milestones but no steps of their own."""
STEP_MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "assessment": "kesiapan daerah dinilai sebelum dipilih",
        "selected": "daerah dinyatakan terpilih",
        "mou": "kepala daerah menandatangani nota kesepahaman",
        "masterplan": "rencana induk kota cerdas selesai atau diserahkan",
        "quick-win": "program yang dijanjikan selesai lebih dulu dipilih atau diperlihatkan",
        "launch": "sebuah layanan atau pusat kendali diresmikan",
        "evaluation": "pelaksanaannya dievaluasi",
        "award": "daerah menerima penghargaan kota cerdas",
    }
)
STATUS: Mapping[str, str] = MappingProxyType(
    {
        "announced": "diumumkan",
        "launched": "diluncurkan",
        "running": "berjalan",
        "stopped": "berhenti",
        "unknown": "tidak jelas",
    }
)
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "news": "berita",
        "release": "siaran pers",
        "opinion": "opini",
        "study": "kajian",
        "regulation": "peraturan",
        "award": "penghargaan",
        "assessment": "penilaian",
        "selected": "terpilih",
        "mou": "nota kesepahaman",
        "masterplan": "rencana induk",
        "bimtek": "bimbingan teknis",
        "quick-win": "program cepat",
        "launch": "peluncuran",
        "evaluation": "evaluasi",
        "app": "aplikasi",
        "command-centre": "pusat kendali",
        "network": "jaringan",
        "policy": "kebijakan",
        "open-data": "data terbuka",
        "payment": "pembayaran",
        "sensor": "sensor",
        "service": "layanan",
        "government": "pemerintah",
        "local": "media setempat",
        "national": "media nasional",
        "agency": "kantor berita",
        "other": "lain-lain",
        "jumlah": "jumlah langkah",
    }
)

NAVIGATION: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "id": (
            ("/daerah/", "Daerah"), ("/berita/", "Berita"), ("/linimasa/", "Linimasa"), ("/inisiatif/", "Inisiatif"),
            ("/program/", "Program"), ("/cari/", "Cari"),
        ),
        "en": (
            ("/en/places/", "Places"), ("/en/programme/", "Programme"), ("/en/method/", "Method"),
            ("/en/data/", "Data"), ("/en/feeds/", "Feeds"),
        ),
    }
)  # fmt: skip
"""The head's links, by language."""
FOOTER: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "id": (
            ("/perbedaan/", "Sumber berbeda"), ("/perubahan/", "Perubahan"), ("/peta/", "Peta"),
            ("/sumber/", "Keadaan sumber"), ("/feeds/", "Langganan (umpan RSS)"), ("/data/", "Data"),
        ),
        "en": (("/en/data/", "Data"), ("/en/feeds/", "Feeds")),
    }
)  # fmt: skip
"""The foot's links, by language, after the editors' pages."""
CHANGES: Mapping[str, str] = MappingProxyType(
    {
        "status": "status inisiatif",
        "refiled": "pindah daerah",
        "correction": "koreksi",
        "gone": "sumber hilang",
        "source": "keadaan sumber",
    }
)
CITATIONS: Mapping[str, str] = MappingProxyType(
    {
        "live": "masih ada",
        "changed": "berubah",
        "unreached": "tidak terjangkau",
        "gone": "hilang",
        "": "belum diperiksa",
    }
)
PARTIES: Mapping[str, str] = MappingProxyType({"paid": "Dibiayai", "built": "Dibuat"})
MILESTONES_ONLY = "tonggak"
"""The timeline's filter that leaves out news."""
REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "label": "nama lembaga, klub, jalan, atau benda",
        "village": "nama desa atau kelurahan",
        "district": "nama kecamatan di daerah lain",
        "area": "nama kawasan",
        "other-kind": "daerah lain yang senama",
        "misnamed": "salah tulis di sumbernya",
    }
)
OUTAGES: Mapping[str, str] = MappingProxyType(
    {
        "unknown-host": "nama situsnya tidak dikenal",
        "refused": "situsnya menolak sambungan",
        "connection-lost": "sambungannya terputus",
        "timeout": "situsnya terlalu lambat",
        "too-large": "jawabannya terlalu besar",
        "too-many-redirects": "situsnya terus mengalihkan",
        "blocked": "situsnya mengalihkan ke alamat pribadi",
        "disallowed": "situsnya melarang pembacaan otomatis",
        "robots-unreachable": "aturan pembacaannya tidak dapat dibaca",
        "asked-to-wait": "situsnya meminta kami menunggu",
        "http-error": "situsnya menjawab dengan galat",
        "gone": "alamatnya tidak ada lagi",
        "no-text": "halamannya tidak lagi memuat teks",
        "unreadable": "salurannya tidak dapat diurai",
        "empty": "salurannya kosong",
        "quiet": "diam lebih lama daripada biasanya",
    }
)
"""Why an outlet was not well, by the first word of an outage's reason (`record.errors.FetchFault` and ours)."""
SOURCE_STATES: Mapping[str, str] = MappingProxyType(
    {"blind": "tidak terbaca", "amber": "terbaca, tetapi ada yang janggal", "well": "terbaca", "new": "belum terbaca"}
)
"""How an outlet fares, the worst first."""
SOURCE_RECOVERIES: Mapping[str, str] = MappingProxyType({"blind": "terbaca lagi", "amber": "kembali seperti biasa"})
SIZES: Mapping[str, str] = MappingProxyType(
    {"population": "penduduk serupa", "districts": "jumlah kecamatan serupa", "news": "jumlah berita serupa"}
)
CREDITS: Mapping[str, str] = MappingProxyType(
    {"antara": "ANTARA", "humas": "humas", "infopublik": "InfoPublik", "mc": "media center", "tempo": "Tempo",
     "diskominfo": "Diskominfo", "kominfo": "Kominfo", "kompas": "Kompas", "tribun": "Tribun", "detik": "detik"}
)  # fmt: skip
REGIONS = ("Kota ", "Kabupaten ", "Kecamatan ")
"""How names of regions begin."""
REVIEWS: Mapping[str, str] = MappingProxyType(
    {
        "place-unsure": "Daerahnya belum pasti",
        "no-date": "Tanggalnya tidak diketahui",
        "future-date": "Tanggalnya di masa depan",
        "only-mentioned": "Hanya menyebut daerah",
        "changed-at-source": "Disunting di sini dan berubah di sumbernya",
        "milestone": "Mungkin tonggak",
        "initiative": "Mungkin inisiatif",
        "draft": "Konsep lain",
    }
)


def date_words(day: dt.date | None, precision: str = "day", say: Callable[[str], str] = str) -> str:
    """`22 Mei 2017`, `Mei 2017` or `2017`, as exact as is known; `say` may give the month in another language."""
    if day is None:
        return UNDATED
    if precision == "year":
        return str(day.year)
    month = f"{say(MONTHS[day.month - 1])} {day.year}"
    return month if precision == "month" else f"{day.day} {month}"


def short_date(day: dt.date, precision: str = "day", say: Callable[[str], str] = str) -> str:
    """`Mei 2017`, or `2017` where only the year is known: for narrow columns."""
    return str(day.year) if precision == "year" else f"{say(MONTHS[day.month - 1])[:3]} {day.year}"


def moment_words(moment: dt.datetime | None) -> str:
    """`22 Mei 2017 (WIB)`, or with the clock where the source told it: `22 Mei 2017 pukul 14.05 WIB`."""
    if moment is None:
        return UNDATED
    zone = ZONES.get(int((moment.utcoffset() or dt.timedelta()).total_seconds() // 3600), moment.strftime("UTC%z"))
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return f"{date_words(moment)} ({zone})"
    return f"{date_words(moment)} pukul {moment.hour:02}.{moment.minute:02} {zone}"


def machine_date(day: dt.date | None, precision: str = "day") -> str:
    """The value of a `datetime` attribute, as exact as is known."""
    if day is None:
        return ""
    if isinstance(day, dt.datetime):
        return day.isoformat(timespec="seconds")
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]


def kind_words(kind: str) -> str:
    """The Indonesian word of a kind."""
    return KINDS.get(kind, kind)


def kind_slug(kind: str) -> str:
    """A kind as part of an address."""
    return kind_words(kind).replace(" ", "-")


def change_words(kind: str) -> str:
    """What kind of change it was."""
    return CHANGES[kind]


def month_words(month: int | None) -> str:
    """The month's name, or that only the year is known."""
    return MONTHS[month - 1] if month else "bulan tidak diketahui"


def status_words(status: str) -> str:
    """The Indonesian word of an initiative's status."""
    return STATUS.get(status, status)


def dimension_words(dimension: str) -> str:
    """The Indonesian name of a dimension."""
    return DIMENSIONS.get(dimension, dimension)


def refusal_words(why: str) -> str:
    """Why words that look like a place are none."""
    return REFUSALS.get(why, why)


def credit_words(credit: str) -> str:
    """The name of an agency or press office."""
    return CREDITS.get(credit, credit)


def outage_words(reason: str) -> str:
    """Why an outlet could not be read."""
    return OUTAGES.get(reason.partition(":")[0], "sebabnya tidak dicatat")


def pause_words(days: float | None) -> str:
    """How often something comes: `tiap 2,5 hari`."""
    return (
        "belum dapat dikatakan"
        if days is None
        else f"tiap {days:g} hari".replace(".", ",").replace("tiap 1 h", "tiap h")
    )


def review_words(group: str) -> str:
    """Why something waits for an editor."""
    return REVIEWS.get(group, group)


def capital(text: str) -> str:
    """The text with its first letter large and the others as they are; markup stays markup."""
    at = text.index(">") + 1 if isinstance(text, Markup) and text.startswith("<") else 0
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def thousands(count: int) -> str:
    """`1.234.567`, as Indonesian writes it."""
    return f"{count:,}".replace(",", ".")


def percent(share: float | None) -> str:
    """`97%`, or a dash where nothing was counted."""
    return "–" if share is None else f"{share * 100:.0f}%"


def latitude(degrees: float) -> str:
    """`8,60° LS`: south or north of the equator."""
    return _degrees(degrees, "LS" if degrees < 0 else "LU")


def longitude(degrees: float) -> str:
    """`115,18° BT`: east or west of Greenwich."""
    return _degrees(degrees, "BB" if degrees < 0 else "BT")


def _degrees(degrees: float, side: str) -> str:
    return f"{abs(degrees):.2f}° {side}".replace(".", ",")


def regions(names: Iterable[str]) -> list[str]:
    """The names that are a city's, regency's or district's: those that a reader may take for a place of ours."""
    return [name for name in names if name.startswith(REGIONS)]


def all_name(rosters: Iterable[Roster], place: str) -> bool:
    """Whether every one of the lists names the place."""
    return all(place in roster.places for roster in rosters)


SAID: Mapping[str, Callable[..., str]] = MappingProxyType(
    {
        "jenis": kind_words,
        "status": status_words,
        "dimensi": dimension_words,
        "bulan": month_words,
        "arti": STEP_MEANINGS.__getitem__,
        "perubahan": change_words,
        "keadaan": CITATIONS.__getitem__,
        "pihak": PARTIES.__getitem__,
        "tolakan": refusal_words,
        "tunggu": review_words,
    }
)
"""Filters that give a word of the tables above."""
DATED: Mapping[str, Callable[..., str]] = MappingProxyType({"tanggal": date_words, "ringkas": short_date})
"""Filters that write a date."""
FILTERS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "waktu": moment_words,
        "mula": capital,
        "mesin": machine_date,
        "sepakat": all_name,
        "wilayah": regions,
        "asal": credit_words,
        "gangguan": outage_words,
        "irama": pause_words,
        "kesehatan": SOURCE_STATES.__getitem__,
        "ukuran": SIZES.__getitem__,
        "persen": percent,
        "lintang": latitude,
        "bujur": longitude,
        "host": host,
        "web": is_web,
    }
)
"""Filters that are the same in every language."""
