"""Decisions have a day, a reason, and what was passed over."""

import re

import pytest

from tests.conftest import ROOT

TEXT = (ROOT / "docs/decisions.md").read_text("utf-8")
DECISIONS = [part for part in TEXT.split("\n\n")[2:] if not part.startswith("## ")]


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda text: text[11:40])
def test_a_decision_has_its_day_and_what_was_passed_over(decision: str) -> None:
    assert re.match(r"\d{4}-\d\d-\d\d \*\*[^*]+\*\*", decision)
    assert "Passed over: " in decision


def test_decisions_of_a_room_stand_in_the_order_of_their_days() -> None:
    for room in TEXT.split("\n## ")[1:]:
        days = re.findall(r"^(\d{4}-\d\d-\d\d) \*\*", room, re.MULTILINE)
        assert days
        assert days == sorted(days)
