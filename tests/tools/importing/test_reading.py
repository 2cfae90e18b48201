"""What an importer reads off words and sources: days of events, results, the basis of a day."""

import datetime as dt
import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.item import Item
from record.partial_dates import parse_partial_date
from tools.importing.bases import basis_of, days_of_items
from tools.importing.evaluations import result_in
from tools.importing.summary_dates import event_date_in

HERE = Path(__file__).parent
LATEST = dt.date(2026, 11, 29)


def rows(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", rows("summary_dates.jsonl"), ids=lambda row: row["summary"][:40])
def test_the_day_of_the_event_is_read_off_a_summary(row) -> None:
    assert event_date_in(row["summary"], LATEST) == row["event_date"]


@given(st.text(alphabet="0123456789 ./-(),;ajnuriMptmbeDsSfkv", max_size=40), st.dates())
def test_whatever_a_summary_says_a_date_is_a_date_and_no_plan(summary, latest) -> None:
    if event := event_date_in(f"{summary} Mei {summary}", latest):
        assert parse_partial_date(event)[0] <= latest


@pytest.mark.parametrize("row", rows("evaluations.jsonl"), ids=lambda row: row["value"][:40])
def test_a_result_has_what_its_words_say(row) -> None:
    assert result_in(row["measure"], row["value"]) == row["result"]


def test_every_day_has_the_surest_basis() -> None:
    cases = tomllib.loads((HERE / "bases.toml").read_text("utf-8"))
    items = [Item(title="x", id=f"urn:{number}", **row) for number, row in enumerate(cases["items"])]
    days = days_of_items(items)
    for fact in cases["fact"]:
        assert (basis_of(fact["date"], fact["precision"], fact["sources"], days) or "") == fact["basis"], fact
