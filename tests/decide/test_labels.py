"""The news cases in thirds: what is written in them follows labelled/RULES.md as far as a machine can tell."""

from collections import Counter
from typing import Any

import pytest

from record.places import tracked_places
from scrapers.gazetteer import load
from tests.decide.score import LABELLED, ROOT, SPLITS, split_cases

LABELS = ("about", "mentions", "others")
SHORTEST = 60
"""Words of title and text: shorter ones belong to short.jsonl."""


@pytest.fixture(scope="module")
def news() -> dict[str, list[dict[str, Any]]]:
    """Of each third."""
    return {split: split_cases(split) for split in SPLITS}


@pytest.fixture(scope="module")
def every_case(news) -> list[dict[str, Any]]:
    return [case for labelled in news.values() for case in labelled]


def test_a_case_is_there_once(every_case) -> None:
    assert len(every_case) >= 300
    assert len({case["id"] for case in every_case}) == len(every_case)
    assert len({case["text"] for case in every_case}) == len(every_case)


@pytest.mark.record
def test_labels_name_real_places(every_case) -> None:
    tracked = set(tracked_places(ROOT / "content"))
    untracked = {region.slug for region in load().regions.values() if region.kind != "provinsi"} - tracked
    for case in every_case:
        assert {*case["outlet_places"], *case["about"], *case["mentions"]} <= tracked, case["id"]
        assert set(case["others"]) <= untracked, case["id"]
        assert set(case.get("unsure", [])) <= tracked | untracked, case["id"]


def test_a_place_gets_one_label(every_case) -> None:
    for case in every_case:
        labels = [slug for key in (*LABELS, "unsure") for slug in case.get(key, [])]
        assert len(labels) == len(set(labels)), case["id"]


def test_texts_are_long_enough_for_roles(every_case) -> None:
    short = [case["id"] for case in every_case if len(f"{case['title']} {case['text']}".split()) < SHORTEST]
    assert not short


def test_each_third_has_every_trap(news) -> None:
    traps = {split: Counter(case["trap"] for case in labelled) for split, labelled in news.items()}
    sizes = [sum(counts.values()) for counts in traps.values()]
    assert max(sizes) - min(sizes) <= len(SPLITS)
    assert len({frozenset(counts) for counts in traps.values()}) == 1
    for trap in traps["fit"]:
        numbers = [counts[trap] for counts in traps.values()]
        assert max(numbers) - min(numbers) <= 1, trap


@pytest.mark.record
def test_every_tracked_place_is_what_a_text_is_about(every_case) -> None:
    assert set(tracked_places(ROOT / "content")) <= {slug for case in every_case for slug in case["about"]}


def test_the_rules_lie_beside_the_cases() -> None:
    rules = (LABELLED / "RULES.md").read_text("utf-8")
    assert all(f"`{split}.jsonl`" in rules for split in SPLITS)
