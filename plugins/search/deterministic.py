"""Sorts Pagefind's index, so that two builds of the same pages give the same bytes.

Pagefind writes filters, and the values of each, in the order of a hash table. The files are small gzipped CBOR lists
whose names come from their content: `pagefind-entry.json` names `pagefind.<hash>.pf_meta` for each language, and that
names `filter/<hash>.pf_filter`.
"""

import gzip
import hashlib
import json
import zlib
from typing import Any

import cbor2

FORMAT = "1.5."
"""The versions of Pagefind whose files are known here."""
ENTRY = "pagefind-entry.json"
Files = dict[str, bytes]
"""An index: the bytes of each file, by its path."""
_SIGN = b"pagefind_dcd"
_GZIP_HEAD = bytes.fromhex("1f8b08000000000002ff")  # deflate, no name, no time, smallest, no system


class UnknownFormat(Exception):
    """The index is not in the format that this module knows; `str()` says what to do."""


def in_stable_order(files: Files) -> Files:
    """The same index with filters, sort orders and languages sorted. Raises `UnknownFormat`."""
    ordered = dict(files)
    entry = json.loads(ordered[ENTRY])
    version = str(entry.get("version"))
    if not version.startswith(FORMAT):
        raise _unknown(version, ENTRY)
    languages = {}
    for language, about in sorted(entry["languages"].items()):
        try:
            languages[language] = about | {"hash": _order_meta(ordered, language, about["hash"])}
        except (KeyError, TypeError, ValueError, cbor2.CBORError) as error:
            raise _unknown(version, f"pagefind.{about['hash']}.pf_meta") from error
    text = json.dumps(entry | {"languages": languages}, ensure_ascii=False, separators=(",", ":"))
    return ordered | {ENTRY: text.encode()}


def _order_meta(files: Files, language: str, name: str) -> str:
    version, pages, chunks, filters, sorts, fields = _take(files, f"pagefind.{name}.pf_meta")
    filters = sorted([title, _order_filter(files, language, file)] for title, file in filters)
    return _add([version, pages, chunks, filters, sorted(sorts), fields], files, language, "pagefind.{}.pf_meta")


def _order_filter(files: Files, language: str, name: str) -> str:
    title, values = _take(files, f"filter/{name}.pf_filter")
    return _add(
        [title, sorted([value, sorted(pages)] for value, pages in values)], files, language, "filter/{}.pf_filter"
    )


def _take(files: Files, name: str) -> list[Any]:
    """Remove a file and return what it holds. Raises `ValueError` where writing that again would give other bytes."""
    raw = gzip.decompress(files.pop(name))
    content: list[Any] = cbor2.loads(raw.removeprefix(_SIGN))
    if raw != _SIGN + cbor2.dumps(content):
        raise ValueError(f"{name} is not plain CBOR")
    return content


def _add(content: list[Any], files: Files, language: str, pattern: str) -> str:
    """Add a file whose name is the digest of its content, and return that digest."""
    raw = _SIGN + cbor2.dumps(content)
    name = f"{language}_{hashlib.sha256(raw).hexdigest()[:10]}"
    deflate = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    packed = deflate.compress(raw) + deflate.flush()
    tail = zlib.crc32(raw).to_bytes(4, "little") + len(raw).to_bytes(4, "little")
    # Not by `gzip.compress`: before Python 3.13 the last byte of its head depends on the system.
    files[pattern.format(name)] = _GZIP_HEAD + packed + tail
    return name


def _unknown(version: str, name: str) -> UnknownFormat:
    return UnknownFormat(
        f"{name}: Pagefind {version} writes its index in a way that plugins/search/deterministic.py does not know "
        f"(it knows {FORMAT}*); pin the earlier version in pyproject.toml and run `invoke lock`, or teach it this one"
    )
