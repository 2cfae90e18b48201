"""The day under which an item stands in time; a new case is a table in item_days.toml."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from record.item import Item
from record.item_day import event_day, item_day

CASES = tomllib.loads(Path(__file__).with_name("item_days.toml").read_text("utf-8"))["case"]
NOON = dt.time(12, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_an_item_stands_under_the_day_that_is_known(case: dict[str, Any]) -> None:
    published = dt.date.fromisoformat(case["date"]) if "date" in case else None
    item = Item(
        title="Taman Kota Dibuka",
        id="urn:uuid:1",
        date=published and dt.datetime.combine(published, NOON),
        event_date=case.get("event", ""),
        event_precision=case.get("precision", ""),
        date_basis=case.get("basis", ""),
    )
    known = item_day(item, published)
    assert ([known.day.isoformat(), *known[1:]] if known else []) == case["known"]
    event = event_day(item)
    assert (event.day.isoformat() if event else None) == (case.get("event") if published else None)
