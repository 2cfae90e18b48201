"""What the crawl hands on: pages as they came, and how an outlet did. No engine is needed to read it."""

import datetime as dt
from dataclasses import dataclass, field

from scrapers.fetch.entry import Entry
from scrapers.sources import Outlet


@dataclass(frozen=True, slots=True)
class FetchedPart:
    """One response as it came; `headers` as received, with the content coding undone in `body`."""

    url: str
    body: bytes
    status: int
    headers: tuple[tuple[str, str], ...]
    fetched: dt.datetime


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """An article's page, with the further pages of the same article in order."""

    outlet: Outlet
    entry: Entry
    parts: tuple[FetchedPart, ...]

    @property
    def first(self) -> FetchedPart:
        """The page that the channel led to."""
        return self.parts[0]


@dataclass(frozen=True, slots=True)
class Validators:
    """What a host said about a channel's version, kept as sent."""

    etag: str = ""
    last_modified: str = ""


@dataclass
class OutletLog:
    """How an outlet's channels did; `fresh` are the validators to keep once all is stored."""

    read: set[str] = field(default_factory=set)
    unchanged: set[str] = field(default_factory=set)
    offered: int = 0
    faults: list[str] = field(default_factory=list)
    disallowed: int = 0
    requested: int = 0
    capped: bool = False
    open_requests: int = 0
    fresh: dict[str, Validators] = field(default_factory=dict)
