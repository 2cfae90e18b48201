"""Pelican plugin: reads the record, and puts it where templates and other plugins find it."""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pelican import signals
from pelican.generators import Generator

from plugins.archive import ContentFaults, disputes
from plugins.english import OTHER, OWN, TEMPLATES, english
from plugins.incremental.build import Build
from plugins.incremental.output import File

LOCAL = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its address, its template, what gives the template's values, and whether search engines leave it."""

    address: str
    template: str
    values: Callable[[], dict[str, Any]] = dict
    noindex: bool = False
    key: str = ""
    """What its values were told when they were made, and do not read again."""


class RecordGenerator(Generator):
    """Reads and checks all of `content/` before anything is written; a file that is wrong stops the build."""

    def generate_context(self) -> None:
        """Read the record and put it where all templates and later plugins find it."""
        menu = [(page.lang, page.url, page.title) for page in self.context.get("pages", [])]
        try:
            build = Build(self.settings, menu)
        except ContentFaults as faults:
            # The log wraps long lines; whoever mends the files (or a script) wants one fault a line.
            print(faults, file=sys.stderr)
            raise
        self.settings["BUILD"] = self.context["build"] = build
        self.context["archive"] = build.archive
        self.context["addresses"], self.context["written"] = [], set()
        self.context["site"] = site_address(self.settings)


def put_pages(generator: Generator, found: Iterable[Page]) -> None:
    """Have pages, each in English too where it is in both languages; `addresses` are those that the sitemap tells."""
    both = [one for page in found for one in _in_both(page)]
    generator.context["written"].update(page.address for page, _ in both)
    generator.context["addresses"] += [page.address for page, _ in both if not page.noindex]
    generator.context["build"].output.put_all(
        File(page.address, partial(_render, generator, page, language), page.key) for page, language in both
    )


def _in_both(page: Page) -> Iterator[tuple[Page, str]]:
    yield page, OWN
    if there := english(page.address):
        yield replace(page, address=there, template=TEMPLATES.get(page.template, page.template)), OTHER


def _render(generator: Generator, page: Page, language: str) -> str:
    told = {"lang": language, "noindex": page.noindex, "address": page.address, "disputes": disputes}
    values: dict[str, Any] = {**generator.context, **page.values(), **told}
    return str(generator.get_template(page.template).render(values))


def site_address(settings: dict[str, Any]) -> str:
    """The site's own absolute address, without a slash at its end."""
    return str(settings.get("SITEURL") or settings.get("FEED_DOMAIN") or LOCAL).rstrip("/")


def _generator(_pelican: Any) -> type[Generator]:
    return RecordGenerator


def register() -> None:
    """Connect the signals."""
    signals.get_generators.connect(_generator)
