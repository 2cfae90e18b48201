"""Words that a query on `/cari/` is cleaned of and compared by: of the language, as the names are of the record."""

from collections.abc import Mapping
from types import MappingProxyType

STOP_WORDS = (
    "ada", "adalah", "akan", "antara", "apa", "apakah", "atau", "bagaimana", "bagi", "bahwa", "dalam", "dan", "dari",
    "dengan", "di", "hingga", "ini", "itu", "jika", "juga", "kapan", "karena", "ke", "lalu", "maka", "mana", "oleh",
    "pada", "para", "sampai", "sebagai", "secara", "serta", "siapa", "soal", "telah", "tentang", "tetapi", "untuk",
    "yaitu", "yang",
)  # fmt: skip
"""Words that stand on nearly every page: Pagefind keeps them, and asking for them too would lose pages without them."""
FILLER_WORDS = (
    "aplikasi", "app", "dinas", "inisiatif", "kabupaten", "kota", "layanan", "pemda", "pemerintah", "pemerintahan",
    "program", "wali",
)  # fmt: skip
"""Words that may stand before a name or not: `aplikasi SIPRAJA`, `Bekasi` for `Kota Bekasi`."""
SAME_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "bupati": "kabupaten",
        "kab": "kabupaten",
        "kodya": "kota",
        "kotamadya": "kota",
        "pemkab": "kabupaten",
        "pemkot": "kota",
        "walikota": "kota",
    }
)
"""Words for another one: a short form, an office or a government for the kind of place that has it."""
