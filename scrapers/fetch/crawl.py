"""The crawl: Scrapy fetches politely, and each page goes to a `CrawlHandler` as it comes."""

import datetime as dt
import signal
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any, Protocol

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Request, Response
from twisted.logger import globalLogBeginner
from twisted.python.failure import Failure

from scrapers import CRAWLER_NAME, __version__
from scrapers.errors import INTERRUPTED, RejectReason, RunInterrupted
from scrapers.fetch.channels import KINDS
from scrapers.fetch.entry import ChannelEntry, ChannelResponse, ChannelStep, Listing
from scrapers.fetch.faults import detail_of, fault_of, fault_of_status, sentence
from scrapers.fetch.pace import places
from scrapers.fetch.page import FetchedPage, FetchedPart, OutletLog, Validators
from scrapers.fetch.private_addresses import ALLOWED_META, ALLOWED_SETTING
from scrapers.sources import Channel, Outlet, Sources

NOT_MODIFIED = 304
ANSWERS = [NOT_MODIFIED, *range(400, 600)]
"""Statuses that we judge; redirects are followed before we see them."""
REDIRECTS = 5
RETRIES = 2
DEEPEST = 3
"""Steps from a channel's own address: from an index of sitemaps to its children, from a site to its feed."""
MOST_PARTS = 10
"""Pages of one article that are read."""
HTML_TYPES = ("text/html", "application/xhtml+xml", "")


class CrawlHandler(Protocol):
    """What the crawl calls, as pages come, to decide on and store them; `scrapers.pipeline.Pipeline` implements it."""

    def validators(self, channel_url: str) -> Validators:
        """What the last good answer of a channel said of its version."""

    def holds(self) -> dict[str, dt.datetime]:
        """By host: the moment, in UTC, before which it must not be asked again."""

    def save_holds(self, holds: Mapping[str, dt.datetime]) -> None:
        """Store what hosts asked for, after the last response."""

    def wants(self, outlet: Outlet, entry: ChannelEntry) -> bool:
        """Whether to fetch an entry's page."""

    def following(self, parts: Sequence[FetchedPart]) -> str:
        """The address of the article's next page after `parts`, or ""."""

    def take(self, page: FetchedPage) -> None:
        """Take a page with all its parts; nothing may be raised here."""

    def reject(self, outlet: Outlet, url: str, reason: RejectReason) -> None:
        """Take the reason why a page could not be fetched."""

    def finish(self, outlet: Outlet, log: OutletLog) -> None:
        """Take how an outlet's channels did, after its last page."""


