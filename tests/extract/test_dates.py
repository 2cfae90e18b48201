"""Dates in words and numbers; a new case is a line in dates.jsonl."""

import datetime as dt
import json
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.extract.dates import WIB, DateParser
from tests.conftest import FETCHED

CASES = [json.loads(line) for line in (Path(__file__).parent / "dates.jsonl").read_text("utf-8").splitlines()]
PARSER = DateParser(zone=WIB, fetched=FETCHED)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"] or "empty")
def test_a_date_is_read(case) -> None:
    date = PARSER.parse(case["text"])
    assert (date.isoformat() if date else None) == case["date"]


def test_a_relative_date_needs_the_fetch_time() -> None:
    assert DateParser(zone=WIB).parse("2 jam lalu") is None


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text) -> None:
    date = PARSER.parse(text)
    assert not isinstance(date, dt.datetime) or date.tzinfo is not None


@given(
    st.integers(694_224_000, 2_147_483_646),
    st.integers(-12 * 4, 14 * 4).map(lambda quarters: dt.timezone(dt.timedelta(minutes=15 * quarters))),
    st.sampled_from([dt.datetime.isoformat, format_datetime, lambda moment: moment.strftime("%Y%m%dT%H%M%S%z")]),
)
def test_a_stated_offset_is_obeyed(seconds, zone, written) -> None:
    moment = dt.datetime.fromtimestamp(seconds, zone)
    assert PARSER.parse(written(moment)) == moment
