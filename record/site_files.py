"""What all rooms agree on about a file of the site: its path for an address, its media type, its cache lifetime."""

from fnmatch import fnmatchcase
from pathlib import PurePosixPath


def site_path(address: str) -> str:
    """The path in the site's folder of what stands at an address."""
    return address[1:] + "index.html" if address.endswith("/") else address[1:]


TYPES = {
    ".atom": "application/atom+xml",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".opml": "text/x-opml",
    ".png": "image/png",
    ".rss": "application/rss+xml",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
}
JSON_FEED = "application/feed+json"
OTHER = "application/octet-stream"
MINUTES, HOUR, DAY = 600, 3600, 86_400
CACHE = (
    ("pagefind/fragment/*", "public, max-age=31536000, immutable"),  # named by what is in them
    ("pagefind/index/*", "public, max-age=31536000, immutable"),
    ("pagefind/filter/*", "public, max-age=31536000, immutable"),
    ("theme/*", f"public, max-age={DAY}"),
    ("*.png", f"public, max-age={DAY}"),
    ("data/*.csv", f"public, max-age={HOUR}"),
    ("data/*.json", f"public, max-age={HOUR}"),
    ("*", f"public, max-age={MINUTES}"),
)
"""How long browsers and proxies may keep a file; the first pattern counts."""
OPEN = ("*.atom", "*.csv", "*.ics", "*.json", "*.opml", "*.rss")
"""What programs on other sites may read."""


def content_type(name: str) -> str:
    """What a file is, by its path."""
    path = PurePosixPath(name)
    return JSON_FEED if path.name == "feed.json" else TYPES.get(path.suffix, OTHER)


def cache_control(name: str) -> str:
    """How long a file may be kept."""
    return next(value for pattern, value in CACHE if fnmatchcase(name, pattern))


def is_open(name: str) -> bool:
    """Whether scripts of other sites may read a file."""
    return any(fnmatchcase(name, pattern) for pattern in OPEN)
