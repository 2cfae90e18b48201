"""Trimming the head and the tail of a text by the shape of its blocks: sentences, links, length, punctuation. Pure.

A block is what stands between blank lines of a Markdown text. What is cut this way differs from site to site in its
words, and hardly in its shape: short lines without a full stop before the first sentence (way to the section, byline,
picture's caption), lists of links after the last, with the short line that announces them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from scrapers.extract.tables import LEADING_CAPTION, OPENING, OPENING_SIGN

LONGEST_LABEL = 12
"""Words of a line that may be furniture for want of a full stop."""
LINKED = 0.6
"""Share of a block's words in links from which it is no sentence of the article."""
SHORT = 25
"""Words of a block in which so many links are furniture; a longer one is a paragraph that cites much."""
ROW_WORDS = 4
"""Words of a label with its link; a link with less is a name."""
CHARACTERS_A_WORD = 12
HEAD_BLOCKS = 12
"""Blocks from the top among which an article's own headline may stand."""
MOSTLY_READ = 0.5
"""Share of a text's words before a signature that makes it the end."""
LITTLE = 0.25
"""Share of a text's words that may be cut from its head, or after a signature."""
BEFORE_OPENING = 2
"""Sentences at most that stand before a report's opening: a standfirst and a caption."""
MOST_FURNITURE = 0.75
"""Share of links, labels and headings among the blocks that follow a text."""
NOT_MUCH = 0.4
"""The same where place and outlet open the text after it."""
WITNESS_WORDS = 60
"""Words of a stated text from which it is no teaser."""
WITNESSED = 0.6
"""Share of a text that must stand in the stated one, for the rest to be doubted."""
UNSEEN = 0.3
"""Share of a block's words in the stated text, below which it is not the article's."""
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_LINK_MIDDLE = "]("
_MARK = re.compile(r"[*_#>`\\]")
_MARKS = "*_#>`\\"
_STRUCTURE = re.compile(r"\s*(?:#{1,6} |[-+*] |\d+[.)] |>|\|)")
SENTENCE_END = tuple('.!?…:;"”’»—–-。！？」')
_STOPS = tuple('.?…;"”’»–—-。？」')
_FULL_STOPS = tuple('.!?…”"。！？')
_SIGNATURE = re.compile(r"(?:^|[.!?…”\"’)]\s*)[(\[][A-Za-z*]{2,12}(?:\s?/\s?[A-Za-z*]{2,12}){1,3}[)\]]\s*$")
_OPENING = re.compile(OPENING)
_OPENING_SIGN = re.compile(OPENING_SIGN)
_CAPTION = re.compile(LEADING_CAPTION, re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """A block of Markdown and what its shape says."""

    raw: str

    @cached_property
    def text(self) -> str:
        """Its words alone."""
        return bare(self.raw)

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return count_words(self.text)

    @cached_property
    def linked(self) -> float:
        """The share of its words that stand in links."""
        links = _LINK.findall(self.raw) if _LINK_MIDDLE in self.raw else ()
        return min(1.0, sum(map(count_words, map(bare, links))) / self.words) if self.words else 0.0

    @property
    def is_structure(self) -> bool:
        """Whether it is a heading, list, quotation or table."""
        return _STRUCTURE.match(self.raw) is not None

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading."""
        return self.raw.lstrip().startswith("#")

    @property
    def is_links(self) -> bool:
        """Whether it is a list of links, or a line that is mostly one."""
        return self.linked >= LINKED and (self.words <= SHORT or self.linked > 1 - LITTLE)

    @property
    def is_link_row(self) -> bool:
        """Whether it is a link or several with the short label before each, as "Filed under" and "Read this"."""
        return (
            self.linked > 0
            and count_words(bare(_LINK.sub(" ", self.raw))) <= LONGEST_LABEL // 2
            and self.words >= ROW_WORDS
            and not self.text.endswith(_FULL_STOPS)
        )

    @property
    def is_label(self) -> bool:
        """Whether it is a short line that is no sentence."""
        return self.words <= LONGEST_LABEL and not self.text.endswith(SENTENCE_END)

    @property
    def opens(self) -> bool:
        """Whether it begins with place and outlet, as the first sentence of a report."""
        opening = _OPENING.match(self.text)
        return opening is not None and _OPENING_SIGN.search(opening[0]) is not None

    @property
    def announces(self) -> bool:
        """Whether it is a label, or a short line with a colon."""
        return not self.is_structure and (self.is_label or self.is_cry)

    @property
    def is_cry(self) -> bool:
        """Whether it is a few words without a full stop, as what calls for a click has."""
        return self.words <= LONGEST_LABEL // 2 and not self.text.endswith(_STOPS)


def count_words(text: str) -> int:
    """The words of a text; in scripts without spaces some characters say about as much as one."""
    return max(len(text.split()), len(text) // CHARACTERS_A_WORD)


# The steps that take furniture off ask for it of each block and line, one after the other.
@lru_cache(maxsize=256)
def bare(markdown: str) -> str:
    """The words of Markdown on one line, without marks and addresses."""
    # Most lines have neither, which is seen sooner than a pattern is tried at each character.
    text = _LINK.sub(r"\1", markdown) if _LINK_MIDDLE in markdown else markdown
    text = _MARK.sub("", text) if any(mark in text for mark in _MARKS) else text
    return " ".join(text.split())


def trim(blocks: Sequence[str], headline: str, stated: str = "") -> list[str]:
    """The blocks that are the article's.

    `stated` is the text that the page states for machines (JSON-LD's `articleBody`), or "".
    """
    own = [Block(raw) for raw in blocks]
    own = [block for block in own if block.is_structure or not block.is_link_row]
    own = _without_tail(_without_head(own, headline))
    return [block.raw for block in _as_stated(own, stated)]


def _without_head(blocks: list[Block], headline: str) -> list[Block]:
    """From the first sentence or heading on; what stands before the headline repeated is the page's own head."""
    total = sum(block.words for block in blocks)
    starts = [at + 1 for at, block in enumerate(blocks[:HEAD_BLOCKS]) if block.text.casefold() == headline.casefold()]
    first = max([0, _opening(blocks), *starts])
    while first < len(blocks) and _is_head_furniture(blocks[first]):
        first += 1
    # A caption says itself that it is one; the rest may be cut only where it is little.
    cut = sum(block.words for block in blocks[:first] if not _CAPTION.match(block.text))
    return (
        blocks[first:]
        if cut <= (NOT_MUCH if first < len(blocks) and blocks[first].opens else LITTLE) * total
        else blocks
    )


def _opening(blocks: list[Block]) -> int:
    """Where place and outlet open a report, with no more before it than a caption and a standfirst; else 0."""
    opened = next((at for at, block in enumerate(blocks[:HEAD_BLOCKS]) if block.opens), 0)
    sentences = [block for block in blocks[:opened] if not block.is_heading and not _is_head_furniture(block)]
    return opened if len(sentences) <= BEFORE_OPENING else 0


def _is_head_furniture(block: Block) -> bool:
    is_caption = _CAPTION.match(block.text) is not None
    return is_caption or block.is_links or (block.is_label and not block.is_structure)


def _without_tail(blocks: list[Block]) -> list[Block]:
    """Up to the signature, and without links at the end and the short line that announces them."""
    total = sum(block.words for block in blocks)
    read = 0
    for at, block in enumerate(blocks):
        read += block.words
        if read >= MOSTLY_READ * total and total - read <= LITTLE * total and _SIGNATURE.search(block.text):
            return blocks[: at + 1]
    end = _end_of_prose(blocks, total)
    while end and blocks[end - 1].is_links:
        end -= 1
    if end < len(blocks):
        while end and (blocks[end - 1].is_heading or blocks[end - 1].is_cry):
            end -= 1
    return blocks[:end]


def _end_of_prose(blocks: list[Block], total: int) -> int:
    """Where links, labels and headings begin among which hardly a sentence stands any more, at the earliest midway."""
    kinds = [block.is_links or block.is_heading or block.announces for block in blocks]
    left = total
    for at, block in enumerate(blocks):
        begins = all(kinds[at : at + 2]) and any(other.is_links or other.is_heading for other in blocks[at : at + 2])
        rest = kinds[at:]
        if begins and left <= LITTLE * total and sum(rest) >= MOST_FURNITURE * len(rest):
            return at
        left -= block.words
    return len(blocks)


def _as_stated(blocks: list[Block], stated: str) -> list[Block]:
    """Without paragraphs that are missing in the text which the page states, if most of the rest is in it."""
    known = shingles(stated)
    if len(stated.split()) < WITNESS_WORDS:
        return blocks
    shares = [shared(shingles(block.text), known) for block in blocks]
    total = sum(block.words for block in blocks)
    seen = sum(block.words for block, share in zip(blocks, shares, strict=True) if share >= UNSEEN)
    if seen < WITNESSED * total:
        return blocks
    inside = [at for at, share in enumerate(shares) if share >= UNSEEN]
    return [
        block
        for at, (block, share) in enumerate(zip(blocks, shares, strict=True))
        if share >= UNSEEN or (inside[0] < at < inside[-1] and block.is_structure)
    ]


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """The runs of three words in a text, or the text itself where it has no three."""
    words = re.findall(r"\w+", text.casefold())
    size = min(3, len(words))
    return frozenset(tuple(words[at : at + size]) for at in range(len(words) - size + 1)) if words else frozenset()


def shared(some: frozenset[tuple[str, ...]], known: frozenset[tuple[str, ...]]) -> float:
    """The share of `some` that is in `known`."""
    return len(some & known) / len(some) if some else 0.0
