"""Pelican plugin: `/_headers`, the HTTP headers that hosts which read it (Netlify, Cloudflare Pages) send.

The tables here and in `record.site_files` hold for all publishing targets; a test compares the examples for nginx and
Caddy in `docs/servers/` with them.
"""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
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
EMBED_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
    "form-action": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "*",
}
"""The policy of the pages in `EMBEDS`: any site may frame them; they load style sheet and icon, and nothing else."""
EMBEDS = ("sematkan/*", "en/embed/*")
"""The pages that other sites may frame, by path in the site."""
FEATURES = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
    "microphone", "midi", "payment", "usb",
)  # fmt: skip
_CSP = "Content-Security-Policy"


def _policy(directives: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())


HEADERS = {
    _CSP: _policy(POLICY),
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in FEATURES),
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Headers of every response, but for the policy of `EMBEDS`. Scripts elsewhere may read data and feeds by
`Access-Control-Allow-Origin` (`OPEN`).
"""


def headers_of(name: str) -> dict[str, str]:
    """The headers of a file of the site, by its path in it."""
    is_embed = any(fnmatchcase(name, pattern) for pattern in EMBEDS)
    return HEADERS | ({_CSP: _policy(EMBED_POLICY)} if is_embed else {})


def headers_file(root: str = "") -> str:
    """The `_headers` file. All rules that match an address apply, so that no header stands in two of them, but the
    policy: a line with "!" takes it away again before the rule for `EMBEDS` sets theirs. A host that does not know such
    lines sends both, and then the stricter counts: nothing can be framed.

    How long pages are cached is left to the hosts, which clear their caches at each deployment. Addresses begin with
    `root`, the path at which the site lies on its host.
    """
    rules = {"/*": HEADERS}
    rules |= {f"/{pattern}": {"Cache-Control": value} for pattern, value in CACHE if pattern.endswith("/*")}
    rules |= {f"/{folder}feed.json": {"Content-Type": JSON_FEED} for folder in ("", "*/")}
    rules |= {f"/{pattern}": {"Access-Control-Allow-Origin": "*"} for pattern in OPEN}
    lines = []
    for pattern, headers in rules.items():
        lines += [root + pattern, *(f"  {name}: {value}" for name, value in headers.items())]
    for pattern in EMBEDS:
        lines += [f"{root}/{pattern}", f"  ! {_CSP}", f"  {_CSP}: {_policy(EMBED_POLICY)}"]
    return "\n".join(lines)


def write_headers(generators: Sequence[Any]) -> None:
    """Write the file."""
    generator = generators[0]
    generator.settings["BUILD"].output.write_file("_headers", headers_file(generator.context["root"]))


def register() -> None:
    """Connect the signal."""
    signals.all_generators_finalized.connect(write_headers)
