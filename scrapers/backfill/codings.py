"""Content codings (RFC 9110, 8.4) and Zstandard archives, unpacked with a limit. Pure."""

import re
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import IO

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

GZIP = b"\x1f\x8b"
ZSTANDARD = b"\x28\xb5\x2f\xfd"
_SKIPPABLE = b"\x2a\x4d\x18"
"""The second to fourth byte of a frame that holds no data (RFC 8878, 3.1.2); the first is 0x50 to 0x5F."""
_DICTIONARY = b"\x5d\x2a\x4d\x18"
"""The frame with which a .warc.zst file begins whose records share a dictionary."""
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""Bytes that no text has, and packed data soon has."""
_LOOK = 1024
_PIECE = 1 << 20
_PIECES_OUT = 16 * _PIECE


def decoded(body: bytes, codings: str, most: int) -> bytes:
    """A body without its content codings, as a `Content-Encoding` header lists them, cut at one byte over `most`.

    A body that is not in the coding which its header names stays as it is: archives take the coding off and leave the
    header. Raises ValueError for a damaged one and for a coding that nobody knows.
    """
    for coding in reversed([name.strip().lower() for name in codings.split(",")]):
        if coding in _PLAIN:
            continue
        if coding not in _CODINGS:
            raise ValueError(f"unknown content coding {coding!r}")
        try:
            body = _CODINGS[coding](body, most + 1)
        except (zlib.error, brotli.error, zstd.ZstdError, EOFError) as error:
            if _BINARY.search(body[:_LOOK]):
                raise ValueError(f"damaged {coding}: {error}") from error
    return body


def is_zstandard(start: bytes) -> bool:
    """Whether a file with these first bytes is packed with Zstandard."""
    is_skippable = start[1:4] == _SKIPPABLE and 0x50 <= start[0] <= 0x5F
    return start.startswith(ZSTANDARD) or is_skippable


def unpacked(packed: IO[bytes]) -> Iterator[bytes]:
    """What the frames of a Zstandard archive hold, in pieces, as far as it is whole.

    A dictionary for all frames may stand in a frame before them
    (https://iipc.github.io/warc-specifications/specifications/warc-zstd/).
    """
    dictionary, data = _dictionary(packed)
    try:
        while data or (data := packed.read(_PIECE)):
            frame = zstd.ZstdDecompressor(zstd_dict=dictionary)
            while not frame.eof:
                piece = frame.decompress(data, _PIECES_OUT)
                if piece:
                    yield piece
                data = packed.read(_PIECE) if frame.needs_input else b""
                if frame.needs_input and not data:
                    return
            data = frame.unused_data
    except zstd.ZstdError:
        return


def _dictionary(packed: IO[bytes]) -> tuple["zstd.ZstdDict | None", bytes]:
    """The dictionary of an archive, and what was read of the data behind it."""
    start = packed.read(8)
    if not start.startswith(_DICTIONARY) or len(start) < 8:
        return None, start
    content = packed.read(min(struct.unpack("<I", start[4:])[0], _PIECES_OUT))
    try:
        plain = zstd.decompress(content) if content.startswith(ZSTANDARD) else content
        return zstd.ZstdDict(plain), b""
    except (ValueError, zstd.ZstdError):
        return None, b""


def _gunzip(body: bytes, most: int) -> bytes:
    if not body.startswith(GZIP):
        return body
    whole = b""
    while body.startswith(GZIP) and len(whole) < most:
        member = zlib.decompressobj(31)
        # A member without its checksum is taken, as browsers do.
        whole += member.decompress(body, most - len(whole))
        body = member.unused_data
    return whole


def _inflate(body: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, most)
    except zlib.error:
        # Many servers leave the header of zlib's format out.
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(body, most)


def _unbrotli(body: bytes, most: int) -> bytes:
    decoder = brotli.Decompressor()
    whole: bytes = decoder.process(body, output_buffer_limit=most)
    while not decoder.is_finished() and len(whole) < most:
        piece = decoder.process(b"", output_buffer_limit=most - len(whole))
        if not piece:
            raise EOFError("it ends too early")
        whole += piece
    return whole


def _unzstd(body: bytes, most: int) -> bytes:
    if not body.startswith(ZSTANDARD):
        return body
    whole = b""
    while body.startswith(ZSTANDARD) and len(whole) < most:
        frame = zstd.ZstdDecompressor()
        whole += frame.decompress(body, most - len(whole))
        if not frame.eof and len(whole) < most:
            raise EOFError("it ends too early")
        body = frame.unused_data
    return whole


_PLAIN = frozenset({"", "identity", "none", "utf-8"})
_CODINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
