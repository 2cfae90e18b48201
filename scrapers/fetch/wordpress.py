"""WordPress sites: the REST list of posts, page by page, else the feed. Pure."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from scrapers.fetch.entry import ChannelEntry, ChannelResponse, ChannelStep, Listing, absolute, listed, signed
from scrapers.fetch.feed import read_feed

PER_PAGE = 50
FIELDS = "link,title,date_gmt,modified_gmt"
FORBIDDEN = frozenset({401, 403})
POSTS = "/wp/v2/posts"
"""https://developer.wordpress.org/rest-api/reference/posts/#list-posts"""


def posts_address(root: str) -> str:
    """The address of the first page of the posts of the site at `root`, newest first."""
    return f"{root.rstrip('/')}/wp-json{POSTS}?{_query()}"


def plain_posts_address(root: str) -> str:
    """The same on a site without pretty permalinks."""
    return f"{root.rstrip('/')}/?rest_route={POSTS}&{_query()}"


def _query() -> str:
    return urlencode({"per_page": PER_PAGE, "page": 1, "_fields": FIELDS}, safe=",")


def read_posts(response: ChannelResponse, root: str, *, is_plain: bool = False) -> Listing:
    """The posts of one page; where the REST list is shut off or something else answers, what to read instead.

    A site that forbids its list has pretty permalinks (or none, where `is_plain`), and its feed is next; of one where
    nothing is found, the list may stand at the other address.
    """
    posts = _posts(response)
    if posts is not None:
        listing = listed(_entry(post, response.url) for post in posts)
        return replace(listing, next_url=_next(response) if listing.entries else "")
    feed = f"{root.rstrip('/')}/feed/"
    if response.status in FORBIDDEN:
        return Listing(further=(ChannelStep("feed", _plain_feed(root) if is_plain else feed),))
    if is_plain:
        return Listing(further=(ChannelStep("wordpress-feed", feed),))
    return Listing(further=(ChannelStep("wordpress-query", plain_posts_address(root)),))


def _plain_feed(root: str) -> str:
    return f"{root.rstrip('/')}/?feed=rss2"


def read_posts_feed(response: ChannelResponse, root: str) -> Listing:
    """The entries of the site's feed; where it does not answer, the feed's address without pretty permalinks."""
    listing = read_feed(response) if response.status < 400 else Listing(fault="no feed")
    return Listing(further=(ChannelStep("feed", _plain_feed(root)),)) if listing.fault else listing


def _posts(response: ChannelResponse) -> list[dict[str, Any]] | None:
    if response.status >= 400:
        return None
    try:
        posts = json.loads(response.body.decode(json.detect_encoding(response.body), "replace"), strict=False)
    except (ValueError, RecursionError):
        return None
    return [post for post in posts if isinstance(post, dict)] if isinstance(posts, list) else None


def _entry(post: dict[str, Any], base: str) -> ChannelEntry:
    title = post.get("title")
    shown = str(title.get("rendered") or "") if isinstance(title, dict) else str(title or "")
    day = post.get("date_gmt")
    return ChannelEntry(
        url=absolute(base, str(post.get("link") or "")),
        title=shown,
        # `date_gmt` is in UTC but does not say so.
        published=f"{day}Z" if day else "",
        signature=signed("wordpress", shown, post.get("modified_gmt")),
    )


def _next(response: ChannelResponse) -> str:
    """The following page, while the site says that there is one."""
    total = response.headers.get("x-wp-totalpages", "")
    query = dict(parse_qsl(urlsplit(response.url).query))
    number = int(query["page"]) if query.get("page", "").isdigit() else 1
    if not total.isdigit() or number >= int(total):
        return ""
    return urljoin(response.url, "?" + urlencode({**query, "page": number + 1}, safe=",/"))
