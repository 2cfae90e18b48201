"""Requests to cited addresses, as polite as the crawl's: are they live, and has a web archive a copy?"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import scrapy
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from scrapers.decide.archived_copies import available_copy, captures_in, copy_address, nearest
from scrapers.decide.citations import CitationFault, fault_of_answer, is_front_page
from scrapers.errors import FetchFault
from scrapers.fetch.crawl import ANSWERS, MOST_PARTS, as_part, crawler_process
from scrapers.fetch.faults import ADVICE, detail_of, fault_of
from scrapers.fetch.page import FetchedPart
from scrapers.fetch.private_addresses import ALLOWED_META
from scrapers.sources import Sources

OF_THE_HOST: frozenset[FetchFault] = frozenset(
    {"unknown-host", "refused", "blocked", "disallowed", "robots-unreachable", "asked-to-wait"}
)
"""Faults of a HEAD that a GET would meet as well; after any other the page gets its GET."""


MOST_CAPTURES = 20
"""Copies of one page that are asked for: the nearest ones, of which some may not be usable."""


@dataclass(frozen=True, slots=True)
class WebArchive:
    """Where a web archive answers: its availability API, its CDX index, and what stands before a copy's address."""

    availability: str
    index: str
    view: str

    @classmethod
    def of(cls, sources: Sources) -> "WebArchive":
        """As `[defaults]` of a sources file says."""
        return cls(sources.defaults.archive, sources.defaults.archive_index, sources.defaults.archive_view)


@dataclass(frozen=True, slots=True)
class AddressCheck:
    """An address to request.

    `whole`: fetch the page with all its parts, for its words; `copy_of`: also ask a web archive for its copy nearest to
    this moment (14 digits in UTC, "" for the first); None: do not ask.
    """

    url: str
    whole: bool = False
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class AddressResponse:
    """The response of an address: no fault, and its parts where the whole was wanted; or a fault with details."""

    url: str
    fault: CitationFault | None = None
    detail: str = ""
    parts: tuple[FetchedPart, ...] = ()


