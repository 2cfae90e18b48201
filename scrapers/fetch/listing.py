"""Listing pages: a web page whose links lead to articles. Pure."""

from lxml import etree
from lxml import html as lxml_html
from lxml.cssselect import CSSSelector

from scrapers.extract.links import settle_base
from scrapers.extract.tree import text_of
from scrapers.fetch.entry import ChannelEntry, ChannelResponse, Listing, absolute, unique


def read_listing(response: ChannelResponse, links: str, following: str) -> Listing:
    """The links that the CSS selector `links` selects, and the page that `following` leads to ("": none)."""
    try:
        tree = lxml_html.document_fromstring(response.body)
    except (etree.ParserError, ValueError):
        return Listing(fault=f"no web page came back; look at {response.url}")
    base = settle_base(tree, response.url)
    anchors = CSSSelector(links)(tree)
    entries = unique(
        ChannelEntry(absolute(base, anchor.get("href") or ""), title=text_of(anchor)) for anchor in anchors
    )
    after = CSSSelector(following)(tree) if following else []
    next_url = absolute(base, after[0].get("href") or "") if after else ""
    return Listing(entries, next_url=next_url)
