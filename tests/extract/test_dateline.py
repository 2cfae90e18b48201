"""Where a page's date is taken from; a new case is a line in datelines.jsonl."""

import datetime as dt
import json
from pathlib import Path

import pytest

from scrapers.extract.article import extract
from tests.conftest import FETCHED

CASES = [json.loads(line) for line in (Path(__file__).parent / "datelines.jsonl").read_text("utf-8").splitlines()]
TEXT = "<p>Pemerintah kota membuka taman yang dulu lapangan parkir, lengkap dengan bangku dan keran air minum.</p>" * 3


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_the_date_is_taken_from_the_surest_place(case) -> None:
    page = (
        f"<html><head><title>Taman Kota Dibuka</title>{case.get('head', '')}</head><body>{case.get('above', '')}"
        f"<article><h1>Taman Kota Dibuka</h1>{case.get('line', '')}<div class='entry-content'>{TEXT}"
        f"{case.get('in', '')}</div></article>{case.get('below', '')}</body></html>"
    )
    fetched = FETCHED if case.get("fetched") else None
    read = extract(page.encode(), case.get("url", "https://kabar.example/berita/uji"), fetched=fetched)
    assert (read.published.isoformat() if isinstance(read.published, dt.date) else None) == case["published"]
    assert read.date_basis == case.get("basis", "publisher")
