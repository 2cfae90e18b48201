"""An outlet's rhythm, patience and yield, as a file of cases; and what a run says of it."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from record.outlet_rhythm import KEPT_DAYS, is_quiet, patience, remembered, rhythm, yielded
from scrapers.decide.health import standing
from scrapers.pipeline import NOTHING_OFFERED
from scrapers.report import OutletReport, Status

CASES = [json.loads(line) for line in (Path(__file__).parent / "health.jsonl").read_text("utf-8").splitlines()]
DAILY = [dt.date(2026, 1, day) for day in range(1, 8)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_an_outlets_own_past_says_what_is_usual(case: dict[str, Any]) -> None:
    days, day = [dt.date.fromisoformat(text) for text in case["days"]], dt.date.fromisoformat(case["on"])
    measured = {
        "rhythm": rhythm(days), "patience": patience(days), "quiet": is_quiet(days, day), "yielded": yielded(days, day)
    }  # fmt: skip
    assert case | measured == case


@pytest.mark.parametrize(
    ("status", "error", "day", "state", "reason"),
    [
        ("ok", None, 7, None, ""),
        ("unchanged", None, 8, None, ""),
        ("unchanged", None, 20, "amber", "quiet"),
        ("ok", None, 20, "amber", "quiet"),
        ("ok", NOTHING_OFFERED, 8, "amber", "empty"),
        ("ok", "timeout: https://a.example/: one of two", 8, "amber", "timeout"),
        ("failed", "unknown-host: https://a.example/", 8, "blind", "unknown-host"),
        ("disallowed", None, 8, "blind", "disallowed"),
    ],
)
def test_what_a_run_says(status: Status, error: str | None, day: int, state: str | None, reason: str) -> None:
    judged = standing(OutletReport("a", status, error), DAILY, dt.date(2026, 1, day))
    assert (judged.state, judged.reason.partition(":")[0]) == (state, reason)


def test_only_the_newest_days_are_remembered_once_each() -> None:
    many = [dt.date(2026, 1, 1) + dt.timedelta(number) for number in range(40)]
    assert remembered(many[:30], [*many[20:], many[39]]) == many[-KEPT_DAYS:]
