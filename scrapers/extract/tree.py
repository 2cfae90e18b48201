"""A page as a tree: its elements in order, what stands around the article, and small helpers."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from scrapers.extract.clean import squeeze
from scrapers.extract.links import settle_base
from scrapers.extract.tables import AROUND


def is_element(node: object) -> bool:
    """Whether a node is an element, no comment or processing instruction."""
    return isinstance(getattr(node, "tag", None), str)


GAP_TAGS = (
    "br", "hr", "address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "ul",
)  # fmt: skip
"""Elements that part the words before and after them, as a browser shows them (HTML standard, 15.3)."""


def text_of(element: HtmlElement) -> str:
    """All text of an element on one line: line breaks and blocks are gaps, marks inside a line are none."""
    if not len(element):
        return squeeze(element.text or "")
    if next(element.iterdescendants(*GAP_TAGS), None) is None:
        return squeeze(str(element.text_content()))
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event in {"start", "end"} and node.tag in GAP_TAGS:
            pieces.append(" ")
        if event == "start":
            pieces.append(node.text or "")
        elif node is not element:
            pieces.append(node.tail or "")
    return squeeze("".join(pieces))


def marks_of(element: HtmlElement) -> list[str]:
    """Classes and id, lower case."""
    return f"{element.get('class', '')} {element.get('id', '')}".lower().split()


def parents(element: HtmlElement) -> Iterator[HtmlElement]:
    """The elements around `element`, inner first, itself included."""
    node: HtmlElement | None = element
    while node is not None:
        yield node
        node = node.getparent()


@dataclass
class HtmlPage:
    """A parsed page at `url`, walked once.

    `base` is what relative addresses on it are relative to; `at` numbers the elements in document order; `around` are
    those around the article: menus, side columns, comments, footers and lists of teasers.
    """

    tree: HtmlElement
    url: str
    base: str = field(init=False)
    at: dict[HtmlElement, int] = field(default_factory=dict)
    around: set[HtmlElement] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Make links absolute, and fill `base`, `at` and `around`."""
        self.base = settle_base(self.tree, self.url)
        teasers = _teaser_lists(self.tree)
        for number, element in enumerate(self.tree.iter("*")):
            self.at[element] = number
            if (
                element.getparent() in self.around
                or element in teasers
                or _is_tagged_around(element)
                or _is_marked_around(element)
            ):
                self.around.add(element)

    def own(self, *tags: str) -> Iterator[HtmlElement]:
        """The elements that do not stand around the article."""
        return (element for element in self.tree.iter(*tags or ("*",)) if element not in self.around)

    def pieces(self) -> Iterator[tuple[HtmlElement, str]]:
        """Each piece of text that is not around the article, with the element it stands in."""
        for element in self.own():
            if element.tag not in _NO_TEXT and element.text and not element.text.isspace():
                yield element, element.text
            parent = element.getparent()
            if parent is not None and element.tail and not element.tail.isspace():
                yield parent, element.tail

    def last_in(self, element: HtmlElement) -> int:
        """The number of the last element inside `element`."""
        return max((self.at[node] for node in element.iter("*")), default=0)


_AROUND_TAGS = frozenset({"aside", "nav"})
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_WHOLE = frozenset({"body", "main", "article", "html", "p"})
TEASERS = 3
"""So many like boxes in a row are a list of other articles."""
TEASER_WORDS = 45
"""Words beside its link that a teaser has at most."""
TEASER_DEPTH = 4
"""Elements from a teaser's link out to its box."""
_NO_TEXT = frozenset({"script", "style", "option", "noscript", "title", "template"})


def _is_tagged_around(element: HtmlElement) -> bool:
    """Side columns and menus; a footer too, where it is not the article's own."""
    if element.tag == "footer":
        return next(element.iterancestors("article"), None) is None
    return element.tag in _AROUND_TAGS


def _is_marked_around(element: HtmlElement) -> bool:
    return element.tag not in {"html", "body"} and not AROUND.isdisjoint(marks_of(element))


def _teaser_lists(tree: HtmlElement) -> set[HtmlElement]:
    """Elements that hold nothing but teasers: three or more like children, each with a linked heading or picture."""
    boxes: defaultdict[HtmlElement, set[HtmlElement]] = defaultdict(set)
    for link in tree.iter("a"):
        parent = link.getparent()
        if (parent is not None and parent.tag in _HEADINGS) or any(
            True for _ in link.iterdescendants(*_HEADINGS, "img")
        ):
            for item in islice(parents(link), TEASER_DEPTH):
                box = item.getparent()
                if box is not None:
                    boxes[box].add(item)
    return {box for box, items in boxes.items() if _is_teaser_list(box, items)}


def _is_teaser_list(box: HtmlElement, items: set[HtmlElement]) -> bool:
    others = [child for child in box if is_element(child) and child not in items and child.tag not in _HEADINGS]
    tags = {item.tag for item in items}
    words = max((words_outside_links(item) for item in items), default=0) if len(items) >= TEASERS else 0
    return len(items) >= TEASERS > len(others) and len(tags) == 1 and words <= TEASER_WORDS and box.tag not in _WHOLE


def drop(element: HtmlElement) -> None:
    """Take an element out and leave the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = f"{parent.text or ''}{element.tail}"
        else:
            before.tail = f"{before.tail or ''}{element.tail}"
    parent.remove(element)


def words_outside_links(element: HtmlElement) -> int:
    """The number of words in an element that stand in no link."""
    linked = sum(len(str(link.text_content()).split()) for link in element.iter("a"))
    return len(str(element.text_content()).split()) - linked
