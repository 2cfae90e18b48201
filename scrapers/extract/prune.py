"""Taking furniture out of the element that holds an article, before it becomes Markdown."""

import re
from copy import deepcopy
from functools import cache
from itertools import takewhile

from lxml.html import HtmlElement

from scrapers.extract.blocks import foreign_blocks
from scrapers.extract.tables import JUNK_MARKS, JUNK_PARTS, MAY_HOLD_TEXT, NEVER_BODY, READ_ALSO
from scrapers.extract.tree import (
    INLINE,
    PROSE_WORDS,
    drop,
    is_element,
    is_links,
    marks_of,
    parents,
    teaser_lists,
    text_of,
)

ENOUGH_WORDS = 25
"""Words besides a list of teasers that make it one."""
LITTLE = 0.25
"""Share of the words that may stand over the headline in an article's element."""
MOST_OF_IT = 0.5
"""An element with a larger share of the words is never taken out as furniture."""
CAPTION_WORDS = 40
"""Words of a picture's caption at most."""
_BOXES = frozenset(
    ("div", "table", "tbody", "tr", "td", "span", "center", "a", "section", "dl", "dt", "dd", "li", "ul")
)
_READ_ALSO = re.compile(READ_ALSO)
_BLOCKS = ("p", "div", "li", "ul", "ol", "blockquote", "table", "section", "h2", "h3", "h4", "h5", "h6", "center", "dl")
_INLINE = ("strong", "b", "em", "i", "span", "a", "u", "font", "small")


def copy_readable(element: HtmlElement) -> HtmlElement:
    """A copy of an element without what is never an article's words."""
    body = deepcopy(element)
    body.tail = None
    for node in list(body.iter()):
        if not is_element(node):
            drop(node)
    for caption in _captions(body):
        drop(caption)
    tags = {node.tag for node in body.iter()}
    for tag in (tag for tag in NEVER_BODY if tag in tags):
        for part in list(body.iter(tag)):
            if tag in MAY_HOLD_TEXT and count_of(part) > MOST_OF_IT * count_of(body):
                # Systems that wrap a whole page in a form, and templates that call their article an aside.
                part.tag = "div"
            else:
                drop(part)
    return body


def _captions(body: HtmlElement) -> list[HtmlElement]:
    """The boxes that hold a picture and, in an element of their own, a few words about it."""
    # A gallery's pictures share their boxes: each is counted once.
    words = cache(count_of)
    boxes = []
    for picture in body.iter("img"):
        around = takewhile(lambda node: node is not body and node.tag in _BOXES, picture.iterancestors())
        small = list(takewhile(lambda node: words(node) <= CAPTION_WORDS, around))
        if small and words(small[-1]) and not _stands_beside(picture, small[-1]):
            boxes.append(small[-1])
    return boxes


def _stands_beside(picture: HtmlElement, box: HtmlElement) -> bool:
    """Whether words stand in a block with a picture: then it may be a paragraph with a picture in it."""
    block = next(node for node in picture.iterancestors() if node.tag not in INLINE)
    return bool((block.text or "").strip() or any((child.tail or "").strip() for child in block)) or box is block


def count_of(element: HtmlElement) -> int:
    """The words in an element."""
    return len(str(element.text_content()).split())


def prune(body: HtmlElement, title: str, total: int) -> None:
    """Take furniture out of an article's element, in place: what is marked so, and what does not look like text.

    `total` is the number of words in all elements of the article, of which `body` may be one.
    """
    prune_marked(body, title, total)
    for element in foreign_blocks(body):
        drop(element)


