"""Pelican plugin: the pages of the record (places, news, initiatives, programme, timelines, dimensions)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import PagesGenerator

from plugins.language import filters, words
from plugins.language.verdict_words import OUTCOME_RULES
from plugins.model.record import Record
from plugins.pages import structured_data
from plugins.pages.base import SiteGenerator, SitePage
from plugins.pages.facts import fact_pages
from plugins.pages.map import Sheet, exact_spot, sheets
from plugins.pages.report_link import report_address
from plugins.pages.terms import PAGE, linked_terms
from plugins.queries import (
    corrections,
    coverage,
    disputes,
    evaluations,
    exemptions,
    feed_entries,
    glossary,
    last_word,
    likeness,
    outcomes,
    participants,
    progress,
    promises,
    silence,
    source_health,
    standings,
    threads,
    timeline,
)
from plugins.queries.timeline import HEAD, Layout, TimelinePart, TimelineView
from plugins.queries.timeline_pages import page_contents, view_links
from plugins.queries.timeline_sources import (
    EntrySource,
    NewsEntries,
    RecordEntries,
    change_entries,
    initiative_entries,
    newest_entries,
    of_dimension,
)
from record import outlet_rhythm
from record.content_tree import content_files
from record.errors import ContentFaults, ContentProblem

PLACES_BY_NAME = next(iter(standings.ORDERS))
NEWEST_CHANGES = 50
"""How many changes of outlets their page shows: as many as their feed."""
NEWEST_ENTRIES = 8
"""How many entries of a timeline a place's page shows, and other sites may frame."""


class RecordPagesGenerator(SiteGenerator):
    """Adds every page of the record."""

    def generate_output(self, _writer: Any) -> None:
        """Add the pages."""
        record = self.record
        # First, as an editor who has just saved an item waits for its page; all else takes longer.
        self.add_pages(news_pages(record))
        self.add_pages(pages(record))
        if self.settings.get("DESK"):
            self.add_pages([SitePage("/meja/", "desk", self._desk, noindex=True)])

    def _desk(self) -> dict[str, Any]:
        waiting = self.record.waiting
        groups = [(name, [entry for entry in waiting if entry.group == name]) for name in words.REVIEWS]
        return {"groups": groups, "total": len(waiting)}


def news_pages(record: Record) -> Iterator[SitePage]:
    """A page for each item."""
    for news in record.pages:
        yield SitePage(news.address, "news", partial(_news, record, news.address), news.is_hidden)


def pages(record: Record) -> Iterator[SitePage]:
    """Every other page of the record."""
    yield SitePage("/", "home")
    yield SitePage("/404.html", "not_found", noindex=True)
    yield SitePage("/daerah/", "places", partial(dict, order=PLACES_BY_NAME))
    for order in standings.ORDERS:
        if order != PLACES_BY_NAME:
            yield SitePage(f"/daerah/urut/{order}/", "places", partial(dict, order=order), noindex=True)
    yield SitePage("/peta/", "map")
    layout = partial(timeline.news_layout, record)
    yield from _timeline_pages("/berita/", "news_list", layout, partial(NewsEntries, record))
    yield SitePage("/program/", "programme", partial(dict, order="nama"))
    for order in progress.matrix_orders(record)[1:]:
        yield SitePage(f"/program/urut/{order}/", "matrix", partial(dict, order=order), noindex=True)
    yield SitePage("/program/peserta/", "participants")
    yield SitePage("/program/hasil/", "results")
    yield SitePage(PAGE, "glossary")
    yield SitePage("/cari/", "search")
    yield SitePage("/cari/daftar/", "index_list")
    yield SitePage("/perbedaan/", "differences")
    yield from fact_pages(record)
    layout = partial(timeline.change_layout, record)
    yield from _timeline_pages("/perubahan/", "changes", layout, partial(change_entries, record))
    yield SitePage("/sumber/", "source_health", partial(_sources, record))
    yield SitePage("/inisiatif/", "initiatives")
    yield SitePage("/banding/", "compare", partial(_comparison, record))
    yield from _Timeline(record, "/linimasa/").pages()
    for slug, place in record.places.items():
        yield SitePage(place.address, "place", partial(_place, record, slug))
        yield SitePage(f"/banding/{slug}/", "compare", partial(_comparison, record, slug))
        yield from _Timeline(record, f"{place.address}linimasa/", slug).pages()
        yield from _embeds(record, slug)
    for dimension in words.DIMENSIONS:
        yield SitePage(f"/dimensi/{dimension}/", "dimension", partial(_dimension, record, dimension))
    for entry in record.initiatives:
        yield SitePage(entry.address, "initiative", partial(_initiative, record, entry.address))
        yield from _Timeline(record, f"{entry.address}linimasa/", initiative=entry.address).pages()


