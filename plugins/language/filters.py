"""The filters of templates by name, and the functions behind them that write numbers and names."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from plugins.language.citations import apa, bibtex, newspaper, ris
from plugins.language.dates import date_element, date_words, machine_date, moment_words, month_words, short_date
from plugins.language.day_words import basis_words, headline_words, item_day_words
from plugins.language.fact_words import FACT_KINDS
from plugins.language.verdict_words import outcome_words, proven_words, verdict_words
from plugins.language.words import (
    CITATIONS,
    LAST_WORDS,
    PARTIES,
    PLACE_ORDERS,
    REGIONS,
    SOURCE_STATES,
    change_words,
    credit_words,
    dimension_words,
    kind_words,
    outage_words,
    pause_words,
    refusal_words,
    review_words,
    status_words,
)
from record.address_copies import sharing_host
from record.address_dates import date_of_address
from record.urls import host, is_web

DESCRIPTION_LENGTH = 160
"""Letters of a page's description that searches show."""


def capital(text: str) -> str:
    """The text with its first letter in upper case, the others unchanged; in markup, the first letter after the tag."""
    at = text.index(">") + 1 if isinstance(text, Markup) and text.startswith("<") else 0
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def shortened(text: str, length: int = DESCRIPTION_LENGTH) -> str:
    """The text, cut after a word where it has more than `length` characters."""
    if len(text) <= length:
        return text
    cut = text[:length].rpartition(" ")[0] or text[: length - 1]
    return cut.rstrip(" ,;:.–-") + "…"


def thousands(count: int) -> str:
    """`1.234.567`, as Indonesian writes it."""
    return f"{count:,}".replace(",", ".")


def decimal(number: float, digits: int | None = None) -> str:
    """`3,88`, as Indonesian writes it; with `digits` behind the comma, where numbers of a column are of one length."""
    return plain_decimal(number, digits).replace(".", ",")


def plain_decimal(number: float, digits: int | None = None) -> str:
    """`3.88`, as English writes it."""
    return f"{number:g}" if digits is None else f"{number:.{digits}f}"


def percent(share: float | None) -> str:
    """`97%`, or a dash where nothing was counted."""
    return "–" if share is None else f"{share * 100:.0f}%"


_TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_OWN_LINK = re.compile(r"""(\s(?:href|src|action|poster)\s*=\s*["']?)(?=/(?!/))""", re.IGNORECASE)


def rooted(html: str, root: str) -> str:
    """An editor's page with `root`, the path at which the site lies on its host, before its links within the site.

    Editors write `/koreksi/`, wherever the site lies.
    """
    return _TAG.sub(lambda tag: _OWN_LINK.sub(rf"\g<1>{root}", tag[0]), html) if root else html


def regions(names: Iterable[str]) -> list[str]:
    """The names that begin like those of regions, which a reader may mistake for a place of ours."""
    return [name for name in names if name.startswith(REGIONS)]


WORD_FILTERS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {
        "jenis": kind_words,
        "status": status_words,
        "dimensi": dimension_words,
        "bulan": month_words,
        "perubahan": change_words,
        "keadaan": CITATIONS.__getitem__,
        "kabar": LAST_WORDS.__getitem__,
        "fakta": FACT_KINDS.__getitem__,
        "pihak": PARTIES.__getitem__,
        "tolakan": refusal_words,
        "urutan": PLACE_ORDERS.__getitem__,
        "nasib": outcome_words,
        "gangguan": outage_words,
        "tunggu": review_words,
    }
)
"""Filters that give the word for a key; on English pages it is translated."""
DATE_FILTERS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {
        "tanggal": date_words,
        "ringkas": short_date,
        "hari": date_element,
        "hari_berita": item_day_words,
        "dasar": basis_words,
        "putusan": verdict_words,
        "terbukti": proven_words,
        "apa": apa,
        "koran": newspaper,
    }
)
"""Filters that write a date, how it is known, or a citation; they take `translate`, which is the page's own."""
FILTERS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "waktu": moment_words,
        "berakar": rooted,
        "mula": capital,
        "mesin": machine_date,
        "wilayah": regions,
        "asal": credit_words,
        "asal_judul": headline_words,
        "irama": pause_words,
        "kesehatan": SOURCE_STATES.__getitem__,
        "persen": percent,
        "host": host,
        "berbagi": sharing_host,
        "hari_alamat": cache(date_of_address),
        "web": is_web,
        "bibtex": bibtex,
        "ris": ris,
    }
)
"""Filters that are the same in every language."""
