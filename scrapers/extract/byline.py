"""Who wrote an article: a labelled name on the page, then the page's metadata."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from scrapers.extract import clean
from scrapers.extract.metadata import Metadata
from scrapers.extract.tables import AFTER_NAME, AUTHOR_LABEL, AUTHOR_LABELS, AUTHOR_MARKS, WRITERS_ROLES
from scrapers.extract.tree import HtmlPage, is_element, marks_of, parents, text_of

CAPTION_WORDS = 6
"""Words beside a picture and a name that describe the picture."""
LONGEST_BYLINE = 90
"""Characters."""
_LABELS = tuple(re.compile(label) for label in AUTHOR_LABELS)
_LABEL = re.compile(AUTHOR_LABEL, re.IGNORECASE | re.MULTILINE)
_BEFORE_LABEL = "\n|\u2022\u00b7\u2013\u2014-"
"""What may stand before a label in a piece of text, as `AUTHOR_LABEL` has it."""
_AROUND_NAMES = " .,:;-\u2013\u2014|/"
_AFTER_NAME = re.compile(AFTER_NAME, re.IGNORECASE)


def find_author(page: HtmlPage, metadata: Metadata) -> str | None:
    """The writer's or the desk's name, or None."""
    for name in (*_labelled_names(page), *_metadata_names(page, metadata)):
        author = clean.author(name)
        if author and not metadata.names_itself(author) and not author.isdigit():
            return author
    named = clean.author(metadata.first("author", "article:author"))
    return None if named is None or metadata.names_itself(named) else named


def _labelled_names(page: HtmlPage) -> Iterator[str]:
    """What stands after "Penulis:" and the like, the surest label first, then what stands over a writer's role."""
    lines = [text for element, piece in page.pieces if _has_label(piece) for text in _labelled_lines(element, piece)]
    for label in _LABELS:
        for line in lines:
            if match := label.match(line):
                name = _AFTER_NAME.sub("", match["name"]).strip(_AROUND_NAMES)
                if _is_name(name):
                    yield name
    for element, piece in page.pieces:
        above = element.getprevious()
        is_role = clean.squeeze(piece).casefold() in WRITERS_ROLES
        if is_role and above is not None and is_element(above) and _is_name(name := text_of(above)):
            yield name


def _has_label(piece: str) -> bool:
    # Most pieces are paragraphs without any place for a label but their beginning.
    find = _LABEL.search if any(mark in piece for mark in _BEFORE_LABEL) else _LABEL.match
    return find(piece) is not None


def _metadata_names(page: HtmlPage, metadata: Metadata) -> Iterator[str]:
    yield metadata.first("content_author")
    author = metadata.linked.get("author")
    for one in author if isinstance(author, list) else [author]:
        yield str((one.get("name") if isinstance(one, dict) else one) or "")
    for element in page.own("a", "span", "div", "p", "li", "strong", "b", "address", "cite"):
        is_author = "author" in (element.get("rel"), element.get("itemprop")) or AUTHOR_MARKS & set(marks_of(element))
        if not is_author or _is_in_caption(element):
            continue
        name = _AFTER_NAME.sub("", clean.author(text_of(element)) or "").strip(_AROUND_NAMES)
        if _is_name(name):
            yield name


def _is_in_caption(element: HtmlElement) -> bool:
    """Whether a name stands beside a picture with words that describe it: then it is the photographer's."""
    box = element.getparent()
    others = len(text_of(box).split()) - len(text_of(element).split()) if box is not None else 0
    return others >= CAPTION_WORDS and box is not None and any(child.tag == "img" for child in box)


def _labelled_lines(element: HtmlElement, piece: str) -> Iterator[str]:
    """The lines of a byline: of the piece itself, then of its element and the next ones out, while short."""
    yield from (line for line in map(clean.squeeze, piece.split("\n")) if len(line) <= LONGEST_BYLINE)
    for node in islice(parents(element), 3):
        # Names in elements of their own stand apart, also where no space does.
        text = clean.squeeze(" ".join(node.itertext("*")))
        if len(text) > LONGEST_BYLINE:
            return
        yield text


def _is_name(name: str) -> bool:
    words = name.split()
    return (
        1 < len(name) <= 60
        and len(words) <= 6
        and not re.search(r"[?!:;]|https?|\.\s", name)
        and bool(re.search(r"[A-Za-z]{2}", name))
    )
