"""Listing pages: a web page whose links lead to articles. Pure."""

from lxml import etree
from lxml import html as lxml_html
from lxml.cssselect import CSSSelector

from scrapers.fetch.entry import Answer, Entry, Listing, absolute, unique


def read_listing(answer: Answer, links: str, following: str) -> Listing:
    """The links that the CSS selector `links` finds, and the page that `following` leads to ("" for none)."""
    try:
        tree = lxml_html.document_fromstring(answer.body)
    except (etree.ParserError, ValueError):
        return Listing(fault=f"no web page came back; look at {answer.url}")
    found = CSSSelector(links)(tree)
    entries = unique(
        Entry(absolute(answer.url, anchor.get("href") or ""), title=" ".join(anchor.text_content().split()))
        for anchor in found
    )
    after = CSSSelector(following)(tree) if following else []
    next_url = absolute(answer.url, after[0].get("href") or "") if after else ""
    return Listing(entries, next_url=next_url)