def _sources(record: Record) -> dict[str, Any]:
    return {
        "standings": source_health.standings(record),
        "changes": source_health.source_changes(record)[:NEWEST_CHANGES],
        "day": source_health.newest(record),
        "rules": outlet_rhythm,
    }


def _place(record: Record, slug: str) -> dict[str, Any]:
    return {
        "place": record.places[slug],
        "undated": record.undated_news(place=slug),
        "entries": newest_entries(record, slug, NEWEST_ENTRIES),
    }


def _comparison(record: Record, slug: str = "") -> dict[str, Any]:
    """All places to choose from; with a `slug` those most like its place, of which the first are shown at once."""
    if not slug:
        others = sorted(record.places.values(), key=lambda place: place.data.name)
        return {"place": None, "others": others, "similar": ()}
    place = record.places[slug]
    others = [other.place for other in likeness.alike(record, place, likeness.MOST_CHOICES)]
    return {"place": place, "others": others, "similar": {other.data.slug for other in others[: likeness.MOST_ALIKE]}}


def _embeds(record: Record, slug: str) -> Iterator[SitePage]:
    """The small pages about a place that other sites may frame."""
    yield SitePage(f"/sematkan/{slug}/", "embed", lambda: {"place": record.places[slug]}, noindex=True)
    yield SitePage(f"/sematkan/{slug}/linimasa/", "embed_timeline", partial(_embed, record, slug), noindex=True)


def _embed(record: Record, slug: str) -> dict[str, Any]:
    return {"place": record.places[slug], "entries": newest_entries(record, slug, NEWEST_ENTRIES)}


def _news(record: Record, address: str) -> dict[str, Any]:
    news = record.page(address)
    # Pelican's templates and plugins look for an article under its own name.
    return {"news": news, "article": news}


def _dimension(record: Record, dimension: str) -> dict[str, Any]:
    return {"dimension": dimension, "milestones": of_dimension(record.milestones(), dimension)}


def _initiative(record: Record, address: str) -> dict[str, Any]:
    entry = record.initiative(address)
    view = timeline.TimelineView(initiative_entries(record, entry))
    return {
        "initiative": entry,
        "place": record.places[entry.data.place],
        "base": f"{address}linimasa/",
        "contents": page_contents(view),
        "long": bool(timeline.initiative_layout(record, address)),
    }


def _timeline_pages(
    base: str, template: str, layout: Callable[[], Layout], source: Callable[[], EntrySource]
) -> Iterator[SitePage]:
    """The pages of a timeline that has no narrower views."""
    for _, _, numbers in layout():
        for part in _parts(numbers):
            yield SitePage(base + part.key, template, partial(_timeline_values, base, layout, source, part))


def _parts(numbers: Iterable[tuple[int, int, int]]) -> list[TimelinePart]:
    return [HEAD, *(TimelinePart(*those) for those in numbers)]


def _timeline_values(
    base: str, layout: Callable[[], Layout], source: Callable[[], EntrySource], part: TimelinePart
) -> dict[str, Any]:
    (view,) = timeline.views_of(source(), layout())
    return {"base": base, "view": view, "contents": page_contents(view, part)}


