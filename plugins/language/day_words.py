"""Which day an item or a fact has, in words that say how the day is known; in Indonesian, and translated."""

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType

from markupsafe import Markup

from plugins.language.dates import UNDATED, date_element

ITEM_DAYS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("published", "publisher"): "%(day)s",
        ("published", "address"): "terbit %(day)s, dibaca dari alamat",
        ("published", "text"): "terbit %(day)s menurut teksnya",
        ("published", "editor"): "terbit %(day)s menurut catatan penyusun",
        ("event", "text"): "peristiwa %(day)s, tanggal terbit tidak diketahui",
        ("event", "editor"): "peristiwa %(day)s menurut catatan penyusun, tanggal terbit tidak diketahui",
        ("copy", "archive"): "%(day)s (salinan arsip)",
    }
)
"""An item's day, by what it is the day of and how it is known (`record.item_day.ItemDay`)."""
FACT_BASES: Mapping[str, str] = MappingProxyType(
    {
        "address": "%(unit)s dibaca dari alamat sumbernya",
        "text": "%(unit)s menurut teks sumbernya",
        "archive": "menurut salinan arsip",
        "editor": "%(unit)s menurut catatan penyusun; sumbernya tidak bertanggal",
    }
)
"""How a fact's day is known, by its `basis`; that a publisher states it needs no word, since the source shows it."""
UNITS: Mapping[str, str] = MappingProxyType(
    {"day": "tanggal", "month": "bulan", "year": "tahun", "not-after": "batas", "not-before": "batas"}
)
"""What of a date is known, by its precision."""
HEADLINES: Mapping[str, str] = MappingProxyType(
    {"address": "judul dibaca dari alamat", "ours": "judul dari kami", "page": "", "": ""}
)
"""Where a headline is from, by `Headline_from`; that the page shows it needs no word."""


def item_day_words(
    day: dt.date | None,
    precision: str = "day",
    basis: str = "publisher",
    day_of: str = "published",
    translate: Callable[[str], str] = str,
) -> Markup:
    """`peristiwa 11 November 2024, tanggal terbit tidak diketahui`, with the date in a `time` element."""
    if day is None:
        return Markup('<span class="unknown">{}</span>').format(translate(UNDATED))
    before, _, after = translate(ITEM_DAYS[day_of, basis]).partition("%(day)s")
    return Markup("{}{}{}").format(before, date_element(day, precision, translate), after)


def basis_words(basis: str | None, precision: str = "day", translate: Callable[[str], str] = str) -> str:
    """How a fact's day is known: `tanggal menurut teks sumbernya`; "" where the source itself shows it."""
    words = FACT_BASES.get(basis or "")
    return translate(words).replace("%(unit)s", translate(UNITS[precision])) if words else ""


def headline_words(headline_from: str) -> str:
    """Where a headline is from, where the page does not show it."""
    return HEADLINES[headline_from]
