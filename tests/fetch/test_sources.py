"""Layouts with dates, and selectors that are none."""

import datetime as dt

import pytest

from scrapers.errors import SourcesProblem
from scrapers.sources import read_sources

HEAD = """
[[outlet]]
id = "kabar"
name = "Kabar"
home = "https://kabar.example/"
[[outlet.channel]]
kind = "feed"
url = "https://kabar.example/feed/"
"""
LAYOUTS = """
[[outlet.article]]
body = "div.baru"
[[outlet.article]]
body = "div.kedua"
until = 2022-06-30
[[outlet.article]]
body = "div.pertama"
until = 2019-12-31
"""


def read(tmp_path, text):
    (tmp_path / "sources.toml").write_text(HEAD + text, "utf-8")
    return read_sources(tmp_path / "sources.toml").outlet[0]


@pytest.mark.parametrize(
    ("day", "body"),
    [
        ("2017-05-22", "div.pertama"),
        ("2019-12-31", "div.pertama"),
        ("2020-01-01", "div.kedua"),
        ("2022-07-01", "div.baru"),
    ],
)
def test_a_page_is_read_by_the_layout_of_its_day(tmp_path, day, body) -> None:
    assert read(tmp_path, LAYOUTS).layout_on(dt.date.fromisoformat(day)).body == body


def test_one_table_is_the_only_layout(tmp_path) -> None:
    assert read(tmp_path, '[outlet.article]\nbody = "div.satu"').layout_on(dt.date(2017, 5, 22)).body == "div.satu"
    assert read(tmp_path, "").layout_on(dt.date(2017, 5, 22)).body == ""


@pytest.mark.parametrize("table", ["[outlet.article]", "[[outlet.article]]"])
def test_what_is_no_selector_is_named_with_its_line(tmp_path, table) -> None:
    with pytest.raises(SourcesProblem, match="is no CSS selector") as caught:
        read(tmp_path, f'{table}\nbody = "div["')
    assert caught.value.line
