"""A page's article and the places that it is about: the part of the work that needs no state. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from record.models import Place
from scrapers.decide.places import Placement, Placer
from scrapers.errors import ArticleRejected
from scrapers.extract.article import Article, extract
from scrapers.extract.canonical import is_index
from scrapers.extract.dates import WIB, DateParser
from scrapers.extract.parts import join_parts
from scrapers.fetch.page import FetchedPage, FetchedPart
from scrapers.sources import Outlet


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page holds: its article, and the places that the article names."""

    article: Article
    placement: Placement
    is_dated: bool = False
    """Whether the page itself states when it was published."""


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
            if is_index(page.first.url, page.entry.url):
                raise ArticleRejected(page.entry.url, "not-an-article", "front-page")
            article = self._article(page)
            is_dated = article.published is not None
            if not is_dated:
                article = replace(article, published=self._stated_by_channel(page))
            placement = self.placer.place(article.title, article.text, page.outlet.places)
            return PageContent(article, placement, is_dated)
        except ArticleRejected:
            raise
        # lxml, trafilatura and others raise many things for what strangers send; one page must not end the run.
        except Exception as error:
            raise ArticleRejected(page.entry.url, "unreadable", type(error).__name__) from error

    def _article(self, page: FetchedPage) -> Article:
        return read_article(page.outlet, page.parts, self._zone_of(page.outlet))

    def _stated_by_channel(self, page: FetchedPage) -> dt.datetime | dt.date | None:
        parser = DateParser(zone=self._zone_of(page.outlet), fetched=page.first.fetched)
        return parser.parse(page.entry.published)

    def _zone_of(self, outlet: Outlet) -> dt.tzinfo:
        return self.zones.get(outlet.places[0], WIB) if outlet.places else WIB


def read_article(outlet: Outlet, parts: Sequence[FetchedPart], zone: dt.tzinfo = WIB) -> Article:
    """The article of a page's parts, in the outlet's layout of that day. Raises `ArticleRejected`."""
    fetched = parts[0].fetched
    layout = outlet.layout_on(fetched.date())
    return join_parts(
        [(part.url, extract(part.body, part.url, selectors=layout, zone=zone, fetched=fetched)) for part in parts]
    )
