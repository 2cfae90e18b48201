"""What a build saves for the next one, in a folder beside the site: `.output.state/` for `output/`.

The file is a first section with everything, followed by one section a build with what that build changed, until these
outgrow the first. It may be lost, damaged or of another version at any time: then it counts as empty, and everything is
rendered again.
"""

import marshal
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import starmap
from pathlib import Path
from typing import Any

from plugins.incremental.file_stats import StatSignature
from plugins.incremental.files import replace_file
from plugins.incremental.tracking import Trace

# marshal promises nothing from one version of Python to the next.
_SIGN = f"pantau build 3, python {sys.version_info[0]}.{sys.version_info[1]}, marshal {marshal.version}\n".encode()
_LENGTH, _CHECKSUM = 8, 4
_HEAD = _LENGTH + _CHECKSUM
_LONGEST = 0.5
"""How long the later sections may grow together, as a share of the first."""


@dataclass
class BuildState:
    """How the site was built.

    `build_fingerprint` and `context_fingerprint`: what all files, and what the reading of all news, depended on.
    `input_fingerprints`: digests of inputs by dependency key; `parsed`: parsed input files by path; `queries`: traces
    of queries by key; `rows`: signature and row of each news file by path; `files`: trace of each output file by path.
    `first` and `rest`: bytes of the first section and of those after it.
    """

    build_fingerprint: str = ""
    context_fingerprint: str = ""
    input_fingerprints: dict[str, str] = field(default_factory=dict)
    parsed: dict[str, tuple[bytes, bytes, str]] = field(default_factory=dict)
    queries: dict[str, Trace] = field(default_factory=dict)
    rows: dict[str, tuple[StatSignature, tuple[Any, ...]]] = field(default_factory=dict)
    files: dict[str, Trace] = field(default_factory=dict)
    first: int = 0
    rest: int = 0


_TABLES = ("input_fingerprints", "parsed", "queries", "rows", "files")
_TRACES = ("queries", "files")


def load(path: Path) -> BuildState:
    """The saved state; an empty one where any of it cannot be trusted."""
    state = BuildState()
    try:
        sections = list(_sections(path.read_bytes()))
    except (OSError, ValueError):
        return state
    for size, content in sections:
        state.build_fingerprint, state.context_fingerprint, *tables = marshal.loads(content)  # noqa: S302 - checked
        for name, changes in zip(_TABLES, tables, strict=True):
            _merge(getattr(state, name), changes)
        state.first, state.rest = (state.first, state.rest + size) if state.first else (size, 0)
    for name in _TRACES:
        table = getattr(state, name)
        setattr(state, name, dict(zip(table, starmap(Trace, table.values()), strict=True)))
    return state


def _merge(table: dict[str, Any], changes: Mapping[str, Any]) -> None:
    if not table:
        table.update(changes)
        return
    for name, value in changes.items():
        if value is None:
            table.pop(name, None)
        else:
            table[name] = value


def save(path: Path, before: BuildState, after: BuildState) -> None:
    """Save `after`, whole or not at all; where `before` is what `path` holds, only what changed is appended."""
    if before.first and before.rest <= before.first * _LONGEST:
        tables = [_changes(getattr(before, name), getattr(after, name)) for name in _TABLES]
        if any(tables) or _fingerprints(before) != _fingerprints(after):
            # A kill in the middle leaves a section that fails its checksum; `load` then takes the whole file for lost.
            with path.open("ab") as file:
                file.write(_section(after, tables))
        return
    replace_file(path, _SIGN + _section(after, [_plain(getattr(after, name)) for name in _TABLES]))


def _fingerprints(state: BuildState) -> tuple[str, str]:
    return state.build_fingerprint, state.context_fingerprint


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Entries that are new or changed, and None for those that are gone; what was carried over is the same object."""
    changed = {name: value for name, value in after.items() if (old := before.get(name)) is not value and old != value}
    return _plain(changed) | dict.fromkeys(before.keys() - after.keys())


def _plain(table: Mapping[str, Any]) -> dict[str, Any]:
    """The table without names of fields, which marshal cannot write."""
    return {name: tuple(value) if isinstance(value, Trace) else value for name, value in table.items()}


def with_checksum(content: bytes) -> bytes:
    """Content behind its CRC-32, as `verify_checksum` takes it."""
    return zlib.crc32(content).to_bytes(_CHECKSUM, "big") + content


def verify_checksum(data: bytes | memoryview) -> bytes | memoryview:
    """The content of what `with_checksum` gave; raises `ValueError` where it is damaged."""
    if len(data) < _CHECKSUM or zlib.crc32(data[_CHECKSUM:]) != int.from_bytes(data[:_CHECKSUM], "big"):
        raise ValueError("damaged")
    return data[_CHECKSUM:]


def _section(state: BuildState, tables: list[dict[str, Any]]) -> bytes:
    content = marshal.dumps((*_fingerprints(state), *tables))
    return len(content).to_bytes(_LENGTH, "big") + with_checksum(content)


def _sections(data: bytes) -> Iterator[tuple[int, bytes | memoryview]]:
    """Each section's length and content; raises `ValueError` where one is damaged."""
    if not data.startswith(_SIGN):
        raise ValueError("of another version")
    view, at = memoryview(data), len(_SIGN)
    while at < len(data):
        start, size = at + _HEAD, int.from_bytes(view[at : at + _LENGTH], "big")
        content = verify_checksum(view[at + _LENGTH : start + size])
        if len(content) != size:
            raise ValueError("damaged")
        yield _HEAD + size, content
        at = start + size
