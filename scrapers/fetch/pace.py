"""How fast a crawl goes: one request at a time to a host, a pause after each, and many hosts at once."""

from collections import deque
from heapq import heappop, heappush
from itertools import count
from math import ceil
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.http import Request

PLACES = 512
"""Hosts that are asked at once: with a pause of 2 s, that many keep a core busy with what they answer."""
_FILES_A_PLACE = 4
"""Open files for each: its connection, one that is closing, and what a run itself has open."""
_MOST_FILES = 8192


class HostScheduler(BaseScheduler):
    """Gives the engine one request a host at a time, hosts in turn; of a host the one of the highest priority first.

    Scrapy's own scheduler hands over whatever comes first. A request that waits for its host then holds a place that
    another host could use, and with a delay of 0 all that wait for a host are sent at once (Scrapy 2.19 counts a
    request as under way only in the next turn of the event loop).
    """

    def __init__(self, crawler: Crawler) -> None:
        """Listens for the end of each download, from which the pause counts."""
        self._crawler = crawler
        self._waiting: dict[str, list[tuple[int, int, Request]]] = {}
        """By host: a heap of (negated priority, order of coming, request); hosts without any are left out."""
        self._ready: deque[str] = deque()
        """The hosts that wait and are not being asked."""
        self._asked: dict[str, Request] = {}
        self._order = count()
        crawler.signals.connect(self._pause, signal=signals.request_left_downloader)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The constructor that Scrapy calls."""
        return cls(crawler)

    def has_pending_requests(self) -> bool:
        """Whether any host waits."""
        return bool(self._waiting)

    def enqueue_request(self, request: Request) -> bool:
        """Take a request; none is refused."""
        # A redirect comes with the slot of the host that it leads away from.
        request.meta.pop("download_slot", None)
        host = _host(request)
        if host not in self._waiting:
            self._waiting[host] = []
            if host not in self._asked:
                self._ready.append(host)
        heappush(self._waiting[host], (-request.priority, next(self._order), request))
        return True

    def next_request(self) -> Request | None:
        """A request of the host that has waited longest, or None where every host that waits is being asked."""
        if not self._ready:
            self._end_answered()
        if not self._ready:
            return None
        host = self._ready.popleft()
        _, _, request = heappop(self._waiting[host])
        if not self._waiting[host]:
            del self._waiting[host]
        self._asked[host] = request
        return request

    def _end_answered(self) -> None:
        """Let the hosts be asked again whose request has left the downloader and its middlewares."""
        engine = self._crawler.engine
        active = engine.downloader.active if engine else ()
        answered = [host for host, request in self._asked.items() if request not in active]
        for host in answered:
            del self._asked[host]
        self._ready.extend(host for host in answered if host in self._waiting)

    def _pause(self, request: Request) -> None:
        """Count the delay from the end of a response: a request that leaves late would shorten it for the server."""
        engine = self._crawler.engine
        slot = engine.downloader.slots.get(_host(request)) if engine else None
        if slot:
            slot.lastseen = monotonic()


class BriefConnections(HTTP11DownloadHandler):
    """Scrapy's handler, which closes idle connections soon: 2000 hosts would have more open than a process may."""

    def __init__(self, crawler: Crawler) -> None:
        """Keeps a connection for the host's next request and no longer."""
        super().__init__(crawler)
        self._pool.cachedConnectionTimeout = ceil(crawler.settings.getfloat("DOWNLOAD_DELAY")) + 1


def places() -> int:
    """How many hosts may be asked at once, with as many open files as this process may have."""
    return min(PLACES, _open_files() // _FILES_A_PLACE)


def _open_files() -> int:
    """The number of files that may be open, raised as far as the system lets us: many start with 1024 or 256."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return _MOST_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return _MOST_FILES if soft == resource.RLIM_INFINITY else soft


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""
