"""The citation check's decisions: which addresses to request next, and what a response says of one. Pure."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from record.monitoring import Citation
from record.urls import url_key
from record.vocabulary import CitationState
from scrapers.errors import AnswerKind, FetchFault, RejectReason

CitationFault = FetchFault | Literal["front-page", "no-access", "no-text"]
"""Why an address did not show what was cited; the last three are about citations alone."""
ALL_ASKED_IN = 28
"""Days in which every address is asked once, whether runs come daily or weekly."""
LEAST_ASKED = 10
"""Addresses a run asks at least: of fewer, all may fail while our own network is well."""
NOT_BEFORE = 7
"""Days between two requests to one address at least, also to one that failed."""
GONE_AFTER = 3
"""Failures in a row that make an address gone …"""
GONE_WITHIN = 14
"""… when at least so many days lie between the first and the last."""
ANSWERED: frozenset[str] = frozenset({"", "too-large", "no-text"})
"""Results that only a page which still exists can give; "" is no fault."""
OF_THE_SOURCE: frozenset[CitationFault] = frozenset(
    {"gone", "front-page", "http-error", "too-many-redirects", "unknown-host", "refused", "connection-lost", "timeout"}
)
"""Failures that count towards "gone"; robots.txt, refusals and Retry-After say nothing about the page."""
OF_THE_LINE: frozenset[CitationFault] = frozenset(
    {"unknown-host", "refused", "connection-lost", "timeout", "robots-unreachable"}
)
"""Failures that our own network can cause as well."""
CLOSED_DOORS = frozenset({401, 402, 403, 407, 429, 451})
"""HTTP statuses of a refusal: readers may still see the page."""
GONE_KINDS: frozenset[AnswerKind] = frozenset({"soft-404", "parked", "front-page"})
"""Kinds of answers of a site that no longer has what was asked for."""
FRONT = frozenset({"", "id", "en", "home", "beranda", "index", "404", "404.html", "error", "not-found"})
"""Last steps of addresses that a missing page is led to: a front page, or a page of faults."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The result of a request: `fault` is "" where it answered; `digest` is of its words where they were fetched."""

    url: str
    fault: CitationFault | Literal[""] = ""
    detail: str = ""
    digest: str = ""


def due(cited: Iterable[str], known: Mapping[str, Citation], day: dt.date, limit: int | None = None) -> list[str]:
    """The addresses to request on `day`: first those that failed, then the longest unchecked, spread over hosts.

    At most `limit`; without one, as many as the days since the last run call for.
    """
    urls = sorted(set(cited))
    open_ = [url for url in urls if url not in known or (day - known[url].checked).days >= NOT_BEFORE]
    seen: Counter[str] = Counter()
    ranked = []
    for url in open_:
        host, asked = urlsplit(url).hostname or "", known.get(url)
        last = asked.checked if asked else dt.date.min
        is_settled = not (asked and asked.failures and asked.state != "gone")
        ranked.append((is_settled, last, seen[host], url))
        seen[host] += 1
    most = _share(len(urls), known, day) if limit is None else limit
    return [url for *_, url in sorted(ranked)[:most]]


def _share(count: int, known: Mapping[str, Citation], day: dt.date) -> int:
    last = max((citation.checked for citation in known.values()), default=day - dt.timedelta(1))
    days = max(0, min((day - last).days, ALL_ASKED_IN))
    return max(LEAST_ASKED, -(-count * days // ALL_ASKED_IN))


def is_front_page(asked: str, came: str) -> bool:
    """Whether the address `asked`, deeper in a site, was redirected to `came`, a front page or a page of faults.

    Sites do so to hide that a page is gone.
    """
    if url_key(asked) == url_key(came):
        return False
    steps = [step for step in urlsplit(came).path.casefold().split("/") if step]
    is_front = (not steps and not urlsplit(came).query) or (bool(steps) and steps[-1] in FRONT)
    return is_front and bool(urlsplit(asked).path.strip("/"))


def fault_of_answer(status: int) -> CitationFault:
    """The word for an HTTP status of 400 or more."""
    if status in CLOSED_DOORS:
        return "no-access"
    return "gone" if status in {404, 410} else "http-error"


def fault_of_rejection(reason: RejectReason, kind: str) -> CitationFault:
    """The word for a page that gave no article; what stands before a page says nothing of the page."""
    if reason != "not-an-article":
        return "no-text"
    return "front-page" if kind in GONE_KINDS else "no-access"


def is_our_line(replies: Iterable[Reply]) -> bool:
    """Whether no address answered at all: then our own network is down, which says nothing of theirs."""
    faults = [reply.fault for reply in replies]
    return bool(faults) and all(fault in OF_THE_LINE for fault in faults)


def settle(known: Citation | None, reply: Reply, *, digest: str, day: dt.date) -> Citation:
    """The address's new line: `known` is its last one, `digest` that of the words on record ("" for none).

    `since` is the day on which its state was first seen, of "gone" the day of the first failure; an address that was
    live from the first has none.
    """
    if reply.fault in ANSWERED:
        is_other = reply.fault == "no-text" or bool(digest and reply.digest and digest != reply.digest)
        return _answered(known, reply.url, "changed" if is_other else "live", day)
    return _failed(known, reply, day)


def _answered(known: Citation | None, url: str, state: CitationState, day: dt.date) -> Citation:
    began = known.since if known and known.state == state else day if known or state != "live" else None
    return Citation(url=url, state=state, checked=day, since=began)


def _failed(known: Citation | None, reply: Reply, day: dt.date) -> Citation:
    before = known or Citation(url=reply.url, state="unreached", checked=day)
    if before.state == "gone":
        return before.model_copy(update={"checked": day, "reason": reply.fault})
    counts = reply.fault in OF_THE_SOURCE
    is_first = before.state != "unreached" or (counts and not before.failures)
    began = day if is_first else before.since or day
    failures = before.failures + counts
    is_gone = failures >= GONE_AFTER and (day - began).days >= GONE_WITHIN
    changes = {"state": "gone" if is_gone else "unreached", "failures": failures, "since": began}
    return before.model_copy(update=changes | {"checked": day, "reason": reply.fault})
