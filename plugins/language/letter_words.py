"""The words of the weekly letter, in Indonesian: counts, spans of days, and the sentence of each kind of entry."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from plugins.language.dates import MONTHS
from plugins.language.filters import capital, thousands
from record.weeks import Week

NUMBERS = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
)  # fmt: skip
"""Numbers that are written in letters; larger ones are written in digits."""
COUNTED: Mapping[str, str] = MappingProxyType(
    {
        "item": "berita",
        "milestone": "tonggak",
        "status": "perubahan status",
        "evaluation": "hasil evaluasi",
        "dispute": "perbedaan antarsumber",
        "correction": "koreksi",
        "withdrawn": "penarikan berita",
        "refiled": "pemindahan berita",
        "gone": "sumber hilang",
    }
)
"""What entries of each kind are counted as, in the order of counts."""
TOGETHER: Mapping[int, str] = MappingProxyType({1: "", 2: "keduanya "})
"""How something is said of all of so many; of more it is `ALL`."""
ALL = "semuanya "
REPORTED: Mapping[str, str] = MappingProxyType(
    {
        "news": "%(outlet)s memberitakan",
        "release": "%(outlet)s menyiarkan",
        "opinion": "%(outlet)s memuat opini",
        "study": "%(outlet)s memuat kajian",
        "regulation": "%(outlet)s memuat peraturan",
        "award": "%(outlet)s memberitakan penghargaan",
    }
)
"""What an outlet did, by the kind of item; its headline follows."""
OF_ITEM = ("%(reported)s “", "%(title)s", "” (%(day)s). %(text)s")
"""The line of an item: what stands before its link, the words that are linked, what follows."""
OF_ITEM_NAMED_BY_US = ("%(reported)s: ", "%(title)s", " (%(day)s). %(text)s")
"""The same where the headline is not the publisher's."""
LINES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "milestone": ("Tonggak, %(day)s: ", "%(summary)s", ""),
        "milestone-programme": ("Tonggak program, %(day)s: ", "%(summary)s", ""),
        "status": ("Status inisiatif: ", "%(name)s", " (%(day)s). %(text)s"),
        "evaluation": ("Hasil evaluasi: ", "%(measure)s %(year)s: %(value)s", ". %(text)s"),
        "claim": ("Sumber berbeda: ", "%(subject)s", ". %(text)s"),
        "claim-programme": ("Sumber berbeda: ", "%(subject)s", ". %(text)s"),
        "member": ("Sumber berbeda: ", "%(place)s dalam angkatan %(cohort)s", ". %(text)s"),
        "result": ("Sumber berbeda: ", "%(measure)s %(year)s", ". %(text)s"),
        "conflict": ("Sumber berbeda: ", "%(subject)s", ". %(text)s"),
        "settled": ("Perbedaan selesai: ", "%(subject)s", ". %(text)s"),
        "correction": ("Koreksi di halaman ", "%(named)s", ". %(text)s"),
        "withdrawn": ("Ditarik: “", "%(headline)s", "”. %(text)s"),
        "refiled": ("Dipindahkan: “", "%(headline)s", "”. %(text)s"),
        "gone": ("Sumber hilang: “", "%(headline)s", "”. %(text)s"),
    }
)
"""The same of entries that are ours, by the keys of `TITLES` in `feed_words`; the section names the place."""


def count_words(count: int) -> str:
    """`dua`, `12`, `1.204`."""
    return NUMBERS[count] if count < len(NUMBERS) else thousands(count)


def _alike(counts: Sequence[int]) -> list[str]:
    """The numbers of one list: all in letters, or all in digits where any needs them."""
    write = thousands if any(count >= len(NUMBERS) for count in counts) else count_words
    return [write(count) for count in counts]


def counted(counts: Mapping[str, int]) -> list[str]:
    """`["dua berita", "satu koreksi"]`, from the number of entries by kind, in the order of `COUNTED`."""
    kinds = [kind for kind in COUNTED if counts.get(kind)]
    numbers = _alike([counts[kind] for kind in kinds])
    return [f"{number} {COUNTED[kind]}" for number, kind in zip(numbers, kinds, strict=True)]


def listing(parts: Sequence[str]) -> str:
    """`a`, `a dan b`, `a, b, dan c`."""
    if len(parts) < 3:
        return " dan ".join(parts)
    return f"{', '.join(parts[:-1])}, dan {parts[-1]}"


def sentence(words: str) -> str:
    """The words as the beginning of a sentence, which no digit may open."""
    return f"Sebanyak {words}" if words[:1].isdigit() else capital(words)


@dataclass(frozen=True)
class Span:
    """From when items are: how many of the letter's own week, the years of others, one for each, and how many of no
    known day.
    """

    this_week: int
    years: Sequence[int]
    undated: int

    @property
    def clauses(self) -> list[tuple[int, str]]:
        """How many, and from when they are."""
        every = [
            (self.this_week, "dari pekan ini"),
            (len(self.years), _years_words(self.years)),
            (self.undated, "tanpa tanggal"),
        ]
        return [clause for clause in every if clause[0]]

    def __str__(self) -> str:
        """`keduanya dari 2017`, `dari 2016 sampai 2025`, `tiga dari pekan ini dan dua dari 2016`."""
        if len(self.clauses) == 1:
            ((size, words),) = self.clauses
            return words if len(set(self.years)) > 1 else TOGETHER.get(size, ALL) + words
        numbers = _alike([size for size, _ in self.clauses])
        return listing([f"{number} {words}" for number, (_, words) in zip(numbers, self.clauses, strict=True)])

    @property
    def sentence(self) -> str:
        """The same of all the items of a letter, as a sentence."""
        return f"Berita itu {self}." if len(self.clauses) == 1 else f"Di antara berita itu {self}."


def _years_words(years: Sequence[int]) -> str:
    distinct = sorted(set(years))
    if len(distinct) < 3:
        return f"dari {listing([str(year) for year in distinct])}"
    return f"dari {distinct[0]} sampai {distinct[-1]}"


def week_words(week: Week) -> str:
    """`23–29 November 2026`, `30 November–6 Desember 2026`, `28 Desember 2026–3 Januari 2027`."""
    first, last = week.first, week.last
    if first.year != last.year:
        return f"{_day_words(first)} {first.year}–{_day_words(last)} {last.year}"
    start = str(first.day) if first.month == last.month else _day_words(first)
    return f"{start}–{_day_words(last)} {last.year}"


def _day_words(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"
