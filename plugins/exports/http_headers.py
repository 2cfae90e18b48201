"""Pelican plugin: `/_headers`, what hosts that read it (Netlify, Cloudflare Pages) send with each file.

The tables say for every target what a file is, how long it may be kept, and what browsers must refuse; the examples for
nginx and Caddy in `docs/servers/` are held against them.
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
    generators[0].settings["BUILD"].output.write_file("_headers", headers_file())


def register() -> None:
    """Connect the signal."""
    signals.all_generators_finalized.connect(put_headers)
