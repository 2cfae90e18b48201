"""What the tray may suggest, by what was measured."""

from typing import get_args

import pytest

from record.review import Review
from record.suggestions import MEASURED, Measured, is_likely
from record.tray import Proposal, Tray
from record.vocabulary import InitiativeKind, MilestoneKind
from record.waiting import GROUPS
from tests.record.drafts import published, suggest

KNOWN = {"place": set(GROUPS), "milestone": set(get_args(MilestoneKind)), "initiative": set(get_args(InitiativeKind))}


def test_the_table_is_of_kinds_that_there_are() -> None:
    assert all(kind in KNOWN[what] for what, kind in MEASURED)
    assert all(0 <= one.right <= one.cases > 0 for one in MEASURED.values())


@pytest.mark.parametrize(("right", "cases", "likely"), [(0, 0, True), (0, 1, False), (1, 2, True), (4, 31, False)])
def test_what_is_right_in_less_than_half_of_the_cases_is_not_suggested(right, cases, likely, monkeypatch) -> None:
    monkeypatch.setitem(MEASURED, ("milestone", "mou"), Measured(right, cases))
    assert is_likely("milestone", "mou") is likely


def test_a_proposal_of_an_unlikely_kind_is_not_asked_and_waits_for_a_better_table(content, monkeypatch) -> None:
    suggest(content, published("Nota"), Proposal("milestone", "mou", "MoU diteken."))
    monkeypatch.setitem(MEASURED, ("milestone", "mou"), Measured(1, 9))
    review = Review(content)
    assert review.tidy() == []
    assert review.waiting() == []
    assert len(Tray(content).undecided()) == 1
    monkeypatch.setitem(MEASURED, ("milestone", "mou"), Measured(9, 9))
    assert len(Review(content).waiting()) == 1
