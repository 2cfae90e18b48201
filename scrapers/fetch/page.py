"""Results of the crawl: fetched pages, and a log of each outlet. Independent of Scrapy."""

import datetime as dt
from dataclasses import dataclass, field

from scrapers.fetch.entry import ChannelEntry
from scrapers.sources import Outlet


@dataclass(frozen=True, slots=True)
class FetchedPart:
    """One response; `headers` as received, `body` without the content coding, `fetched` aware."""

    url: str
    body: bytes
    status: int
    headers: tuple[tuple[str, str], ...]
    fetched: dt.datetime


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """An article's page with its further pages in order; `entry` is the channel's entry that led to it."""

    outlet: Outlet
    entry: ChannelEntry
    parts: tuple[FetchedPart, ...]

    @property
    def first(self) -> FetchedPart:
        """The page that the channel led to."""
        return self.parts[0]


@dataclass(frozen=True, slots=True)
class Validators:
    """HTTP validators of a channel (RFC 9110, 8.8), as sent: its `ETag` and `Last-Modified`."""

    etag: str = ""
    last_modified: str = ""


@dataclass
class OutletLog:
    """How an outlet's channels did in a run.

    `read` and `unchanged` are addresses of channels, `offered` counts their entries, `unlinked` the entries of channels
    in which none has an address, `faults` are sentences for the report; `disallowed` counts what robots.txt forbids,
    `requested` the pages asked for; `capped`: the limit left some out; `open_requests` counts requests without a
    response yet, of channels and pages; `fresh` has validators by address, to be saved once all is stored.
    """

    read: set[str] = field(default_factory=set)
    unchanged: set[str] = field(default_factory=set)
    offered: int = 0
    unlinked: int = 0
    faults: list[str] = field(default_factory=list)
    disallowed: int = 0
    requested: int = 0
    capped: bool = False
    open_requests: int = 0
    fresh: dict[str, Validators] = field(default_factory=dict)
