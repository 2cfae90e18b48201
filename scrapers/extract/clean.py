"""Taking off what outlets put around and into their texts: the patterns are in `tables.py`."""

import html
import re
import unicodedata
from functools import lru_cache

from record.text import clean_text
from scrapers.extract.tables import END_LINES, JUNK_LINES, SIGN_OFF
from scrapers.extract.trim import bare, trim

_SEPARATORS = (": ", " | ", " - ", " – ", " — ", " :: ", " » ")

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_JUNK = tuple(re.compile(pattern, re.IGNORECASE) for pattern in JUNK_LINES)
_END = tuple(re.compile(pattern, re.IGNORECASE) for pattern in END_LINES)
_SIGN_OFF = re.compile(SIGN_OFF)
_SIGN_OFF_ENDS = (")", "]", "*", "_", "\\")
MOSTLY_READ = 0.5
"""Share of the words before a closing line that makes it the end."""


def squeeze(text: str) -> str:
    """One line, single spaces, NFC, nothing unseen or forbidden (`clean_text`)."""
    plain = clean_text(text)
    return " ".join((plain if plain.isascii() else unicodedata.normalize("NFC", plain)).split())


def unescaped(text: str) -> str:
    """What a text that still has entities after parsing was to say: it was escaped once too often."""
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)


def title(raw: str, *, site: str = "") -> str:
    """A headline without the site's name at either end."""
    text = squeeze(unescaped(raw))
    for separator in _SEPARATORS:
        if site and text.casefold().endswith((separator + site).casefold()):
            text = text[: -len(separator + site)]
        if site and text.casefold().startswith((site + separator).casefold()):
            text = text[len(site + separator) :]
    return text.strip()


def author(raw: str) -> str | None:
    """A person's or desk's name without "Oleh:" and the like; None where nothing is left."""
    text = re.sub(r"^(?:oleh|by|penulis|pewarta|reporter|editor)\s*:?\s+", "", squeeze(raw), flags=re.IGNORECASE)
    # "Kontributor Lhokseumawe, Rina Andayani": where somebody works is no part of the name.
    text = re.sub(r"^kontributor(?: [^,]{3,40},| (?=\S+ \S+$))\s*", "", text, flags=re.IGNORECASE)
    return text if 1 < len(text) <= 80 and not text.startswith("http") else None


# A block is asked for, and then each of its lines: mostly the same one.
@lru_cache(maxsize=256)
def is_junk(line: str) -> bool:
    """Whether a line of text is the outlet's furniture, not the article."""
    return any(pattern.match(line) for pattern in _JUNK)


def body(markdown: str, headline: str, stated: str = "") -> str:
    """The body without furniture lines, without the headline at its top and without what follows its end.

    `stated` is the text that the page states for machines, or "".
    """
    blocks = [block.strip("\n") for block in re.split(r"\n\s*\n", markdown) if bare(block)]
    own = [_without_junk_lines(block) for block in _until_end(blocks) if not is_junk(bare(block))]
    own = trim([block for block in own if block.strip()], headline, stated)
    return "\n\n".join(_without_trailing(own))


def without_author(markdown: str, name: str | None) -> str:
    """The body without a last line that is nothing but its writer's name."""
    rest, _, last = markdown.rpartition("\n\n")
    return rest if rest and name and bare(last).casefold() == name.casefold() else markdown


def _until_end(blocks: list[str]) -> list[str]:
    counts = [len(bare(block).split()) for block in blocks]
    total, read = sum(counts), 0
    for number, (block, count) in enumerate(zip(blocks, counts, strict=True)):
        lines = [bare(line) for line in block.split("\n")]
        if read >= MOSTLY_READ * total and (at := _end_among(lines)) is not None:
            return [*blocks[:number], "\n".join(block.split("\n")[:at])]
        read += count
    return blocks


def _end_among(lines: list[str]) -> int | None:
    return next((at for at, line in enumerate(lines) if any(pattern.match(line) for pattern in _END)), None)


def _without_junk_lines(block: str) -> str:
    lines = block.split("\n")
    return "\n".join(line for line in lines if not bare(line) or not is_junk(bare(line)))


def _without_trailing(blocks: list[str]) -> list[str]:
    """Without headings, rules and editors' signatures at the very end."""
    while blocks:
        last = blocks[-1]
        if last.rstrip().endswith(_SIGN_OFF_ENDS):
            last = _SIGN_OFF.sub("", last)
        last = last.rstrip(" \\\n")
        if re.search(r"\w", bare(last)) and not re.match(r"#{1,6} ", last):
            return [*blocks[:-1], last]
        blocks = blocks[:-1]
    return blocks
