"""Pelican plugin: the pages of the record (places, news, initiatives, programme, timelines, dimensions)."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pelican import signals
from pelican.generators import Generator, PagesGenerator

from plugins import structured, tracker, words
from plugins.archive import Archive, ContentFaults, PlacePage, Step, disputes, read_archive
from plugins.english import OTHER, OWN, TEMPLATES, english
from plugins.news_files import News
from plugins.outline import HEIGHT, WIDTH
from scrapers.errors import ContentProblem
from scrapers.review import Review

Page = tuple[str, str, dict[str, Any]]
LOCAL = "http://127.0.0.1:8000"


class RecordGenerator(Generator):
    """Reads and checks all of `content/` first; then writes the pages. Nothing is written when a file is wrong."""

    def generate_context(self) -> None:
        """Read the record and put it where all templates and later plugins find it."""
        try:
            archive = read_archive(Path(self.path))
        except ContentFaults as faults:
            # The log wraps long lines; whoever mends the files (or a script) wants one fault a line.
            print(faults, file=sys.stderr)
            raise
        self.context["archive"] = archive
        self.context["addresses"] = []
        self.context["written"] = set()
        self.context["site"] = site_address(self.settings)

    def generate_output(self, _writer: Any) -> None:
        """Write every page of the record."""
        for address, template, values in pages(self.context["archive"]):
            self._write(address, template, values)
        if self.settings.get("DESK"):
            waiting = Review(Path(self.path)).waiting()
            groups = [(name, [entry for entry in waiting if entry.group == name]) for name in words.REVIEWS]
            self._write("/meja/", "desk", {"groups": groups, "total": len(waiting), "noindex": True})

    def _write(self, address: str, template: str, values: dict[str, Any]) -> None:
        write_page(self, address, template, values)


def write_page(generator: Generator, address: str, template: str, values: dict[str, Any]) -> None:
    """Write one page from its template, and in English too where it is in both languages."""
    _write_page(generator, address, template, values | {"lang": OWN})
    if there := english(address):
        _write_page(generator, there, TEMPLATES.get(template, template), values | {"lang": OTHER})


def _write_page(generator: Generator, address: str, template: str, values: dict[str, Any]) -> None:
    """Write one page, and remember that it was, and its address for the sitemap unless it is for no index."""
    context = {**generator.context, **values, "address": address, "disputes": disputes}
    write(Path(generator.output_path), address, generator.get_template(template).render(context))
    generator.context["written"].add(address)
    if not values.get("noindex"):
        generator.context["addresses"].append(address)


def site_address(settings: dict[str, Any]) -> str:
    """The site's own absolute address, without a slash at its end."""
    return str(settings.get("SITEURL") or settings.get("FEED_DOMAIN") or LOCAL).rstrip("/")


def write(output: Path, address: str, text: str) -> None:
    """Write one page or file at its address."""
    path = output / (address.lstrip("/") + ("index.html" if address.endswith("/") else ""))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((text.rstrip() + "\n").encode())


def pages(archive: Archive) -> Iterator[Page]:
    """Every page of the record: address, template, values."""
    yield "/", "home", {}
    yield "/404.html", "not_found", {"noindex": True}
    yield "/daerah/", "places", {}
    yield "/peta/", "map", {}
    yield "/berita/", "news_list", {}
    yield "/program/", "programme", {"order": "nama"}
    for order in tracker.MATRIX_ORDERS[1:]:
        yield f"/program/urut/{order}/", "matrix", {"order": order, "noindex": True}
    yield "/cari/", "search", {}
    yield "/cari/daftar/", "index_list", {}
    yield "/perbedaan/", "differences", {}
    yield "/perubahan/", "changes", {"changes": tracker.changes(archive)}
    yield "/inisiatif/", "initiatives", {}
    yield from _timelines(archive, "/linimasa/", None, archive.undated)
    for slug, place in archive.places.items():
        undated = archive.of_place(archive.undated, slug)
        yield place.address, "place", {"place": place, "undated": undated}
        yield from _timelines(archive, f"{place.address}linimasa/", place, undated)
    for dimension in words.DIMENSIONS:
        yield f"/dimensi/{dimension}/", "dimension", {"dimension": dimension}
    for entry in archive.initiatives:
        place, steps = archive.places[entry.facts.place], tracker.initiative_steps(archive, entry)
        long = len(steps) >= tracker.WORTH_NARROWING
        yield entry.address, "initiative", {"initiative": entry, "place": place, "long": long}
        if long:
            about = {"initiative": entry, "place": place, "base": f"{entry.address}linimasa/"}
            yield from _views(archive, about, steps, (), since=steps[-1].day.year)
    for news in archive.pages:
        yield news.address, "news", {"news": news, "noindex": news.item.status == "hidden"}


