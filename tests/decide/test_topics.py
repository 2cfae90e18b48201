"""Dimensions, kinds and proposals; a new case is a line in topics.jsonl."""

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.decide.terms import DIMENSIONS
from scrapers.decide.topics import dimensions, kind_of, proposals

CASES = [json.loads(line) for line in (Path(__file__).parent / "topics.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_text_touches_its_dimensions_and_no_others(case) -> None:
    topics = dimensions(case["title"], case["text"])
    assert [topic.dimension for topic in topics] == case["dimensions"]
    folded = f"{case['title']} {case['text']}".lower()
    assert all(word in folded for topic in topics for word in topic.words), "the reasons stand in the text"


@pytest.mark.parametrize("case", [case for case in CASES if "kind" in case], ids=lambda case: case["title"])
def test_a_text_has_its_kind(case) -> None:
    official = case.get("government", False)
    assert kind_of(case["title"], case.get("host", "kabar.example"), from_government=official) == case["kind"]


def test_a_step_and_a_thing_are_proposed_with_their_sentence() -> None:
    text = (
        "Kota Bekasi menyusun masterplan smart city. Wali Kota meluncurkan aplikasi aduan pada Senin. Warga senang.\n\n"
        "Ia lalu makan siang."
    )
    suggested = proposals("Bekasi Menuju Smart City", text)
    assert {(row.what, row.kind) for row in suggested} == {
        ("milestone", "masterplan"),
        ("milestone", "launch"),
        ("initiative", "app"),
    }
    assert (
        next(row.sentence for row in suggested if row.kind == "app")
        == "Wali Kota meluncurkan aplikasi aduan pada Senin."
    )


def test_nothing_is_proposed_from_a_text_that_does_not_speak_of_the_programme() -> None:
    assert proposals("Taman Dibuka", "Wali Kota meresmikan taman. Ada MoU dengan perusahaan.") == ()


@given(st.text(max_size=80), st.text(max_size=300))
def test_any_text_is_answered(title, text) -> None:
    assert len(dimensions(title, text)) <= 3
    assert all(row.sentence in " ".join(text.split()) for row in proposals(title, text))


def test_dimensions_of_like_weight_stand_in_the_programmes_order() -> None:
    strong = {label: next(term for term, weight in terms.items() if weight == 3) for label, terms in DIMENSIONS.items()}
    listed = {
        (first, second): [topic.dimension for topic in dimensions(f"{strong[second]}, {strong[first]}", "")]
        for first, second in combinations(DIMENSIONS, 2)
    }
    assert listed == {pair: [*pair] for pair in listed}
