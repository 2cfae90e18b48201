"""A page's article and the places that it is about: the part of the work that needs no state. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from record.models import Place
from scrapers.decide.places import Placement, Placer
from scrapers.errors import ArticleRejected
from scrapers.extract.article import Article, extract
from scrapers.extract.dates import WIB, DateParser
from scrapers.extract.parts import join_parts
from scrapers.fetch.page import FetchedPage, FetchedPart
from scrapers.sources import Outlet


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page holds: its article, and the places that the article names."""

    article: Article
    placement: Placement


class PageReader:
    """Extracts and places pages; stateless, and made once from the tracked places."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        """`places` by slug."""
        self._places = places
        self.zones: dict[str, dt.tzinfo] = {slug: place.zone for slug, place in places.items()}

    @cached_property
    def placer(self) -> Placer:
        """Made when the first page is read: most runs of a day read none, and it takes a fifth of a second."""
        return Placer(self._places)

    def read(self, page: FetchedPage) -> PageContent:
        """Extract and place. Raises `ArticleRejected`, also for a page that breaks a parser."""
        try:
            article = self._article(page)
            return PageContent(article, self.placer.place(article.title, article.text, page.outlet.places))
        except ArticleRejected:
            raise
        # lxml, trafilatura and others raise many things for what strangers send; one page must not end the run.
        except Exception as error:
            raise ArticleRejected(page.entry.url, "unreadable", type(error).__name__) from error

    def _article(self, page: FetchedPage) -> Article:
        hints = page.outlet.places
        zone = self.zones.get(hints[0], WIB) if hints else WIB
        article = read_article(page.outlet, page.parts, zone)
        if article.published is None:
            published = DateParser(zone=zone, fetched=page.first.fetched).parse(page.entry.published)
            article = replace(article, published=published)
        return article


def read_article(outlet: Outlet, parts: Sequence[FetchedPart], zone: dt.tzinfo = WIB) -> Article:
    """The article of a page's parts, in the outlet's layout of that day. Raises `ArticleRejected`."""
    fetched = parts[0].fetched
    layout = outlet.layout_on(fetched.date())
    return join_parts(
        [
            (
                part.url,
                extract(
                    part.body, part.url, content_type=part.content_type, selectors=layout, zone=zone, fetched=fetched
                ),
            )
            for part in parts
        ]
    )