class CitationSpider(scrapy.Spider):
    """HEAD, then GET where a HEAD decides nothing; one GET where the words are wanted."""

    name = "pantau-citations"

    def __init__(
        self, *, checks: Sequence[AddressCheck], handler: "CitationHandler", archive: WebArchive, **kwargs: Any
    ) -> None:
        """`archive` answers where copies are."""
        super().__init__(**kwargs)
        self.holds = dict(handler.holds)
        self._questions, self._handler, self._archive = checks, handler, archive

    async def start(self) -> AsyncIterator[Request]:
        """All at once, each host at its own pace."""
        for check in self._questions:
            yield self._ask(check, "GET" if check.whole else "HEAD")
            if check.copy_of is not None:
                yield self._ask_archive(check)

    def closed(self, reason: str) -> None:
        """Called by Scrapy after the last response: hands the holds back."""
        self._handler.holds = self.holds

    def _request(self, url: str, method: str, callback: Any, errback: Any, arguments: dict[str, Any]) -> Request:
        # A HEAD that fails is followed by a GET, and that one is retried.
        meta = {"handle_httpstatus_list": ANSWERS, ALLOWED_META: self._handler.allowed, "dont_retry": method == "HEAD"}
        return Request(
            url, method=method, callback=callback, errback=errback, cb_kwargs=arguments, meta=meta, dont_filter=True
        )

    def _ask(self, check: AddressCheck, method: str, url: str = "", parts: tuple[FetchedPart, ...] = ()) -> Request:
        arguments = {"check": check, "parts": parts}
        return self._request(url or check.url, method, self._answered, self._failed, arguments)

    def _answered(self, response: Response, check: AddressCheck, parts: tuple[FetchedPart, ...]) -> Iterator[Request]:
        is_head = response.request is not None and response.request.method == "HEAD"
        # Many servers answer HEAD with 403, 404 or 405 where a GET gets the page.
        if response.status >= 400 and is_head:
            yield self._ask(check, "GET")
        elif response.status >= 400 and not parts:
            self._fail(check, fault_of_answer(response.status), f"it answered {response.status}")
        elif not parts and is_front_page(check.url, response.url):
            self._fail(check, "front-page", f"it leads to {response.url}")
        else:
            whole = (*parts, as_part(response)) if response.status < 400 else parts
            further = self._handler.following(whole) if check.whole and len(whole) < MOST_PARTS else ""
            if further and response.status < 400 and further not in {part.url for part in whole}:
                yield self._ask(check, "GET", further, whole)
            else:
                self._handler.take(AddressResponse(check.url, parts=whole if check.whole else ()))

    def _failed(self, failure: Failure) -> Iterator[Request]:
        request: Request = failure.request  # type: ignore[attr-defined]
        check, parts, fault = *request.cb_kwargs.values(), fault_of(failure.value)
        if parts:
            self._handler.take(AddressResponse(check.url, parts=parts))
        elif request.method == "HEAD" and fault not in OF_THE_HOST:
            yield self._ask(check, "GET")
        else:
            self._fail(check, fault, detail_of(failure.value) or ADVICE[fault])

    def _fail(self, check: AddressCheck, fault: CitationFault, detail: str) -> None:
        self._handler.take(AddressResponse(check.url, fault, detail))

    def _ask_archive(self, check: AddressCheck) -> Request:
        asked = {"url": check.url} | ({"timestamp": check.copy_of} if check.copy_of else {})
        url = f"{self._archive.availability}?{urlencode(asked)}"
        return self._request(url, "GET", self._availability, self._no_availability, {"check": check})

    def _availability(self, response: Response, check: AddressCheck) -> Iterator[Request]:
        copy = available_copy(response.body) if response.status < 400 else ""
        if copy:
            self._handler.take_copy(check.url, copy)
        else:
            yield self._ask_index(check)

    def _no_availability(self, failure: Failure) -> Iterator[Request]:
        yield self._ask_index(failure.request.cb_kwargs["check"])  # type: ignore[attr-defined]

    def _ask_index(self, check: AddressCheck) -> Request:
        # The availability API often says that there is none where the archive's index has some.
        asked = {"url": check.url, "output": "json", "filter": "statuscode:200", "limit": str(MOST_CAPTURES)}
        nearest_first = {"sort": "closest", "closest": check.copy_of} if check.copy_of else {}
        url = f"{self._archive.index}?{urlencode(asked | nearest_first)}"
        return self._request(url, "GET", self._index, self._no_copy, {"check": check})

    def _index(self, response: Response, check: AddressCheck) -> None:
        if response.status >= 400:
            self._handler.no_copies(f"it answered {response.status}")
        elif capture := nearest(captures_in(response.body), check.url, check.copy_of or ""):
            self._handler.take_copy(check.url, copy_address(capture, self._archive.view))

    def _no_copy(self, failure: Failure) -> None:
        fault = fault_of(failure.value)
        self._handler.no_copies(f"{fault}: {ADVICE[fault]}")


@dataclass
class CitationHandler:
    """The functions that the spider calls, and the values that it needs.

    `take` is called with each response; `take_copy` with an address and that of its archived copy; `no_copies` with the
    reason why the archive could not be asked. `following` gives the address of an article's next page, or "". `holds`
    are the moments before which hosts must not be asked, as in the crawl; the spider replaces them at the end.
    `allowed` are private "host:port" pairs that may be asked.
    """

    take: Callable[[AddressResponse], None]
    take_copy: Callable[[str, str], None]
    no_copies: Callable[[str], None]
    following: Callable[[Sequence[FetchedPart]], str]
    holds: Mapping[str, Any]
    allowed: frozenset[str]


def ask(sources: Sources, checks: Sequence[AddressCheck], handler: CitationHandler) -> None:
    """Make all requests of `checks`. Runs once a process, as Scrapy's engine does."""
    process = crawler_process(sources, sources.outlet)
    process.crawl(CitationSpider, checks=checks, handler=handler, archive=WebArchive.of(sources))
    process.start()
