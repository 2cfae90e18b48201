"""Weeks are those of ISO 8601."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.weeks import Week

CASES = tomllib.loads(Path(__file__).with_name("weeks.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["day"], ids=lambda case: str(case["day"]))
def test_a_day_is_of_its_week(case: dict[str, Any]) -> None:
    week = Week.of(case["day"])
    assert (str(week), week.first, week.last) == (case["week"], case["first"], case["last"])


@pytest.mark.parametrize("case", CASES["wrong"], ids=lambda case: case["text"])
def test_what_is_no_week_is_named(case: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="write") as error:
        Week.parse(case["text"])
    assert str(error.value) == case["says"]


@given(st.dates(dt.date(1, 1, 8), dt.date(9999, 12, 20)), st.dates(dt.date(1, 1, 8), dt.date(9999, 12, 20)))
def test_weeks_are_read_as_they_are_written_and_sort_by_time(day: dt.date, other: dt.date) -> None:
    week = Week.of(day)
    assert week.first <= day <= week.last
    assert Week.parse(str(week)) == week
    assert (str(week) < str(Week.of(other))) == (week < Week.of(other)) == (week.last < Week.of(other).first)
