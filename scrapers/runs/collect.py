"""`python -m scrapers collect`: crawl the outlets, then report on each."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from record.models import Place
from scrapers.fetch.crawl import crawl
from scrapers.report import OutletReport, Report
from scrapers.run_setup import RunFolders, open_run, utc_now
from scrapers.sources import Outlet, Sources
from scrapers.store.health import note_health


def collect(
    *,
    sources: Sources,
    outlets: Sequence[Outlet],
    folders: RunFolders,
    places: Mapping[str, Place],
    limit: int | None = None,
    progress: Callable[[OutletReport], None] = lambda line: None,
) -> Report:
    """Collect `outlets`, at most `limit` pages of each, into `content`/news. Runs once a process.

    Raises `StoreFailed` when content could not be written, and `RunInterrupted`.
    """
    with open_run(folders, places, progress) as run:
        crawl(sources, outlets, run.pipeline, limit=limit)
        run.items.keep_index()
        pipeline = run.pipeline
        if pipeline.fatal:
            raise pipeline.fatal
        reports = [pipeline.report(outlet) for outlet in outlets]
        day, listed = dt.datetime.fromisoformat(run.started).date(), frozenset(outlet.id for outlet in sources.outlet)
        note_health(folders.content, outlets, reports, run.state.fresh(), day=day, listed=listed)
        run.state.forget_fresh()
    return Report(run.started, utc_now(), reports, run.evidence.removed, dict(sorted((+pipeline.held).items())))
