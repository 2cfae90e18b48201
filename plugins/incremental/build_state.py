"""What a build leaves for the next one, in a folder beside the site: `.output.state/` for `output/`.

The file is a first section with everything and, after it, one for each build with what that changed, until these grow
too long. It may be lost, damaged or of another version at any time: then there is nothing to go by, and all is made
anew.
"""

import marshal
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plugins.incremental.dependencies import Answer
from plugins.incremental.file_stats import Stamp
from plugins.incremental.output import Made

_SIGN = f"pantau build 2, python {sys.version_info[0]}.{sys.version_info[1]}, marshal {marshal.version}\n".encode()
_LENGTH, _SEAL = 8, 4
_HEAD = _LENGTH + _SEAL
_LONGEST = 0.5
"""How long the sections after the first may grow, in parts of it."""


@dataclass
class State:
    """How the site was built: on what ground, from which news, and how each file was made.

    `leaves` are the digests of facts that are files of their own, `parsed` what such files say; `answers` are
    questions whose answers are compared.
    `first` and `rest` are the lengths of what was saved, in bytes.
    """

    ground: str = ""
    surroundings: str = ""
    leaves: dict[str, str] = field(default_factory=dict)
    parsed: dict[str, tuple[bytes, bytes, str]] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    news: dict[str, tuple[Stamp, tuple[Any, ...]]] = field(default_factory=dict)
    files: dict[str, Made] = field(default_factory=dict)
    first: int = 0
    rest: int = 0


_TABLES = ("leaves", "parsed", "answers", "news", "files")


def load(path: Path) -> State:
    """What was saved; an empty state where any of it is not to be trusted."""
    state = State()
    try:
        sections = list(_sections(path.read_bytes()))
    except (OSError, ValueError):
        return state
    for size, content in sections:
        state.ground, state.surroundings, *tables = marshal.loads(content)  # noqa: S302 - ours, and whole
        for name, told in zip(_TABLES, tables, strict=True):
            _merge(getattr(state, name), told)
        state.first, state.rest = (state.first, state.rest + size) if state.first else (size, 0)
    state.answers = {name: Answer._make(answer) for name, answer in state.answers.items()}
    return state


def _merge(table: dict[str, Any], told: Mapping[str, Any]) -> None:
    if not table:
        table.update(told)
        return
    for name, value in told.items():
        if value is None:
            table.pop(name, None)
        else:
            table[name] = value


def save(path: Path, before: State, after: State) -> None:
    """Save a state after another, whole or not at all, and no more than what is new in it."""
    if before.first and before.rest <= before.first * _LONGEST:
        tables = [_moved(getattr(before, name), getattr(after, name)) for name in _TABLES]
        if any(tables) or (before.ground, before.surroundings) != (after.ground, after.surroundings):
            with path.open("ab") as file:
                file.write(_section(after, tables))
        return
    fresh = path.with_suffix(".new")
    fresh.write_bytes(_SIGN + _section(after, [_plain(getattr(after, name)) for name in _TABLES]))
    fresh.replace(path)


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What is new or another, and None for what is gone; what was carried over is the same object."""
    moved = {
        name: value for name, value in after.items() if (known := before.get(name)) is not value and known != value
    }
    return _plain(moved) | dict.fromkeys(before.keys() - after.keys())


def _plain(table: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, Answer) else value for name, value in table.items()}


def sealed(content: bytes) -> bytes:
    """Content with its checksum before it."""
    return zlib.crc32(content).to_bytes(_SEAL, "big") + content


def unsealed(data: bytes | memoryview) -> bytes | memoryview:
    """The content of what was sealed; raises `ValueError` where it is damaged."""
    if len(data) < _SEAL or zlib.crc32(data[_SEAL:]) != int.from_bytes(data[:_SEAL], "big"):
        raise ValueError("damaged")
    return data[_SEAL:]


def _section(state: State, tables: list[dict[str, Any]]) -> bytes:
    content = marshal.dumps((state.ground, state.surroundings, *tables))
    return len(content).to_bytes(_LENGTH, "big") + sealed(content)


def _sections(data: bytes) -> Iterator[tuple[int, bytes | memoryview]]:
    """Each section's length and content; raises `ValueError` where one is not whole."""
    if not data.startswith(_SIGN):
        raise ValueError("of another version")
    view, at = memoryview(data), len(_SIGN)
    while at < len(data):
        start, size = at + _HEAD, int.from_bytes(view[at : at + _LENGTH], "big")
        content = unsealed(view[at + _LENGTH : start + size])
        if len(content) != size:
            raise ValueError("damaged")
        yield _HEAD + size, content
        at = start + size
