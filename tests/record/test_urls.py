"""One article, one address: cases are addresses that must, or must not, be the same."""

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.urls import url_key, without_trackers

CASES = [json.loads(line) for line in (Path(__file__).parent / "addresses.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [(first, second, case["same"]) for case in CASES for first, second in combinations(case["urls"], 2)],
)
def test_addresses_of_one_article_are_one(first, second, same) -> None:
    assert (url_key(first) == url_key(second)) == same


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://kabar.example/a?utm_source=rss&id=7#x", "https://kabar.example/a?id=7"),
        ("https://kabar.example/?utm_source=rss#!/berita/7", "https://kabar.example/#!/berita/7"),
        ("https://kabar.example/a?b=%20c&fbclid=1", "https://kabar.example/a?b=%20c"),
    ],
)
def test_people_see_the_address_without_trackers(url, shown) -> None:
    assert without_trackers(url) == shown


@given(st.text(max_size=60))
def test_no_text_breaks_the_key(text) -> None:
    url = f"https://kabar.example/{text}"
    assert url_key(url) == url_key(url)
    assert url_key(f" {url} ") == url_key(url) or text != text.strip()
