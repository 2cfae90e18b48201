"""The words of an item around each word that decided something about it. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from record.item import Item
from record.text import fold, printable

CONTEXT_WORDS = 9
"""Words shown before and after a deciding word: about a line of a narrow terminal on each side."""
MOST_PASSAGES = 2
"""Passages shown for one decision; its words stand in the order of their weight."""
_SEPARATORS = r"[\W_]+"
_KINDS = re.compile(r"^(?:kota|kabupaten|kab|provinsi)\W+", re.IGNORECASE)
Role = Literal["because", "refused"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a passage; `is_mark` where it is a deciding word."""

    text: str
    is_mark: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided by which words: a place or dimension (`because`), or a name that is no place here (`refused`).

    `passages` are the item's own text around them, as it stands there; none where it does not have them any more.
    """

    role: Role
    name: str
    """Of `because`: the place's slug or the dimension; of `refused`: why."""
    words: tuple[str, ...]
    passages: tuple[tuple[Piece, ...], ...]


def decided(item: Item, text: str) -> list[Decided]:
    """Every reason and refusal of an item, in its order; `text` is what is stored of its text, without markup."""
    # The text first: whoever decides has read the title, which stands above.
    parts = [part for part in (printable(text), printable(item.title)) if part]
    rows: list[Decided] = []
    for line in item.because:
        name, _, words = line.partition(" = ")
        rows.append(_decided("because", name, words.split(" + "), parts))
    for line in item.refused:
        words, _, why = line.rpartition(" (")
        rows.append(_decided("refused", why.rstrip(")"), [words], parts))
    return rows


def around(sentence: str, text: str) -> tuple[Piece, ...]:
    """A sentence marked within the words around it; alone where the text does not have it."""
    passages = _passages([sentence], [printable(text)])
    return passages[0] if passages else (Piece(printable(sentence), is_mark=True),)


def _decided(role: Role, name: str, words: Sequence[str], parts: Sequence[str]) -> Decided:
    known = [word for word in words if word.strip()]
    return Decided(role, name, tuple(known), _passages(known, parts)[:MOST_PASSAGES])


def _passages(words: Sequence[str], parts: Sequence[str]) -> tuple[tuple[Piece, ...], ...]:
    """The passages around the first place of each word, those of one part that meet joined, in the words' order."""
    spots = [spot for word in words if (spot := _first(word, parts))]
    windows: list[tuple[int, int, int]] = []
    for number, start, end in spots:
        low, high = _window(parts[number], start, end)
        met = next((row for row in windows if row[0] == number and row[1] < high and low < row[2]), None)
        if met:
            windows[windows.index(met)] = (number, min(low, met[1]), max(high, met[2]))
        else:
            windows.append((number, low, high))
    return tuple(
        tuple(_pieces(parts[number], low, high, [row[1:] for row in spots if row[0] == number]))
        for number, low, high in dict.fromkeys(windows)
    )


def _first(word: str, parts: Sequence[str]) -> tuple[int, int, int] | None:
    """Part, start and end of the first place where a word stands; of a region's full name also of its bare one."""
    for form in dict.fromkeys((word, _KINDS.sub("", word))):
        tokens = re.findall(r"\w+", fold(form))
        if not tokens:
            continue
        pattern = re.compile(rf"(?<!\w){_SEPARATORS.join(map(re.escape, tokens))}(?!\w)")
        for number, part in enumerate(parts):
            if match := pattern.search(fold(part)):
                return number, match.start(), match.end()
    return None


def _window(part: str, start: int, end: int) -> tuple[int, int]:
    """`CONTEXT_WORDS` to both sides, whole words."""
    before = [match.start() for match in re.finditer(r"\S+", part[:start])]
    after = [end + match.end() for match in re.finditer(r"\S+", part[end:])]
    low = before[-CONTEXT_WORDS] if len(before) > CONTEXT_WORDS else 0
    high = after[CONTEXT_WORDS - 1] if len(after) > CONTEXT_WORDS else len(part)
    return low, high


def _pieces(part: str, low: int, high: int, marks: Sequence[Sequence[int]]) -> Iterator[Piece]:
    is_marked = [any(start <= at < end for start, end in marks) for at in range(low, high)]
    at = low
    for is_mark, run in groupby(is_marked):
        length = len(list(run))
        text = part[at : at + length]
        if at == low and low > 0:
            text = f"… {text}"
        at += length
        yield Piece(f"{text} …" if at == high and high < len(part) else text, is_mark)
