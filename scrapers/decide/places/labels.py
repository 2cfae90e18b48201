"""Names that are only part of another thing's name: universities, clubs, roads, dishes. Pure."""

import re

from scrapers.decide.places.cues import LINES
from scrapers.decide.places.lexicon import Hit
from scrapers.decide.places.mentions import TextMentions
from scrapers.decide.places.text import PreparedText

_LABEL_WORD = re.compile(r" (?:[A-Z][\w'’]*\.?|\([A-Z]+\)|dan|al-\w+)(?= )")
_LINE = re.compile(r" (?:[A-Z]\w+ )?[A-Z][\w'’]* ?[-–—] ?(?=[A-Z])")
_TITLE_REACH = 1
"""Words that may stand between a label and its name in a title, where every word has a capital."""


def labelled_positions(cue_at: dict[int, Hit], prepared: PreparedText) -> set[int]:
    """The offsets in `prepared.whole` at which a name is part of a label: "Riau" in "Universitas Islam Riau".

    `cue_at` has each cue by the offset of its end.
    """
    spans: list[tuple[int, int]] = []
    # "KRL lintas Jakarta Kota–Bogor": both ends are the line's.
    ends: set[int] = set()
    for hit in cue_at.values():
        cue = hit.entry.cue
        if cue and cue.kind == "label":
            reach = min(cue.reach, _TITLE_REACH) if hit.start < prepared.body else cue.reach
            # "Jl. Bandung": a full stop belongs to the label.
            end = hit.end + prepared.whole.startswith(".", hit.end)
            spans.append((hit.start, _run_end(prepared.whole, end, reach)))
            line = _LINE.match(prepared.whole, end) if prepared.whole[hit.start : hit.end].lower() in LINES else None
            if line:
                ends.add(line.end())
    return ends | {position for begin, end in spans for position in range(begin + 1, end)}


def drop_long_labels(in_text: TextMentions, cue_at: dict[int, Hit], prepared: PreparedText) -> None:
    """ "UIN Sunan Gunung Djati Bandung" in a title is a label, unless the text itself names Bandung. In place."""
    spans = _long_labels(cue_at, prepared)
    if not spans:
        return
    outside = {codes for m in in_text.mentions if m.zone != "title" for codes in m.codes}
    for mention in list(in_text.mentions):
        labelled = mention.form == "name" and any(begin < mention.start < end for begin, end in spans)
        if labelled and not outside.intersection(mention.codes):
            in_text.mentions.remove(mention)
            in_text.refused.append((mention.text, "label", mention.codes))


def _long_labels(cue_at: dict[int, Hit], prepared: PreparedText) -> list[tuple[int, int]]:
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
