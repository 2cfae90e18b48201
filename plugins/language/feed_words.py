"""What entries of feeds say in our own words: sentences that keep their parts, so that English feeds can say them."""

import datetime as dt
from collections.abc import Callable, Mapping
from textwrap import shorten
from types import MappingProxyType

from plugins.language.dates import date_words
from plugins.language.day_words import basis_words
from plugins.language.words import CHANGES, kind_words

Translate = Callable[[str], str]
LONGEST_TITLE = 140
"""Letters of a title of ours: lists of feed readers cut off more, and the entry's text has all of it."""
SITE_WORDS = ("before", "status")
"""Parts that are words of the site and not texts of the record."""
AS_THEY_ARE = ("headline", "publisher", "named")
"""Parts that are never translated: what publishers wrote, and names."""

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "milestone": "Tonggak: %(place)s: %(summary)s",
        "milestone-programme": "Tonggak program: %(summary)s",
        "status": "%(name)s, %(place)s: %(status)s",
        "evaluation": "Hasil evaluasi: %(place)s, %(measure)s %(year)s: %(value)s",
        "claim": "Sumber berbeda: %(place)s, %(subject)s: %(value)s",
        "claim-programme": "Sumber berbeda: %(subject)s: %(value)s",
        "member": "Sumber berbeda: %(place)s dalam angkatan %(cohort)s",
        "result": "Sumber berbeda: %(place)s, %(measure)s %(year)s: %(value)s",
        "conflict": "Sumber berbeda: %(subject)s",
        "settled": "Perbedaan selesai: %(subject)s",
        "correction": "Koreksi: %(named)s: %(now)s",
        "withdrawn": "Ditarik: %(headline)s",
        "refiled": "Dipindahkan: %(headline)s",
        "gone": "Sumber hilang: %(headline)s",
    }
)
"""The titles of entries that are ours, by what they are of."""
TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "status": "Dari %(before)s menjadi %(status)s. %(summary)s",
        "evaluation": "Dinilai oleh %(judge)s.",
        "evaluation-noted": "Dinilai oleh %(judge)s. %(note)s",
        "claim": "%(said_by)s: %(value)s. Yang lain: %(others)s.",
        "claim-noted": "%(said_by)s: %(value)s. %(note)s",
        "member": "Disebut oleh %(said_by)s; tidak ada dalam daftar dari %(missing)s.",
        "result": "Satu sumber menyebut %(value)s, yang lain %(others)s.",
        "conflict": "Disebut: %(values)s.",
        "conflict-noted": "Disebut: %(values)s. %(note)s",
        "settled": "Sekarang semua sumber dalam catatan sama. %(now)s %(why)s",
        "correction": "Semula: %(was)s Menjadi: %(now)s %(why)s",
        "withdrawn": "Berita ini tidak lagi ada dalam daftar dan RSS. %(reason)s",
        "withdrawn-unexplained": "Berita ini tidak lagi ada dalam daftar dan RSS. Sebabnya tidak ditulis.",
        "refiled": "Dari %(was)s ke %(now)s.",
        "gone": "Alamat asli di %(publisher)s tidak ada lagi.",
    }
)
"""What they say below the title; of others the record's own text is all."""


class Sentence(str):
    """A sentence in Indonesian that remembers what it was made of, so that it can be said in English as well."""

    pattern: str
    parts: Mapping[str, str]
    longest: int

    def __new__(cls, pattern: str, parts: Mapping[str, object], longest: int = 0) -> "Sentence":
        """`pattern % parts`; cut between words to at most `longest` letters, where that is given."""
        own = {name: str(value) for name, value in parts.items()}
        made = super().__new__(cls, _cut(pattern % own, longest))
        made.pattern, made.parts, made.longest = pattern, own, longest
        return made

    def translated(self, translate: Translate, text: Translate) -> str:
        """The same in another language: `translate` gives the site's own words, `text` those of the record."""
        own = {name: _part(name, value, translate, text) for name, value in self.parts.items()}
        return _cut(translate(self.pattern) % own, self.longest)


def title(key: str, **parts: object) -> Sentence:
    """One of `TITLES`."""
    return Sentence(TITLES[key], parts)


def short_title(key: str, **parts: object) -> Sentence:
    """One of `TITLES`, cut to `LONGEST_TITLE`."""
    return Sentence(TITLES[key], parts, LONGEST_TITLE)


