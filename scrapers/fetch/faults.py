"""What can go wrong on the way to a page: a closed list, each with what happened and what to do next."""

import datetime as dt
from typing import get_args

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)

from scrapers.errors import FetchFault

ADVICE: dict[FetchFault, str] = {
    "unknown-host": "the host name is not known; check the address, or the network",
    "refused": "the host refused the connection; if it stays so, look whether the site has moved",
    "connection-lost": "the connection broke; if it stays so, open the address in a browser",
    "timeout": "no whole answer within the time limit; if it stays so, raise timeout",
    "too-large": "the answer is larger than max_bytes, unpacked",
    "too-many-redirects": "it leads from one address to the next without end; mend the address",
    "blocked": "it leads to a private address; name host and port in the outlet's allow_private to reach it",
    "disallowed": "robots.txt disallows it; ask the outlet, or take the channel out",
    "robots-unreachable": "robots.txt could not be read, and what it forbids is not known (RFC 9309, 2.3.1.4)",
    "asked-to-wait": "the host asked us to wait; later runs ask again",
    "http-error": "the host answered with an error",
    "gone": "the host says that there is nothing at this address; mend it",
}
"""Every word of `FetchFault`, and a sentence for the maintainer."""
assert set(ADVICE) == set(get_args(FetchFault))  # noqa: S101 - the table is whole, or nothing starts

GONE = frozenset({404, 410})
_BY_TYPE: tuple[tuple[type[BaseException], FetchFault], ...] = (
    (CannotResolveHostError, "unknown-host"),
    (DownloadConnectionRefusedError, "refused"),
    (DownloadTimeoutError, "timeout"),
    (DownloadCancelledError, "too-large"),
)
_BY_WORDS: tuple[tuple[str, FetchFault], ...] = (
    ("DOWNLOAD_MAXSIZE", "too-large"),
    ("max redirections", "too-many-redirects"),
    ("robots.txt", "disallowed"),
)
"""Scrapy raises one class, `IgnoreRequest`, for these; they differ only in their words."""


class Stopped(IgnoreRequest):
    """A request that we ourselves stopped, with its reason."""

    def __init__(self, fault: FetchFault, detail: str = "") -> None:
        """`detail` says what is special about this case."""
        self.fault, self.detail = fault, detail
        super().__init__(f"{fault}: {detail}")


def fault_of(error: BaseException | None) -> FetchFault:
    """The word of the closed list for an exception of the crawl."""
    if isinstance(error, Stopped):
        return error.fault
    if isinstance(error, IgnoreRequest):
        return next((fault for words, fault in _BY_WORDS if words in str(error)), "disallowed")
    # What Twisted raises for a broken connection has many classes; the exception's own name is in `detail_of`.
    return next((fault for kind, fault in _BY_TYPE if isinstance(error, kind)), "connection-lost")


def fault_of_status(status: int) -> FetchFault:
    """The word for an HTTP status of 400 or more."""
    return "gone" if status in GONE else "http-error"


def sentence(fault: FetchFault, url: str, detail: str = "") -> str:
    """One line for the report: the reason, the address, what happened and what to do."""
    special = f"{detail}: " if detail else ""
    return f"{fault}: {url}: {special}{ADVICE[fault]}"


def detail_of(error: BaseException | None) -> str:
    """What an exception adds to its reason, in few words."""
    if isinstance(error, Stopped):
        return error.detail
    return f"{type(error).__name__}" if fault_of(error) == "connection-lost" else ""


def until_words(moment: dt.datetime) -> str:
    """A time as a maintainer reads it."""
    return f"until {moment:%Y-%m-%d %H:%M} UTC"
