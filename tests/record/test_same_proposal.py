"""When two proposals say the same thing; each case is a line of `same_proposals.jsonl`."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.same_proposal import SourcedProposal, grouped, is_same_wording, says_the_same
from record.tray import Proposed

CASES = [json.loads(line) for line in Path(__file__).with_name("same_proposals.jsonl").read_text("utf-8").splitlines()]
USUAL = {
    "id": "a", "what": "milestone", "kind": "launch", "place": "kota-bekasi", "date": "2019-05-16",
    "sentence": "Aplikasi Simpel diluncurkan.", "title": "Bekasi luncurkan Simpel", "url": "https://kabar.example/simpel",
}  # fmt: skip


def proposal(story: str = "", **values: str) -> SourcedProposal:
    return SourcedProposal(Proposed(**{**USUAL, **values}), story)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_reports_of_one_event_are_the_same_and_two_events_are_not(case) -> None:
    one, other = proposal(**case["one"]), proposal(**case["other"])
    assert says_the_same(one, other) is case["same"]
    assert says_the_same(other, one) is case["same"]


def test_groups_hold_each_proposal_once_in_order() -> None:
    rows = [proposal(id="a"), proposal(id="b", kind="mou"), proposal(id="c", date="2019-05-17")]
    assert [[row.id for row in group] for group in grouped(rows)] == [["a", "c"], ["b"]]


@given(st.text(), st.text())
def test_any_line_can_be_compared_and_is_the_same_as_itself(one, other) -> None:
    assert is_same_wording(one, other) == is_same_wording(other, one)
    assert is_same_wording(f"Taman {one}", f"Taman {one}")
