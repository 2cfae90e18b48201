"""What an editor sees of an entry of the review tray: lines of plain text, safe to print. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from plugins.model.safe_markdown import render_body
from record.item import Item, is_edited
from record.suggestions import is_likely
from record.text import printable
from record.waiting import Waiting
from scrapers.decide.verdict import sentences
from tools.review_context import Decided, Piece, decided

EXCERPT_WORDS = 60
"""How much of a text is shown."""
MOST_DIFFERENCES = 3
"""How many changed passages of a text are shown."""
CONTEXT_WORDS = 4
"""Words shown before and after a changed passage."""
MOST_PASSAGE_WORDS = 40
"""Words shown of one passage."""
NOT_STORED = "(its text is not stored here; look at the original)"


@dataclass(frozen=True, slots=True)
class Line:
    """A line below an entry's title: its label, "" where the text needs none, and its text in pieces."""

    label: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The line as plain text."""
        words = "".join(piece.text for piece in self.pieces)
        return f"{self.label}: {words}" if self.label else words


def plain_text(item: Item) -> str:
    """The words of an item's body, or else its summary, without the marks of Markdown."""
    return render_body(item.body).striptags() if item.body else item.summary


def lines(entry: Waiting, text_of: Callable[[Item], str] = plain_text) -> list[Line]:
    """Every line below an entry's title; `text_of` gives as much of an item's text as there is."""
    rows = [("", f"{entry.date or 'no date'}  {entry.url}"), *_item(entry), *compared(entry)]
    plain = [Line(label, (Piece(line),)) for label, text in rows if (line := printable(text))]
    return [*plain[:1], *_proposal(entry), *plain[1:], *_decisions(entry, text_of), *_opening(entry)]


def suggests_place(item: Item) -> bool:
    """Whether the places that a draft names are likelier right than wrong, by why it waits."""
    return all(is_likely("place", reason.strip()) for reason in item.review.split(","))


def _proposal(entry: Waiting) -> Iterator[Line]:
    if entry.proposal:
        yield Line(printable(entry.proposal.place), (Piece(printable(entry.proposal.kind)),))
        yield Line("sentence", (Piece(printable(entry.proposal.sentence)),))
        for other in entry.repeats:
            yield Line("also says it", (Piece(printable(f"{other.title}  {other.url}")),))


def _item(entry: Waiting) -> Iterator[tuple[str, str]]:
    if entry.item:
        yield "why it waits", _reason(entry.item) if entry.newer else entry.item.review
        for name in ("places", "mentions", "dimensions"):
            yield "about" if name == "places" else name, ", ".join(getattr(entry.item, name))


def _decisions(entry: Waiting, text_of: Callable[[Item], str]) -> Iterator[Line]:
    """Each reason and refusal, and below it the item's own words around what decided it."""
    if not entry.item or entry.newer:
        return
    for row in decided(entry.item, text_of(entry.item)):
        words = printable(" + ".join(row.words))
        said = f"{printable(row.name)} = {words}" if row.role == "because" else f"{words} ({printable(row.name)})"
        yield Line(_label(row, entry.item), (Piece(said),))
        for passage in row.passages or ((Piece(NOT_STORED),),):
            yield Line("", (Piece("   "), *passage))


def _label(row: Decided, item: Item) -> str:
    is_open = row.role == "because" and row.name not in (*item.places, *item.mentions, *item.dimensions)
    return "may mean" if is_open else row.role


def _opening(entry: Waiting) -> Iterator[Line]:
    if entry.item and not entry.newer and (opening := sentences(plain_text(entry.item), EXCERPT_WORDS)):
        yield Line("text", (Piece(printable(opening)),))


def _reason(item: Item) -> str:
    return "changed at its source" + (", and edited here" if is_edited(item) else "")


def compared(entry: Waiting) -> Iterator[tuple[str, str]]:
    """What differs between an item and the newer version that waits for it; label and text, old before new."""
    if entry.item and entry.newer:
        yield from _pair("title", entry.item.title, entry.newer.title)
        yield from _pair("date", _date(entry.item), _date(entry.newer) or _date(entry.item))
        yield from _differences(plain_text(entry.item), plain_text(entry.newer))


def _pair(name: str, old: str, new: str) -> Iterator[tuple[str, str]]:
    if printable(old) != printable(new):
        yield f"old {name}", old or "none"
        yield f"new {name}", new or "none"


def _date(item: Item) -> str:
    return item.date.isoformat(" ", "minutes") if item.date else ""


def _differences(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Old and new words of each changed passage, the first few of them."""
    before, after = old.split(), new.split()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    passages = list(matcher.get_grouped_opcodes(CONTEXT_WORDS))
    for passage in passages[:MOST_DIFFERENCES]:
        (_, start, _, new_start, _), (_, _, end, _, new_end) = passage[0], passage[-1]
        yield "old text", _passage(before, start, end)
        yield "new text", _passage(after, new_start, new_end)
    if len(passages) > MOST_DIFFERENCES:
        yield "and", f"{len(passages) - MOST_DIFFERENCES} more changes"


def _passage(words: list[str], start: int, end: int) -> str:
    cut = min(end, start + MOST_PASSAGE_WORDS)
    return ("… " if start else "") + " ".join(words[start:cut]) + (" …" if cut < len(words) else "")
