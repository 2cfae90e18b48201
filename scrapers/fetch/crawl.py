"""The crawl: Scrapy fetches politely, and what it fetched is handed on page by page."""

import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from scrapers import __version__
from scrapers.errors import RejectReason
from scrapers.fetch.feed import Entry, Listing, read_feed, read_listing
from scrapers.fetch.guard import ALLOWED_SETTING, PrivateAddressError
from scrapers.sources import Channel, Outlet, Sources

NOT_MODIFIED = 304
REDIRECTS = 5
RETRIES = 2
HTML_TYPES = ("text/html", "application/xhtml+xml", "")


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """One article page as it came."""

    outlet: Outlet
    entry: Entry
    url: str
    body: bytes
    fetched: dt.datetime


@dataclass(frozen=True, slots=True)
class Validators:
    """What a host said about a channel's version, kept as sent."""

    etag: str = ""
    last_modified: str = ""


class Desk(Protocol):
    """Who the crawl asks and hands its pages to."""

    def validators(self, channel_url: str) -> Validators:
        """What the last good reading of a channel left."""

    def wants(self, outlet: Outlet, entry: Entry) -> bool:
        """Whether an entry's page is worth a request."""

    def take(self, page: FetchedPage) -> None:
        """One page came."""

    def reject(self, outlet: Outlet, url: str, reason: RejectReason) -> None:
        """One page did not."""

    def finish(self, outlet: Outlet, log: "OutletLog") -> None:
        """An outlet is done."""


@dataclass
class OutletLog:
    """How an outlet's channels did; `fresh` are the validators to keep once all is stored."""

    answered: int = 0
    unchanged: int = 0
    offered: int = 0
    faults: list[str] = field(default_factory=list)
    disallowed: int = 0
    requested: int = 0
    open_requests: int = 0
    fresh: dict[str, Validators] = field(default_factory=dict)


class OutletSpider(scrapy.Spider):
    """Reads each outlet's channels, then the pages they lead to."""

    name = "pantau"

    def __init__(self, *, outlets: Sequence[Outlet], desk: Desk, limit: int | None, **kwargs: Any) -> None:
        """`limit` is pages an outlet, None for no limit."""
        super().__init__(**kwargs)
        self._outlets, self._desk, self._limit = outlets, desk, limit
        self._logs = {outlet.id: OutletLog() for outlet in outlets}
        self._asked: set[str] = set()

    async def start(self) -> AsyncIterator[Request]:
        """One request a channel; all outlets at once, each host at its own pace."""
        for outlet in self._outlets:
            for channel in outlet.channel:
                yield self._channel_request(outlet, channel, channel.url, page=1)

    def _channel_request(self, outlet: Outlet, channel: Channel, url: str, *, page: int) -> Request:
        kept = self._desk.validators(url) if page == 1 else Validators()
        pairs = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified}
        self._logs[outlet.id].open_requests += 1
        return Request(
            url,
            headers={name: value for name, value in pairs.items() if value},
            callback=self._read_channel,
            errback=self._channel_failed,
            cb_kwargs={"outlet": outlet, "channel": channel, "page": page},
            meta={"handle_httpstatus_all": True},
            dont_filter=True,
            priority=10,
        )

    def _read_channel(self, response: Response, outlet: Outlet, channel: Channel, page: int) -> Iterator[Request]:
        log = self._logs[outlet.id]
        if response.status == NOT_MODIFIED:
            log.answered += 1
            log.unchanged += 1
        elif response.status >= 400:
            log.faults.append(f"{channel.url} answered {response.status}")
        else:
            listing = _read(response, channel)
            if listing.fault:
                log.faults.append(listing.fault)
            else:
                yield from self._follow(response, outlet, channel, page, listing)
        self._close(outlet)

    def _follow(
        self, response: Response, outlet: Outlet, channel: Channel, page: int, listing: Listing
    ) -> Iterator[Request]:
        log = self._logs[outlet.id]
        log.answered += page == 1
        log.offered += len(listing.entries)
        if page == 1:
            log.fresh[channel.url] = Validators(_header(response, "ETag"), _header(response, "Last-Modified"))
        wanted = [entry for entry in listing.entries if self._is_wanted(outlet, entry)]
        for entry in wanted:
            if self._limit is None or log.requested < self._limit:
                log.requested += 1
                yield self._page_request(outlet, entry)
            else:
                # The rest waits for the next run, which must then not be told "unchanged".
                log.fresh.pop(channel.url, None)
        if listing.next_url and wanted and page < channel.pages:
            yield self._channel_request(outlet, channel, listing.next_url, page=page + 1)

    def _is_wanted(self, outlet: Outlet, entry: Entry) -> bool:
        if entry.url in self._asked or not self._desk.wants(outlet, entry):
            return False
        self._asked.add(entry.url)
        return True

    def _page_request(self, outlet: Outlet, entry: Entry) -> Request:
        self._logs[outlet.id].open_requests += 1
        return Request(
            entry.url,
            callback=self._read_page,
            errback=self._page_failed,
            cb_kwargs={"outlet": outlet, "entry": entry},
            meta={"handle_httpstatus_all": True},
            dont_filter=True,
        )

    def _read_page(self, response: Response, outlet: Outlet, entry: Entry) -> None:
        kind = _header(response, "Content-Type").partition(";")[0].strip().lower()
        if response.status >= 400:
            self._desk.reject(outlet, entry.url, "http-error")
        elif kind not in HTML_TYPES:
            self._desk.reject(outlet, entry.url, "not-html")
        else:
            now = dt.datetime.now(dt.UTC).replace(microsecond=0)
            self._desk.take(FetchedPage(outlet, entry, response.url, response.body, now))
        self._close(outlet)

    def _page_failed(self, failure: Failure) -> None:
        outlet, entry = (failure.request.cb_kwargs[key] for key in ("outlet", "entry"))  # type: ignore[attr-defined]
        reason = page_reason(failure.value)
        self._logs[outlet.id].disallowed += reason == "disallowed"
        self._desk.reject(outlet, entry.url, reason)
        self._close(outlet)

    def _channel_failed(self, failure: Failure) -> None:
        outlet, channel = (failure.request.cb_kwargs[key] for key in ("outlet", "channel"))  # type: ignore[attr-defined]
        log = self._logs[outlet.id]
        if page_reason(failure.value) == "disallowed":
            log.disallowed += 1
            log.faults.append(f"{channel.url} is disallowed: {failure.value}")
        else:
            log.faults.append(f"{channel.url}: {explain(failure.value)}")
        self._close(outlet)

    def _close(self, outlet: Outlet) -> None:
        """Count one request down; the last one closes the outlet."""
        log = self._logs[outlet.id]
        log.open_requests -= 1
        if log.open_requests == 0:
            self._desk.finish(outlet, log)


