"""A file of the built site: its path for an address, its media type, its cache lifetime, who may read it."""

from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from urllib.parse import urlsplit


def site_path(address: str) -> str:
    """The path in the site's folder of the file at an address such as `/daerah/`."""
    return address[1:] + "index.html" if address.endswith("/") else address[1:]


def site_root(site: str) -> str:
    """The path at which a site lies on its host: `/pantau` of `https://example.org/pantau/`, "" of a host of its own.

    Links within the site begin with it. Addresses in the record and in this code never do: `/daerah/` is the same page
    wherever the site lies, and so is the path of its file.
    """
    parts = urlsplit(site)
    return parts.path.rstrip("/") if parts.netloc else ""


def own_address(root: str, path: str) -> str | None:
    """The address without the site's root: `/daerah/` of `/pantau/daerah/`; None for a path outside the site."""
    return path.removeprefix(root) if path.startswith(f"{root}/") else None


TYPES = {
    ".atom": "application/atom+xml",
    ".bib": "application/x-bibtex",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".opml": "text/x-opml",
    ".png": "image/png",
    ".ris": "application/x-research-info-systems",
    ".rss": "application/rss+xml",
    ".sqlite": "application/vnd.sqlite3",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
}
JSON_FEED = "application/feed+json"
OTHER = "application/octet-stream"
MINUTES, HOUR, DAY = 600, 3600, 86_400
CACHE = (
    ("pagefind/fragment/*", "public, max-age=31536000, immutable"),  # their names are digests of their bytes
    ("pagefind/index/*", "public, max-age=31536000, immutable"),
    ("pagefind/filter/*", "public, max-age=31536000, immutable"),
    # A theme's files keep their names when they change.
    ("theme/*", f"public, max-age={DAY}"),
    ("*.png", f"public, max-age={DAY}"),
    ("data/*.csv", f"public, max-age={HOUR}"),
    ("data/*.json", f"public, max-age={HOUR}"),
    ("data/*.sqlite", f"public, max-age={HOUR}"),
    ("*", f"public, max-age={MINUTES}"),
)
"""The `Cache-Control` header of a file, by its path in the site; the first matching pattern counts."""
OPEN = ("*.atom", "*.bib", "*.csv", "*.ics", "*.json", "*.opml", "*.ris", "*.rss", "*.sqlite")
"""Files that scripts of other sites may read (`Access-Control-Allow-Origin: *`), by path in the site."""


def content_type(name: str) -> str:
    """The `Content-Type` of a file of the site, by its path."""
    path = PurePosixPath(name)
    return JSON_FEED if path.name == "feed.json" else TYPES.get(path.suffix, OTHER)


def cache_control(name: str) -> str:
    """The `Cache-Control` of a file of the site, by its path."""
    return next(value for pattern, value in CACHE if fnmatchcase(name, pattern))


def is_open(name: str) -> bool:
    """Whether scripts of other sites may read a file of the site, by its path."""
    return any(fnmatchcase(name, pattern) for pattern in OPEN)
