"""One run: the rooms joined, and the report."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from record.items import Items
from record.lock import only_run
from record.models import Place
from record.tray import Tray
from scrapers.fetch.crawl import crawl
from scrapers.pipeline import NewsDesk, now
from scrapers.report import OutletReport, Report
from scrapers.sources import Outlet, Sources
from scrapers.store.evidence import Evidence
from scrapers.store.health import note_health
from scrapers.store.run_state import State
from scrapers.store.story_index import StoryBook


def collect(
    *,
    sources: Sources,
    outlets: Sequence[Outlet],
    content: Path,
    places: dict[str, Place],
    state_folder: Path,
    evidence_folder: Path,
    limit: int | None = None,
    progress: Callable[[OutletReport], None] = lambda line: None,
) -> Report:
    """Collect `outlets` into `content`/news. Raises `StoreFailed` when content could not be written."""
    started = now()
    evidence = Evidence(evidence_folder)
    with only_run(content), State(state_folder) as state, StoryBook(state_folder) as stories:
        items = Items(content, state)
        stories.catch_up(items)
        desk = NewsDesk(items, state, evidence, places, progress, stories=stories, tray=Tray(content))
        crawl(sources, outlets, desk, limit=limit)
        items.keep_index()
    if desk.fatal:
        raise desk.fatal
    reports = [desk.report(outlet) for outlet in outlets]
    day, listed = dt.datetime.fromisoformat(started).date(), frozenset(outlet.id for outlet in sources.outlet)
    note_health(content, outlets, reports, desk.fresh, day=day, listed=listed)
    return Report(started, now(), reports, evidence.removed, dict(sorted((+desk.held).items())))
