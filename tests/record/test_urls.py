"""One article, one address: cases are addresses that must, or must not, be the same."""

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.urls import url_key

CASES = [json.loads(line) for line in (Path(__file__).parent / "addresses.jsonl").read_text("utf-8").splitlines()]


def _pairs(case: dict[str, Any]) -> list[tuple[str, str]]:
    """All that must differ, each with the first where all must be the same."""
    pairs = list(combinations(case["urls"], 2))
    return pairs[: len(case["urls"]) - 1] if case["same"] else pairs


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [(first, second, case["same"]) for case in CASES for first, second in _pairs(case)],
)
def test_addresses_of_one_article_are_one(first, second, same) -> None:
    assert (url_key(first) == url_key(second)) == same


@given(st.text(alphabet="abz019-_/.&=?;:", max_size=60))
def test_a_key_is_its_own_key(text) -> None:
    key = url_key(f"https://kabar.example/{text}")
    assert url_key(f"https://{key}") == key


@given(st.text(max_size=60))
def test_no_text_breaks_the_key(text) -> None:
    url = f"https://kabar.example/{text}"
    assert url_key(url) == url_key(url)
    assert url_key(f" {url} ") == url_key(url) or text != text.strip()
