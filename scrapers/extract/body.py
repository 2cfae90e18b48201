"""The article's text: the elements that hold it, held against a second opinion, without furniture, as Markdown."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass

import trafilatura
from lxml import html as lxml_html
from lxml.html import HtmlElement

from scrapers.extract import clean
from scrapers.extract.containers import ENOUGH_WORDS, SUBHEADINGS
from scrapers.extract.markdown import to_markdown, to_text
from scrapers.extract.prune import copy_readable, count_of, prune
from scrapers.extract.tables import NEVER_BODY
from scrapers.extract.tree import MOST_OF_IT, HtmlPage, drop, is_element, parents
from scrapers.extract.trim import count_words, shared, shingles

# `python -m tests.extract.score_sets` measures what a change of these numbers does to labelled pages.
COVERED = 0.9
"""Share of trafilatura's text that the element around it must hold."""
NO_WIDER = 1.35
SOME_WORDS = 30
"""How much longer than trafilatura's text the element around it may be: times, plus words."""
SHORTEST_CLUE = 25
"""Characters a piece of text needs to be looked for in trafilatura's."""
MOST_PROSE = 0.75
"""Share of a page's prose from which the elements that hold it need no second opinion."""
AGREED = 0.8
"""Share of a text that stands in another of which it is a part."""
DOUBTED = 0.5
"""Share of either text in the other, below which nobody knows which is the article's."""
MUCH_LONGER = 1.5


@dataclass(frozen=True, slots=True)
class Body:
    """A text as Markdown; `is_doubted`: a second, independent extraction took another for the article."""

    markdown: str
    is_doubted: bool = False


@dataclass(frozen=True, slots=True)
class Extraction:
    """What trafilatura took for the text of `tree`, as HTML and as plain text."""

    tree: HtmlElement
    html: str
    text: str


def find_body(page: HtmlPage, parts: Sequence[HtmlElement], title: str, stated: str = "") -> Body:
    """The article's text, furniture taken off; "" where there is none.

    `parts` are the elements that `text_parts` gave; without any, trafilatura chooses. `stated` is the text that the
    page states for machines, or "". Parts that hold too little of the page's prose are held against trafilatura's text.
    """
    made = chosen_body(parts, page.url, title, stated)
    words = count_words(to_text(made))
    share = sum(page.prose[part] for part in parts) / max(1, page.prose[page.tree])
    if words >= ENOUGH_WORDS and share >= MOST_PROSE:
        return Body(made)
    other = _second_opinion(page)
    if words < ENOUGH_WORDS:
        return Body(_whole(other, page.url, title, stated) or made)
    mine, theirs = shingles(to_text(made)), shingles(other.text)
    is_doubted = bool(theirs) and max(shared(mine, theirs), shared(theirs, mine)) < DOUBTED
    is_longer = share < MOST_OF_IT and len(theirs) > MUCH_LONGER * len(mine)
    # The longer text is the safer if it holds the other, or if that one's elements hold the lesser part of the page.
    if is_longer and (is_doubted or shared(mine, theirs) >= AGREED):
        made = _whole(other, page.url, title, stated)
    return Body(made, is_doubted)


def _second_opinion(page: HtmlPage) -> Extraction:
    """What trafilatura takes for the text, first without what stands around the article."""
    without = _extraction(_without_around(page))
    return without if count_words(without.text) >= ENOUGH_WORDS else _extraction(page.tree)


def _extraction(tree: HtmlElement) -> Extraction:
    html = trafilatura.extract(
        tree, output_format="html", include_comments=False, include_links=True, include_formatting=True
    )
    return Extraction(tree, html or "", clean.squeeze(" ".join(lxml_html.fromstring(html).itertext())) if html else "")


def chosen_body(elements: Iterable[HtmlElement], url: str, title: str, stated: str = "") -> str:
    """The text of the elements that an outlet's selectors select, as Markdown, furniture taken off."""
    bodies = [copy_readable(element) for element in elements]
    total = sum(count_of(body) for body in bodies)
    return clean.body("\n\n".join(_render(body, url, title, total) for body in bodies), title, stated)


def _without_around(page: HtmlPage) -> HtmlElement:
    """A copy of the page without what stands around its article, as far as that is not most of it."""
    copied = deepcopy(page.tree)
    pairs = list(zip(page.tree.iter("*"), copied.iter("*"), strict=True))
    for element, copy in pairs:
        is_root = element in page.around and element.getparent() not in page.around
        if is_root and page.prose[element] <= page.prose[page.tree]:
            drop(copy)
    return copied


def _whole(extraction: Extraction, url: str, title: str, stated: str) -> str:
    """trafilatura's text, or the element around it where that is hardly longer: loose lead paragraphs get lost."""
    if not extraction.html:
        return ""
    if (around := _around(extraction.tree, extraction.text)) is not None:
        whole = chosen_body([around], url, title, stated)
        words = count_words(extraction.text)
        if COVERED * words <= count_words(to_text(whole)) <= words * NO_WIDER + SOME_WORDS:
            return whole
    return clean.body(to_markdown(extraction.html, url), title, stated)


def _around(tree: HtmlElement, text: str) -> HtmlElement | None:
    """The innermost element that holds nearly all of `text`."""
    held: defaultdict[HtmlElement, int] = defaultdict(int)
    total = 0
    for element in tree.iter():
        if is_element(element) and element.tag not in NEVER_BODY:
            for raw, owner in ((element.text, element), (element.tail, element.getparent())):
                piece = clean.squeeze(raw or "")
                if len(piece) >= SHORTEST_CLUE and owner is not None and piece in text:
                    total += len(piece)
                    for node in parents(owner):
                        held[node] += len(piece)
    wide_enough = [node for node, length in held.items() if length >= COVERED * total]
    return max(wide_enough, key=lambda node: sum(1 for _ in parents(node)), default=None)


def _render(body: HtmlElement, url: str, title: str, total: int) -> str:
    prune(body, title, total)
    if body.tag not in SUBHEADINGS:
        # A body may be a table's cell, which on its own would become a table.
        body.tag = "div"
    return to_markdown(lxml_html.tostring(body, encoding="unicode"), url)
