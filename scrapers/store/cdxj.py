"""CDXJ, the index format of web archives: a line an archived response. Pure.

A line is a SURT key, a space, the time of capture as 14 digits in UTC, a space, and one JSON object; pywb and other
tools of web archives read it (https://specs.webrecorder.net/cdxj/0.1.0/). They want the lines of a file sorted:
`LC_ALL=C sort FILE`.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

_DIGITS = "%Y%m%d%H%M%S"
_DEFAULT_PORTS = {"http": 80, "https": 443}
_WWW = re.compile(r"^www\d*\.")
_UNQUOTED = "/:;,@!$&'()*+=?~%-._"
"""What stands in a path or query as it is; all else is percent-encoded, so that a key holds no space."""


def surt(url: str) -> str:
    """The Sort-friendly URI Reordering Transform of an http(s) address: `example,kabar)/berita?a=1&b=2`.

    Host labels reversed, without `www.`, scheme and fragment; all lower case; query parameters sorted. These are the
    rules of the package `surt` but for its table of session ids. An address that cannot be parsed is its own key.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return _quoted(url)
    labels = _WWW.sub("", host).split(".")
    shown_port = f":{port}" if port and port != _DEFAULT_PORTS.get(parts.scheme) else ""
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    path = f"{parts.path.rstrip('/') or '/'}{'?' if query else ''}{query}"
    return f"{_quoted(','.join(reversed(labels)))}{shown_port}){_quoted(path)}"


def _quoted(text: str) -> str:
    return quote(text, safe=_UNQUOTED).lower()


def dump_line(url: str, captured: dt.datetime, fields: Mapping[str, str]) -> str:
    """The line of the response that `url` gave at `captured` (aware); `fields` beside `url`, as text."""
    stamp = captured.astimezone(dt.UTC).strftime(_DIGITS)
    return f"{surt(url)} {stamp} {json.dumps({'url': url, **fields}, ensure_ascii=False)}\n"


def parse_line(line: str) -> tuple[dt.datetime, dict[str, str]]:
    """The time of capture and the JSON object of a line. Raises `ValueError` for a damaged line."""
    _, stamp, text = line.split(" ", 2)
    fields = json.loads(text)
    if not isinstance(fields, dict):
        raise ValueError(f"no JSON object: {text}")
    return dt.datetime.strptime(stamp, _DIGITS).replace(tzinfo=dt.UTC), fields
