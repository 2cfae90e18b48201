"""`/cari/nama.json`: everything that has a name and a page, for the search page to look names up in first.

It is of places, initiatives, dimensions, terms, steps and the site's own pages, not of news: it grows with what is
followed, not with the days.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from plugins.language.dates import date_words
from plugins.language.filters import capital
from plugins.language.search_words import FILLER_WORDS, SAME_WORDS, STOP_WORDS
from plugins.language.verdict_words import outcome_words, verdict_words
from plugins.language.words import DIMENSIONS, FOOTER, NAVIGATION, PAGE_NAMES, dimension_words, kind_words
from plugins.model.pages import InitiativePage, PlacePage
from plugins.model.record import Record
from plugins.pages.base import SiteGenerator
from plugins.queries import glossary
from plugins.queries.last_word import last_word
from plugins.queries.outcomes import outcome, verdict
from plugins.queries.silence import last_mention

FILE = "cari/nama.json"
_JOINTS = re.compile(r"\s*[()/,;:]\s*(?:(?:dan|serta)\s+)?|\s+(?:dan|serta)\s+")
"""What stands between the names in a name of several: `Simral (Sistem Informasi …)`, `e-Warga dan e-Kelurahan`."""


@dataclass(frozen=True, kw_only=True)
class NameEntry:
    """A name, where it leads, and what a result says beside it; what is empty is left out of the file."""

    title: str
    kind: str
    """`Daerah`, `Inisiatif`, `Dimensi`, `Istilah`, `Langkah` or `Halaman`."""
    address: str
    also: tuple[str, ...] = ()
    """Its other names, each as good as the title."""
    inside: tuple[str, ...] = ()
    """Names of what lies in a place: its kecamatan."""
    context: str = ""
    """Words that may stand beside the name in a query: province, kind of initiative."""
    place: str = ""
    """Slug of the place; its names may stand beside this one, too."""
    dimension: str = ""
    day: str = ""
    """The day of the newest word, in words."""
    text: str = ""
    """The verdict, or what the name means."""


class NamesGenerator(SiteGenerator):
    """Adds the file."""

    def generate_output(self, _writer: Any) -> None:
        """Add it."""
        pages = [(f"/{page.url}", page.title) for page in self.context.get("pages", []) if page.lang == "id"]
        self.output.add_file(FILE, partial(names_text, self.record, pages), json.dumps(pages))


def names_text(record: Record, pages: Iterable[tuple[str, str]]) -> str:
    """The file: an object with the lists of words, and an entry on each line."""
    words = {"stop": STOP_WORDS, "filler": FILLER_WORDS, "same": dict(SAME_WORDS)}
    rows = (
        json.dumps(
            {key: value for key, value in asdict(entry).items() if value}, ensure_ascii=False, separators=(",", ":")
        )
        for entry in entries(record, pages)
    )
    return f'{json.dumps(words)[:-1]}, "entries": [\n' + ",\n".join(rows) + "\n]}"


def entries(record: Record, pages: Iterable[tuple[str, str]]) -> Iterator[NameEntry]:
    """Everything with a name; of several with the same name, the first ones are shown first.

    `pages` are addresses and titles of the editors' pages.
    """
    # A bare name such as Bandung means the city, as people use it.
    for place in sorted(record.places.values(), key=lambda place: (place.data.kind != "kota", place.data.slug)):
        yield _place(record, place)
    yield from (_initiative(record, entry) for entry in record.initiatives)
    for slug in DIMENSIONS:
        yield _dimension(record, slug)
    yield from _programme(record)
    yield from _site_pages(pages)


def parts_of(name: str) -> tuple[str, ...]:
    """The names within a name: `e-Warga dan e-Kelurahan` has two. A part in small letters is a word, and no name."""
    parts = [part.strip() for part in _JOINTS.split(name)]
    return tuple(part for part in parts if part != name and len(part) > 2 and part != part.lower())


def _place(record: Record, place: PlacePage) -> NameEntry:
    data, word = place.data, last_word(record, place.data.slug)
    leader = data.leader_2017.name if data.leader_2017 else ""
    return NameEntry(
        title=data.name,
        kind="Daerah",
        address=place.address,
        also=tuple(filter(None, (*data.aliases, data.capital, leader))),
        inside=tuple(data.districts.names) if data.districts else (),
        context=data.province,
        place=data.slug,
        day=date_words(word.day, word.precision) if word else "",
        text=_sentence(verdict_words(verdict(record, data.slug))),
    )


def _initiative(record: Record, entry: InitiativePage) -> NameEntry:
    data, mention = entry.data, last_mention(record, entry)
    return NameEntry(
        title=data.name,
        kind="Inisiatif",
        address=entry.address,
        also=tuple(dict.fromkeys((*data.aliases, *parts_of(data.name)))),
        context=kind_words(data.kind),
        place=data.place,
        dimension=data.dimension,
        day=date_words(mention.day, mention.precision),
        text=_sentence(outcome_words(outcome(record, entry))),
    )


def _dimension(record: Record, slug: str) -> NameEntry:
    facts = next((row for row in record.programme.dimension if row.slug == slug), None)
    return NameEntry(
        title=dimension_words(slug),
        kind="Dimensi",
        address=f"/dimensi/{slug}/",
        also=(facts.name_id, facts.name_en) if facts else (),
        dimension=slug,
        text=_sentence(verdict_words(verdict(record, dimension=slug))),
    )


def _programme(record: Record) -> Iterator[NameEntry]:
    tables = record.programme
    if tables.programme:
        names = tables.programme
        yield NameEntry(title=names.name, kind="Halaman", address="/program/", also=tuple(names.later_names))
    for step in tables.programme_step:
        yield NameEntry(
            title=capital(step.name_id),
            kind="Langkah",
            address="/program/#matriks",
            also=tuple(filter(None, (step.name_en, step.short_id, step.short_en))),
            text=_sentence(step.meaning_id),
        )
    for anchor, term in glossary.entries(record):
        words = (*term.also, term.expansion, *parts_of(term.term))
        yield NameEntry(
            title=term.term,
            kind="Istilah",
            address=f"/istilah/#{anchor}",
            also=tuple(dict.fromkeys(word for word in words if word and word != term.term)),
            text=_sentence(term.expansion or term.meaning),
        )


def _site_pages(pages: Iterable[tuple[str, str]]) -> Iterator[NameEntry]:
    """The editors' pages, and those that a menu has; these may have other words for one of them."""
    titles: dict[str, list[str]] = {}
    for address, title in (*PAGE_NAMES.items(), *NAVIGATION["id"], *FOOTER["id"], *pages):
        titles.setdefault(address, []).append(title)
    for address, (title, *also) in titles.items():
        yield NameEntry(title=title, kind="Halaman", address=address, also=tuple(dict.fromkeys(also)))


def _sentence(words: str) -> str:
    return f"{capital(words).rstrip('.')}."
