"""Finding the elements that hold an article's text: by the marks of platforms, or by where a page's prose stands."""

from collections import defaultdict
from functools import cache
from itertools import islice

from lxml.html import HtmlElement

from scrapers.extract.tables import BODY_MARKS
from scrapers.extract.tree import HtmlPage, is_links, marks_of, parents, words_outside_links

# `python -m tests.extract.score` measures what a change of these numbers does to the pages in `tests/extract/pages/`.
ENOUGH_WORDS = 25
"""Fewer in an element that a platform's mark names: a teaser, not the text."""
MOST_WORDS = 40
"""Fewer words in one block are no article of an unmarked page."""
LONG_PARAGRAPH = 15
"""Words of a paragraph that counts as running text."""
MOST_OF_IT = 0.5
"""Share of a page's running text that its article's element has at least."""
_ROOTS = ("html", "body")
GOES_ON = 0.1
"""Share of an element's prose in paragraphs beside it from which both are one text."""
SUBHEADINGS = ("h2", "h3", "h4")
MANY_BREAKS = 4
"""Line breaks by which old pages part paragraphs in one block."""
_HOLDERS = ("div", "td", "article", "section", "main", "body", "center")


def text_parts(page: HtmlPage) -> list[HtmlElement]:
    """The elements that a platform's class, id or property names as its article's text, in order; [] for none.

    Without such a name, the one element that holds most of the page's running text, if there is one.
    """
    by_rank: defaultdict[int, list[HtmlElement]] = defaultdict(list)
    for element in page.own("div", "article", "section", "td", "span", "main", "p"):
        if (rank := _rank(element)) is not None:
            by_rank[rank].append(element)
    paragraphs = _paragraph_words(page) if by_rank else 0
    for rank in sorted(by_rank):
        parts = _one_text(page, by_rank[rank])
        if sum(words_outside_links(part) for part in parts) >= max(ENOUGH_WORDS, MOST_OF_IT * paragraphs):
            return parts
    densest = _densest(page)
    if densest is None:
        return []
    while (outer := densest.getparent()) is not None and _goes_on_in(outer, densest, page):
        densest = outer
    made_alike = [element for element in page.own(str(densest.tag)) if element.get("class") == densest.get("class")]
    if not densest.get("class"):
        # Without a class only what stands in the same place is made alike.
        made_alike = [element for element in made_alike if element.getparent() is densest.getparent()]
    return _one_text(page, made_alike)


def _rank(element: HtmlElement) -> int | None:
    """How sure the mark of an element is, the surest lowest, or None."""
    # schema.org's own word for an article's text is surer than any class.
    if "articleBody" in (element.get("itemprop") or "") or element.get("itemprop") == "text":
        return -1
    ranks = _ranks()
    return min((ranks[mark] for mark in marks_of(element) if mark in ranks), default=None)


def _one_text(page: HtmlPage, elements: list[HtmlElement]) -> list[HtmlElement]:
    """Of elements with one mark, those that hold the parts of one text: the longest, and its like beside it.

    Parts of a text stand in the same article and no other article's headline stands between them; without running text
    an element is no part.
    """
    marked = set(elements)
    outer = [element for element in elements if marked.isdisjoint(element.iterancestors())]
    longest = max(outer, key=words_outside_links)
    article = _article_of(longest)
    texts = [e for e in outer if e is longest or (page.prose[e] and _article_of(e) is article)]
    heads = [page.at[head] for head in page.tree.iter("h1", "h2", "h3") if head.tag == "h1" or is_links(head)]
    runs: list[list[HtmlElement]] = [[]]
    for element in texts:
        if runs[-1] and any(page.at[runs[-1][-1]] < head < page.at[element] for head in heads):
            runs.append([])
        runs[-1].append(element)
    return _with_headings(page, next(run for run in runs if longest in run))


def _with_headings(page: HtmlPage, parts: list[HtmlElement]) -> list[HtmlElement]:
    """The parts of a text and the headings that stand beside and between them, in order."""
    first, last = page.at[parts[0]], page.at[parts[-1]]
    around = {part.getparent() for part in parts}
    headings = [
        heading
        for heading in page.own(*SUBHEADINGS)
        if first < page.at[heading] < last and heading.getparent() in around and not is_links(heading)
    ]
    return sorted([*parts, *headings], key=page.at.__getitem__)


def _article_of(element: HtmlElement) -> HtmlElement | None:
    return next(element.iterancestors("article", "li"), None)


def _goes_on_in(outer: HtmlElement, inner: HtmlElement, page: HtmlPage) -> bool:
    """Whether a text goes on in paragraphs beside the element that holds most of it."""
    beside = sum(page.prose[child] for child in outer if child.tag == "p" and child not in page.around)
    return outer.tag not in _ROOTS and beside >= GOES_ON * page.prose[inner]


def _densest(page: HtmlPage) -> HtmlElement | None:
    """The element that itself holds most of the page's running text, if one does: old layouts mark nothing."""
    words: defaultdict[HtmlElement, int] = defaultdict(int)
    for element, piece in page.pieces:
        if not any(node.tag == "a" for node in islice(parents(element), 3)):
            words[_holder(element)] += len(piece.split())
    best = max(words, key=words.__getitem__, default=None)
    return best if best is not None and words[best] >= max(MOST_WORDS, MOST_OF_IT * sum(words.values())) else None


def _holder(element: HtmlElement) -> HtmlElement:
    """The block that a text stands in; a block without blocks in it is a paragraph of the one around it."""
    block = next((node for node in parents(element) if node.tag in _HOLDERS), element)
    outer = block.getparent()
    is_paragraph = block.tag != "td" and outer is not None and not _holds_paragraphs(block)
    return outer if is_paragraph and outer is not None and outer.tag in _HOLDERS else block


def _holds_paragraphs(block: HtmlElement) -> bool:
    """Whether a block parts its text into paragraphs; a single line break makes none."""
    parting = sum(1 for _ in islice(block.iterdescendants("br"), MANY_BREAKS))
    return parting == MANY_BREAKS or any(True for _ in block.iterdescendants(*_HOLDERS, "p"))


def _paragraph_words(page: HtmlPage) -> int:
    """Words in the page's running text: long paragraphs beside others; a teaser's stands alone in its box."""
    counts: defaultdict[HtmlElement, list[int]] = defaultdict(list)
    for element in page.own("p"):
        count = words_outside_links(element)
        parent = element.getparent()
        if parent is not None and count >= LONG_PARAGRAPH:
            counts[parent].append(count)
    return sum(sum(group) for group in counts.values() if len(group) > 1)


@cache
def _ranks() -> dict[str, int]:
    return {mark.lower(): rank for rank, mark in enumerate(BODY_MARKS)}
