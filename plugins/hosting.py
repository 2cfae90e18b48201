"""Pelican plugin: `/_headers`, what hosts that read it (Netlify, Cloudflare Pages) send with each file.

The tables say for every target what a file is, how long it may be kept, and what browsers must refuse; the examples for
nginx and Caddy in `docs/servers/` are held against them.
"""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Any

from pelican import signals

POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",  # Pagefind's reader is WebAssembly
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
"""Everything foreign is refused, and everything inside a page that could run; JSON-LD is data and does not run."""
FEATURES = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
    "microphone", "midi", "payment", "usb",
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in FEATURES),
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""With every answer. Data and feeds stay open to scripts elsewhere by `Access-Control-Allow-Origin` (`OPEN`)."""

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


def headers_file() -> str:
    """The `_headers` file: rules of these hosts add up, so that each header stands in one place for each address.

    How long pages are kept is left to such hosts: they tell their own caches when a site is new.
    """
    rules = {"/*": HEADERS}
    rules |= {f"/{pattern}": {"Cache-Control": value} for pattern, value in CACHE if pattern.endswith("/*")}
    rules |= {f"/{folder}feed.json": {"Content-Type": JSON_FEED} for folder in ("", "*/")}
    rules |= {f"/{pattern}": {"Access-Control-Allow-Origin": "*"} for pattern in OPEN}
    lines = []
    for pattern, headers in rules.items():
        lines += [pattern, *(f"  {name}: {value}" for name, value in headers.items())]
    return "\n".join(lines)


def put_headers(generators: Sequence[Any]) -> None:
    """Have it; the record was read by then."""
    generators[0].settings["BUILD"].output.write("/_headers", headers_file())


def register() -> None:
    """Connect the signal."""
    signals.all_generators_finalized.connect(put_headers)
