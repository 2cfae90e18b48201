"""The page of each fact: its address, what its template is given, how it is cited, and its `Claim` of schema.org."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from plugins.language.citations import Reference
from plugins.model.pages import fact_address
from plugins.model.record import Record
from plugins.pages.base import SitePage
from plugins.queries.facts import FactPage, fact, fact_days


def fact_pages(record: Record) -> Iterator[SitePage]:
    """A page for each fact."""
    for name, _ in fact_days(record):
        yield SitePage(fact_address(name), "fact", partial(_fact, record, name))


def _fact(record: Record, name: str) -> dict[str, Any]:
    page = fact(record, name)
    # Untracked: of its place the page shows name and address alone, and these are in the fact's fingerprint.
    with record.dependencies.tracking():
        place = record.places.get(page.place)
    return {"fact": page, "place": place, "reference": partial(reference, record, page)}


def reference(record: Record, page: FactPage, site: str, name: str) -> Reference:
    """What a citation of a fact needs; `name` is the site's."""
    line = page.line
    said_by = line.said_by or ", ".join(dict.fromkeys(map(record.publisher, line.sources)))
    return Reference(line.id, line.statement, said_by, name, site + line.address, page.version)
