"""Outages: when outlets could not be read (blind) or gave nothing new for too long (amber), `content/outages.jsonl`."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from record.json_lines import read_lines, write_lines
from record.monitoring import Outage
from scrapers.decide.health import OutletStanding
from scrapers.sources import Outlet

FILE = "outages.jsonl"


def note_outages(
    content: Path, outlets: Sequence[Outlet], standings: Mapping[str, OutletStanding], day: dt.date
) -> frozenset[str]:
    """Open an outage for each outlet that is not well, close those that are over; the ids of which any did.

    `standings` are of the outlets that were asked; one that is blind and turns amber ends one outage and begins
    another. The file is written only when something changed. Raises `ContentProblem` for a file that cannot be read.
    """
    path = content / FILE
    known = read_lines(path, Outage)
    lines = [_closed(outage, standings, day) for outage in known]
    open_ = {outage.outlet for outage in lines if outage.until is None}
    begun = [
        Outage(
            outlet=outlet.id, name=outlet.name, places=list(outlet.places), start=day, reason=now.reason,
            state=now.state,
        )
        for outlet in outlets
        if (now := standings.get(outlet.id)) and now.state and outlet.id not in open_
    ]  # fmt: skip
    if [*lines, *begun] != known:
        write_lines(path, [*lines, *begun])
    ended = {after.outlet for after, before in zip(lines, known, strict=True) if after != before}
    return frozenset(ended | {outage.outlet for outage in begun})


def _closed(outage: Outage, standings: Mapping[str, OutletStanding], day: dt.date) -> Outage:
    standing = standings.get(outage.outlet)
    ends = outage.until is None and standing is not None and standing.state != outage.state
    return outage.model_copy(update={"until": day}) if ends else outage
