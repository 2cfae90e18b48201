"""How an outlet fares by its own past: its rhythm, how long it may be quiet, and what a run says of it. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from record.monitoring import Outage
from record.outlet_rhythm import is_quiet
from record.vocabulary import OutageState
from scrapers.report import PAGES_DISALLOWED, OutletReport

BLIND = frozenset({"failed", "disallowed"})
"""Statuses of an outlet that could not be read."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a run says of an outlet: well (no state), amber or blind, and why; its first word is of a closed list."""

    state: OutageState | None = None
    reason: str = ""


def standing(report: OutletReport, days: Sequence[dt.date], day: dt.date, before: Outage | None = None) -> Standing:
    """What a run on `day` says of an outlet whose past is `days`, and which was in the outage `before`.

    Pages that robots.txt disallows are not asked for again: that nothing is new does not mean that they may be read.
    """
    if report.status == "unchanged" and before and before.reason == PAGES_DISALLOWED:
        return Standing(before.state, before.reason)
    if report.status in BLIND:
        return Standing("blind", report.error or report.status)
    if report.error:
        return Standing("amber", report.error)
    if is_quiet(days, day):
        return Standing("amber", f"quiet: nothing new since {max(days)}, which is longer than ever before")
    return Standing()
