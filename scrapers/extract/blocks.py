"""Telling the blocks of a text from the boxes that stand among them, by how each looks beside the others.

A block is an element that holds text and no further block. The paragraphs of an article are made alike: they stand in
the same place of the tree, under the same classes. A box with a promotion, a writer's portrait or other articles is
made otherwise, is shorter, has more links, capitals and bold print. `WEIGHTS` say how much each of that counts.
"""

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from scrapers.extract.clean import squeeze
from scrapers.extract.tree import INLINE, PROSE_WORDS, is_element, parents, text_of
from scrapers.extract.trim import SENTENCE_END, count_words

WEIGHTS = {
    "bias": -1.93,
    "alike": 4.35,
    "beside": 2.94,
    "length": 0.43,
    "linked": -3.96,
    "emphasis": -2.91,
    "sentence": 0.21,
    "heading": 2.26,
    "list": 1.51,
    "quotation": 2.36,
    "capitals": -5.39,
    "late": -1.71,
}
"""Weights of a logistic regression: the sum over a block's features is the log-odds that it belongs to the text.

Fitted on 4 119 blocks of 200 pages of two public benchmarks with true texts (mostly European and American news): 84 %
of the blocks were the article's; each counts by its words. `python -m tests.extract.fit_blocks LABELS…` fits, and
tells what each half's weights would drop of the other half.
"""
SURELY_NOT = math.log(0.2 / 0.8)
"""Log-odds below which a block is dropped: 31 % of the foreign words go so, with 0.3 % of the articles'."""
MOST_DROPPED = 0.25
"""A larger share of the words is never dropped: then it is the rest that is made otherwise."""
REPEATED_WORDS = 5
"""Words of a sentence that is no repetition by chance."""
IN_PLACE = 0.5
"""Share of the prose in the same place as a block, from which only links are dropped there."""
LATE = 0.8
"""Share of the blocks after which the end begins."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ITEMS = frozenset({"li", "dd", "dt", "td", "th"})
_EMPHASIS = ("strong", "b", "em", "i")
_NOT_SMALL = re.compile("[^ a-z]")
LINK_DEPTH = 6
"""Elements from a block out to the link that may hold it."""


@dataclass(frozen=True)
class Block:
    """A block of a text; `path` names the elements around it, `words` counts, `linked` and `emphasized` within it."""

    element: HtmlElement
    text: str
    path: tuple[str, ...]
    words: int
    linked: int
    emphasized: int

    @property
    def is_prose(self) -> bool:
        """Whether it is running text."""
        return self.words >= PROSE_WORDS and 2 * self.linked < self.words


def blocks_of(body: HtmlElement) -> list[Block]:
    """The blocks in an element, in order."""
    paths: dict[HtmlElement, tuple[str, ...]] = {body: ()}
    return [_block(element, text, paths) for element, text in _texts(body).items() if re.search(r"\w", text)]


def foreign_blocks(body: HtmlElement) -> list[HtmlElement]:
    """The elements in an article's element that do not look like its text."""
    blocks = blocks_of(body)
    features = features_of(blocks)
    foreign = [
        block
        for block, its in zip(blocks, features, strict=True)
        if log_odds(its) < SURELY_NOT and (2 * block.linked > block.words or not _is_in_place(block, its))
    ]
    foreign += [block for block in _repetitions(blocks, features) if block not in foreign]
    if sum(block.words for block in foreign) > MOST_DROPPED * sum(block.words for block in blocks):
        return []
    kept = {block.element for block in blocks} - {block.element for block in foreign}
    return [e for e in (block.element for block in foreign) if e is not body and kept.isdisjoint(e.iterdescendants())]


def _is_in_place(block: Block, features: dict[str, float]) -> bool:
    """Whether a block belongs to what is about it: an item to its list, a bold line to the paragraphs that it heads."""
    return block.element.tag in _ITEMS or features["alike"] > IN_PLACE


def _repetitions(blocks: list[Block], features: list[dict[str, float]]) -> list[Block]:
    """Sentences of the text that are shown large in a box of their own once more."""
    pairs = list(zip(blocks, features, strict=True))
    boxes = [block for block, its in pairs if its["alike"] < MOST_DROPPED and block.words >= REPEATED_WORDS]
    if not boxes:
        return []
    text = f" {' '.join(_plain(block.text) for block, its in pairs if its['alike'] >= MOST_DROPPED)} "
    return [block for block in boxes if f" {_plain(block.text)} " in text]


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def log_odds(features: dict[str, float]) -> float:
    """The log-odds that a block with these features belongs to the text."""
    return WEIGHTS["bias"] + sum(WEIGHTS[name] * value for name, value in features.items())


def features_of(blocks: list[Block]) -> list[dict[str, float]]:
    """What each block looks like beside the others, from 0 to 1, and the logarithm of its length."""
    prose = [block for block in blocks if block.is_prose]
    total = max(1, sum(block.words for block in prose))
    alike: Counter[tuple[str, ...]] = Counter()
    beside: Counter[tuple[str, ...]] = Counter()
    for block in prose:
        alike[block.path] += block.words
        beside[block.path[1:]] += block.words
    return [
        {
            "alike": alike[block.path] / total,
            "beside": beside[block.path[1:]] / total,
            "length": math.log1p(block.words),
            "linked": block.linked / block.words,
            "emphasis": block.emphasized / block.words,
            "sentence": float(block.text.endswith(SENTENCE_END)),
            "heading": float(block.element.tag in _HEADINGS),
            "list": float(block.element.tag in _ITEMS),
            "quotation": float(any(step.startswith("blockquote") for step in block.path)),
            # Of most letters it is known without a look that they are none.
            "capitals": sum(map(str.isupper, _NOT_SMALL.findall(block.text))) / len(block.text),
            "late": float(at > LATE * len(blocks)),
        }
        for at, block in enumerate(blocks)
    ]


def _texts(body: HtmlElement) -> dict[HtmlElement, str]:
    """The text of each block, without that of the blocks in it."""
    owners: dict[HtmlElement, HtmlElement] = {}
    pieces: dict[HtmlElement, list[str]] = {}
    for node in body.iter():
        parent = node.getparent() if node is not body else None
        if is_element(node):
            owners[node] = owners[parent] if parent is not None and node.tag in INLINE else node
            if node.text:
                pieces.setdefault(owners[node], []).append(node.text)
        if parent is not None and node.tail:
            pieces.setdefault(owners[parent], []).append(node.tail)
    return {element: squeeze(" ".join(texts)) for element, texts in pieces.items()}


def _block(element: HtmlElement, text: str, paths: dict[HtmlElement, tuple[str, ...]]) -> Block:
    words = count_words(text)
    is_linked = any(node.tag == "a" for node in islice(parents(element), LINK_DEPTH))
    linked = words if is_linked else sum(len(text_of(link).split()) for link in element.iter("a"))
    emphasized = sum(len(text_of(strong).split()) for strong in element.iter(*_EMPHASIS))
    return Block(element, text, _path(element, paths), words, min(linked, words), min(emphasized, words))


def _path(element: HtmlElement, paths: dict[HtmlElement, tuple[str, ...]]) -> tuple[str, ...]:
    """Tags and classes from an element out to the body, by way of `paths`; numbers in classes count what is alike."""
    if element not in paths:
        outer = element.getparent()
        name = re.sub(r"[0-9]+", "", element.get("class") or "")
        paths[element] = (f"{element.tag!s}.{name}", *(_path(outer, paths) if outer is not None else ()))
    return paths[element]
