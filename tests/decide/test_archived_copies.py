"""What web archives say of their copies, in each of their formats; none of it is believed blindly."""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.monitoring import ArchivedCopy
from scrapers.decide.archived_copies import available_copy, captures_in, copy_address, is_linkable, nearest

CASES = tomllib.loads((Path(__file__).parent / "archived_copies.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["index"], ids=lambda case: case["case"])
def test_an_index_is_read_in_each_of_its_forms(case) -> None:
    captures = captures_in(case["body"].encode())
    assert [f"{capture.moment} {capture.original}" for capture in captures] == case["captures"]


@pytest.mark.parametrize("case", CASES["nearest"], ids=lambda case: case["case"])
def test_the_copy_nearest_to_the_day_is_taken(case) -> None:
    capture = nearest(captures_in("\n".join(case["lines"]).encode()), case["url"], case["moment"])
    assert (copy_address(capture, "https://arsip.example/") if capture else "") == case["copy"]


@pytest.mark.parametrize("case", CASES["availability"], ids=lambda case: case["case"])
def test_what_an_archive_says_is_not_believed_blindly(case) -> None:
    assert available_copy(case["body"].encode()) == case["copy"]


@given(
    st.binary() | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(lambda x: json.dumps(x).encode())
)
def test_whatever_comes_is_read_or_passed_over(body: bytes) -> None:
    assert all(is_linkable(capture.original) for capture in captures_in(body))
    assert available_copy(body) == "" or is_linkable(available_copy(body))


@pytest.mark.parametrize(
    ("archive", "day"),
    [
        ("https://web.archive.org/web/20180603101112/https://a.example/", "2018-06-03"),
        ("https://web.archive.org/web/20180603101112id_/https://a.example/", "2018-06-03"),
        ("https://web.archive.org/web/20181303101112/https://a.example/", "None"),
        ("https://archive.example/x1Y2z", "None"),
    ],
)
def test_a_copy_says_its_day_in_its_address(archive: str, day: str) -> None:
    assert str(ArchivedCopy(url="https://a.example/", archive=archive).taken) == day
