"""robots.txt by RFC 9309: Scrapy's middleware without its race, with Crawl-delay, closed while it cannot be read."""

import asyncio
from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.python import to_unicode

from scrapers.errors import FetchFault
from scrapers.fetch.faults import Stopped, detail_of, fault_of
from scrapers.fetch.robots_rules import RobotsRules, token_of

LONGEST_CRAWL_DELAY = 30.0
"""Seconds between two requests to a host at most: a longer Crawl-delay would stretch a run over hours."""
_OF_THE_HOST: frozenset[FetchFault] = frozenset({"unknown-host", "refused", "timeout", "asked-to-wait", "blocked"})
"""Faults that concern the whole host: they are reported instead of "robots-unreachable"."""


class Rfc9309Parser(RobotParser):
    """`RobotsRules` with the interface that Scrapy's setting ROBOTSTXT_PARSER asks for."""

    def __init__(self, body: bytes) -> None:
        """`body` of a robots.txt as it was sent."""
        self._body = body
        self._rules: dict[str, RobotsRules] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> "Rfc9309Parser":
        """The constructor that Scrapy calls."""
        return cls(robotstxt_body)

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        """Whether `url` may be fetched by a crawler with this User-Agent."""
        return self._of(user_agent).allows(to_unicode(url))

    def crawl_delay(self, user_agent: str | bytes) -> float | None:
        """The seconds between two requests that the crawler is asked for."""
        return self._of(user_agent).delay

    def _of(self, user_agent: str | bytes) -> RobotsRules:
        token = token_of(to_unicode(user_agent))
        if token not in self._rules:
            self._rules[token] = RobotsRules.parse(self._body, token)
        return self._rules[token]


class PoliteRobots(RobotsTxtMiddleware):
    """Scrapy's middleware, one robots.txt at a time a host.

    With three or more requests waiting for a host's first robots.txt, Scrapy 2.16 to 2.19 lets the third and later ones
    through although disallowed: the waiters share one future, which gives its result once. A lock a host mends it.
    Scrapy takes an unreachable robots.txt for an open one; RFC 9309 (2.3.1.4) for a closed one, and so do we.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Listens for each robots.txt to honour its Crawl-delay."""
        super().__init__(crawler)
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._unreachable: dict[str, Stopped] = {}
        crawler.signals.connect(self._slow_down, signal=signals.robots_parsed)

    async def robot_parser(self, request: Request) -> Any:
        """The parser of the request's host, fetched once; raises `Stopped` where it could not be read."""
        netloc = urlsplit(request.url).netloc
        async with self._locks[netloc]:
            parser = await super().robot_parser(request)
        if netloc in self._unreachable:
            raise self._unreachable[netloc]
        return parser

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            raise Stopped("robots-unreachable", f"it answered {response.status}")
        # "Unavailable" means no rules (2.3.1.3), whatever the words of the error page.
        rules = response.replace(body=b"") if response.status >= 400 else response
        await super()._parse_robots(rules, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        fault = fault_of(exc)
        self._unreachable[netloc] = Stopped(fault if fault in _OF_THE_HOST else "robots-unreachable", detail_of(exc))
        # Last, since it wakes the requests that wait for this host: they must find the reason.
        super()._robots_error(exc, netloc)

    def _slow_down(self, robotparser: Any, request: Request) -> None:
        """Apply a Crawl-delay that is longer than our own delay to the host."""
        wished = robotparser.crawl_delay(self._default_useragent)
        engine = self.crawler.engine
        if not wished or engine is None:
            return
        host = urlsplit(request.url).hostname or ""
        if slot := engine.downloader.slots.get(host):
            slot.delay = max(slot.delay, min(float(wished), LONGEST_CRAWL_DELAY))
