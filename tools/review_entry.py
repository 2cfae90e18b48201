"""What an editor sees of an entry of the review tray: lines of plain text, safe to print. Pure."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from plugins.model.safe_markdown import render_body
from record.item import Item, is_edited
from record.text import printable
from record.waiting import Waiting
from scrapers.decide.verdict import sentences

EXCERPT_WORDS = 60
"""How much of a text is shown."""
MOST_DIFFERENCES = 3
"""How many changed passages of a text are shown."""
CONTEXT_WORDS = 4
"""Words shown before and after a changed passage."""
MOST_PASSAGE_WORDS = 40
"""Words shown of one passage."""


def lines(entry: Waiting) -> list[tuple[str, str]]:
    """Label and text of each line below an entry's title; the label is "" where the text needs none."""
    rows = [("", f"{entry.date or 'no date'}  {entry.url}"), *_proposal(entry), *_item(entry), *_newer(entry)]
    return [(label, line) for label, text in rows if (line := printable(text))]


def _proposal(entry: Waiting) -> Iterator[tuple[str, str]]:
    if entry.proposal:
        yield entry.proposal.place, entry.proposal.kind
        yield "sentence", entry.proposal.sentence
        for other in entry.repeats:
            yield "also says it", f"{other.title}  {other.url}"


def _item(entry: Waiting) -> Iterator[tuple[str, str]]:
    if entry.item:
        yield "why it waits", _reason(entry.item) if entry.newer else entry.item.review
        for name in ("places", "mentions", "because", "refused", "dimensions"):
            yield "about" if name == "places" else name, ", ".join(getattr(entry.item, name))
        if not entry.newer:
            yield "text", sentences(plain_text(entry.item), EXCERPT_WORDS)


def _reason(item: Item) -> str:
    return "changed at its source" + (", and edited here" if is_edited(item) else "")


def _newer(entry: Waiting) -> Iterator[tuple[str, str]]:
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


def plain_text(item: Item) -> str:
    """The words of an item's body, or else its summary, without the marks of Markdown."""
    return render_body(item.body).striptags() if item.body else item.summary
