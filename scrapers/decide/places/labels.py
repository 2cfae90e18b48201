"""Names that are only part of another thing's name: universities, clubs, roads, dishes. Pure."""

import re

from scrapers.decide.places.lexicon import Hit
from scrapers.decide.places.text import PreparedText

_LABEL_WORD = re.compile(r" (?:[A-Z][\w'’]*\.?|\([A-Z]+\)|dan|al-\w+)(?= )")
_TITLE_REACH = 1
"""Words that may stand between a label and its name in a title, where every word has a capital."""


def labelled_positions(cue_at: dict[int, Hit], prepared: PreparedText) -> set[int]:
    """The offsets in `prepared.whole` at which a name is part of a label: "Riau" in "Universitas Islam Riau".

    `cue_at` has each cue by the offset of its end.
    """
    spans: list[tuple[int, int]] = []
    for hit in cue_at.values():
        cue = hit.entry.cue
        if cue and cue.kind == "label":
            reach = min(cue.reach, _TITLE_REACH) if hit.start < prepared.body else cue.reach
            # "Jl. Bandung": a full stop belongs to the label.
            end = hit.end + prepared.whole.startswith(".", hit.end)
            spans.append((hit.start, _run_end(prepared.whole, end, reach)))
    return {position for begin, end in spans for position in range(begin + 1, end)}


def long_labels(cue_at: dict[int, Hit], prepared: PreparedText) -> list[tuple[int, int]]:
    """The spans (begin, end) that labels in the title may take at most: in a title every word has a capital."""
    return [
        (hit.end, _run_end(prepared.whole, hit.end, hit.entry.cue.reach))
        for hit in cue_at.values()
        if hit.entry.cue and hit.entry.cue.reach > _TITLE_REACH and hit.start < prepared.body
    ]


def _run_end(whole: str, end: int, words: int) -> int:
    """The offset behind at most `words` capitalised words after `end`, and the next word's first letter."""
    for _ in range(words):
        word = _LABEL_WORD.match(whole, end)
        if not word:
            break
        end = word.end()
    return end + 2