def crawl(sources: Sources, outlets: Sequence[Outlet], desk: Desk, *, limit: int | None = None) -> None:
    """Fetch everything `outlets` offer and hand it to `desk`. Runs once a process: so does Scrapy's engine."""
    process = CrawlerProcess(settings(sources, outlets))
    process.crawl(OutletSpider, outlets=outlets, desk=desk, limit=limit)
    process.start()


def settings(sources: Sources, outlets: Sequence[Outlet]) -> dict[str, Any]:
    """Scrapy's settings: polite and contained."""
    defaults = sources.defaults
    return {
        "USER_AGENT": f"Pantau100/{__version__} (+{defaults.contact})",
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": "Pantau100",
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapers.fetch.guard.AddressGuard": 50,
            "scrapers.fetch.robots.PoliteRobots": 100,
        },
        "DNS_RESOLVER": "scrapers.fetch.guard.GuardedResolver",
        ALLOWED_SETTING: sorted({pair for outlet in outlets for pair in outlet.allow_private}),
        "DOWNLOAD_SLOTS": {
            host: {"concurrency": 1, "delay": defaults.delay, "randomize_delay": False} for host in _hosts(outlets)
        },
        "DOWNLOAD_DELAY": defaults.delay,
        "RANDOMIZE_DOWNLOAD_DELAY": False,
        "CONCURRENT_REQUESTS": 32,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_TIMEOUT": defaults.timeout,
        "DOWNLOAD_MAXSIZE": defaults.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "REDIRECT_MAX_TIMES": REDIRECTS,
        "RETRY_TIMES": RETRIES,
        "COOKIES_ENABLED": False,
        "REFERER_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
    }


def explain(error: BaseException | None) -> str:
    """What went wrong, in a few words a maintainer can act on."""
    table = (
        (CannotResolveHostError, "the host name is not known"),
        (DownloadConnectionRefusedError, "the host refused the connection"),
        (DownloadTimeoutError, "no whole answer within the time limit"),
        (DownloadCancelledError, "the answer is larger than max_bytes"),
    )
    if isinstance(error, PrivateAddressError):
        return str(error)
    for kind, words in table:
        if isinstance(error, kind):
            return words
    return f"{type(error).__name__}: {error}"[:200]


def page_reason(error: BaseException | None) -> RejectReason:
    """The word of the closed list for what stopped a page."""
    if isinstance(error, PrivateAddressError):
        return "unreadable"
    table: tuple[tuple[type[BaseException], RejectReason], ...] = (
        (IgnoreRequest, "disallowed"),
        (DownloadTimeoutError, "timeout"),
        (DownloadCancelledError, "too-large"),
    )
    return next((reason for kind, reason in table if isinstance(error, kind)), "http-error")


def _read(response: Response, channel: Channel) -> Listing:
    if channel.kind == "feed":
        return read_feed(response.body, response.url, _header(response, "Content-Type"))
    return read_listing(response.body, response.url, channel)


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1")


def _hosts(outlets: Sequence[Outlet]) -> list[str]:
    addresses = [url for outlet in outlets for url in (outlet.home, *(channel.url for channel in outlet.channel))]
    return sorted(Counter(urlsplit(url).hostname or "" for url in addresses))
