"""WordPress sites: the REST list of posts, page by page, else the feed. Pure."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from record.text import clean_text
from scrapers.charset import decode
from scrapers.fetch.entry import ChannelEntry, ChannelResponse, ChannelStep, Listing, absolute, signed, unique

PER_PAGE = 50
FIELDS = "link,title,date_gmt,modified_gmt"
POSTS = "wp-json/wp/v2/posts"
"""https://developer.wordpress.org/rest-api/reference/posts/#list-posts"""


def posts_address(root: str, number: int = 1) -> str:
    """The address of one page of the posts of the site at `root`, newest first."""
    query = urlencode({"per_page": PER_PAGE, "page": number, "_fields": FIELDS}, safe=",")
    return f"{root.rstrip('/')}/{POSTS}?{query}"


def read_posts(response: ChannelResponse, root: str) -> Listing:
    """The posts of one page; where the REST list is shut off or something else answers, the site's feed."""
    posts = _posts(response)
    if posts is None:
        return Listing(further=(ChannelStep("feed", f"{root.rstrip('/')}/feed/"),))
    entries = unique(_entry(post, response.url) for post in posts)
    return Listing(entries, next_url=_next(response) if entries else "")


def _posts(response: ChannelResponse) -> list[dict[str, Any]] | None:
    if response.status >= 400:
        return None
    try:
        posts = json.loads(clean_text(decode(response.body, response.content_type)))
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
    return urljoin(response.url, "?" + urlencode({**query, "page": number + 1}, safe=","))
