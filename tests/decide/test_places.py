"""Telling places apart; a new case is a line in places.jsonl."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.decide.places import Placer
from tests.conftest import PLACES, place

CASES = [json.loads(line) for line in (Path(__file__).parent / "places.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def few() -> Placer:
    """Of four places, two of them namesakes."""
    return Placer({row[0]: place(*row) for row in PLACES})


@pytest.fixture(scope="module")
def untracked() -> Placer:
    return Placer({})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_text_is_filed(case, few) -> None:
    placed = few.place(case["title"], case["text"], case.get("outlet_places", []))
    assert (list(placed.about), list(placed.mentions)) == (case["about"], case["mentions"])
    assert bool(placed.candidates) == case.get("unsure", False)


def test_the_order_of_two_main_places_is_the_titles(few) -> None:
    placed = few.place(
        "Pemkot Bekasi dan Pemkot Samarinda Berbagi Data", "Wali Kota Samarinda hadir. Kota Samarinda mulai."
    )
    assert placed.about == ("kota-bekasi", "kota-samarinda")


@given(title=st.text(max_size=60), text=st.text(max_size=200))
def test_no_text_breaks_the_placer(untracked, title, text) -> None:
    assert untracked.place(title, text).about == ()
