"""The health of outlets: `content/health.jsonl`, a line an outlet; what was wrong and when is in `outages.jsonl`."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from record.json_lines import read_lines, write_lines
from record.monitoring import Health, Outage
from record.outlet_rhythm import KEPT_FOR, remembered
from scrapers.decide.health import nobody_answered, standing
from scrapers.report import OutletReport
from scrapers.sources import Outlet
from scrapers.store.outages import FILE as OUTAGES
from scrapers.store.outages import note_outages

FILE = "health.jsonl"


def note_health(
    content: Path,
    outlets: Sequence[Outlet],
    reports: Sequence[OutletReport],
    fresh: Mapping[str, Sequence[dt.date]],
    *,
    day: dt.date,
    listed: frozenset[str],
) -> None:
    """Note what a run on `day` says of its `outlets`; `fresh` are the days of what was new, by outlet.

    When nobody answered, nothing is noted: our own network may be down. An outlet that was never read opens no outage:
    that its first reading fails is the maintainer's matter, and readers have missed nothing. The last success is
    renewed when something else about the outlet changed, else once a week. Outlets that are no longer `listed` in the
    sources lose their line. Raises `ContentProblem` for a file that cannot be read.
    """
    if nobody_answered(reports):
        return
    known = {line.outlet: line for line in read_lines(content / FILE, Health) if line.outlet in listed}
    lines = {outlet.id: _with_news(outlet, known.get(outlet.id), fresh.get(outlet.id, ())) for outlet in outlets}
    open_ = {outage.outlet: outage for outage in read_lines(content / OUTAGES, Outage) if outage.until is None}
    standings = {row.id: standing(row, lines[row.id].days, day, open_.get(row.id)) for row in reports}
    public = {row.id: standings[row.id] for row in reports if lines[row.id].success or row.status != "failed"}
    moved = note_outages(content, outlets, public, day)
    for name, standing_now in standings.items():
        line = lines[name]
        if standing_now.state != "blind" and (name in moved or line != known.get(name) or _is_old(line, day)):
            lines[name] = line.model_copy(update={"success": day})
    write_lines(content / FILE, [line for _, line in sorted((known | lines).items())])


def _with_news(outlet: Outlet, known: Health | None, fresh: Sequence[dt.date]) -> Health:
    """An outlet's line as the sources name it today, with the days of what is new."""
    return Health(
        outlet=outlet.id,
        name=outlet.name,
        home=outlet.home,
        places=list(outlet.places),
        success=known.success if known else None,
        days=remembered(known.days if known else (), fresh),
    )


def _is_old(line: Health, day: dt.date) -> bool:
    return line.success is None or (day - line.success).days >= KEPT_FOR
