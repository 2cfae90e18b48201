"""Bytes of pages, feeds, sitemaps and JSON as text: which charset they are in, by what outranks what. Pure.

A byte order mark, then the HTTP header, then `<meta>` or the XML declaration, then UTF-8, then a guess. Labels mean
what the WHATWG Encoding Standard says (encoding.spec.whatwg.org: iso-8859-1 is windows-1252). A label that the bytes
contradict is passed over; short of that one bad byte is one U+FFFD, and the rest is read as if it were not there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import webencodings

UTF_8 = "utf-8"
WINDOWS = "windows-1252"
MARKS = ((b"\xef\xbb\xbf", UTF_8), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"))
"""Byte order marks (Encoding Standard, 6)."""
PRESCAN = 1024
"""Bytes in which a page's own word on its charset is looked for (HTML, 13.2.3.2); browsers go on to the head's end."""
LONGEST_HEAD = 65_536
_MOST_TAGS = 8192
"""Bytes of a head, without comments and scripts, that are searched: a page of open quotes costs their square."""
# Two in a page that says it is UTF-8 are hardly two accidents; one may be a cut or a stray byte.
ENOUGH_FOREIGN = 2
RARE = 10
"""So many times as often must the one reading be right as the other."""
SENSIBLE = 0.9
"""Share of foreign bytes that must stand where windows-1252 has them: a letter beside a letter, or a sign."""

_MULTIBYTE = frozenset({"gbk", "gb18030", "big5", "euc-jp", "shift_jis", "euc-kr"})
_REFUSED = "replacement"
"""Stands for charsets that hide markup from filters: a document in one is a single U+FFFD (Encoding Standard, 14.1)."""
_OPAQUE = frozenset({_REFUSED, "iso-2022-jp"})
"""Encodings that any bytes may be in."""
_OTHER_SCRIPTS = frozenset(
    {"koi8-r", "koi8-u", "ibm866", "iso-8859-5", "windows-1251", "x-mac-cyrillic", "iso-8859-6", "windows-1256"}
    | {"iso-8859-7", "windows-1253", "iso-8859-8", "iso-8859-8-i", "windows-1255", "windows-874"}
)
"""Single bytes for Cyrillic, Arabic, Greek, Hebrew and Thai: letters of these stand beside one another."""
_WIDE = frozenset({"utf-16le", "utf-16be"})
_DECLARED_WIDE = {"utf-16le": UTF_8, "utf-16be": UTF_8, "x-user-defined": WINDOWS}
"""What a label means inside a page, which could not be read there if it were true (HTML, 13.2.3.2)."""

_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]+)", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']\s*([^\"'\s>]{1,40})")
_HEAD_END = re.compile(rb"</head|<body", re.IGNORECASE)
_NO_TAGS = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(script|style|title|textarea)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(rb"<(meta\b|/?[a-z!?])((?:[^>\"']|\"[^\"]*\"|'[^']*')*+)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"([^\s=>/\"']+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
"""A well-formed character of two to four bytes (Unicode, table 3-7)."""
_BROKEN = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+|[\x80-\xff]")
_LETTERS = rb"[\x83\x8a\x8c\x8e\x9a\x9c\x9e\x9f\xaa\xb5\xba\xc0-\xd6\xd8-\xf6\xf8-\xff]"
_SIGNS = rb"[\x80\x82\x84-\x89\x8b\x91-\x99\x9b\xa0-\xbf\xd7\xf7]"
_IN_WINDOWS = re.compile(rb"(?<=[A-Za-z])" + _LETTERS + rb"|" + _LETTERS + rb"(?=[A-Za-z])|" + _SIGNS)


def decode(data: bytes, content_type: str = "") -> str:
    """The text of `data`, without byte order mark and NUL; `content_type` is the header's value, "" where unknown."""
    mark, charset = next(((mark, name) for mark, name in MARKS if data.startswith(mark)), (b"", ""))
    body = data[len(mark) :]
    return _decoded(body, charset or charset_of(body, content_type))


def charset_of(data: bytes, content_type: str = "") -> str:
    """The Encoding Standard's name of the charset of `data`, which begins with no byte order mark."""
    labels = [label for label in (_in_header(content_type), _inside(data)) if label]
    if wide := _wide(data, labels):
        return wide
    evidence = _Evidence(data)
    return next((label for label in labels if evidence.allows(label)), "") or _guess(data, evidence)


