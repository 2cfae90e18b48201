"""Web pages and XML documents as trees, from bytes in any charset. Pure.

Parsers are handed UTF-8 and are told so: what a page says of its charset is weighed once, in `scrapers.charset`.
"""

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from scrapers.charset import decode


def parse_page(body: bytes, content_type: str = "") -> HtmlElement | None:
    """The tree of a web page; None where nothing of one came. `content_type` is the header's value."""
    # libxml2's own limits on depth and size hold: pages are strangers' files.
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=False)
    try:
        return lxml_html.document_fromstring(as_utf8(body, content_type), parser=parser)
    except (etree.ParserError, ValueError):
        return None


def parse_xml(body: bytes, content_type: str = "") -> etree._Element | None:
    """The root of an XML document, whatever of it can be read; None where nothing can."""
    # Entities could read local files, ask other hosts, or grow without end.
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        return etree.fromstring(as_utf8(body, content_type).strip(), parser)
    except etree.XMLSyntaxError:
        return None


def as_utf8(body: bytes, content_type: str = "") -> bytes:
    """The same text in UTF-8, for parsers that take bytes; a charset that it states itself no longer holds."""
    return decode(body, content_type).encode()
