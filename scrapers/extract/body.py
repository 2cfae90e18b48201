"""The article's text: the element that holds it, without what is not the article's, as Markdown."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import deepcopy
from functools import cache
from itertools import islice

import trafilatura
from lxml import html as lxml_html
from lxml.html import HtmlElement

from scrapers.extract import clean
from scrapers.extract.markdown import to_markdown, to_text
from scrapers.extract.prune import prune
from scrapers.extract.tables import BODY_MARKS, NEVER_BODY
from scrapers.extract.tree import HtmlPage, drop, is_element, is_links, marks_of, parents, text_of, words_outside_links

# `python -m tests.extract.score` measures what a change of these numbers does to the pages in `tests/extract/pages/`.
ENOUGH_WORDS = 25
"""Fewer in an element that a platform's mark names: a teaser, not the text."""
MOST_WORDS = 40
"""Fewer words in one block are no article of an unmarked page."""
LONG_PARAGRAPH = 15
"""Words of a paragraph that counts as running text."""
MOST_OF_IT = 0.5
"""Share of a page's running text that its article's element has at least."""
COVERED = 0.9
"""Share of trafilatura's text that the element around it must hold."""
NO_WIDER = 1.35
SOME_WORDS = 30
"""How much longer than trafilatura's text the element around it may be: times, plus words."""
SHORTEST_CLUE = 25
"""Characters a piece of text needs to be looked for in trafilatura's."""
_HOLDERS = ("div", "td", "article", "section", "main", "body", "center")


def find_body(page: HtmlPage, parts: Sequence[HtmlElement], title: str, stated: str = "") -> str:
    """The article's text as Markdown, furniture taken off; "" where there is none.

    `parts` are the elements that `text_parts` gave; without any, trafilatura chooses. `stated` is the
    text that the page states for machines, or "".
    """
    if parts:
        made = chosen_body(parts, page.url, title, stated)
        if len(to_text(made).split()) >= ENOUGH_WORDS:
            return made
    made = _general(_without_around(page), page.url, title, stated)
    return made if len(to_text(made).split()) >= ENOUGH_WORDS else _general(page.tree, page.url, title, stated) or made


def chosen_body(elements: Iterable[HtmlElement], url: str, title: str, stated: str = "") -> str:
    """The text of the elements that an outlet's selectors select, as Markdown, furniture taken off."""
    return clean.body("\n\n".join(_render(element, url, title) for element in elements), title, stated)


def text_parts(page: HtmlPage) -> list[HtmlElement]:
    """The elements that a platform's class, id or property names as its article's text, in order; [] for none.

    Without such a name, the one element that holds most of the page's running text, if there is one.
    """
    ranks = _ranks()
    by_rank: defaultdict[int, list[HtmlElement]] = defaultdict(list)
    for element in page.own("div", "article", "section", "td", "span", "main", "p"):
        named = "articleBody" in (element.get("itemprop") or "") or element.get("itemprop") == "text"
        rank = min((ranks[mark] for mark in marks_of(element) if mark in ranks), default=len(ranks))
        if named or rank < len(ranks):
            # schema.org's own word for an article's text is surer than any class.
            by_rank[-1 if named else rank].append(element)
    paragraphs = _paragraph_words(page) if by_rank else 0
    for rank in sorted(by_rank):
        parts = _one_text(page, by_rank[rank])
        if sum(words_outside_links(part) for part in parts) >= max(ENOUGH_WORDS, MOST_OF_IT * paragraphs):
            return parts
    densest = _densest(page)
    if densest is None:
        return []
    alike = [element for element in page.own(densest.tag) if element.get("class") == densest.get("class")]
    return _one_text(page, alike) if densest.get("class") else [densest]


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
    return next(run for run in runs if longest in run)


def _article_of(element: HtmlElement) -> HtmlElement | None:
    return next(element.iterancestors("article", "li"), None)


def _densest(page: HtmlPage) -> HtmlElement | None:
    """The element that itself holds most of the page's running text, if one does: old layouts mark nothing."""
    words: defaultdict[HtmlElement, int] = defaultdict(int)
    for element, piece in page.pieces():
        if not any(node.tag == "a" for node in islice(parents(element), 3)):
            words[_holder(element)] += len(piece.split())
    best = max(words, key=words.__getitem__, default=None)
    return best if best is not None and words[best] >= max(MOST_WORDS, MOST_OF_IT * sum(words.values())) else None


def _holder(element: HtmlElement) -> HtmlElement:
    """The block that a text stands in; a block without blocks in it is a paragraph of the one around it."""
    block = next((node for node in parents(element) if node.tag in _HOLDERS), element)
    outer = block.getparent()
    is_paragraph = block.tag != "td" and outer is not None and not any(True for _ in block.iterdescendants(*_HOLDERS))
    return outer if is_paragraph and outer is not None and outer.tag in _HOLDERS else block


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


def _without_around(page: HtmlPage) -> HtmlElement:
    """A copy of the page without what stands around its article, as far as that is not most of it."""
    total = words_outside_links(page.tree)
    copied = deepcopy(page.tree)
    pairs = list(zip(page.tree.iter("*"), copied.iter("*"), strict=True))
    for element, copy in pairs:
        is_root = element in page.around and element.getparent() not in page.around
        if is_root and words_outside_links(element) <= MOST_OF_IT * total:
            drop(copy)
    return copied


def _general(tree: HtmlElement, url: str, title: str, stated: str) -> str:
    """trafilatura's text, or the element around it where that is hardly longer: loose lead paragraphs get lost."""
    extracted = trafilatura.extract(
        tree, output_format="html", include_comments=False, include_links=True, include_formatting=True
    )
    if not extracted:
        return ""
    inner = clean.body(to_markdown(extracted, url), title, stated)
    around = _around(tree, text_of(lxml_html.fromstring(extracted)))
    if around is None:
        return inner
    whole = clean.body(_render(around, url, title), title, stated)
    words = len(to_text(inner).split())
    fits = words <= len(to_text(whole).split()) <= words * NO_WIDER + SOME_WORDS
    return whole if fits else inner


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


def _render(element: HtmlElement, url: str, title: str) -> str:
    body = deepcopy(element)
    body.tail = None
    prune(body, title)
    return to_markdown(_inside(body), url)


def _inside(element: HtmlElement) -> str:
    """The inside alone: a body may be a table cell, which on its own would become a table."""
    tree = lxml_html.Element("div")
    tree.text = element.text
    tree.extend(list(element))
    return lxml_html.tostring(tree, encoding="unicode")
