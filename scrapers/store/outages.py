"""When outlets could not be read: `content/outages.jsonl`, so that a page can tell silence from blindness."""

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from scrapers.report import OutletReport
from scrapers.sources import Outlet
from scrapers.store.record import Outage, read_lines, write_lines

BLIND = frozenset({"failed", "disallowed"})


def note_outages(content: Path, outlets: Sequence[Outlet], reports: Sequence[OutletReport], day: dt.date) -> None:
    """Open an outage for each outlet that could not be read, and close those that can be read again.

    When several were asked and none answered, our own line is down: that says nothing about them. The file is
    written only when something changed. Raises `ContentProblem` for a file that cannot be read.
    """
    if len(reports) > 1 and all(report.status == "failed" for report in reports):
        return
    path = content / "outages.jsonl"
    known = read_lines(path, Outage)
    told = [*_closed(known, {report.id for report in reports if report.status not in BLIND}, day)]
    open_ = {outage.outlet for outage in told if outage.until is None}
    by_id = {outlet.id: outlet for outlet in outlets}
    told += [_opened(by_id[report.id], report, day) for report in reports if _is_new(report, open_)]
    if told != known:
        write_lines(path, told)


def _closed(known: Iterable[Outage], answering: set[str], day: dt.date) -> Iterable[Outage]:
    for outage in known:
        ends = outage.until is None and outage.outlet in answering
        yield outage.model_copy(update={"until": day}) if ends else outage


def _is_new(report: OutletReport, open_: set[str]) -> bool:
    return report.status in BLIND and report.id not in open_


def _opened(outlet: Outlet, report: OutletReport, day: dt.date) -> Outage:
    reason = report.error or report.status
    return Outage(outlet=outlet.id, name=outlet.name, places=list(outlet.places), start=day, reason=reason)
