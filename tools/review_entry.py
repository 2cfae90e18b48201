"""What an editor sees of an entry of the review tray: lines of plain text, safe to print. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher

from plugins.model.safe_markdown import render_body
from record.item import Item
from record.waiting import Waiting
from scrapers.decide.verdict import sentences

EXCERPT_WORDS = 60
"""How much of a text is shown."""
MOST_DIFFERENCES = 3
"""How many changed passages of a text are shown."""
CONTEXT_WORDS = 4
"""Words shown before and after a changed passage."""
MOST_PASSAGE_WORDS = 30
"""Words shown of one passage."""
# What a terminal would obey: CSI sequences such as colours, OSC such as titles and links, and the two-character ones.
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])|\x9b[0-?]*[ -/]*[@-~]")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of what a terminal does not show but may obey: controls, writing direction, surrogates."""


def shown(text: str) -> str:
    """One line of a text from outside without anything that a terminal obeys or hides."""
    spaced = "".join(
        char if unicodedata.category(char) not in _UNSEEN else _instead(char) for char in _ESCAPE.sub("", text)
    )
    return " ".join(spaced.split())


def _instead(char: str) -> str:
    return " " if char.isspace() else ""


def lines(entry: Waiting) -> list[tuple[str, str]]:
    """Label and text of each line below an entry's title; the label is "" where the text needs none."""
    rows = [("", f"{entry.date or 'no date'}  {entry.url}"), *_proposal(entry), *_item(entry), *_newer(entry)]
    return [(label, line) for label, text in rows if (line := shown(text))]


def _proposal(entry: Waiting) -> Iterator[tuple[str, str]]:
    if entry.proposal:
        yield entry.proposal.place, entry.proposal.kind
        yield "sentence", entry.proposal.sentence
        for other in entry.repeats:
            yield "also says it", f"{other.title}  {other.url}"


def _item(entry: Waiting) -> Iterator[tuple[str, str]]:
    if entry.item:
        yield "why it waits", entry.item.review
        for name in ("places", "mentions", "because", "refused", "dimensions"):
            yield "about" if name == "places" else name, ", ".join(getattr(entry.item, name))
        if not entry.newer:
            yield "text", sentences(plain_text(entry.item), EXCERPT_WORDS)


def _newer(entry: Waiting) -> Iterator[tuple[str, str]]:
    if entry.item and entry.newer:
        yield from _pair("title", entry.item.title, entry.newer.title)
        yield from _pair("date", _date(entry.item), _date(entry.newer) or _date(entry.item))
        yield from _differences(plain_text(entry.item), plain_text(entry.newer))


def _pair(name: str, old: str, new: str) -> Iterator[tuple[str, str]]:
    if shown(old) != shown(new):
        yield f"old {name}", old or "none"
        yield f"new {name}", new or "none"


def _date(item: Item) -> str:
    return item.date.isoformat(" ", "minutes") if item.date else ""


def _differences(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Old and new words of each changed passage, the first few of them."""
    before, after = old.split(), new.split()
    changes = [row for row in SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if row[0] != "equal"]
    for _, start, end, new_start, new_end in changes[:MOST_DIFFERENCES]:
        yield "old text", _passage(before, start, end)
        yield "new text", _passage(after, new_start, new_end)
    if len(changes) > MOST_DIFFERENCES:
        yield "and", f"{len(changes) - MOST_DIFFERENCES} more changes"


def _passage(words: list[str], start: int, end: int) -> str:
    first, last = max(0, start - CONTEXT_WORDS), min(len(words), end + CONTEXT_WORDS)
    cut = min(last, first + MOST_PASSAGE_WORDS)
    return ("… " if first else "") + " ".join(words[first:cut]) + (" …" if cut < len(words) else "")


def plain_text(item: Item) -> str:
    """The words of an item's body, or else its summary, without the marks of Markdown."""
    return render_body(item.body).striptags() if item.body else item.summary
