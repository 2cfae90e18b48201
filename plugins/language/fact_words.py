"""A fact in one sentence, by its kind; in Indonesian, and translated."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from markupsafe import Markup

FACT_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "milestone": "tonggak",
        "claim": "pernyataan",
        "step": "status inisiatif",
        "initiative": "status inisiatif",
        "listed": "daftar peserta",
        "member": "daftar peserta",
        "evaluation": "hasil evaluasi",
        "total": "jumlah peserta",
        "conflict": "sumber berbeda",
    }
)
"""What each kind of fact is called."""
STATEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "milestone": "%(summary)s",
        "claim": "%(subject)s: %(value)s",
        "step": "%(name)s, %(place)s: %(status)s. %(summary)s",
        "initiative": "%(name)s, %(place)s: %(status)s. %(summary)s",
        "listed": "%(place)s ada dalam daftar peserta angkatan %(cohort)s",
        "member": "%(place)s disebut sebagai peserta angkatan %(cohort)s",
        "evaluation": "%(place)s, %(measure)s %(year)s: %(value)s",
        "total": "Jumlah peserta sampai %(year)s: %(value)s",
        "conflict": "%(subject)s: %(values)s",
    }
)
"""The sentence of each kind."""
STATEMENTS_OF_PLACES: Mapping[str, str] = MappingProxyType(
    {"milestone": "%(place)s: %(summary)s", "claim": "%(place)s, %(subject)s: %(value)s"}
)
"""The same where `place` is among its parts: of a place's own file, whose sentences need not name the place."""
WORDS = ("status",)
"""Parts that are words of the site and not texts of the record."""
Parts = Iterable[tuple[str, str]]


def statement_words(kind: str, parts: Parts) -> str:
    """The sentence in Indonesian, as plain text: `Anggaran command center: Rp50 miliar`."""
    own = dict(parts)
    return _pattern(kind, own) % own


def _pattern(kind: str, parts: Mapping[str, str]) -> str:
    return (STATEMENTS_OF_PLACES.get(kind) if "place" in parts else None) or STATEMENTS[kind]


def statement_markup(
    kind: str, parts: Parts, translate: Callable[[str], str], text: Callable[[str], str | Markup]
) -> Markup:
    """The same in the page's language: `translate` gives the site's own words, `text` those of the record."""
    shown = {name: translate(value) if name in WORDS else text(value) for name, value in parts}
    return Markup(translate(_pattern(kind, shown))) % shown  # noqa: S704 - the parts are escaped by `%`
