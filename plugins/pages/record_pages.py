"""Pelican plugin: the pages of the record (places, news, initiatives, programme, timelines, dimensions)."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pelican import signals
from pelican.generators import Generator, PagesGenerator

from plugins.language import words
from plugins.model.record import Record
from plugins.pages import structured_data
from plugins.pages.base import Page, put_pages
from plugins.pages.map import HEIGHT, WIDTH, spot
from plugins.queries import source_health, timelines, tracker
from record import outlet_rhythm
from record.errors import ContentFaults, ContentProblem

NEWEST_CHANGES = 50
"""Changes of the outlets that their page tells, as many as their feed."""


class RecordPagesGenerator(Generator):
    """Has every page of the record, which `plugins.build` read."""

    def generate_output(self, _writer: Any) -> None:
        """Have every page of the record."""
        record = self.context["record"]
        # For whoever waits for what was just saved: all else takes longer.
        put_pages(self, news_pages(record))
        put_pages(self, pages(record))
        if self.settings.get("DESK"):
            put_pages(self, [Page("/meja/", "desk", self._desk, noindex=True)])

    def _desk(self) -> dict[str, Any]:
        waiting = self.context["record"].waiting
        groups = [(name, [entry for entry in waiting if entry.group == name]) for name in words.REVIEWS]
        return {"groups": groups, "total": len(waiting)}


def news_pages(record: Record) -> Iterator[Page]:
    """A page for each item."""
    for news in record.pages:
        yield Page(news.address, "news", partial(_news, record, news.address), news.is_hidden)


def pages(record: Record) -> Iterator[Page]:
    """Every other page of the record."""
    yield Page("/", "home")
    yield Page("/404.html", "not_found", noindex=True)
    yield Page("/daerah/", "places")
    yield Page("/peta/", "map")
    every = partial(timelines.news_pages, record)
    yield from _cut("/berita/", "news_list", every, partial(timelines.NewsSource, record))
    yield Page("/program/", "programme", partial(dict, order="nama"))
    for order in tracker.MATRIX_ORDERS[1:]:
        yield Page(f"/program/urut/{order}/", "matrix", partial(dict, order=order), noindex=True)
    yield Page("/cari/", "search")
    yield Page("/cari/daftar/", "index_list")
    yield Page("/perbedaan/", "differences")
    moved = partial(timelines.change_pages, record)
    yield from _cut("/perubahan/", "changes", moved, partial(timelines.change_source, record))
    yield Page("/sumber/", "source_health", partial(_sources, record))
    yield Page("/inisiatif/", "initiatives")
    yield from _Timeline(record, "/linimasa/").pages()
    for slug, place in record.places.items():
        yield Page(place.address, "place", partial(_place, record, slug))
        yield from _Timeline(record, f"{place.address}linimasa/", slug).pages()
    for dimension in words.DIMENSIONS:
        yield Page(f"/dimensi/{dimension}/", "dimension", partial(dict, dimension=dimension))
    for entry in record.initiatives:
        yield Page(entry.address, "initiative", partial(_initiative, record, entry.address))
        yield from _Timeline(record, f"{entry.address}linimasa/", initiative=entry.address).pages()


def _sources(record: Record) -> dict[str, Any]:
    changes, found = source_health.source_changes(record), source_health.standings(record)
    return {
        "standings": found,
        "changes": changes[:NEWEST_CHANGES],
        "day": source_health.newest(record),
        "rules": outlet_rhythm,
    }


def _place(record: Record, slug: str) -> dict[str, Any]:
    return {"place": record.places[slug], "undated": record.undated_news(place=slug)}


def _news(record: Record, address: str) -> dict[str, Any]:
    return {"news": record.page(address)}


def _initiative(record: Record, address: str) -> dict[str, Any]:
    entry = record.initiative(address)
    view = timelines.View(timelines.initiative_source(record, entry))
    return {
        "initiative": entry,
        "place": record.places[entry.data.place],
        "base": f"{address}linimasa/",
        "sheet": timelines.sheet(view),
        "long": bool(timelines.initiative_pages(record, address)),
    }


def _cut(
    base: str, template: str, told: Callable[[], timelines.Pages], source: Callable[[], timelines.Source]
) -> Iterator[Page]:
    """A list by time that has no narrower views."""
    for _, _, parts in told():
        for part in (timelines.HEAD, *(timelines.Part(*numbers) for numbers in parts)):
            yield Page(base + part.key, template, partial(_cut_values, base, told, source, part))


def _cut_values(
    base: str, told: Callable[[], timelines.Pages], source: Callable[[], timelines.Source], part: timelines.Part
) -> dict[str, Any]:
    (view,) = timelines.views_of(source(), told())
    return {"base": base, "view": view, "sheet": timelines.sheet(view, part)}


@dataclass(frozen=True)
class _Timeline:
    """The timeline at an address: of all places, of one, or of an initiative, with its narrower views."""

    record: Record
    base: str
    slug: str = ""
    initiative: str = ""

    def pages(self) -> Iterator[Page]:
        """Each view is a plain link; one without an entry is not offered."""
        for kind, dimension, parts in self._told():
            for part in (timelines.HEAD, *(timelines.Part(*numbers) for numbers in parts)):
                address = self.base + timelines.key_of(kind, dimension) + part.key
                values = partial(self._values, kind, dimension, part)
                yield Page(address, "timeline", values, noindex=bool(kind or dimension or self.initiative))

    def _told(self) -> timelines.Pages:
        if self.initiative:
            return timelines.initiative_pages(self.record, self.initiative)
        return timelines.record_pages(self.record, self.slug)

    def _values(self, kind: str, dimension: str, part: timelines.Part) -> dict[str, Any]:
        about: dict[str, Any] = {"base": self.base, "place": self.record.places[self.slug] if self.slug else None}
        source: timelines.Source = timelines.RecordSource(self.record, self.slug)
        if self.initiative:
            entry = self.record.initiative(self.initiative)
            source = timelines.initiative_source(self.record, entry)
            about |= {"initiative": entry, "place": self.record.places[entry.data.place]}
        every = timelines.views_of(source, self._told())
        view = next(view for view in every if (view.kind, view.dimension) == (kind, dimension))
        return about | {
            "view": view,
            "sheet": timelines.sheet(view, part),
            "filters": timelines.view_links(every, view, part),
            "feed": _feed_of(about, view),
        }


def _feed_of(about: dict[str, Any], view: timelines.View) -> tuple[str, str]:
    """Folder and title of the feed that tells most nearly what a view of a timeline shows; no title for all news."""
    place, entry = about["place"], about.get("initiative")
    if entry:
        return entry.address, f"{entry.data.name}, {place.data.name}"
    name = place.data.name if place else ""
    if not view.dimension:
        return (place.address if place else "/"), name
    folder = place.address if place else "/dimensi/"
    return f"{folder}{view.dimension}/", ", ".join(filter(None, (name, words.dimension_words(view.dimension))))


def check_pages(generators: list[Any]) -> None:
    """Pelican logs and skips a page it cannot read: here that stops the build."""
    for generator in generators:
        if isinstance(generator, PagesGenerator):
            content = Path(generator.path)
            read = {Path(page.source_path).resolve() for page in generator.pages + generator.hidden_pages}
            read |= {Path(page.source_path).resolve() for page in generator.draft_pages}
            missing = [path for path in sorted((content / "pages").rglob("*.md")) if path.resolve() not in read]
            if missing:
                advice = "could not be read; it needs at least 'Title:' (see the message above)"
                faults = ContentFaults([ContentProblem(path, advice, line=1) for path in missing])
                print(faults, file=sys.stderr)
                raise faults


def add_words(pelican: Any) -> None:
    """Give every template the words, dates and link rules of the site."""
    pelican.settings["JINJA_FILTERS"] = {
        **pelican.settings["JINJA_FILTERS"],
        **words.FILTERS,
        **structured_data.FILTERS,
        "path": _path,
        "titik": spot,
    }
    pelican.settings["JINJA_GLOBALS"] = {
        **pelican.settings["JINJA_GLOBALS"],
        "DIMENSIONS": tuple(words.DIMENSIONS),
        "NAVIGATION": words.NAVIGATION,
        "FOOTER": words.FOOTER,
        "STATUS": tuple(words.STATUS),
        "SOURCE_STATES": tuple(words.SOURCE_STATES),
        "STEPS": words.MILESTONE_STEPS,
        "tracker": tracker,
        "structured": structured_data,
        "MAP_WIDTH": WIDTH,
        "MAP_HEIGHT": HEIGHT,
    }


def _path(url: str) -> str:
    return urlsplit(url).path


def _generator(_pelican: Any) -> type[Generator]:
    return RecordPagesGenerator


def register() -> None:
    """Connect the signals."""
    signals.initialized.connect(add_words)
    signals.get_generators.connect(_generator)
    signals.all_generators_finalized.connect(check_pages)
