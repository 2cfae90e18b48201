"""The kinds of channels, as a table: where each is read first, and how its responses become entries. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from scrapers.fetch.entry import ChannelKind, ChannelResponse, Listing
from scrapers.fetch.feed import read_feed
from scrapers.fetch.listing import read_listing
from scrapers.fetch.sitemap import read_sitemap
from scrapers.fetch.wordpress import posts_address, read_posts, read_posts_feed
from scrapers.sources import Channel

ReadResponse = Callable[[ChannelResponse, Channel, int], Listing]


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of channel is read.

    `read` makes a listing of a response, given its channel and `max_bytes`; `start` gives the first address;
    `reads_errors`: `read` also takes responses of status 400 and more.
    """

    read: ReadResponse
    start: Callable[[Channel], str] = lambda channel: channel.url
    reads_errors: bool = False


KINDS: dict[ChannelKind, Kind] = {
    "feed": Kind(lambda response, channel, size: read_feed(response)),
    "sitemap": Kind(lambda response, channel, size: read_sitemap(response, max_bytes=size, most=channel.most)),
    "listing": Kind(lambda response, channel, size: read_listing(response, channel.links, channel.next)),
    "wordpress": Kind(
        lambda response, channel, size: read_posts(response, channel.url),
        start=lambda channel: posts_address(channel.url),
        reads_errors=True,
    ),
    "wordpress-query": Kind(
        lambda response, channel, size: read_posts(response, channel.url, is_plain=True), reads_errors=True
    ),
    "wordpress-feed": Kind(lambda response, channel, size: read_posts_feed(response, channel.url), reads_errors=True),
}
