"""Pelican plugin: `/_headers`, the HTTP headers that hosts which read it (Netlify, Cloudflare Pages) send.

The tables here and in `record.site_files` hold for all publishing targets; a test compares the examples for nginx and
Caddy in `docs/servers/` with them.
"""

from collections.abc import Sequence
from typing import Any

from pelican import signals

from record.site_files import CACHE, JSON_FEED, OPEN

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
"""The Content-Security-Policy: nothing from elsewhere, no script inside a page; JSON-LD is data and does not run."""
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
"""Headers of every response. Scripts elsewhere may read data and feeds by `Access-Control-Allow-Origin` (`OPEN`)."""


def headers_file() -> str:
    """The `_headers` file. All rules that match an address apply, so that no header stands in two of them.

    How long pages are cached is left to the hosts, which clear their caches at each deployment.
    """
    rules = {"/*": HEADERS}
    rules |= {f"/{pattern}": {"Cache-Control": value} for pattern, value in CACHE if pattern.endswith("/*")}
    rules |= {f"/{folder}feed.json": {"Content-Type": JSON_FEED} for folder in ("", "*/")}
    rules |= {f"/{pattern}": {"Access-Control-Allow-Origin": "*"} for pattern in OPEN}
    lines = []
    for pattern, headers in rules.items():
        lines += [pattern, *(f"  {name}: {value}" for name, value in headers.items())]
    return "\n".join(lines)


def write_headers(generators: Sequence[Any]) -> None:
    """Write the file."""
    generators[0].settings["BUILD"].output.write_file("_headers", headers_file())


def register() -> None:
    """Connect the signal."""
    signals.all_generators_finalized.connect(write_headers)
