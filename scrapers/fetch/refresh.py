"""Which `<meta http-equiv="refresh">` is a redirect: news pages also use it to load themselves anew, or to leave."""

from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.http import HtmlResponse, Request, Response
from scrapy.utils.response import get_meta_refresh

from record.urls import INDEX, url_key
from scrapers.extract.tree import drop, words_outside_links

LONGEST_DELAY = 30.0
"""Seconds after which a page without a text may lead elsewhere; what waits longer is no redirect."""
SOME_WORDS = 40
"""Words outside links that make a page one to be read; a notice that it has moved has fewer."""
_NO_WORDS = ("script", "style", "noscript", "template", "nav", "header", "footer", "select", "title")


class MovingRefresh(MetaRefreshMiddleware):
    """Scrapy's middleware, which follows every refresh within its delay, for those that are a redirect."""

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        """Follow the response's refresh where it moves the page."""
        if isinstance(response, HtmlResponse):
            delay, target = get_meta_refresh(response, ignore_tags=self._ignore_tags)
            if delay is not None and target and not is_move(response.url, target, delay, response.body):
                return response
        return super().process_response(request, response)


def is_move(url: str, target: str, delay: float, page: bytes) -> bool:
    """Whether the page at `url`, which refreshes to `target` after `delay` seconds, is only a sign to the other.

    It is none where it leads to itself or waits long. A page with a text is one only where it leaves at once, for
    something else than a front page or a form of itself.
    """
    if _key(url) == _key(target):
        return False
    if _has_text(page):
        # A parameter against caches makes no other page.
        is_form = _key(target).partition("?")[0] == _key(url).partition("?")[0]
        return delay == 0 and not is_form and not _is_front_page(target)
    return delay <= LONGEST_DELAY


def _key(url: str) -> str:
    try:
        return url_key(url)
    except ValueError:
        return url


def _is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path.strip("/").casefold() in {"", *INDEX} and not parts.query


def _has_text(page: bytes) -> bool:
    try:
        tree: HtmlElement = lxml_html.document_fromstring(page)
    except (etree.ParserError, ValueError):
        return False
    for element in list(tree.iter(*_NO_WORDS)):
        drop(element)
    return words_outside_links(tree) >= SOME_WORDS
