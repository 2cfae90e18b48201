"""Puts Pagefind's index in order: it writes filters, and the values of each, in the order of a hash table.

Two builds would differ by that alone. The files are small gzipped CBOR lists whose names come from their content:
`pagefind-entry.json` names `pagefind.<hash>.pf_meta` for each language, and that names `filter/<hash>.pf_filter`.
"""

import gzip
import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

import cbor2

FORMAT = "1.5."
"""The versions of Pagefind whose files are known here."""
_SIGN = b"pagefind_dcd"
_GZIP_HEAD = bytes.fromhex("1f8b08000000000002ff")  # deflate, no name, no time, smallest, no system


class UnknownFormat(Exception):
    """The index is not written as this module knows it; `str()` says what to do."""


def put_in_order(folder: Path) -> None:
    """Write filters, sort orders and languages of the index in `folder` sorted. Raises `UnknownFormat`."""
    path = folder / "pagefind-entry.json"
    entry = json.loads(path.read_text("utf-8"))
    version = str(entry.get("version"))
    if not version.startswith(FORMAT):
        raise _unknown(version, path)
    languages = {}
    for language, about in sorted(entry["languages"].items()):
        try:
            languages[language] = about | {"hash": _order_meta(folder, language, about["hash"])}
        except (KeyError, TypeError, ValueError, cbor2.CBORError) as error:
            raise _unknown(version, folder / f"pagefind.{about['hash']}.pf_meta") from error
    path.write_text(json.dumps(entry | {"languages": languages}, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _order_meta(folder: Path, language: str, name: str) -> str:
    version, pages, chunks, filters, sorts, fields = _taken(folder / f"pagefind.{name}.pf_meta")
    filters = sorted([title, _order_filter(folder / "filter", language, file)] for title, file in filters)
    return _write([version, pages, chunks, filters, sorted(sorts), fields], folder, language, "pagefind.{}.pf_meta")


def _order_filter(folder: Path, language: str, name: str) -> str:
    title, values = _taken(folder / f"{name}.pf_filter")
    return _write([title, sorted([value, sorted(pages)] for value, pages in values)], folder, language, "{}.pf_filter")


def _taken(path: Path) -> list[Any]:
    """What is in a file, which goes; a ValueError where writing it again would not give the same."""
    raw = gzip.decompress(path.read_bytes())
    content: list[Any] = cbor2.loads(raw.removeprefix(_SIGN))
    if raw != _SIGN + cbor2.dumps(content):
        raise ValueError(f"{path.name} is not plain CBOR")
    path.unlink()
    return content


def _write(content: list[Any], folder: Path, language: str, pattern: str) -> str:
    """Write a file under the digest of what is in it, and return that."""
    raw = _SIGN + cbor2.dumps(content)
    name = f"{language}_{hashlib.sha256(raw).hexdigest()[:10]}"
    deflate = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    packed = deflate.compress(raw) + deflate.flush()
    tail = zlib.crc32(raw).to_bytes(4, "little") + len(raw).to_bytes(4, "little")
    (folder / pattern.format(name)).write_bytes(_GZIP_HEAD + packed + tail)
    return name


def _unknown(version: str, path: Path) -> UnknownFormat:
    return UnknownFormat(
        f"{path}: Pagefind {version} writes its index in a way that plugins/search_order.py does not know (it knows "
        f"{FORMAT}*); pin the earlier version in pyproject.toml and run `invoke lock`, or teach the plugin the new one"
    )