def sentence(key: str, **parts: object) -> Sentence:
    """One of `TEXTS`."""
    return Sentence(TEXTS[key], parts)


def translated(words: str, translate: Translate, text: Translate) -> str:
    """A sentence of ours, or a text of the record, in another language."""
    return words.translated(translate, text) if isinstance(words, Sentence) else text(words)


def _part(name: str, value: str, translate: Translate, text: Translate) -> str:
    if name in AS_THEY_ARE:
        return value
    return translate(value) if name in SITE_WORDS else text(value)


def _cut(words: str, longest: int) -> str:
    return shorten(words, longest, placeholder=" …") if longest else words


HAPPENED: Mapping[str, str] = MappingProxyType(
    {
        "published": "Terbit: %(day)s.",
        "event": "Terjadi: %(day)s.",
        "said": "Diberitakan: %(day)s.",
        "copy": "Terbit %(day)s, menurut salinan arsip.",
        "recorded": "",
    }
)
"""When an entry's own day was, by what it is the day of; what we did ourselves we did on the day of the record."""
UNKNOWN_DAY = "Harinya tidak diketahui."
RECORDED = "Kami catat: %(day)s."

_ALL = "berita, tonggak, status inisiatif, perbedaan sumber, hasil evaluasi, koreksi, dan penarikan"
ABOUT: Mapping[str, str] = MappingProxyType(
    {
        "all": f"Semua yang baru kami ketahui tentang program dan daerahnya: {_ALL}.",
        "letters": "Yang baru kami ketahui dalam sepekan, menurut daerah: surat untuk tiap pekan yang sudah lewat.",
        "place": f"Yang baru kami ketahui tentang %(place)s: {_ALL}.",
        "dimension": f"Yang baru kami ketahui tentang dimensi %(dimension)s di semua daerah: {_ALL}.",
        "place-dimension": f"Yang baru kami ketahui tentang dimensi %(dimension)s di %(place)s: {_ALL}.",
        "initiative": "Yang baru kami ketahui tentang %(initiative)s di %(place)s: berita, status, dan koreksi.",
        "news": "Berita saja, dari semua penerbit dan daerah, dan berita yang ditarik.",
        "milestones": "Tonggak program dan semua daerah: langkah bertanggal yang baru kami catat, dengan sumbernya.",
        "place-milestones": "Tonggak %(place)s: langkah bertanggal yang baru kami catat, dengan sumbernya.",
        "statuses": "Perubahan status inisiatif di semua daerah.",
        "disputes": "Yang disebut berbeda oleh sumber-sumbernya, dan perbedaan yang selesai karena koreksi.",
        "results": "Hasil evaluasi daerah: nilai, peringkat, predikat, dan penghargaan.",
        "changes": "Perubahan catatan: status inisiatif, berita yang dipindahkan atau ditarik, koreksi, sumber hilang.",
        "sources": "Keadaan penerbit yang kami baca: sejak kapan tidak terbaca atau diam, dan kapan pulih.",
        "corrections": "Koreksi atas kekeliruan di halaman kami: semula, menjadi, dan sebabnya.",
    }
)
"""What each feed holds: its description."""
GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "all": "Semua",
        "kind": "Menurut jenis",
        "place": "Daerah",
        "dimension": "Dimensi",
        "milestones": "Tonggak daerah",
        "initiative": "Inisiatif",
        "place-dimension": "Daerah menurut dimensi",
        "changes": "Perubahan dan koreksi",
    }
)
"""The groups in which feeds are listed."""


def when_words(day: dt.date | None, precision: str, basis: str | None, day_of: str, translate: Translate = str) -> str:
    """When it happened, and how we know: `Terjadi: 22 Mei 2017 (tanggal menurut teks sumbernya).`"""
    if day is None:
        return translate(UNKNOWN_DAY)
    how = "" if day_of == "copy" else basis_words(basis, precision, translate)
    words = date_words(day, precision, translate) + (f" ({how})" if how else "")
    return translate(pattern) % {"day": words} if (pattern := HAPPENED[day_of]) else ""


def recorded_words(day: dt.date, translate: Translate = str) -> str:
    """When we learned of it: `Kami catat: 29 November 2026.`"""
    return translate(RECORDED) % {"day": date_words(day, translate=translate)}


def entry_kind_words(kind: str, item_kind: str) -> str:
    """What an entry is: `tonggak`, `siaran pers`."""
    return kind_words(item_kind) if item_kind else CHANGES[kind]
