"""A text's dimensions and kind, and sentences that a person may want to record a milestone or initiative from. Pure."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from record.text import fold
from record.tray import Proposal
from scrapers.decide.terms import DIMENSIONS, KINDS, NEEDS, PROGRAMME, STEPS, THINGS

Label = TypeVar("Label")
SUPPORT = 1
"""The weight of a term that only supports: a dimension needs a heavier one."""
ENOUGH = 4
"""What the words of a dimension must weigh together; those of the title count twice."""
NEAR_THE_BEST = 0.34
"""Share of the heaviest dimension's weight that a further one needs."""
MOST_DIMENSIONS = 3
MOST_PROPOSALS = 3
KIND_ENOUGH = 3
"""What the words of a kind must weigh together in a title."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])")
_LONGEST_SENTENCE = 400
RELEASE_HOSTS = (".go.id",)
"""Ends of the hosts that only governments may have: what they publish is a release."""


class Terms(Generic[Label]):
    """Finds whole words and phrases in one pass; of those that overlap, the longest."""

    def __init__(self, labels: Mapping[str, Label]) -> None:
        """`labels` by term, in lower case."""
        self._terms = list(labels)
        self._labels = list(labels.values())
        self._automaton = AhoCorasick(self._terms, matchkind=MatchKind.LeftmostLongest)

    def find(self, folded: str) -> list[tuple[str, Label]]:
        """Each term with its label, in order."""
        return [
            (self._terms[index], self._labels[index])
            for index, start, end in self._automaton.find_matches_as_indexes(folded)
            if not (start and folded[start - 1].isalnum()) and not folded[end : end + 1].isalnum()
        ]


@dataclass(frozen=True, slots=True)
class Topic:
    """A dimension, and the words that decided it, weightiest first."""

    dimension: str
    words: tuple[str, ...]


def _labels_by_term(table: Mapping[str, Mapping[str, int]]) -> dict[str, list[tuple[str, int]]]:
    by_term: dict[str, list[tuple[str, int]]] = {}
    for label, terms in table.items():
        for term, weight in terms.items():
            by_term.setdefault(term, []).append((label, weight))
    return by_term


def _label_by_term(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {term: label for label, terms in table.items() for term in terms}


_DIMENSIONS = Terms(_labels_by_term(DIMENSIONS))
_COMPANIONS = Terms({word: [label] for label, (_, companions) in NEEDS.items() for word in companions})
_KINDS = Terms(_labels_by_term(KINDS))
_STEPS = Terms(_label_by_term(STEPS))
_THINGS = Terms(_label_by_term(THINGS))
_PROGRAMME = Terms(dict.fromkeys(PROGRAMME, True))


def dimensions(title: str, text: str) -> tuple[Topic, ...]:
    """The dimensions a text touches, weightiest first, then as the programme lists them; none of too little weight."""
    weights: Counter[str] = Counter(dict.fromkeys(DIMENSIONS, 0))
    words: dict[str, Counter[str]] = {label: Counter() for label in DIMENSIONS}
    carried: set[str] = set()
    unmet = _unmet(fold(f"{title}\n{text}"))
    for part, factor in ((title, 2), (text, 1)):
        # A set: a text that says a word ten times is not about it ten times.
        for term, labels in {(term, tuple(labels)) for term, labels in _DIMENSIONS.find(fold(part))}:
            for label, weight in labels:
                if term in unmet.get(label, ()):
                    continue
                weights[label] += weight * factor
                words[label][term] = max(words[label][term], weight * factor)
                if weight > SUPPORT:
                    carried.add(label)
    best = max((weights[label] for label in carried), default=0)
    touched = [
        label
        for label, weight in weights.most_common()
        if label in carried and weight >= max(ENOUGH, best * NEAR_THE_BEST)
    ][:MOST_DIMENSIONS]
    return tuple(Topic(label, tuple(term for term, _ in _heaviest(words[label]))) for label in touched)


def _unmet(folded: str) -> dict[str, frozenset[str]]:
    """By dimension, the terms that do not count in this text, for it lacks the words that they need."""
    named = {label for _, labels in _COMPANIONS.find(folded) for label in labels}
    return {label: terms for label, (terms, _) in NEEDS.items() if label not in named}


def _heaviest(words: Counter[str]) -> list[tuple[str, int]]:
    return sorted(words.items(), key=lambda row: (-row[1], row[0]))[:4]


def kind_of(title: str, host: str, *, from_government: bool) -> str:
    """One of the item kinds. `from_government`: its outlet is a government's own."""
    weights: Counter[str] = Counter()
    for _, labels in _KINDS.find(fold(title)):
        for label, weight in labels:
            weights[label] += weight
    best = weights.most_common(1)
    if best and best[0][1] >= KIND_ENOUGH and best[0][0] != "news":
        return best[0][0]
    return "release" if from_government or host.endswith(RELEASE_HOSTS) else "news"


def proposals(title: str, text: str) -> tuple[Proposal, ...]:
    """Sentences that suggest a milestone or an initiative, for a person to decide on; only of the programme's texts."""
    if not _PROGRAMME.find(fold(f"{title}\n{text}")):
        return ()
    suggested: dict[tuple[str, str], Proposal] = {}
    for sentence in sentences(text):
        folded = fold(sentence)
        steps = [label for _, label in _STEPS.find(folded)]
        for kind in steps:
            suggested.setdefault(("milestone", kind), Proposal("milestone", kind, sentence))
        if "launch" in steps:
            for _, kind in _THINGS.find(folded):
                suggested.setdefault(("initiative", kind), Proposal("initiative", kind, sentence))
    return tuple(suggested.values())[:MOST_PROPOSALS]


def sentences(text: str) -> list[str]:
    """The sentences of a text, long ones left out: they are lists or broken pages."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [part for line in lines for part in _SENTENCE_END.split(line) if 0 < len(part) <= _LONGEST_SENTENCE]
