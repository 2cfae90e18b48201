"""What a run says of an outlet's health, measured by its own past. Pure."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from record.monitoring import Outage
from record.outlet_rhythm import is_quiet
from record.vocabulary import OutageState
from scrapers.decide.citations import OF_THE_LINE
from scrapers.report import PAGES_DISALLOWED, OutletReport

BLIND = frozenset({"failed", "disallowed"})
"""Statuses of an outlet that could not be read."""
NO_TEXT = "no-text: its pages no longer yield text; it may have been redesigned: look at its selectors"


def nobody_answered(reports: Sequence[OutletReport]) -> bool:
    """Whether a run says nothing of its outlets, since our own line may be down.

    So it is when every one of several failed, or the only one with a fault that a line of ours would give.
    """
    if not reports or any(report.status != "failed" for report in reports):
        return False
    return len(reports) > 1 or (reports[0].error or "").partition(":")[0] in OF_THE_LINE


def judge_pages(report: OutletReport, *, has_yielded: bool) -> tuple[bool, str]:
    """Whether an outlet's pages of a run fail as a whole, and what is wrong with them, or "".

    They do where most hold no article, or where none holds any text and `has_yielded` says that some once did.
    """
    kinds = Counter(row["kind"] for row in report.rejected if row["reason"] == "not-an-article")
    textless = sum(row["reason"] in {"no-text", "no-title", "not-an-article"} for row in report.rejected)
    fault = ""
    if kinds:
        shares = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
        fault = f"not-an-article: {kinds.total()} of {report.pages} pages ({shares}); open one in a browser"
    if 2 * kinds.total() > report.pages:
        return True, fault
    if textless and textless == report.pages and has_yielded:
        return True, f"{NO_TEXT}; {fault}" if fault else NO_TEXT
    return False, fault


@dataclass(frozen=True, slots=True)
class OutletStanding:
    """An outlet's state after a run: None (well), amber or blind; `reason` begins with a word of a closed list."""

    state: OutageState | None = None
    reason: str = ""


def standing(
    report: OutletReport, days: Sequence[dt.date], day: dt.date, before: Outage | None = None
) -> OutletStanding:
    """What a run on `day` says of an outlet whose past is `days`, and which was in the outage `before`.

    Pages that robots.txt disallows are not asked for again: that nothing is new does not mean that they may be read.
    """
    if report.status == "unchanged" and before and before.reason == PAGES_DISALLOWED:
        return OutletStanding(before.state, before.reason)
    if report.status in BLIND:
        return OutletStanding("blind", report.error or report.status)
    if report.error:
        return OutletStanding("amber", report.error)
    if is_quiet(days, day):
        return OutletStanding("amber", f"quiet: nothing new since {max(days)}, which is longer than ever before")
    return OutletStanding()
