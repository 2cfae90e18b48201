"""robots.txt as Scrapy reads it, without its race, and with Crawl-delay."""

import asyncio
from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Request

LONGEST_CRAWL_DELAY = 30.0
"""Seconds; a longer wish would stop a run for hours, so that such a host is asked this seldom and no seldomer."""


class PoliteRobots(RobotsTxtMiddleware):
    """Scrapy's middleware, one robots.txt at a time a host.

    With three or more requests waiting for a host's first robots.txt, Scrapy 2.16 to 2.19 lets the third and later ones
    through although disallowed: the waiters share one future, which gives its result once. A lock a host mends it.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Listens for each robots.txt to honour its Crawl-delay."""
        super().__init__(crawler)
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        crawler.signals.connect(self._slow_down, signal=signals.robots_parsed)

    async def robot_parser(self, request: Request) -> Any:
        """The parser of the request's host, fetched once."""
        async with self._locks[urlsplit(request.url).netloc]:
            return await super().robot_parser(request)

    def _slow_down(self, robotparser: Any, request: Request) -> None:
        """Robots rules go by host name, and so does the delay: the slower of ours and theirs."""
        wished = robotparser.crawl_delay(self._default_useragent)
        engine = self.crawler.engine
        if not wished or engine is None:
            return
        host = urlsplit(request.url).hostname or ""
        if slot := engine.downloader.slots.get(host):
            slot.delay = max(slot.delay, min(float(wished), LONGEST_CRAWL_DELAY))
