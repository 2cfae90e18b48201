"""The kinds of channels, as a table: where each is read first, and how its answers become entries. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from scrapers.fetch.entry import Answer, ChannelKind, Listing
from scrapers.fetch.feed import read_feed
from scrapers.fetch.listing import read_listing
from scrapers.fetch.sitemap import read_sitemap
from scrapers.fetch.wordpress import posts_address, read_posts
from scrapers.sources import Channel

Reader = Callable[[Answer, Channel, int], Listing]


@dataclass(frozen=True, slots=True)
class Kind:
    """`start` gives the first address; `read` takes an answer, its channel and `max_bytes`; `reads_errors` also 4xx."""

    read: Reader
    start: Callable[[Channel], str] = lambda channel: channel.url
    reads_errors: bool = False


KINDS: dict[ChannelKind, Kind] = {
    "feed": Kind(lambda answer, channel, size: read_feed(answer)),
    "sitemap": Kind(lambda answer, channel, size: read_sitemap(answer, max_bytes=size, most=channel.most)),
    "listing": Kind(lambda answer, channel, size: read_listing(answer, channel.links, channel.next)),
    "wordpress": Kind(
        lambda answer, channel, size: read_posts(answer, channel.url),
        start=lambda channel: posts_address(channel.url),
        reads_errors=True,
    ),
}