class OutletSpider(scrapy.Spider):
    """Reads each outlet's channels, then the pages they lead to."""

    name = "pantau"

    def __init__(
        self, *, outlets: Sequence[Outlet], handler: CrawlHandler, limit: int | None, max_bytes: int, **kwargs: Any
    ) -> None:
        """`limit` is pages an outlet, None for no limit."""
        super().__init__(**kwargs)
        self.holds = handler.holds()
        self._outlets, self._handler, self._limit, self._max_bytes = outlets, handler, limit, max_bytes
        self._logs = {outlet.id: OutletLog() for outlet in outlets}
        self._asked: set[str] = set()
        self.end = ""
        """Scrapy's word for how the crawl ended; "finished" after its last page, "shutdown" after a signal."""

    async def start(self) -> AsyncIterator[Request]:
        """One request a channel; all outlets at once, each host at its own pace."""
        for outlet in self._outlets:
            for channel in outlet.channel:
                yield self._channel_request(
                    outlet, channel, ChannelStep(channel.kind, KINDS[channel.kind].start(channel))
                )

    def closed(self, reason: str) -> None:
        """Called by Scrapy after the last response: hands the holds on. `reason` is "finished", or why it was not."""
        self._handler.save_holds(self.holds)
        self.end = reason

    def _channel_request(
        self, outlet: Outlet, channel: Channel, step: ChannelStep, *, number: int = 1, depth: int = 0
    ) -> Request:
        known = self._handler.validators(step.url) if number == 1 else Validators()
        pairs = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        arguments = {"channel": channel, "step": step, "number": number, "depth": depth}
        return self._request(outlet, step.url, self._read_channel, self._channel_failed, arguments, pairs)

    def _request(
        self, outlet: Outlet, url: str, callback: Any, errback: Any, arguments: dict[str, Any], headers: dict[str, str]
    ) -> Request:
        self._logs[outlet.id].open_requests += 1
        return Request(
            url,
            headers={name: value for name, value in headers.items() if value},
            callback=callback,
            errback=errback,
            cb_kwargs={"outlet": outlet, **arguments},
            meta={"handle_httpstatus_list": ANSWERS, ALLOWED_META: frozenset(outlet.allow_private)},
            # Scrapy drops a repeated request without any callback, and `open_requests` would never come down to 0.
            dont_filter=True,
            priority=10 if "channel" in arguments else 0,
        )

    def _read_channel(
        self, response: Response, outlet: Outlet, channel: Channel, step: ChannelStep, number: int, depth: int
    ) -> Iterator[Request]:
        log, kind = self._logs[outlet.id], KINDS[step.kind]
        if response.status == NOT_MODIFIED:
            log.unchanged.add(channel.url)
        elif response.status >= 400 and not kind.reads_errors:
            fault = fault_of_status(response.status)
            log.faults.append(sentence(fault, response.url, f"it answered {response.status}"))
        else:
            read = ChannelResponse(response.url, response.body, response.status, _headers(response), number)
            listing = kind.read(read, channel, self._max_bytes)
            if listing.fault or (listing.further and depth == DEEPEST):
                log.faults.append(f"unreadable: {listing.fault or f'{response.url} leads ever further; mend it'}")
            else:
                self._note(log, channel, step, number, response, listing)
                yield from self._follow(outlet, channel, step, number, depth, listing)
        self._close(outlet)

    def _note(
        self, log: OutletLog, channel: Channel, step: ChannelStep, number: int, response: Response, listing: Listing
    ) -> None:
        log.offered += len(listing.entries)
        # Single entries without one stand in good feeds too, as notices.
        if listing.unlinked and not listing.entries:
            log.unlinked += listing.unlinked
            log.faults.append(f"no-link: {listing.unlinked} entries of {response.url} have no link; ask the outlet")
        if not listing.further:
            log.read.add(channel.url)
        if number == 1 and response.status < 400:
            log.fresh[step.url] = Validators(_header(response, "ETag"), _header(response, "Last-Modified"))

    def _follow(
        self, outlet: Outlet, channel: Channel, step: ChannelStep, number: int, depth: int, listing: Listing
    ) -> Iterator[Request]:
        log = self._logs[outlet.id]
        for further in listing.further:
            yield self._channel_request(outlet, channel, further, depth=depth + 1)
        wanted = [entry for entry in listing.entries if self._is_wanted(outlet, entry)]
        for entry in wanted:
            if self._limit is None or log.requested < self._limit:
                log.requested += 1
                yield self._page_request(outlet, entry, entry.url, ())
            else:
                # The rest waits for the next run, which must then not get "unchanged" as its answer.
                log.capped = True
        if listing.next_url and wanted and number < channel.most and not log.capped:
            yield self._channel_request(outlet, channel, ChannelStep(step.kind, listing.next_url), number=number + 1)

    def _is_wanted(self, outlet: Outlet, entry: ChannelEntry) -> bool:
        if entry.url in self._asked or not self._handler.wants(outlet, entry):
            return False
        self._asked.add(entry.url)
        return True

    def _page_request(self, outlet: Outlet, entry: ChannelEntry, url: str, parts: tuple[FetchedPart, ...]) -> Request:
        return self._request(outlet, url, self._read_page, self._page_failed, {"entry": entry, "parts": parts}, {})

    def _read_page(
        self, response: Response, outlet: Outlet, entry: ChannelEntry, parts: tuple[FetchedPart, ...]
    ) -> Iterator[Request]:
        if reason := _unfit(response):
            self._end_page(outlet, entry, parts, reason)
        else:
            whole = (*parts, as_part(response))
            following = self._handler.following(whole) if len(whole) < MOST_PARTS else ""
            # A page that names itself as its next one would be fetched `MOST_PARTS` times.
            if following and following not in {part.url for part in whole}:
                yield self._page_request(outlet, entry, following, whole)
            else:
                self._handler.take(FetchedPage(outlet, entry, whole))
        self._close(outlet)

    def _end_page(
        self, outlet: Outlet, entry: ChannelEntry, parts: tuple[FetchedPart, ...], reason: RejectReason
    ) -> None:
        """A page that did not come is rejected; of an article whose later page did not come, the earlier ones stay."""
        if parts:
            self._handler.take(FetchedPage(outlet, entry, parts))
        else:
            self._logs[outlet.id].disallowed += reason == "disallowed"
            self._handler.reject(outlet, entry.url, reason)

    def _page_failed(self, failure: Failure) -> None:
        arguments = failure.request.cb_kwargs  # type: ignore[attr-defined]
        self._end_page(arguments["outlet"], arguments["entry"], arguments["parts"], fault_of(failure.value))
        self._close(arguments["outlet"])

    def _channel_failed(self, failure: Failure) -> None:
        arguments = failure.request.cb_kwargs  # type: ignore[attr-defined]
        log, fault = self._logs[arguments["outlet"].id], fault_of(failure.value)
        log.disallowed += fault == "disallowed"
        log.faults.append(sentence(fault, arguments["step"].url, detail_of(failure.value)))
        self._close(arguments["outlet"])

    def _close(self, outlet: Outlet) -> None:
        """Count one request down; the last one closes the outlet."""
        log = self._logs[outlet.id]
        log.open_requests -= 1
        if log.open_requests == 0:
            self._handler.finish(outlet, log)


