"""Copies of cited pages in web archives: what an archive's answer or list says, and which copy to link. Pure.

Formats: the Wayback Machine's availability API; CDX, the index that web archives publish of what they hold, as a CDX
server answers (JSON), as a file with fields parted by spaces, and as CDXJ (key, moment, JSON).
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from record.urls import is_web, url_key

_MOMENT = re.compile(r"\A(?:19|20)\d{12}\Z", re.ASCII)
_UNSAFE = frozenset(" <>\"'\\^`{|}")
_SERVER_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
"""The fields of a CDX line without a header, in the order of the Wayback Machine's server."""
_LEGACY_FIELDS = {"N": "urlkey", "b": "timestamp", "a": "original", "m": "mimetype", "s": "statuscode"}
"""The letters of a CDX file's header (` CDX N b a m s k r M S V g`) that are read."""
_SYNONYMS = {"url": "original", "mime": "mimetype", "status": "statuscode"}
"""Field names of CDXJ."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One copy: the address that was copied, and when, as 14 digits in UTC (`20180603101112`)."""

    original: str
    moment: str


def captures_in(body: bytes) -> list[Capture]:
    """The good copies (status 200, or the same as an earlier one) in an index of any of the formats; others are left.

    What cannot be read is passed over line by line: the index is another host's word.
    """
    text = body.decode("utf-8", "replace")
    rows = _server_rows(text)
    return [capture for row in (_line_rows(text) if rows is None else rows) if (capture := _capture(row))]


def _server_rows(text: str) -> list[dict[str, Any]] | None:
    """The rows of a server's JSON, an array of arrays under a header; None where it is no such thing."""
    try:
        table = json.loads(text)
        header = [str(name) for name in table[0]] if table else []
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        return None
    if not isinstance(table, list):
        return None
    return [dict(zip(header, row, strict=False)) for row in table[1:] if isinstance(row, list)]


def _line_rows(text: str) -> Iterator[dict[str, Any]]:
    names: Sequence[str] = _SERVER_FIELDS
    for line in text.splitlines():
        parts = line.split()
        if parts[:1] == ["CDX"]:
            names = [_LEGACY_FIELDS.get(letter, letter) for letter in parts[1:]]
        elif "{" in line:
            yield _cdxj_row(line)
        else:
            yield dict(zip(names, parts, strict=False))


def _cdxj_row(line: str) -> dict[str, Any]:
    before, brace, rest = line.partition("{")
    try:
        values = json.loads(brace + rest)
    except (ValueError, RecursionError):
        return {}
    moment = before.split()[-1:]
    row = {_SYNONYMS.get(name, name): value for name, value in values.items()}
    return ({"timestamp": moment[0]} if moment else {}) | row


def _capture(row: dict[str, Any]) -> Capture | None:
    original, moment = str(row.get("original", "")), str(row.get("timestamp", ""))
    status, mime = str(row.get("statuscode", "200")), str(row.get("mimetype", ""))
    # A revisit has no status of its own: the page was as at an earlier copy.
    is_good = status == "200" or (status == "-" and mime == "warc/revisit")
    return Capture(original, moment) if is_good and _MOMENT.match(moment) and is_linkable(original) else None


def is_linkable(url: str) -> bool:
    """Whether another host's word may become a link on our pages."""
    try:
        return is_web(url) and not _UNSAFE & set(url) and url.isprintable()
    except ValueError:
        return False


def nearest(captures: Iterable[Capture], url: str, moment: str) -> Capture | None:
    """Of the copies of a page, the one nearest to `moment` (14 digits), or the first where that is ""."""
    own = [capture for capture in captures if _is_same(capture.original, url)]
    return min(own, key=lambda capture: (abs(int(capture.moment) - int(moment or 0)), capture.moment), default=None)


def _is_same(first: str, second: str) -> bool:
    try:
        return url_key(first) == url_key(second)
    except ValueError:
        return False


def copy_address(capture: Capture, view: str) -> str:
    """Where a reader sees a copy, behind `view`: `https://web.archive.org/web/20180603101112/https://kabar.example/a`."""
    return f"{view}{capture.moment}/{capture.original}"


def available_copy(body: bytes) -> str:
    """The address of the copy that an availability API names, "" where it names none that answered 200."""
    try:
        closest = json.loads(body)["archived_snapshots"]["closest"]
        is_good = closest["available"] is True and str(closest.get("status", "200")) == "200"
        url = closest["url"] if is_good else ""
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""
    return url if isinstance(url, str) and is_linkable(url) else ""
