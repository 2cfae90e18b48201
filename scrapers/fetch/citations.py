"""Asking cited addresses whether they still live, with the crawl's own manners; and a web archive for a copy."""

import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from scrapers.decide.citations import CitationFault, fault_of_answer, is_front_page
from scrapers.errors import FetchFault
from scrapers.fetch.crawl import ANSWERS, MOST_PARTS, as_part, settings
from scrapers.fetch.faults import ADVICE, detail_of, fault_of
from scrapers.fetch.page import FetchedPart
from scrapers.fetch.private_addresses import ALLOWED_META
from scrapers.sources import Sources

OF_THE_HOST: frozenset[FetchFault] = frozenset(
    {"unknown-host", "refused", "blocked", "disallowed", "robots-unreachable", "asked-to-wait"}
)
"""Faults of a HEAD that a GET would meet as well; after any other the page gets its GET."""


@dataclass(frozen=True, slots=True)
class Question:
    """An address to ask; `whole`: its words are wanted; `copy_of`: also ask for an archive's copy near this day."""

    url: str
    whole: bool = False
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What an address answered: no fault, and its pages where they were wanted; or a fault."""

    url: str
    fault: CitationFault | None = None
    detail: str = ""
    parts: tuple[FetchedPart, ...] = ()


class CitationSpider(scrapy.Spider):
    """HEAD, then GET where a HEAD decides nothing; one GET where the words are wanted."""

    name = "pantau-citations"

    def __init__(self, *, questions: Sequence[Question], desk: "CitationDesk", api: str, **kwargs: Any) -> None:
        """`api` answers where a copy is, as the Wayback Machine's availability API does."""
        super().__init__(**kwargs)
        self.holds = dict(desk.holds)
        self._questions, self._desk, self._api = questions, desk, api

    async def start(self) -> AsyncIterator[Request]:
        """All at once, each host at its own pace."""
        for question in self._questions:
            yield self._ask(question, "GET" if question.whole else "HEAD")
            if question.copy_of is not None:
                yield self._ask_archive(question)

    def closed(self, reason: str) -> None:
        """Scrapy's last call."""
        self._desk.holds = self.holds

    def _request(self, url: str, method: str, callback: Any, errback: Any, told: dict[str, Any]) -> Request:
        meta = {"handle_httpstatus_list": ANSWERS, ALLOWED_META: self._desk.allowed, "dont_retry": method == "HEAD"}
        return Request(
            url, method=method, callback=callback, errback=errback, cb_kwargs=told, meta=meta, dont_filter=True
        )

    def _ask(self, question: Question, method: str, url: str = "", parts: tuple[FetchedPart, ...] = ()) -> Request:
        told = {"question": question, "parts": parts}
        return self._request(url or question.url, method, self._answered, self._failed, told)

    def _answered(self, response: Response, question: Question, parts: tuple[FetchedPart, ...]) -> Iterator[Request]:
        is_head = response.request is not None and response.request.method == "HEAD"
        if response.status >= 400 and is_head:
            yield self._ask(question, "GET")
        elif response.status >= 400 and not parts:
            self._tell(question, fault_of_answer(response.status), f"it answered {response.status}")
        elif not parts and is_front_page(question.url, response.url):
            self._tell(question, "front-page", f"it leads to {response.url}")
        else:
            whole = (*parts, as_part(response)) if response.status < 400 else parts
            further = self._desk.following(whole) if question.whole and len(whole) < MOST_PARTS else ""
            if further and response.status < 400 and further not in {part.url for part in whole}:
                yield self._ask(question, "GET", further, whole)
            else:
                self._desk.take(Told(question.url, parts=whole if question.whole else ()))

    def _failed(self, failure: Failure) -> Iterator[Request]:
        request: Request = failure.request  # type: ignore[attr-defined]
        question, parts, fault = *request.cb_kwargs.values(), fault_of(failure.value)
        if parts:
            self._desk.take(Told(question.url, parts=parts))
        elif request.method == "HEAD" and fault not in OF_THE_HOST:
            yield self._ask(question, "GET")
        else:
            self._tell(question, fault, detail_of(failure.value) or ADVICE[fault])

    def _tell(self, question: Question, fault: CitationFault, detail: str) -> None:
        self._desk.take(Told(question.url, fault, detail))

    def _ask_archive(self, question: Question) -> Request:
        asked = {"url": question.url} | ({"timestamp": question.copy_of} if question.copy_of else {})
        told = {"url": question.url}
        return self._request(f"{self._api}?{urlencode(asked)}", "GET", self._copy, self._no_copy, told)

    def _copy(self, response: Response, url: str) -> None:
        if response.status >= 400:
            self._desk.no_copies(f"it answered {response.status}")
        else:
            self._desk.take_copy(url, copy_in(response.body))

    def _no_copy(self, failure: Failure) -> None:
        fault = fault_of(failure.value)
        self._desk.no_copies(f"{fault}: {ADVICE[fault]}")


@dataclass
class CitationDesk:
    """Who the spider hands its answers to; `allowed` are private "host:port" pairs that may be asked."""

    take: Callable[[Told], None]
    take_copy: Callable[[str, str], None]
    no_copies: Callable[[str], None]
    following: Callable[[Sequence[FetchedPart]], str]
    holds: Mapping[str, Any]
    allowed: frozenset[str]


def ask(sources: Sources, questions: Sequence[Question], desk: CitationDesk) -> None:
    """Ask everything and hand it to `desk`. Runs once a process: so does Scrapy's engine."""
    process = CrawlerProcess(settings(sources, sources.outlet))
    process.crawl(CitationSpider, questions=questions, desk=desk, api=sources.defaults.archive)
    process.start()


def copy_in(body: bytes) -> str:
    """The address of the copy that an availability API names, "" where it names none that answered 200."""
    try:
        found = json.loads(body)["archived_snapshots"]["closest"]
        is_good = found["available"] is True and str(found.get("status", "200")) == "200"
        url = found["url"] if is_good else ""
    except (ValueError, KeyError, TypeError):
        return ""
    return (
        url if isinstance(url, str) and url.startswith(("http://", "https://")) and not set(url) & set(' <>"') else ""
    )
