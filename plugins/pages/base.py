"""The base class of generators that add files, and pages in both languages."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pelican.generators import Generator

from plugins.incremental.output import File, Output
from plugins.language.english import OTHER, OWN, TEMPLATES, english
from plugins.model.record import Record
from record.site_files import site_path


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of the site: its address, and the template and values that it is rendered from.

    `values` is called when the page is rendered; what it reads of the record is tracked. `noindex` pages are not in the
    sitemap and ask search engines to leave them out.
    """

    address: str
    template: str
    values: Callable[[], dict[str, Any]] = dict
    noindex: bool = False
    key: str = ""
    """Stands for what `values` was given when the page was added, and so does not read from the record."""


class SiteGenerator(Generator):
    """A generator of this site, which `plugins.build` made the record and the output for."""

    @classmethod
    def generator_type(cls, _pelican: Any) -> type[Generator]:
        """The class itself: what the signal `get_generators` asks of a plugin."""
        return cls

    @property
    def record(self) -> Record:
        """The record."""
        record: Record = self.context["record"]
        return record

    @property
    def output(self) -> Output:
        """Where files are added."""
        output: Output = self.context["build"].output
        return output

    @property
    def site(self) -> str:
        """The site's own absolute address, without a slash at its end."""
        return str(self.context["site"])

    @property
    def root(self) -> str:
        """The path at which the site lies on its host, as `record.site_files.site_root` has it."""
        return str(self.context["root"])

    @property
    def name(self) -> str:
        """The site's name, `SITENAME`."""
        return str(self.settings["SITENAME"])

    def add_pages(self, pages: Iterable[SitePage]) -> None:
        """Add pages to the output, each in English too where there is an English address for it.

        Their addresses are added to `written` in the context, and to `addresses` what the sitemap lists.
        """
        both = [pair for page in pages for pair in _in_both_languages(page)]
        self.context["written"].update(page.address for page, _ in both)
        self.context["addresses"] += [page.address for page, _ in both if not page.noindex]
        self.output.add_files(
            File(
                site_path(page.address),
                partial(self._render, page, language),
                page.key,
                partial(self._values, page, language),
            )
            for page, language in both
        )

    def _render(self, page: SitePage, language: str) -> str:
        return str(self.get_template(page.template).render(self._values(page, language)))

    def _values(self, page: SitePage, language: str) -> dict[str, Any]:
        own = {"lang": language, "noindex": page.noindex, "address": page.address}
        return {**self.context, **page.values(), **own, "output_file": site_path(page.address)}


def _in_both_languages(page: SitePage) -> Iterator[tuple[SitePage, str]]:
    yield page, OWN
    if address := english(page.address):
        yield replace(page, address=address, template=TEMPLATES.get(page.template, page.template)), OTHER
