"""Keeps the crawler on the public internet: private addresses are reached only where an outlet names host and port."""

import ipaddress
from typing import TYPE_CHECKING, Any, ClassVar, Self
from urllib.parse import urlsplit

from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Request
from scrapy.resolver import CachingThreadedResolver
from twisted.internet import defer
from twisted.internet.error import DNSLookupError

from scrapers.fetch.faults import Stopped

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase

ALLOWED_SETTING = "PANTAU_ALLOW_PRIVATE"
"""Scrapy setting: the "host:port" pairs that any outlet allows."""
ALLOWED_META = "pantau_allow_private"
"""Key of a request's `meta`: the pairs that its own outlet allows; kept through redirects."""
DEFAULT_PORTS = {"http": 80, "https": 443}


def is_public(address: str) -> bool:
    """Whether an IP address is a public one: not private, loopback, link-local, multicast or reserved.

    Raises `ValueError` for text that is no address.
    """
    parsed = ipaddress.ip_address(address)
    # `::ffff:127.0.0.1` leads to the loopback too, so it is judged as the IPv4 address it holds.
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_global and not parsed.is_multicast


class AddressGuard:
    """Downloader middleware: refuses other schemes, private literal addresses and ports that no outlet named."""

    def __init__(self, allowed: frozenset[str]) -> None:
        """`allowed` are "host:port" pairs."""
        self._allowed = allowed
        self._hosts = frozenset(pair.rpartition(":")[0] for pair in allowed)

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """The constructor that Scrapy calls."""
        return cls(frozenset(crawler.settings.getlist(ALLOWED_SETTING)))

    def process_request(self, request: Request) -> None:
        """Let a request pass or raise `Stopped`; redirects come by here too."""
        parts = urlsplit(request.url)
        # `localhost.` is `localhost`: a full stop only ends the name.
        host = (parts.hostname or "").rstrip(".")
        shown = f"[{host}]" if ":" in host else host
        if parts.scheme not in DEFAULT_PORTS or not host:
            raise Stopped("blocked", "only http and https are fetched")
        pair = f"{shown}:{parts.port or DEFAULT_PORTS[parts.scheme]}"
        # A robots.txt is asked for on behalf of a request that has passed here.
        allowed = request.meta.get(ALLOWED_META, self._allowed if request.meta.get("dont_obey_robotstxt") else ())
        if pair not in allowed and (shown in self._hosts or _is_private_name(host)):
            raise Stopped("blocked", f"{pair} is a private address")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Say why a name was not resolved, where it was `GuardedResolver` that refused it: raise `Stopped`."""
        address = GuardedResolver.refused.get(urlsplit(request.url).hostname or "")
        if address and isinstance(exception, CannotResolveHostError):
            raise Stopped("blocked", f"{urlsplit(request.url).hostname} leads to the private address {address}")


class GuardedResolver(CachingThreadedResolver):
    """Refuses names that lead to private addresses; resolves `*.localhost` itself, as RFC 6761 (6.3) asks."""

    allowed_hosts: frozenset[str] = frozenset()
    refused: ClassVar[dict[str, str]] = {}
    """By name: the private address that it led to. Twisted tells a request only that its name has no address."""

    @classmethod
    def from_crawler(cls, crawler: "Crawler", reactor: "ReactorBase") -> Self:
        """The constructor that Scrapy calls."""
        made = super().from_crawler(crawler, reactor)
        made.allowed_hosts = frozenset(pair.rpartition(":")[0] for pair in crawler.settings.getlist(ALLOWED_SETTING))
        return made

    def getHostByName(self, name: str, timeout: Any = ()) -> "defer.Deferred[str]":  # noqa: N802 - Twisted's name
        """The address of `name`, or a failure."""
        if name == "localhost" or name.endswith(".localhost"):
            resolved: defer.Deferred[str] = defer.succeed("127.0.0.1")
        else:
            resolved = super().getHostByName(name, timeout)
        # The address that is checked is the one that is connected to: a name that changes its answer between two
        # look-ups (DNS rebinding) gains nothing.
        return resolved.addCallback(self._check, name)

    def _check(self, address: str, name: str) -> str:
        if name not in self.allowed_hosts and not is_public(address):
            self.refused[name] = address
            # Of any other class Twisted logs a traceback, as of a mistake in the resolver.
            raise DNSLookupError(f"{name} leads to the private address {address}")
        return address


def _is_private_name(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not is_public(host)
    except ValueError:
        # A name; or `127.1`, `0x7f.0.0.1`: addresses to the system, so that `GuardedResolver` checks what they lead to.
        return False
