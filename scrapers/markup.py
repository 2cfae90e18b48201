"""Web pages and XML documents as trees, from bytes in any charset, without what no reader can see. Pure.

Parsers are handed UTF-8 and are told so: what a page says of its charset is weighed once, in `scrapers.charset`.
"""

import re
from html.entities import html5

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HtmlProcessingInstruction

from record.text import clean_text, is_clean
from scrapers.charset import decode

# What comes from a reference is seen only in the tree; few are of unseen characters.
_UNSEEN_NAMES = sorted({name.rstrip(";") for name, char in html5.items() if not is_clean(char)})
_UNSEEN_NAME = re.compile(f"&(?:{'|'.join(_UNSEEN_NAMES)})".encode())
_NUMBER = re.compile(rb"&#([xX]?)([0-9a-fA-F]*)")
# The classes of lxml.html but for those of forms, which it chooses in Python for each element at each look.
_CLASSES = etree.ElementDefaultClassLookup(
    element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
)


def parse_page(body: bytes, content_type: str = "") -> HtmlElement | None:
    """The tree of a web page; None where nothing of one came. `content_type` is the header's value."""
    # libxml2's own limits on depth and size hold: pages are strangers' files.
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=False)
    parser.set_element_class_lookup(_CLASSES)
    text = as_utf8(body, content_type)
    try:
        tree = lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, ValueError):
        return None
    if _may_name_unseen(text):
        _clean_tree(tree)
    return tree


def parse_xml(text: bytes) -> etree._Element | None:
    """The root of an XML document as `as_utf8` gives it, whatever of it can be read; None where nothing can."""
    # Entities could read local files, ask other hosts, or grow without end.
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        return etree.fromstring(text.strip(), parser)
    except etree.XMLSyntaxError:
        return None


def _may_name_unseen(text: bytes) -> bool:
    """Whether any reference of a page may be to a character that cleaning would change."""
    numbers = set(_NUMBER.findall(text))
    return _UNSEEN_NAME.search(text) is not None or not all(_is_number_of_seen(*number) for number in numbers)


def _is_number_of_seen(base: bytes, digits: bytes) -> bool:
    try:
        return is_clean(chr(int(digits, 16 if base else 10)))
    # No number, or none of a character: what a parser makes of it is for the tree to show.
    except (ValueError, OverflowError):
        return False


def _clean_tree(tree: HtmlElement) -> None:
    for node in tree.iter():
        if node.text and not is_clean(node.text):
            node.text = clean_text(node.text)
        if node.tail and not is_clean(node.tail):
            node.tail = clean_text(node.tail)
        for name, value in node.items():
            if not is_clean(value):
                node.set(name, clean_text(value))


def as_utf8(body: bytes, content_type: str = "") -> bytes:
    """The text, cleaned, in UTF-8, for parsers that take bytes; a charset that it states itself no longer holds."""
    return clean_text(decode(body, content_type)).encode()