def _timelines(archive: Archive, base: str, place: PlacePage | None, undated: Sequence[News]) -> Iterator[Page]:
    steps = archive.steps(place.facts.slug if place else "")
    yield from _views(archive, {"place": place, "base": base}, steps, undated)


def _views(
    archive: Archive, about: dict[str, Any], steps: Sequence[Step], undated: Sequence[News], since: int | None = None
) -> Iterator[Page]:
    """A timeline and its narrower views, each a plain link; a view without an entry is not offered."""
    place, views = about["place"], tracker.views(steps, undated)
    for view in views:
        values = about | {
            "view": view,
            "filters": tracker.view_links(views, view),
            "feed": _feed_of(about, view),
            "years": tracker.timeline(archive, view.steps, place.facts.slug if place else "", since),
            "noindex": bool(view.key) or "initiative" in about,
        }
        yield f"{about['base']}{view.key}{'/' if view.key else ''}", "timeline", values


def _feed_of(about: dict[str, Any], view: tracker.View) -> tuple[str, str]:
    """Folder and title of the feed that tells most nearly what a view of a timeline shows; no title for all news."""
    place, entry = about["place"], about.get("initiative")
    if entry:
        return entry.address, f"{entry.facts.name}, {place.facts.name}"
    name = place.facts.name if place else ""
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


def remove_stale(pelican: Any) -> None:
    """Remove pages of items that are no longer there, or no longer published, from an earlier build."""
    output = Path(pelican.output_path)
    kept = {address.strip("/") for address in pelican.settings["WRITTEN"]}
    kept |= {
        f"{place.address}{dimension}".strip("/")
        for place in pelican.settings["ARCHIVE"].places.values()
        for dimension in words.DIMENSIONS
    }
    for root in ("berita", "daerah", "inisiatif", "linimasa", "en/places"):
        for path in sorted((output / root).rglob("*"), reverse=True):
            folder = path.parent.relative_to(output).as_posix()
            if path.is_file() and folder not in kept:
                path.unlink()
            elif path.is_dir() and not any(path.iterdir()):
                path.rmdir()


def add_words(pelican: Any) -> None:
    """Give every template the words, dates and link rules of the site."""
    pelican.settings["JINJA_FILTERS"] = {
        **pelican.settings["JINJA_FILTERS"],
        **words.FILTERS,
        **structured.FILTERS,
        "path": _path,
    }
    pelican.settings["JINJA_GLOBALS"] = {
        **pelican.settings["JINJA_GLOBALS"],
        "DIMENSIONS": tuple(words.DIMENSIONS),
        "NAVIGATION": words.NAVIGATION,
        "FOOTER": words.FOOTER,
        "STATUS": tuple(words.STATUS),
        "STEPS": words.MILESTONE_STEPS,
        "tracker": tracker,
        "structured": structured,
        "MAP_WIDTH": WIDTH,
        "MAP_HEIGHT": HEIGHT,
    }


def keep_archive(generators: list[Any]) -> None:
    """Let `finalized`, which gets the builder alone, see the record and what was written of it too."""
    for generator in generators:
        if isinstance(generator, RecordGenerator):
            generator.settings["ARCHIVE"] = generator.context["archive"]
            generator.settings["WRITTEN"] = generator.context["written"]


def _path(url: str) -> str:
    return urlsplit(url).path


def _generator(_pelican: Any) -> type[Generator]:
    return RecordGenerator


def register() -> None:
    """Connect the signals."""
    signals.initialized.connect(add_words)
    signals.get_generators.connect(_generator)
    signals.all_generators_finalized.connect(check_pages)
    signals.all_generators_finalized.connect(keep_archive)
    signals.finalized.connect(remove_stale)
