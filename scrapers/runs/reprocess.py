"""Reading kept evidence again, with today's extraction, places and rights; without any network."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from record.items import Items
from record.lock import only_run
from record.models import Place
from record.tray import Tray
from record.urls import url_key
from scrapers.errors import EvidenceProblem
from scrapers.fetch.entry import Entry
from scrapers.fetch.page import FetchedPage
from scrapers.pipeline import NewsDesk, now
from scrapers.report import OutletReport, Report
from scrapers.sources import Outlet, stranger
from scrapers.store.evidence import Evidence, EvidenceRecord
from scrapers.store.run_state import State
from scrapers.store.story_index import StoryBook

MADE_AN_ITEM = frozenset({"new", "updated", "unchanged"})


def reprocess(
    *,
    outlets: Sequence[Outlet],
    content: Path,
    places: dict[str, Place],
    state_folder: Path,
    evidence_folder: Path,
    takes_any: bool = False,
    progress: Callable[[OutletReport], None] = lambda line: None,
) -> Report:
    """Run the newest record of each page through extract, decide and store.

    Items that no editor touched are updated; an item that a person deleted does not come back. Records of outlets that
    are no longer in the sources are passed over. `takes_any`: also those of outlets that only archives told of.
    Raises `StoreFailed`.
    """
    started, evidence = now(), Evidence(evidence_folder)
    with only_run(content), State(state_folder) as state, StoryBook(state_folder) as stories:
        items = Items(content, state)
        stories.catch_up(items)
        desk = NewsDesk(items, state, evidence, places, progress, stories=stories, tray=Tray(content))
        for page, ids in _pages(evidence, _outlets(outlets, takes_any=takes_any), desk):
            seen = state.page(url_key(page.entry.url))
            was_deleted = (
                seen is not None and seen[0] in MADE_AN_ITEM and items.find(page.entry.url, page.first.url) is None
            )
            if not was_deleted:
                desk.read(page, ids, seen[1] if seen else "")
        items.keep_index()
    order = {outlet.id: number for number, outlet in enumerate(outlets)}
    lines = sorted(desk.reports.values(), key=lambda line: (order.get(line.id, len(order)), line.id))
    for line in lines:
        line.status = "ok"
    return Report(started, now(), lines)


def _outlets(outlets: Sequence[Outlet], *, takes_any: bool) -> Callable[[str], Outlet | None]:
    """Finds an outlet by its id."""
    known = {outlet.id: outlet for outlet in outlets}
    return lambda name: known.get(name) or (stranger(name) if takes_any else None)


def _pages(
    evidence: Evidence, outlet_of: Callable[[str], Outlet | None], desk: NewsDesk
) -> Iterator[tuple[FetchedPage, tuple[str, ...]]]:
    for records in evidence.pages():
        outlet = outlet_of(records[0].outlet)
        if outlet and (page := _page(evidence, records, outlet, desk)):
            yield page, tuple(record.id for record in records)


def _page(evidence: Evidence, records: Sequence[EvidenceRecord], outlet: Outlet, desk: NewsDesk) -> FetchedPage | None:
    """A damaged record is reported and stops nothing."""
    entry = Entry(records[0].entry, published=records[0].published)
    try:
        return FetchedPage(outlet, entry, tuple(evidence.read(record) for record in records))
    except EvidenceProblem:
        desk.report(outlet).rejected.append({"url": entry.url, "reason": "unreadable"})
        return None