@dataclass(frozen=True)
class _Evidence:
    """What the bytes beyond ASCII say for and against UTF-8 and windows-1252."""

    data: bytes

    @cached_property
    def is_whole(self) -> bool:
        """Whether all is UTF-8, as nearly always: then nothing need be counted."""
        try:
            return not self.data.isascii() and bool(self.data.decode())
        except UnicodeDecodeError:
            return False

    @cached_property
    def sequences(self) -> int:
        """Well-formed characters of UTF-8."""
        return len(_SEQUENCE.findall(self.data))

    @cached_property
    def _rest(self) -> bytes:
        return _SEQUENCE.sub(b" ", self.data)

    @cached_property
    def torn(self) -> int:
        """Characters of UTF-8 that lack their end."""
        return sum(len(piece) > 1 for piece in _BROKEN.findall(self._rest))

    @cached_property
    def foreign(self) -> int:
        """Single bytes that are no part of a character of UTF-8."""
        return sum(len(piece) == 1 for piece in _BROKEN.findall(self._rest))

    def is_utf8(self) -> bool:
        """Whether they are UTF-8: what is well-formed is hardly ever so by accident."""
        return self.is_whole or 0 < self.sequences >= RARE * (self.foreign + self.torn)

    def is_windows(self, least: int) -> bool:
        """Whether at least `least` bytes make sense in windows-1252, and nearly nothing in UTF-8."""
        if self.is_whole or self.foreign < least or RARE * (self.sequences + self.torn) > self.foreign:
            return False
        return len(_IN_WINDOWS.findall(self._rest)) >= SENSIBLE * self.foreign

    def allows(self, label: str) -> bool:
        """Whether the bytes can be what `label` says."""
        if label in _WIDE:
            return False
        if label in _OPAQUE or self.data.isascii():
            return True
        if label == UTF_8:
            return not self.is_windows(ENOUGH_FOREIGN)
        if label in _OTHER_SCRIPTS and self.is_windows(ENOUGH_FOREIGN):
            return False
        # Two bytes a letter may look like UTF-8 for a word or two: so only where they are no such text.
        return not self.is_utf8() or (label in _MULTIBYTE and _is_sound(self.data, label))


def _guess(data: bytes, evidence: _Evidence) -> str:
    if data.isascii() or evidence.is_utf8():
        return UTF_8
    # The Encoding Standard's default for Indonesian, as for most languages (HTML, 13.2.3.2).
    if evidence.is_windows(1):
        return WINDOWS
    from trafilatura.utils import detect_encoding  # noqa: PLC0415 - takes a moment, and hardly any page needs it

    guesses = (_named(label) for label in detect_encoding(data))
    return next((label for label in guesses if label not in {"", UTF_8}), UTF_8)


def _wide(data: bytes, labels: list[str]) -> str:
    """UTF-16 by its zero bytes, which no other charset has; a label that says so needs but one."""
    start = data[:PRESCAN]
    if start.count(b"\0") * (len(start) if _WIDE & set(labels) else 4) < max(1, len(start)):
        return ""
    # Markup is ASCII, whose zeros stand first where the high byte does.
    return "utf-16be" if start[::2].count(b"\0") > start[1::2].count(b"\0") else "utf-16le"


def _in_header(content_type: str) -> str:
    match = _HEADER.search(content_type)
    return _named(match[1]) if match else ""


def _inside(data: bytes) -> str:
    """The charset that a document states itself; JSON states none (RFC 8259, 8.1)."""
    if data[:64].lstrip()[:1] in {b"{", b"["}:
        return ""
    label = next((name for match in _declarations(data) if (name := _named(match.decode("ascii", "ignore")))), "")
    return _DECLARED_WIDE.get(label, label)


def _declarations(data: bytes) -> Iterator[bytes]:
    if match := _XML.match(data):
        yield match[1]
    end = _HEAD_END.search(data, 0, LONGEST_HEAD)
    head = _NO_TAGS.sub(b"", data[: max(PRESCAN, end.start() if end else 0)])[:_MOST_TAGS]
    for tag in _TAG.finditer(head):
        if tag[1].lower() == b"meta":
            values = {name.lower(): a or b or c for name, a, b, c in reversed(_ATTRIBUTE.findall(tag[2]))}
            if values.get(b"charset"):
                yield values[b"charset"]
            elif values.get(b"http-equiv", b"").strip().lower() == b"content-type":
                stated = _HEADER.search(values.get(b"content", b"").decode("ascii", "ignore"))
                yield stated[1].encode() if stated else b""


def _named(label: str) -> str:
    """The Encoding Standard's name for a label, "" for one that it does not know."""
    encoding = webencodings.lookup(label)
    return str(encoding.name) if encoding else ""


def _is_sound(data: bytes, label: str) -> bool:
    return "\ufffd" not in _decoded(data, label)


def _decoded(data: bytes, label: str) -> str:
    if label == _REFUSED:
        return "\ufffd" if data else ""
    # The standard reads GBK as its superset (Encoding Standard, 10.1).
    encoding = webencodings.lookup("gb18030" if label == "gbk" else label)
    assert encoding  # noqa: S101 - `label` is the standard's own name
    return encoding.codec_info.decode(data, "replace")[0].replace("\0", "")
