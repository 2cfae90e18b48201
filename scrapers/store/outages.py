"""When outlets could not be read, or yielded nothing: `content/outages.jsonl`; so silence is told from blindness."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from record.json_lines import read_lines, write_lines
from record.monitoring import Outage
from scrapers.decide.health import Standing
from scrapers.sources import Outlet

FILE = "outages.jsonl"


def note_outages(
    content: Path, outlets: Sequence[Outlet], standings: Mapping[str, Standing], day: dt.date
) -> frozenset[str]:
    """Open an outage for each outlet that is not well, close those that are over; the ids of which any did.

    `standings` are of the outlets that were asked; one that is blind and turns amber ends one outage and begins
    another. The file is written only when something changed. Raises `ContentProblem` for a file that cannot be read.
    """
    path = content / FILE
    known = read_lines(path, Outage)
    told = [_closed(outage, standings, day) for outage in known]
    open_ = {outage.outlet for outage in told if outage.until is None}
    begun = [
        Outage(
            outlet=outlet.id, name=outlet.name, places=list(outlet.places), start=day, reason=found.reason,
            state=found.state,
        )
        for outlet in outlets
        if (found := standings.get(outlet.id)) and found.state and outlet.id not in open_
    ]  # fmt: skip
    if [*told, *begun] != known:
        write_lines(path, [*told, *begun])
    ended = {now.outlet for now, before in zip(told, known, strict=True) if now != before}
    return frozenset(ended | {outage.outlet for outage in begun})


def _closed(outage: Outage, standings: Mapping[str, Standing], day: dt.date) -> Outage:
    found = standings.get(outage.outlet)
    ends = outage.until is None and found is not None and found.state != outage.state
    return outage.model_copy(update={"until": day}) if ends else outage
