"""A page as a tree: its elements in order, what stands around the article, and small helpers."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from scrapers.extract.clean import squeeze
from scrapers.extract.links import settle_base
from scrapers.extract.tables import ALWAYS_AROUND, AROUND
from scrapers.extract.trim import count_words


def is_element(node: object) -> bool:
    """Whether a node is an element, no comment or processing instruction."""
    return isinstance(getattr(node, "tag", None), str)


GAP_TAGS = frozenset(
    (
        "br", "hr", "address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hgroup", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody",
        "td", "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
"""Elements that part the words before and after them, as a browser shows them (HTML standard, 15.3)."""


def text_of(element: HtmlElement) -> str:
    """All text of an element on one line: line breaks and blocks are gaps, marks inside a line are none."""
    if not len(element):
        return squeeze(element.text or "")
    # lxml takes longer to get ready to look for many tags than most elements take to be walked.
    if all(node.tag not in GAP_TAGS for node in element.iterdescendants()):
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
    those around the article: menus, side columns, comments, footers and lists of teasers; `prose` counts the words of
    running text in each element, without what is around. What holds most of a page's prose is its article, whatever
    its class says.
    """

    tree: HtmlElement
    url: str
    base: str = field(init=False)
    at: dict[HtmlElement, int] = field(init=False)
    prose: Counter[HtmlElement] = field(default_factory=Counter)
    around: set[HtmlElement] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Make links absolute, and fill `base`, `at`, `prose` and `around`."""
        self.base = settle_base(self.tree, self.url)
        # First, for it holds all elements: lxml makes what nobody holds anew at each look.
        self.at = {element: number for number, element in enumerate(self.tree.iter("*"))}
        self.prose = prose_words(self.tree)
        most = MOST_OF_IT * self.prose[self.tree]
        teasers = teaser_lists(self.tree)
        for element in self.at:
            words = self.prose.get(element, 0)
            if element.getparent() in self.around:
                self.around.add(element)
            elif element in teasers or _is_around(element, is_most=words > most):
                self.around.add(element)
                if words:
                    self.prose.subtract(dict.fromkeys(element.iterancestors(), words))

    def own(self, *tags: str) -> Iterator[HtmlElement]:
        """The elements that do not stand around the article."""
        return (element for element in self.tree.iter(*tags or ("*",)) if element not in self.around)

    @cached_property
    def pieces(self) -> list[tuple[HtmlElement, str]]:
        """Each piece of text that is not around the article, with the element it stands in."""
        pieces = []
        for element in self.own():
            if element.tag not in _NO_TEXT and (text := element.text) and not text.isspace():
                pieces.append((element, text))
            if (text := element.tail) and not text.isspace() and (parent := element.getparent()) is not None:
                pieces.append((parent, text))
        return pieces

    def last_in(self, element: HtmlElement) -> int:
        """The number of the last element inside `element`."""
        return max((self.at[node] for node in element.iter("*")), default=0)


MOST_OF_IT = 0.5
"""An element with a larger share of a page's prose is its article."""
PROSE_WORDS = 15
"""Words outside links of a block that counts as running text."""
LINKED = 0.85
"""An element of which a larger share is links is a list of other articles."""
_AROUND_TAGS = frozenset({"aside", "nav"})
_ROOTS = frozenset({"html", "body"})
INLINE = frozenset(
    (
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "img", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
        "u", "var", "wbr",
    )
)  # fmt: skip
"""Elements that stand in a line of text and part no paragraphs."""
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_WHOLE = frozenset({"body", "main", "article", "html", "p"})
TEASERS = 3
"""So many like boxes in a row are a list of other articles."""
TEASER_WORDS = 45
"""Words beside its link that a teaser has at most."""
TEASER_DEPTH = 4
"""Elements from a teaser's link out to its box."""
_NO_TEXT = frozenset({"script", "style", "option", "noscript", "title", "template"})


def _is_around(element: HtmlElement, *, is_most: bool) -> bool:
    """Whether tag, class or id tell that an element stands around the article.

    Readers' comments always do, which may be longer than the article; other things only where they are not most of the
    page's prose (`is_most`). A footer does where it is not the article's own.
    """
    if element.tag in _AROUND_TAGS:
        return not is_most
    if element.tag == "footer" and next(element.iterancestors("article"), None) is None:
        return not is_most
    if element.tag in _ROOTS or not (element.get("class") or element.get("id")):
        return False
    marks = marks_of(element)
    return not ALWAYS_AROUND.isdisjoint(marks) or not (is_most or AROUND.isdisjoint(marks))


def prose_words(tree: HtmlElement) -> Counter[HtmlElement]:
    """Words of running text in each element: of blocks with a sentence's length, most of it outside links."""
    counts: defaultdict[HtmlElement, int] = defaultdict(int)
    links: defaultdict[HtmlElement, int] = defaultdict(int)
    for text, block, is_linked in _texts(tree):
        count = count_words(text)
        counts[block] += count
        if is_linked:
            links[block] += count
    prose = Counter({block: count - links[block] for block, count in counts.items() if _is_prose(count, links[block])})
    for block, count in list(prose.items()):
        for element in block.iterancestors():
            prose[element] += count
            if element is tree:
                break
    return prose


def _texts(tree: HtmlElement) -> Iterator[tuple[str, HtmlElement, bool]]:
    """Each piece of text with the block that it stands in, and whether it is in a link."""
    owners: dict[HtmlElement | None, tuple[HtmlElement, bool]] = {}
    for node in tree.iter():
        outer = owners.get(node.getparent())
        tag = node.tag
        if isinstance(tag, str):
            block = outer[0] if outer and tag in INLINE else node
            owners[node] = (block, tag == "a" or bool(outer and outer[1]))
            if (text := node.text) and tag not in _NO_TEXT and (text := text.strip()):
                yield text, *owners[node]
        if outer and (text := node.tail) and (text := text.strip()):
            yield text, *outer


def _is_prose(count: int, links: int) -> bool:
    return count - links >= PROSE_WORDS and links <= MOST_OF_IT * count


def teaser_lists(tree: HtmlElement) -> set[HtmlElement]:
    """Elements that hold nothing but teasers: three or more like children, each with a linked heading or picture."""
    boxes: defaultdict[HtmlElement, set[HtmlElement]] = defaultdict(set)
    for link in tree.iter("a"):
        parent = link.getparent()
        if (parent is not None and parent.tag in _HEADINGS) or (
            len(link) and next(link.iterdescendants(*_HEADINGS, "img"), None) is not None
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


def is_links(element: HtmlElement) -> bool:
    """Whether an element is nothing but links, by their share of its text."""
    text = text_of(element)
    linked = sum(len(text_of(link)) for link in ([element] if element.tag == "a" else element.iter("a")))
    return element.tag == "br" or (bool(text) and linked >= LINKED * len(text))
