"""`python -m scrapers reprocess`: read the evidence again, with today's extraction, places and rights; no network."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from record.models import Place
from record.urls import url_key
from scrapers.errors import EvidenceProblem
from scrapers.fetch.entry import ChannelEntry
from scrapers.fetch.page import FetchedPage
from scrapers.report import OutletReport, Report
from scrapers.run_setup import OpenRun, RunFolders, open_run, utc_now
from scrapers.sources import Outlet, stranger
from scrapers.store.evidence_index import EvidenceRecord

MADE_AN_ITEM = frozenset({"new", "updated", "unchanged"})


def reprocess(
    *,
    outlets: Sequence[Outlet],
    folders: RunFolders,
    places: Mapping[str, Place],
    takes_any: bool = False,
    progress: Callable[[OutletReport], None] = lambda line: None,
) -> Report:
    """Run the newest record of each page through extract, decide and store.

    Items that no editor touched are updated; an item that a person deleted does not come back. Records of outlets that
    are no longer in the sources are passed over. `takes_any`: also those of outlets that only web archives had.
    Raises `StoreFailed`.
    """
    with open_run(folders, places, progress) as run:
        for page, ids in _pages(run, _outlets(outlets, takes_any=takes_any)):
            seen = run.state.page(url_key(page.entry.url))
            made_an_item = seen is not None and seen[0] in MADE_AN_ITEM
            was_deleted = made_an_item and run.items.find(page.entry.url, page.first.url) is None
            if not was_deleted:
                run.pipeline.read(page, partial(tuple, ids), seen[1] if seen else "")
        run.items.keep_index()
    order = {outlet.id: number for number, outlet in enumerate(outlets)}
    lines = sorted(run.pipeline.reports.values(), key=lambda line: (order.get(line.id, len(order)), line.id))
    for line in lines:
        line.status = "ok"
    return Report(run.started, utc_now(), lines)


def _outlets(outlets: Sequence[Outlet], *, takes_any: bool) -> Callable[[str], Outlet | None]:
    """Finds an outlet by its id."""
    known = {outlet.id: outlet for outlet in outlets}
    return lambda name: known.get(name) or (stranger(name) if takes_any else None)


def _pages(run: OpenRun, outlet_of: Callable[[str], Outlet | None]) -> Iterator[tuple[FetchedPage, tuple[str, ...]]]:
    """Each archived page of a known outlet, with the ids of its records."""
    for records in run.evidence.pages():
        outlet = outlet_of(records[0].outlet)
        if outlet and (page := _page(run, records, outlet)):
            yield page, tuple(record.id for record in records)


def _page(run: OpenRun, records: Sequence[EvidenceRecord], outlet: Outlet) -> FetchedPage | None:
    """A damaged record is reported and stops nothing."""
    entry = ChannelEntry(records[0].entry, published=records[0].published)
    try:
        return FetchedPage(outlet, entry, tuple(run.evidence.read(record) for record in records))
    except EvidenceProblem:
        run.pipeline.report(outlet).rejected.append({"url": entry.url, "reason": "unreadable"})
        return None
