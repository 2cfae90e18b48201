"""Listing pages: a web page whose links lead to articles. Pure."""

from lxml.cssselect import CSSSelector

from scrapers.fetch.entry import ChannelEntry, ChannelResponse, Listing, absolute, unique
from scrapers.markup import parse_page


def read_listing(response: ChannelResponse, links: str, following: str) -> Listing:
    """The links that the CSS selector `links` selects, and the page that `following` leads to ("": none)."""
    tree = parse_page(response.body, response.content_type)
    if tree is None:
        return Listing(fault=f"no web page came back; look at {response.url}")
    anchors = CSSSelector(links)(tree)
    entries = unique(
        ChannelEntry(absolute(response.url, anchor.get("href") or ""), title=" ".join(anchor.text_content().split()))
        for anchor in anchors
    )
    after = CSSSelector(following)(tree) if following else []
    next_url = absolute(response.url, after[0].get("href") or "") if after else ""
    return Listing(entries, next_url=next_url)
