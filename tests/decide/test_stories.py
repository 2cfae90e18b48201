"""Which items tell one story: 179 labelled pairs in pairs/, and what the book finds again."""

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest

from scrapers.decide.stories import Told, agency_mark, is_reprint, tell_one_story
from scrapers.store.story_index import StoryBook

PAIRS = [json.loads(line) for line in (Path(__file__).parent / "pairs" / "pairs.jsonl").read_text("utf-8").splitlines()]
ONE_STORY = {"same-text", "light-edit", "same-event"}
PRECISION, RECALL = 0.98, 0.9


def told(item) -> Told:
    return Told(item["title"], item["text"], dt.datetime.fromisoformat(item["date"]), frozenset(item["places"]))


def test_there_are_enough_pairs_of_each_sort() -> None:
    labels = Counter(pair["label"] for pair in PAIRS)
    assert sum(labels.values()) >= 150
    assert min(labels.values()) >= 10
    assert set(labels) == {*ONE_STORY, "same-topic", "different"}


def test_the_score_holds_and_whoever_belongs_together_is_compared() -> None:
    found = Counter()
    wrong = []
    for pair in PAIRS:
        one, other = told(pair["a"]), told(pair["b"])
        joined = tell_one_story(one, other) and bool(one.marks & other.marks)
        wanted = pair["label"] in ONE_STORY
        found[joined, wanted] += 1
        if joined != wanted:
            wrong.append((pair["id"], pair["label"]))
    assert found[True, True] / (found[True, True] + found[True, False]) >= PRECISION, wrong
    texts = [pair for pair in PAIRS if pair["label"] in {"same-text", "light-edit"}]
    again = [pair for pair in texts if is_reprint(told(pair["a"]), told(pair["b"]))]
    assert len(again) / len(texts) >= RECALL, wrong


def test_who_stands_alone_stays_alone() -> None:
    empty = Told("Judul", "", None, frozenset())
    assert not tell_one_story(empty, empty), "nothing in common is no story"


def test_two_places_are_never_one_story() -> None:
    text = PAIRS[0]["a"]["text"]
    day = dt.datetime(2019, 1, 1, tzinfo=dt.UTC)
    assert not tell_one_story(Told("J", text, day, frozenset({"kota-a"})), Told("J", text, day, frozenset({"kota-b"})))


@pytest.mark.parametrize(
    ("text", "mark"),
    [("JAKARTA (ANTARA) - Taman dibuka.", "antara"), ("Taman dibuka. (Humas Kota)", "humas"), ("Taman (baru).", "")],
)
def test_a_credit_is_read(text, mark) -> None:
    assert agency_mark(text) == mark


def test_the_book_finds_every_story_again_among_others(tmp_path) -> None:
    joined = [pair for pair in PAIRS if pair["label"] in ONE_STORY]
    with StoryBook(tmp_path) as book:
        for pair in PAIRS:
            book.add(f"{pair['id']}a", pair["a"]["url"], told(pair["a"]))
        missed = [
            pair["id"]
            for pair in joined
            if f"{pair['id']}a" not in {match.id for match in book.alike("new", told(pair["b"]))}
        ]
        assert missed == []
        assert book.text_of("s001a") == PAIRS[0]["a"]["text"]
        assert book.text_of("nobody") == ""


def test_a_newer_text_takes_the_place_of_the_older(tmp_path) -> None:
    one, other = told(PAIRS[0]["a"]), told(PAIRS[-1]["a"])
    with StoryBook(tmp_path) as book:
        book.add("a", "https://a.example/1", one)
        book.add("a", "https://a.example/1", other)
        assert book.alike("b", one) == []
        assert [match.id for match in book.alike("b", other)] == ["a"]
        assert book.alike("a", other) == [], "an item is no story with itself"
