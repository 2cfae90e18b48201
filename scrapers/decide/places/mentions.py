"""The names in a text, each with the regions it may mean: what `mention_finder.py` gives. Pure."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

MentionForm = Literal["office", "full", "name", "nickname", "capital", "district", "landmark", "leader", "spelling"]
"""How a name names a place: after its office or kind, bare, or by something inside the place."""
Zone = Literal["title", "dateline", "lead", "body"]
Refusal = Literal["label", "village", "district", "area", "other-kind", "misnamed"]
_WEAK: frozenset[MentionForm] = frozenset({"capital", "district", "landmark", "leader"})


@dataclass(slots=True)
class Mention:
    """A name in the text, from offset `start` to `end`.

    `text` is the name as it stands there with its cue, `codes` are the regions it may mean, `form` says how it names
    them, `zone` where it stands, and `before` is the word or mark right before it.
    """

    start: int
    end: int
    text: str
    codes: tuple[str, ...]
    form: MentionForm
    zone: Zone
    before: str

    @property
    def is_weak(self) -> bool:
        """Whether it names something inside the place rather than the place."""
        return self.form in _WEAK


@dataclass(slots=True)
class TextMentions:
    """What a text names.

    `mentions` in order; `offices` counts the offices and villages that no name followed, by kind of cue or by word, and
    `title_offices` are those of them in the title; `refused` has names that mean no place: words, why, codes.
    """

    mentions: list[Mention] = field(default_factory=list)
    offices: Counter[str] = field(default_factory=Counter)
    title_offices: set[str] = field(default_factory=set)
    refused: list[tuple[str, Refusal, tuple[str, ...]]] = field(default_factory=list)
