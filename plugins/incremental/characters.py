"""Refuses to write what the format of a file forbids: the last word, wherever a mistake was made before.

All formats get the strictest of their rules. XML 1.0 (2.2) cannot hold most controls, surrogates and U+FFFE at all, so
that one such character in a title would end every reader's feed; HTML (13.2.3.5), I-JSON (RFC 7493, 2.1), CSV (RFC
4180, 2) and iCalendar (RFC 5545, 3.1) forbid the rest: C1 controls, delete and noncharacters.
"""

import re
from pathlib import PurePosixPath

FORMATS = {
    ".html": "HTML",
    ".rss": "XML",
    ".atom": "XML",
    ".xml": "XML",
    ".opml": "XML",
    ".json": "JSON",
    ".csv": "CSV",
    ".ics": "iCalendar",
}
"""The formats that are checked, by the file's suffix."""
_SHOWN = 40
"""Bytes before a character that are shown, so that one can look for it."""
_CONTROLS = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
# Each begins with a byte that hardly any text has, which is looked for faster than a set of bytes.
_WIDE = (
    re.compile(rb"\xc2[\x80-\x9f]"),
    re.compile(rb"\xef\xb7[\x90-\xaf]"),
    re.compile(rb"\xef\xbf[\xbe\xbf]"),
    # The last two of each further plane; within other characters these bytes may stand together too.
    re.compile(rb"\xbf[\xbe\xbf](?<=[\xf0-\xf4][\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf])"),
    re.compile(rb"\xed[\xa0-\xbf]"),
)
_ESCAPED = re.compile(
    rb"\\(?:(?P<bad>[bf]|u(?:00[01]|007f|00[89]|fd[de]|fff[ef]|d[89a-f]))|.)", re.IGNORECASE | re.DOTALL
)
"""What JSON spells out, but for tab and line ends: `json` writes these as `\\t`, `\\n` and `\\r`."""


class ForbiddenCharacter(ValueError):
    """A file would hold a character that its format forbids; `str()` names file, line, character and cure."""


def encode(path: str, text: str) -> bytes:
    """`text` as UTF-8. Raises `ForbiddenCharacter` for a lone surrogate."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise surrogate_in(path, error) from error


def surrogate_in(path: str, error: UnicodeEncodeError) -> ForbiddenCharacter:
    """The fault of a file whose text could not be encoded."""
    before = error.object[: error.start].encode("utf-8", "replace")
    return _fault(path, before, len(before), f"U+{ord(error.object[error.start]):04X}")


def verify(path: str, data: bytes) -> None:
    """Raise `ForbiddenCharacter` where a file at `path` may not hold `data`; other formats than `FORMATS` hold any."""
    suffix = PurePosixPath(path).suffix
    if suffix not in FORMATS:
        return
    if len(data.translate(None, _CONTROLS)) < len(data):
        at = next(at for at, byte in enumerate(data) if byte in _CONTROLS)
        raise _fault(path, data, at, f"U+{data[at]:04X}")
    for pattern in _WIDE:
        if match := pattern.search(data):
            start = match.start() - (2 if match[0][0] == 0xBF else 0)
            raise _fault(path, data, start, _name(data, start))
    if suffix == ".json":
        for match in _ESCAPED.finditer(data):
            if match["bad"]:
                raise _fault(path, data, match.start(), match[0].decode())


def _name(data: bytes, at: int) -> str:
    char = data[at : at + 4].decode("utf-8", "ignore")[:1]
    return f"U+{ord(char):04X}" if char else "a surrogate"


def _fault(path: str, data: bytes, at: int, name: str) -> ForbiddenCharacter:
    line = data.count(b"\n", 0, at) + 1
    before = data[max(0, at - _SHOWN) : at].decode("utf-8", "ignore")
    form = FORMATS.get(PurePosixPath(path).suffix, "UTF-8")
    return ForbiddenCharacter(
        f"{path}:{line}: {name} after {before!r}, which {form} forbids; look for these words in content/, take the "
        "character out and build again"
    )