@dataclass(frozen=True)
class _Timeline:
    """The timeline at the address `base`, with its views: of all places, of one (`slug`), or of an initiative."""

    record: Record
    base: str
    slug: str = ""
    initiative: str = ""

    def pages(self) -> Iterator[SitePage]:
        """The pages of every view that has an entry."""
        for kind, dimension, numbers in self._layout():
            for part in _parts(numbers):
                address = self.base + timeline.key_of(kind, dimension) + part.key
                values = partial(self._values, kind, dimension, part)
                # Narrower views repeat what the whole one shows, and may vanish again (`PUBLISH_MAY_VANISH`).
                yield SitePage(address, "timeline", values, noindex=bool(kind or dimension or self.initiative))

    def _layout(self) -> Layout:
        if self.initiative:
            return timeline.initiative_layout(self.record, self.initiative)
        return timeline.record_layout(self.record, self.slug)

    def _values(self, kind: str, dimension: str, part: TimelinePart) -> dict[str, Any]:
        about: dict[str, Any] = {"base": self.base, "place": self.record.places[self.slug] if self.slug else None}
        source: EntrySource = RecordEntries(self.record, self.slug)
        if self.initiative:
            entry = self.record.initiative(self.initiative)
            source = initiative_entries(self.record, entry)
            about |= {"initiative": entry, "place": self.record.places[entry.data.place]}
        every = timeline.views_of(source, self._layout())
        view = next(view for view in every if (view.kind, view.dimension) == (kind, dimension))
        return about | {
            "view": view,
            "whole": next(one for one in every if (one.kind, one.dimension) == (kind, "")),
            "contents": page_contents(view, part),
            "filters": view_links(every, view, part),
            "feed": _feed_of(about, view),
        }


def _feed_of(about: dict[str, Any], view: TimelineView) -> tuple[str, str]:
    """Folder and title of the feed that comes closest to what a view shows; no title ("") for all news."""
    place, entry = about["place"], about.get("initiative")
    if entry:
        return entry.address, f"{entry.data.name}, {place.data.name}"
    name = place.data.name if place else ""
    if (view.kind, view.dimension) == (words.MILESTONES_ONLY, ""):
        folder = place.address if place else "/linimasa/"
        return f"{folder}{view.kind}/", " ".join(filter(None, ("Tonggak", name)))
    if not view.dimension:
        return (place.address if place else "/"), name
    folder = place.address if place else "/dimensi/"
    return f"{folder}{view.dimension}/", ", ".join(filter(None, (name, words.dimension_words(view.dimension))))


def _map_sheets(record: Record) -> list[Sheet]:
    return sheets({slug: place.data for slug, place in record.places.items()})


def check_pages(generators: list[Any]) -> None:
    """Stop the build where Pelican could not read a page, which it only logs. Raises `ContentFaults`."""
    for generator in generators:
        if isinstance(generator, PagesGenerator):
            content = Path(generator.path)
            read = {Path(page.source_path).resolve() for page in generator.pages + generator.hidden_pages}
            read |= {Path(page.source_path).resolve() for page in generator.draft_pages}
            missing = [path for path in content_files(content, "pages/**/*.md") if path.resolve() not in read]
            if missing:
                advice = "could not be read; it needs at least 'Title:' (see the message above)"
                raise ContentFaults([ContentProblem(path, advice, line=1) for path in missing])


def add_words(pelican: Any) -> None:
    """Add the filters and globals of all templates, which `docs/theme.md` lists."""
    pelican.settings["JINJA_FILTERS"] = {
        **pelican.settings["JINJA_FILTERS"],
        **filters.FILTERS,
        **structured_data.FILTERS,
        "letak": exact_spot,
        "istilah": linked_terms,
    }
    pelican.settings["JINJA_GLOBALS"] = {
        **pelican.settings["JINJA_GLOBALS"],
        "DIMENSIONS": tuple(words.DIMENSIONS),
        "NAVIGATION": words.NAVIGATION,
        "FOOTER": words.FOOTER,
        "STATUS": tuple(words.STATUS),
        "SOURCE_STATES": tuple(words.SOURCE_STATES),
        "progress": progress,
        "silence": silence,
        "outcomes": outcomes,
        "threads": threads.threads,
        "place_standings": standings.standings,
        "latest_entries": feed_entries.latest,
        "PLACE_ORDERS": tuple(standings.ORDERS),
        "OUTCOME_RULES": OUTCOME_RULES,
        "last_word": last_word.last_word,
        "newest_day": last_word.newest_day,
        "corrections": corrections,
        "coverage": coverage,
        "disputes": disputes,
        "participants": participants,
        "evaluations": evaluations,
        "exemptions_of": exemptions.exemptions_of,
        "glossary": glossary,
        "likeness": likeness,
        "promises": promises,
        "structured": structured_data,
        "report_address": report_address,
        "map_sheets": _map_sheets,
    }


def register() -> None:
    """Connect the signals."""
    signals.initialized.connect(add_words)
    signals.get_generators.connect(RecordPagesGenerator.generator_type)
    signals.all_generators_finalized.connect(check_pages)
