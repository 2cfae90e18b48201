"""The words of weekly letters, as a person would write them."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from plugins.language.feed_words import TITLES
from plugins.language.letter_words import COUNTED, LINES, REPORTED, Span, counted, listing, sentence, week_words
from plugins.queries.feed_entry import ENTRY_KINDS
from plugins.queries.letters import RANKS
from record.vocabulary import NEWS_KINDS
from record.weeks import Week

CASES = tomllib.loads(Path(__file__).with_name("letter_words.toml").read_text("utf-8"))


def cases(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", CASES[name], ids=lambda case: case["words"])


@cases("count")
def test_counts(case: dict[str, Any]) -> None:
    assert listing(counted(case["counts"])) == case["words"]


@cases("span")
def test_when_items_are_from(case: dict[str, Any]) -> None:
    span = Span(case.get("this_week", 0), case.get("years", []), case.get("undated", 0))
    assert (str(span), span.sentence) == (case["words"], case["sentence"])


@cases("week")
def test_weeks(case: dict[str, str]) -> None:
    assert week_words(Week.parse(case["week"])) == case["words"]


@cases("start")
def test_the_beginning_of_a_sentence(case: dict[str, str]) -> None:
    assert sentence(case["of"]) == case["words"]


def test_every_kind_of_entry_has_its_words() -> None:
    assert LINES.keys() == TITLES.keys()
    assert REPORTED.keys() == set(NEWS_KINDS)
    assert COUNTED.keys() == set(RANKS) == set(ENTRY_KINDS)