def prune_marked(body: HtmlElement, title: str, total: int) -> None:
    """Take out what tags, classes and labels call furniture, in place."""
    for element in [node for node in body.iterdescendants() if _is_marked_junk(node)]:
        if count_of(element) <= MOST_OF_IT * total:
            drop(element)
    teasers = teaser_lists(body)
    for element in [node for node in body.iterdescendants() if node in teasers]:
        # There may be more of them than of the article; a page of nothing else is read all the same.
        if total - count_of(element) >= ENOUGH_WORDS:
            drop(element)
    _drop_headline(body, title, total)
    _drop_read_also(body)
    _drop_link_blocks(body, total)
    _unwrap_layout_tables(body)


def _is_marked_junk(element: HtmlElement) -> bool:
    if "display:none" in (element.get("style") or "").replace(" ", "").lower() or element.get("hidden") is not None:
        return True
    if element.tag == "a" and _stands_in_sentence(element):
        return False
    marks = marks_of(element)
    return any(mark in JUNK_MARKS for mark in marks) or any(part in mark for mark in marks for part in JUNK_PARTS)


def _stands_in_sentence(link: HtmlElement) -> bool:
    """Whether a link stands in a paragraph, whose words its own are: its class says what it does, not what it is."""
    block = next((node for node in link.iterancestors() if node.tag not in INLINE), None)
    return block is not None and len(text_of(block).split()) - len(text_of(link).split()) >= PROSE_WORDS


def _drop_headline(body: HtmlElement, title: str, total: int) -> None:
    """Headings that repeat the headline, and what stands before the first of them: the page's own head."""
    headings = [node for node in body.iter("h1", "h2", "h3") if text_of(node).casefold() == title.casefold()]
    for heading in headings[:1]:
        around = (parent for parent in parents(heading) if body in parent.iterancestors())
        before = [node for parent in around for node in parent.itersiblings(preceding=True) if is_element(node)]
        if sum(len(text_of(node).split()) for node in before) <= LITTLE * total:
            # `drop` leaves the tail, which here belongs to the page's head as well.
            for node in before:
                node.tail = None
                drop(node)
    for heading in headings:
        drop(heading)


def _drop_read_also(body: HtmlElement) -> None:
    """ "Baca juga" with the links that belong to it, as block or inside a paragraph."""
    for element in list(body.iter(*_BLOCKS, *_INLINE)):
        # The list was made before: a block around this one may have been dropped with it.
        if element is body or body not in set(parents(element)):
            continue
        text = text_of(element)
        if not text or len(text) > 300 or not _READ_ALSO.match(text) or _has_other_text(element):
            continue
        only_label = not list(element.iter("a")) and len(text.split()) <= 4
        following = element.getnext()
        if only_label:
            while (
                following is not None
                and is_element(following)
                and not (element.tail or "").strip()
                and is_links(following)
            ):
                further = following.getnext()
                tail = following.tail
                drop(following)
                following = further if not (tail or "").strip() else None
        drop(element)


def _has_other_text(element: HtmlElement) -> bool:
    """Whether a block has over twelve words outside its links: then it is a paragraph of the article."""
    text = text_of(element)
    linked = " ".join(text_of(link) for link in element.iter("a"))
    return bool(linked) and len(text.split()) - len(linked.split()) > 12


def _drop_link_blocks(body: HtmlElement, total: int) -> None:
    """Paragraphs and lists that are nothing but links to other articles."""
    for element in list(body.iter("p", "ul", "ol", "div", "h3", "h4", "h5", "table", "blockquote", "center")):
        if element is body or not any(True for _ in element.iter("a")):
            continue
        text = text_of(element)
        if len(text.split()) >= 4 and len(text.split()) <= MOST_OF_IT * total and is_links(element):
            drop(element)


def _unwrap_layout_tables(body: HtmlElement) -> None:
    """Tables of one cell or one column are a page's layout, not a table."""
    for table in list(body.iter("table")):
        rows = list(table.iter("tr"))
        if all(len([cell for cell in row if is_element(cell)]) <= 1 for row in rows) and table.getparent() is not None:
            for part in list(table.iter("td", "th", "tr", "tbody", "thead", "tfoot", "table")):
                part.tag = "div"
