"""The names in a text, each with the regions it may mean: what `mention_finder.py` gives. Pure."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from scrapers.decide.places.role_cues import Role

MentionForm = Literal[
    "office", "full", "name", "nickname", "capital", "district", "village", "landmark", "leader", "spelling"
]
"""How a name names a place: after its office or kind, bare, or by something inside the place."""
Zone = Literal["title", "dateline", "lead", "body"]
Refusal = Literal["label", "village", "district", "area", "other-kind", "misnamed"]
_WEAK: frozenset[MentionForm] = frozenset({"capital", "district", "village", "landmark", "leader"})


@dataclass(slots=True)
class Mention:
    """A name in the text, from offset `start` to `end`.

    `text` is the name as it stands there with its cue, `codes` are the regions it may mean, `form` says how it names
    them, `zone` where it stands, and `before` is the word or mark right before it. `roles.py` adds the rest: its
    `role`, the number of its `row` of names (-1: none) and how many regions that row has, whether it `acts` (a verb
    follows), and whether a `detail` (a street, a village) stands beside it. `is_weak`: it names something inside the
    place rather than the place.
    """

    start: int
    end: int
    text: str
    codes: tuple[str, ...]
    form: MentionForm
    zone: Zone
    before: str
    role: Role = "plain"
    row: int = -1
    row_size: int = 0
    row_chosen: bool = False
    acts: bool = False
    detail: bool = False
    is_weak: bool = field(init=False)

    def __post_init__(self) -> None:
        """Whether it names something inside the place rather than the place: asked for often."""
        self.is_weak = self.form in _WEAK


@dataclass(slots=True)
class TextMentions:
    """What a text names.

    `mentions` in order; `offices` counts the offices and villages that no name followed, by kind of cue or by word, and
    `title_offices` are those of them in the title; `refused` has names that mean no place: words, why, codes.
    `is_national`: the title or the first sentence speaks of the country or of a provinsi.
    """

    mentions: list[Mention] = field(default_factory=list)
    offices: Counter[str] = field(default_factory=Counter)
    title_offices: set[str] = field(default_factory=set)
    refused: list[tuple[str, Refusal, tuple[str, ...]]] = field(default_factory=list)
    is_national: bool = False
