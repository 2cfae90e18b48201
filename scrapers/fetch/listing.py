"""Listing pages: a web page whose links lead to articles. Pure."""

from lxml import etree
from lxml import html as lxml_html
from lxml.cssselect import CSSSelector

from scrapers.fetch.entry import ChannelEntry, ChannelResponse, Listing, absolute, unique


def read_listing(response: ChannelResponse, links: str, following: str) -> Listing:
    """The links that the CSS selector `links` selects, and the page that `following` leads to ("": none)."""
    try:
        tree = lxml_html.document_fromstring(response.body)
    except (etree.ParserError, ValueError):
        return Listing(fault=f"no web page came back; look at {response.url}")
    anchors = CSSSelector(links)(tree)
    entries = unique(
        ChannelEntry(absolute(response.url, anchor.get("href") or ""), title=" ".join(anchor.text_content().split()))
        for anchor in anchors
    )
    after = CSSSelector(following)(tree) if following else []
    next_url = absolute(response.url, after[0].get("href") or "") if after else ""
    return Listing(entries, next_url=next_url)
