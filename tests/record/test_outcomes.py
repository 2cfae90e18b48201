"""What became of an initiative, by its steps; the table of cases is `outcomes.toml`."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.models import InitiativeStep
from record.outcomes import LATELY_MONTHS, Verdict, is_of_late, last_shown, outcome_of
from record.vocabulary import OUTCOMES, PRECISIONS

CASES = tomllib.loads((Path(__file__).parent / "outcomes.toml").read_text("utf-8"))["case"]
NEWEST = dt.date(2026, 3, 6)
STATUSES = ("announced", "launched", "running", "stopped", "unknown")
DAYS = st.dates(dt.date(2010, 1, 1), NEWEST)
STEPS = st.lists(st.tuples(DAYS, st.sampled_from(STATUSES), st.sampled_from(PRECISIONS)), min_size=1, max_size=5)


def step(date: dt.date, status: str, precision: str = "day") -> InitiativeStep:
    known: Any = {"status": status, "precision": precision}
    return InitiativeStep(
        id="s", recorded=NEWEST, date=date, summary="S", sources=["https://sumber.example/1"], **known
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_outcome_follows_the_rules(case: dict[str, Any]) -> None:
    rows = [row.split() for row in case["steps"]]
    assert outcome_of([step(dt.date.fromisoformat(day), *rest) for day, *rest in rows], NEWEST) == case["outcome"]


def test_every_outcome_has_a_case() -> None:
    assert {case["outcome"] for case in CASES} == {*OUTCOMES}


@given(STEPS)
def test_nothing_is_proven_without_a_step_of_late_that_shows_it_runs(rows: list[tuple[dt.date, str, str]]) -> None:
    steps = sorted((step(*row) for row in rows), key=lambda one: one.date)
    shown = [one for one in steps if one.status in ("launched", "running") and is_of_late(one.date, NEWEST)]
    assert outcome_of(steps, NEWEST) != "proven" or shown
    assert outcome_of(steps, NEWEST) in OUTCOMES


@given(STEPS, DAYS)
def test_as_the_record_reaches_further_nothing_becomes_proven(
    rows: list[tuple[dt.date, str, str]], later: dt.date
) -> None:
    steps = sorted((step(*row) for row in rows), key=lambda one: one.date)
    before, after = (outcome_of(steps, day) for day in (NEWEST, NEWEST + (later - dt.date(2010, 1, 1))))
    assert before in (after, "proven")


def test_of_late_is_counted_in_months() -> None:
    assert LATELY_MONTHS == 24
    assert is_of_late(dt.date(2024, 4, 1), NEWEST)
    assert not is_of_late(dt.date(2024, 3, 31), NEWEST)


def test_the_newest_day_on_which_it_ran_is_no_bound() -> None:
    old, bound = step(dt.date(2018, 5, 22), "running"), step(dt.date(2020, 5, 22), "running", "not-after")
    assert last_shown([old, bound, step(dt.date(2025, 5, 22), "announced")]) == old
    assert last_shown([bound]) is None


@pytest.mark.parametrize(
    ("counts", "leading"),
    [((2, 2, 0, 0, 0), "silent"), ((3, 2, 0, 0, 0), "proven"), ((0, 1, 1, 0, 1), "unclear"), ((0, 0, 0, 0, 0), None)],
)
def test_of_equals_the_outcome_that_claims_less_leads(counts: tuple[int, ...], leading: str | None) -> None:
    verdict = Verdict(tuple(zip(OUTCOMES, counts, strict=True)))
    assert verdict.leading == leading
    assert sum(share for _, _, share in verdict.shares) == (1 if verdict.total else 0)
