"""What every plugin with pages of its own uses: a page, and how it comes into the site in both languages."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pelican.generators import Generator

from plugins.incremental.output import File
from plugins.language.english import OTHER, OWN, TEMPLATES, english
from plugins.model.record import disputes
from record.site_files import site_path


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its address, its template, what gives the template's values, and whether search engines leave it."""

    address: str
    template: str
    values: Callable[[], dict[str, Any]] = dict
    noindex: bool = False
    key: str = ""
    """What its values were told when they were made, and do not read again."""


def put_pages(generator: Generator, found: Iterable[Page]) -> None:
    """Have pages, each in English too where it is in both languages; `addresses` are those that the sitemap tells."""
    both = [one for page in found for one in _in_both(page)]
    generator.context["written"].update(page.address for page, _ in both)
    generator.context["addresses"] += [page.address for page, _ in both if not page.noindex]
    generator.context["build"].output.add_files(
        File(site_path(page.address), partial(_render, generator, page, language), page.key) for page, language in both
    )


def _in_both(page: Page) -> Iterator[tuple[Page, str]]:
    yield page, OWN
    if there := english(page.address):
        yield replace(page, address=there, template=TEMPLATES.get(page.template, page.template)), OTHER


def _render(generator: Generator, page: Page, language: str) -> str:
    told = {"lang": language, "noindex": page.noindex, "address": page.address, "disputes": disputes}
    values: dict[str, Any] = {**generator.context, **page.values(), **told}
    return str(generator.get_template(page.template).render(values))
