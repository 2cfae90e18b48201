"""When two proposals say the same thing, so that an editor is asked once for one event. Pure.

Two reports of one event differ by little; two events of one make ("bimtek tahap I", "tahap II"; one app and the next)
differ by little as well, but by a number or a name. `tests/record/same_proposals.jsonl` has cases of both.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.fuzz import token_set_ratio

from record.text import fold
from record.tray import Proposed

STORY_WINDOW = dt.timedelta(days=10)
"""Items of one story are at most this far apart; see `scrapers.decide.stories.WINDOW`."""
WORDS_WINDOW = dt.timedelta(days=3)
"""How far apart items of no common story may be that use the same words."""
LEAST_ALIKE = 85.0
"""The least similarity of two sentences or titles, of 100 (`token_set_ratio`: words that only one has cost little)."""
COUNTING = frozenset(
    {
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x",
        "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh",
        "pertama", "kedua", "ketiga", "keempat", "kelima", "keenam", "ketujuh", "kedelapan", "kesembilan", "kesepuluh",
    }
)  # fmt: skip
"""Words that number things, besides those with a digit."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class SourcedProposal:
    """A proposal with the story of its item ("" for none)."""

    proposal: Proposed
    story: str = ""


def says_the_same(one: SourcedProposal, other: SourcedProposal) -> bool:
    """Whether two proposals are the same step or thing of the same place, at about the same time."""
    left, right = one.proposal, other.proposal
    if (left.what, left.kind, left.place) != (right.what, right.kind, right.place):
        return False
    apart = _apart(left.date, right.date)
    if one.story and one.story == other.story:
        return apart <= STORY_WINDOW
    is_alike = is_same_wording(left.sentence, right.sentence) or is_same_wording(left.title, right.title)
    return apart <= WORDS_WINDOW and is_alike


def grouped(proposals: Iterable[SourcedProposal]) -> list[tuple[Proposed, ...]]:
    """The proposals, those together that say the same as the first of their group; order is kept."""
    groups: list[list[SourcedProposal]] = []
    for proposal in proposals:
        group = next((group for group in groups if says_the_same(group[0], proposal)), None)
        if group is None:
            groups.append([proposal])
        else:
            group.append(proposal)
    return [tuple(member.proposal for member in group) for group in groups]


def is_same_wording(one: str, other: str) -> bool:
    """Whether two lines are nearly the same words, and no number or name tells them apart."""
    if token_set_ratio(fold(one), fold(other)) < LEAST_ALIKE:
        return False
    left, right = _words(one), _words(other)
    only_left, only_right = left.keys() - right.keys(), right.keys() - left.keys()
    if any(_is_number(word) for word in only_left | only_right):
        return False
    # A name that one leaves out is no other name.
    return not (any(left[word] for word in only_left) and any(right[word] for word in only_right))


def _apart(one: str, other: str) -> dt.timedelta:
    """How far two ISO dates are apart; nothing where one is unknown."""
    if not (one and other):
        return dt.timedelta(0)
    return abs(dt.date.fromisoformat(one) - dt.date.fromisoformat(other))


def _words(line: str) -> dict[str, bool]:
    """Each folded word, and whether it is written as a name: with a capital, and not as the first word."""
    words: dict[str, bool] = {}
    for number, match in enumerate(_WORD.finditer(line)):
        word = fold(match[0])
        words[word] = words.get(word, False) or (number > 0 and match[0][0].isupper())
    return words


def _is_number(word: str) -> bool:
    return word in COUNTING or any(char.isdigit() for char in word)
