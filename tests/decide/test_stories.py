"""Which items tell one story: 179 labelled pairs in pairs/, and what the index finds again."""

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.decide.stories import EVENT_WINDOW, ComparableText, agency_mark, is_reprint, is_same_story
from scrapers.store import story_index
from scrapers.store.story_index import StoryIndex

PAIRS = [json.loads(line) for line in (Path(__file__).parent / "pairs" / "pairs.jsonl").read_text("utf-8").splitlines()]
ONE_STORY = {"same-text", "light-edit", "same-event"}
PRECISION, RECALL = 0.98, 0.9


def text_of(item) -> ComparableText:
    return ComparableText(
        item["title"], item["text"], dt.datetime.fromisoformat(item["date"]), frozenset(item["places"])
    )


def test_there_are_enough_pairs_of_each_sort() -> None:
    labels = Counter(pair["label"] for pair in PAIRS)
    assert sum(labels.values()) >= 150
    assert min(labels.values()) >= 10
    assert set(labels) == {*ONE_STORY, "same-topic", "different"}


def test_the_score_holds_and_whoever_belongs_together_is_compared() -> None:
    counts = Counter()
    wrong = []
    for pair in PAIRS:
        one, other = text_of(pair["a"]), text_of(pair["b"])
        joined = is_same_story(one, other) and bool(one.lookup_keys & other.lookup_keys)
        wanted = pair["label"] in ONE_STORY
        counts[joined, wanted] += 1
        if joined != wanted:
            wrong.append((pair["id"], pair["label"]))
    assert counts[True, True] / (counts[True, True] + counts[True, False]) >= PRECISION, wrong
    texts = [pair for pair in PAIRS if pair["label"] in {"same-text", "light-edit"}]
    again = [pair for pair in texts if is_reprint(text_of(pair["a"]), text_of(pair["b"]))]
    assert len(again) / len(texts) >= RECALL, wrong


ZONES = st.sampled_from([dt.timezone(dt.timedelta(hours=hours)) for hours in (-11, 0, 7, 8, 9, 14)])
YEARS = dt.datetime(1960, 1, 1), dt.datetime(2100, 1, 1)  # noqa: DTZ001 - the strategy adds the zone
APART = st.one_of(st.just(EVENT_WINDOW), st.timedeltas(dt.timedelta(), EVENT_WINDOW))


@given(st.datetimes(*YEARS, timezones=ZONES), APART, ZONES)
def test_reports_of_one_event_are_compared_whenever_in_their_window_they_come(date, apart, zone) -> None:
    place = frozenset({"kota-a"})
    one = ComparableText("J", "Taman dibuka.", date, place)
    other = ComparableText("K", "Pasar ditutup.", (date.astimezone(dt.UTC) + apart).astimezone(zone), place)
    assert one.lookup_keys & other.lookup_keys


def test_who_stands_alone_stays_alone() -> None:
    empty = ComparableText("Judul", "", None, frozenset())
    assert not is_same_story(empty, empty), "nothing in common is no story"


def test_two_places_are_never_one_story() -> None:
    text = PAIRS[0]["a"]["text"]
    day = dt.datetime(2019, 1, 1, tzinfo=dt.UTC)
    assert not is_same_story(
        ComparableText("J", text, day, frozenset({"kota-a"})), ComparableText("J", text, day, frozenset({"kota-b"}))
    )


@pytest.mark.parametrize(
    ("text", "mark"),
    [("JAKARTA (ANTARA) - Taman dibuka.", "antara"), ("Taman dibuka. (Humas Kota)", "humas"), ("Taman (baru).", "")],
)
def test_a_credit_is_read(text, mark) -> None:
    assert agency_mark(text) == mark


def test_the_book_finds_every_story_again_among_others(tmp_path) -> None:
    joined = [pair for pair in PAIRS if pair["label"] in ONE_STORY]
    with StoryIndex(tmp_path) as index:
        for pair in PAIRS:
            index.add(f"{pair['id']}a", pair["a"]["url"], text_of(pair["a"]))
        missed = [
            pair["id"]
            for pair in joined
            if f"{pair['id']}a" not in {match.id for match in index.similar("new", text_of(pair["b"]))}
        ]
        assert missed == []
        assert index.text_of("s001a") == PAIRS[0]["a"]["text"]
        assert index.text_of("nobody") == ""


def test_a_newer_text_takes_the_place_of_the_older(tmp_path) -> None:
    one, other = text_of(PAIRS[0]["a"]), text_of(PAIRS[-1]["a"])
    with StoryIndex(tmp_path) as index:
        index.add("a", "https://a.example/1", one)
        index.add("a", "https://a.example/1", other)
        assert index.similar("b", one) == []
        assert [match.id for match in index.similar("b", other)] == ["a"]
        assert index.similar("a", other) == [], "an item is no story with itself"


@pytest.mark.parametrize("at_hand", [1, 1000])
def test_texts_at_hand_give_what_the_file_gives(tmp_path, monkeypatch, at_hand) -> None:
    monkeypatch.setattr(story_index, "_MOST_AT_HAND", at_hand)
    one, other = text_of(PAIRS[0]["a"]), text_of(PAIRS[-1]["a"])
    with StoryIndex(tmp_path) as index:
        for name in "abc":
            index.add(name, f"https://{name}.example/1", one)
            index.add(f"{name}-other", f"https://{name}.example/2", other)
        for _ in range(2):
            assert [(match.id, match.is_reprint) for match in index.similar("new", one)] == [
                (name, True) for name in "abc"
            ]


def test_of_a_template_the_newest_are_compared(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(story_index, "_MOST_SIMILAR", 3)
    text = text_of(PAIRS[0]["a"])
    with StoryIndex(tmp_path) as index:
        for number in range(9):
            index.add(str(number), f"https://a.example/{number}", text)
        assert [match.id for match in index.similar("new", text)] == ["6", "7", "8"]