def crawl(sources: Sources, outlets: Sequence[Outlet], handler: CrawlHandler, *, limit: int | None = None) -> None:
    """Fetch all that `outlets` offer, at most `limit` pages of each. Runs once a process, as Scrapy's engine does.

    Raises `RunInterrupted` after SIGINT or SIGTERM: the requests that were under way are then done, the others not.
    """
    process = crawler_process(sources, outlets)
    crawler = process.create_crawler(OutletSpider)
    process.crawl(crawler, outlets=outlets, handler=handler, limit=limit, max_bytes=sources.defaults.max_bytes)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    process.start()
    # Scrapy's own would go on asking its engine to end, which has: nothing else would hear of Ctrl-C.
    for number, handler_before in handlers.items():
        signal.signal(number, handler_before)
    spider = crawler.spider
    if not isinstance(spider, OutletSpider) or spider.end != "finished":
        raise RunInterrupted(INTERRUPTED)


def crawler_process(sources: Sources, outlets: Sequence[Outlet]) -> CrawlerProcess:
    """A Scrapy process for a crawl of `outlets`, which logs by `logging` alone; to be made once a process."""
    # Until its logging is begun, Twisted prints what it holds for critical on standard error.
    globalLogBeginner.beginLoggingTo([], redirectStandardIO=False)
    return CrawlerProcess(settings(sources, outlets))


def settings(sources: Sources, outlets: Sequence[Outlet]) -> dict[str, Any]:
    """Scrapy's settings for a crawl of `outlets`: polite, and closed to private addresses and to other programs."""
    defaults = sources.defaults
    return {
        "USER_AGENT": f"{CRAWLER_NAME}/{__version__} (+{defaults.contact})",
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": CRAWLER_NAME,
        "ROBOTSTXT_PARSER": "scrapers.fetch.robots.Rfc9309Parser",
        # Named here is all that works on a request: what Scrapy comes with and we do not need costs each page
        # something, and half a second at the start; a new version may bring what opens a port, or drops an address.
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "DOWNLOADER_MIDDLEWARES": {
            # Before robots.txt, which is asked for only on behalf of a request that may be made.
            "scrapers.fetch.private_addresses.AddressGuard": 50,
            "scrapers.fetch.robots.PoliteRobots": 100,
            "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
            "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
            "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
            "scrapers.fetch.retry.PatientRetry": 550,
            "scrapers.fetch.refresh.MovingRefresh": 580,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
            "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 600,
            "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
        },
        "SPIDER_MIDDLEWARES_BASE": {},
        "SPIDER_MIDDLEWARES": {"scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": 50},
        "EXTENSIONS_BASE": {},
        # A look at the source of each callback, each time it is called.
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
        # Threads look names up; some of a large file of sources are dead, and each of these holds one for seconds.
        "REACTOR_THREADPOOL_MAXSIZE": 32,
        "TWISTED_DNS_RESOLVER": "scrapers.fetch.private_addresses.GuardedResolver",
        ALLOWED_SETTING: sorted({pair for outlet in outlets for pair in outlet.allow_private}),
        "SCHEDULER": "scrapers.fetch.pace.HostScheduler",
        "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "scrapers.fetch.pace.BriefConnections"),
        "DOWNLOAD_DELAY": defaults.delay,
        "DOWNLOAD_DELAY_JITTER": 0,
        "CONCURRENT_REQUESTS": places(),
        # Scrapy makes as many tasks for each response, to work on items side by side, of which there are none here.
        "CONCURRENT_ITEMS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_TIMEOUT": defaults.timeout,
        "DOWNLOAD_MAXSIZE": defaults.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "REDIRECT_MAX_TIMES": REDIRECTS,
        "RETRY_TIMES": RETRIES,
        "REFERER_ENABLED": False,
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
    }


def as_part(response: Response) -> FetchedPart:
    """A Scrapy response as a `FetchedPart`, fetched now."""
    moment = dt.datetime.now(dt.UTC).replace(microsecond=0)
    return FetchedPart(response.url, response.body, response.status, tuple(_headers(response).items()), moment)


def _unfit(response: Response) -> RejectReason | None:
    """Why a response is no article's page, or None."""
    if response.status >= 400:
        return fault_of_status(response.status)
    kind = _header(response, "Content-Type").partition(";")[0].strip().lower()
    return None if kind in HTML_TYPES else "not-html"


def _headers(response: Response) -> dict[str, str]:
    """Names in lower case; a repeated header's values joined as RFC 9110 (5.3) allows."""
    pairs = response.headers.items()
    return {name.decode("latin-1").lower(): b", ".join(values).decode("latin-1") for name, values in pairs}


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1")
