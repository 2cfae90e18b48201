"""What a host may say in Retry-After."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.fetch.retry import LONGEST_HOLD, retry_after

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120), (" 7 ", 7), ("Sun, 01 Mar 2026 00:01:00 GMT", 60), ("²", None), ("", None), ("besok", None)],
)
def test_seconds_or_a_date(header: str, seconds: int | None) -> None:
    assert retry_after(header, NOW) == (None if seconds is None else NOW + dt.timedelta(seconds=seconds))


@given(st.text())
def test_any_header_is_answered(header: str) -> None:
    until = retry_after(header, NOW)
    assert until is None or until <= NOW + LONGEST_HOLD
