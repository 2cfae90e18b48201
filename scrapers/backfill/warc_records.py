"""WARC files (ISO 28500) as bytes: cut into batches of whole records, and read back record by record. Pure.

Records packed one by one (gzip members, as Common Crawl does) and plain ones are read. Where a packed record begins is
looked for when a file is cut, which is quick, and proven when it is unpacked: each must begin where the one before it
ended. A page can hold a whole WARC file, so that a beginning which was only looked for may lie inside a record: the
batch before it is then "unfinished", and the file is to be cut exactly from there.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

GZIP = b"\x1f\x8b\x08"
WARC = b"WARC/"
LARGEST = 16_000_000
"""Bytes of an unpacked record that are read; of a larger one only its headers are."""
_HEADERS = 65_536
"""The longest header of a record that is looked for."""
_STEP = 1 << 14
_BETWEEN = b"\r\n\r\n"
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)

Fault = Literal["", "broken", "too-large", "unfinished"]


class Bytes(Protocol):
    """The interface of a file's content, in memory or mapped."""

    def __getitem__(self, at: slice, /) -> bytes: ...  # noqa: D105
    def __len__(self) -> int: ...  # noqa: D105
    def find(self, sub: bytes, start: int, end: int, /) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One record: its header's lines with the line that ends them, its block, and what is wrong with it.

    The block of a faulty record is empty; "unfinished" means that the bytes end before the record does.
    """

    head: bytes
    block: bytes
    fault: Fault = ""

    def fields(self) -> Mapping[str, str]:
        """The header by lower-case names."""
        lines = (line.partition(":") for line in self.head.decode("utf-8", "replace").splitlines()[1:])
        return {name.strip().lower(): value.strip() for name, colon, value in lines if colon}


def is_packed(data: Bytes) -> bool:
    """Whether a file begins with a gzip member."""
    return data[:3] == GZIP


def is_packed_whole(data: Bytes) -> bool:
    """Whether one gzip member holds several records: such a file can only be read from its start."""
    if not is_packed(data):
        return False
    inflater = zlib.decompressobj(31)
    try:
        content = inflater.decompress(data[:_HEADERS], _HEADERS)
    except zlib.error:
        return False
    # The first record says of what comes; it is short.
    block = content.find(_BETWEEN) + len(_BETWEEN)
    length = _LENGTH.search(content[:block])
    rest = content[block + int(length[1]) :].lstrip() if length else b""
    return content.startswith(WARC) and rest.startswith(WARC)


def cut(data: Bytes, size: int, *, start: int = 0, exact: bool = False) -> Iterator[tuple[int, int]]:
    """Where batches of about `size` bytes begin and end, from `start`, where a record begins.

    `exact`: packed records are unpacked to find where they end.
    """
    packed = is_packed(data)
    end = len(data)
    while start < end:
        if packed and not exact:
            stop = _next_packed(data, min(start + size, end), end)
        else:
            stop = _whole_records(data, start, size, packed=packed)
        yield start, stop
        start = stop


def records(data: Bytes, start: int, end: int) -> Iterator[WarcRecord]:
    """The records from `start`, where one begins, to `end`; damage costs the record that has it."""
    if data[start : start + 3] == GZIP:
        return _packed(data, start, end)
    return _plain(data, start, end)


def _packed(data: Bytes, at: int, end: int) -> Iterator[WarcRecord]:
    while at < end:
        content, stop, fault = _member(data, at, end)
        if fault:
            yield WarcRecord(b"", b"", fault)
            at = _next_packed(data, at + 1, end) if fault == "broken" else end
            continue
        if len(content) > LARGEST:
            yield WarcRecord(content[: content.find(_BETWEEN, 0, _HEADERS) + len(_BETWEEN)], b"", "too-large")
        else:
            # Damage ends a member: what looks like a record behind it may be a page's own words.
            yield from _plain(content, 0, len(content), mend=False)
        at = stop


def _plain(data: Bytes, at: int, end: int, *, mend: bool = True) -> Iterator[WarcRecord]:
    while at < end:
        span = _span(data, at, end)
        if span is None:
            yield WarcRecord(b"", b"", "broken")
            at = _next_plain(data, at + 1, end) if mend else end
        else:
            is_large = span.end - span.block > LARGEST
            block = b"" if is_large else data[span.block : span.end]
            yield WarcRecord(data[at : span.block], block, "too-large" if is_large else "")
            at = span.following


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a record's block begins and ends, and where the next record begins."""

    block: int
    end: int
    following: int


def _span(data: Bytes, at: int, end: int) -> _Span | None:
    """The record at `at`; None where there is none, or where its stated length does not lead to the next."""
    if data[at : at + len(WARC)] != WARC:
        return None
    block = data.find(_BETWEEN, at, min(at + _HEADERS, end)) + len(_BETWEEN)
    length = _LENGTH.search(data[at:block]) if block >= len(_BETWEEN) else None
    if not length:
        return None
    stop = block + int(length[1])
    following = stop
    while following < min(stop + len(_BETWEEN), end) and data[following : following + 1] in b"\r\n":
        following += 1
    is_true = stop <= end and (following == end or data[following : following + len(WARC)] == WARC)
    return _Span(block, stop, following) if is_true else None


def _member(data: Bytes, at: int, end: int) -> tuple[bytes, int, Fault]:
    """A gzip member's content, a little more than `LARGEST` at most, and where it ends."""
    inflater = zlib.decompressobj(31)
    content = bytearray()
    try:
        while not inflater.eof:
            if at >= end:
                return b"", end, "unfinished"
            step = data[at : min(at + _STEP, end)]
            piece = inflater.decompress(step)
            at += len(step)
            # What is beyond is unpacked and dropped, as only so the member's end is found.
            if len(content) <= LARGEST:
                content += piece
    except zlib.error:
        return b"", at, "broken"
    return bytes(content), at - len(inflater.unused_data), ""


def _whole_records(data: Bytes, start: int, size: int, *, packed: bool) -> int:
    """The first end of a record at or behind `start` + `size`; records are walked one by one."""
    at, end = start, len(data)
    while at < min(start + size, end):
        if packed:
            _, stop, fault = _member(data, at, end)
            at = _next_packed(data, at + 1, end) if fault == "broken" else stop
        else:
            span = _span(data, at, end)
            at = span.following if span else _next_plain(data, at + 1, end)
    return at


def _next_packed(data: Bytes, at: int, end: int) -> int:
    """The next place from `at` where a packed record seems to begin, or `end`."""
    while (at := data.find(GZIP, at, end)) >= 0:
        try:
            # The three bytes of the mark come up by chance in packed data; that "WARC/" follows hardly does.
            if zlib.decompressobj(31).decompress(data[at : at + _STEP], len(WARC)) == WARC:
                return at
        except zlib.error:
            pass
        at += 1
    return end


def _next_plain(data: Bytes, at: int, end: int) -> int:
    """The next place from `at` where a line begins as records do, or `end`."""
    line_end = data.find(b"\n" + WARC, max(at - 1, 0), end)
    return line_end + 1 if line_end >= 0 else end
