"""The Indonesian words that pages show for the record's keys, as tables, with a lookup function for each."""

from collections.abc import Mapping
from types import MappingProxyType

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
        "assessment": "penilaian kesiapan",
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
            ("/en/places/", "Places"), ("/en/initiatives/", "Initiatives"), ("/en/programme/", "Programme"),
            ("/en/method/", "Method"), ("/en/data/", "Data"),
        ),
    }
)  # fmt: skip
"""The head's links, by language."""
FOOTER: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "id": (
            ("/banding/", "Bandingkan daerah"), ("/perbedaan/", "Saat sumber berbeda"),
            ("/perubahan/", "Perubahan"), ("/peta/", "Peta"), ("/sumber/", "Status sumber"),
            ("/istilah/", "Istilah"), ("/feeds/", "Langganan RSS"), ("/data/", "Data"),
        ),
        "en": (
            ("/en/compare/", "Compare places"), ("/en/glossary/", "Terms"), ("/en/data/", "Data"),
            ("/en/feeds/", "Feeds"),
        ),
    }
)  # fmt: skip
"""The foot's links, by language, after the editors' pages."""
PAGE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "/": "Beranda",
        "/program/peserta/": "Peserta program",
        "/program/hasil/": "Hasil evaluasi",
        "/feeds/": "Langganan",
        "/mingguan/": "Surat mingguan",
    }
)
"""Names of pages that no menu has, or has with more words."""
PLACE_ORDERS: Mapping[str, str] = MappingProxyType(
    {"nama": "nama", "hasil": "bagian yang terbukti berjalan", "kabar": "kabar terbaru", "langkah": "langkah program"}
)
"""By what places can be sorted, by the part of an address."""
CHANGES: Mapping[str, str] = MappingProxyType(
    {
        "milestone": "tonggak",
        "dispute": "sumber berbeda",
        "evaluation": "hasil evaluasi",
        "status": "status inisiatif",
        "refiled": "pindah daerah",
        "correction": "koreksi",
        "withdrawn": "ditarik",
        "gone": "sumber hilang",
        "source": "status sumber",
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
LAST_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "news": "berita",
        "milestone": "tonggak",
        "step": "status inisiatif",
        "claim": "pernyataan",
        "roster": "daftar peserta",
        "member": "daftar peserta",
        "evaluation": "hasil evaluasi",
        "total": "jumlah peserta",
    }
)
"""What the newest word of a place was (`plugins.queries.last_word`)."""
PARTIES: Mapping[str, str] = MappingProxyType({"paid": "Dibiayai oleh", "built": "Dibuat oleh"})
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
        "unknown-host": "alamat situsnya tidak ditemukan",
        "refused": "situsnya menolak sambungan",
        "connection-lost": "sambungannya terputus",
        "timeout": "situsnya terlalu lambat",
        "too-large": "berkasnya terlalu besar",
        "too-many-redirects": "situsnya terus mengalihkan ke alamat lain",
        "blocked": "situsnya mengalihkan ke alamat pribadi",
        "disallowed": "situsnya melarang pembacaan otomatis",
        "robots-unreachable": "aturan pembacaannya tidak dapat dibaca",
        "asked-to-wait": "situsnya meminta kami menunggu",
        "http-error": "situsnya menampilkan pesan kesalahan",
        "gone": "alamatnya tidak ada lagi",
        "no-text": "halamannya tidak lagi memuat teks",
        "not-an-article": "halamannya menampilkan hal lain, bukan berita",
        "unreadable": "isi salurannya tidak dapat dibaca",
        "no-link": "entri salurannya tanpa tautan",
        "empty": "salurannya kosong",
        "quiet": "tidak ada berita baru lebih lama daripada biasanya",
    }
)
"""Why an outlet was not well, by the first word of an outage's reason (`scrapers.errors.FetchFault` and others)."""
UNRECORDED = "sebabnya tidak dicatat"
SOURCE_STATES: Mapping[str, str] = MappingProxyType(
    {"blind": "tidak terbaca", "amber": "terbaca, tetapi ada yang janggal", "well": "terbaca", "new": "belum terbaca"}
)
"""The states of an outlet, the worst first."""
SOURCE_RECOVERIES: Mapping[str, str] = MappingProxyType({"blind": "terbaca lagi", "amber": "kembali seperti biasa"})
CREDITS: Mapping[str, str] = MappingProxyType(
    {"antara": "ANTARA", "humas": "humas", "infopublik": "InfoPublik", "mc": "media center", "tempo": "Tempo",
     "diskominfo": "Diskominfo", "kominfo": "Kominfo", "kompas": "Kompas", "tribun": "Tribun", "detik": "detik"}
)  # fmt: skip
REGIONS = ("Kota ", "Kabupaten ", "Kecamatan ")
"""How names of regions begin."""
REVIEWS: Mapping[str, str] = MappingProxyType(
    {
        "place-unsure": "Daerahnya belum pasti",
        "text-unsure": "Teksnya belum pasti",
        "no-date": "Tanggalnya tidak diketahui",
        "future-date": "Tanggalnya di masa depan",
        "only-mentioned": "Hanya menyebut daerah",
        "changed-at-source": "Berubah di sumbernya",
        "milestone": "Mungkin tonggak",
        "initiative": "Mungkin inisiatif",
        "draft": "Konsep lain",
    }
)


def kind_words(kind: str) -> str:
    """The Indonesian word of a kind."""
    return KINDS.get(kind, kind)


def kind_slug(kind: str) -> str:
    """A kind as part of an address."""
    return kind_words(kind).replace(" ", "-")


def change_words(kind: str) -> str:
    """What kind of change it was."""
    return CHANGES[kind]


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
    """Why an outlet could not be read, from an outage's `reason`."""
    return OUTAGES.get(reason.partition(":")[0], UNRECORDED)


def pause_words(days: float | None) -> str:
    """How often an outlet publishes, from its usual pause in days: `tiap 2,5 hari`."""
    return (
        "belum dapat dikatakan"
        if days is None
        else f"tiap {days:g} hari".replace(".", ",").replace("tiap 1 h", "tiap h")
    )


def review_words(group: str) -> str:
    """Why something waits for an editor."""
    return REVIEWS.get(group, group)
