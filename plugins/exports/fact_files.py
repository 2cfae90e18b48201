"""Pelican plugin: the small files beside each fact's page, its row of the open data and its citation for programs."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, cast

from pelican import signals

from plugins.exports import programme_rows, table_rows
from plugins.exports.open_data import json_text
from plugins.exports.tables import plain_row
from plugins.incremental.output import File
from plugins.language import citations
from plugins.model.pages import fact_address
from plugins.pages.base import SiteGenerator
from plugins.pages.facts import reference
from plugins.queries.facts import FactPage, fact, fact_days
from record.site_files import site_path

CITED = {"kutipan.bib": citations.bibtex, "kutipan.ris": citations.ris}
"""The files with a fact's citation, and what writes them."""


class FactFilesGenerator(SiteGenerator):
    """Adds `data.json`, `kutipan.bib` and `kutipan.ris` to each fact."""

    def generate_output(self, _writer: Any) -> None:
        """Add the files."""
        self.output.add_files(file for name, _ in fact_days(self.record) for file in self._files(name))

    def _files(self, name: str) -> Iterator[File]:
        folder = site_path(fact_address(name)).removesuffix("index.html")
        yield File(f"{folder}data.json", partial(self._row, name))
        for file, form in CITED.items():
            yield File(folder + file, partial(self._cited, name, form))

    def _row(self, name: str) -> str:
        return json_text(plain_row(row_of(fact(self.record, name), self.site)))

    def _cited(self, name: str, form: Callable[[citations.Reference], str]) -> bytes:
        # As bytes, since a text file of the site ends in a line feed alone.
        return form(reference(self.record, fact(self.record, name), self.site, self.name)).encode()


def row_of(page: FactPage, site: str) -> Mapping[str, Any]:
    """The row of the open data that stands for a fact: the same values as in the whole table."""
    return _ROWS[page.line.kind](page, cast(Any, page.data), site)


def _statement_row(page: FactPage, data: Any, site: str) -> Mapping[str, Any]:
    return programme_rows.statement_row(data, site, page.line.id, page.place_name, page.place)


_ROWS: Mapping[str, Callable[[FactPage, Any, str], Mapping[str, Any]]] = {
    "milestone": lambda page, data, site: table_rows.milestone_row(data, site, page.place),
    "claim": lambda page, data, site: table_rows.claim_row(data, site, page.place),
    "step": lambda page, data, site: table_rows.step_row(data, site, page.initiative_id, page.place),
    "initiative": lambda page, data, site: table_rows.initiative_row(data, site + page.initiative),
    "listed": _statement_row,
    "member": _statement_row,
    "evaluation": lambda page, data, site: programme_rows.evaluation_row(
        data, site, page.place, page.scale, is_disputed=page.is_disputed
    ),
    "total": lambda _page, data, site: programme_rows.total_row(data, site),
    "conflict": lambda _page, data, site: programme_rows.conflict_row(data, site),
}


def register() -> None:
    """Connect the signal."""
    signals.get_generators.connect(FactFilesGenerator.generator_type)
