"""What channels are read from and into: responses in, listings of entries out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urljoin, urlsplit

from record.urls import route
from scrapers.sources import OutletChannelKind

ChannelKind = OutletChannelKind | Literal["wordpress-query", "wordpress-feed"]
"""The kinds of channels, and the further ways to read one that the first way of its kind could not read."""


@dataclass(frozen=True, slots=True)
class ChannelResponse:
    """A channel's HTTP response; header names in lower case; `number` counts the channel's pages from 1."""

    url: str
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    number: int = 1

    @property
    def content_type(self) -> str:
        """The stated media type with its parameters, or ""."""
        return self.headers.get("content-type", "")


@dataclass(frozen=True, slots=True)
class ChannelEntry:
    """One link that a channel offers; `published` as written there; `signature` changes when the entry does."""

    url: str
    title: str = ""
    published: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class ChannelStep:
    """Another address to read for the same channel."""

    kind: ChannelKind
    url: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a channel's page offers.

    `next_url` is worth reading while the page before it had something new, `further` in any case; `fault` says why the
    page could not be read; `unlinked` counts entries without an address.
    """

    entries: tuple[ChannelEntry, ...] = ()
    next_url: str = ""
    further: tuple[ChannelStep, ...] = ()
    fault: str = ""
    unlinked: int = 0


def listed(entries: Iterable[ChannelEntry], *, next_url: str = "") -> Listing:
    """A listing of the entries that have an address, the first of each; of the rest their number."""
    rows = list(entries)
    return Listing(unique(rows), next_url=next_url, unlinked=sum(not entry.url for entry in rows))


def unique(entries: Iterable[ChannelEntry]) -> tuple[ChannelEntry, ...]:
    """The entries that have an address, the first of each."""
    by_url: dict[str, ChannelEntry] = {}
    for entry in entries:
        if entry.url:
            by_url.setdefault(entry.url, entry)
    return tuple(by_url.values())


def absolute(base: str, href: str) -> str:
    """An absolute http(s) address, or "" where it is none; without a fragment, but for one that names the page."""
    try:
        parts = urlsplit(urljoin(base, href.strip()) if href.strip() else "")
        address = parts._replace(fragment=route(parts.fragment)).geturl()
        return address if parts.scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def signed(kind: ChannelKind, *parts: object) -> str:
    """An entry's signature, from what its channel says of it; after the kind, for two kinds never say the same."""
    words = [str(part) for part in parts if part]
    return "\n".join([kind, *words]) if words else ""
