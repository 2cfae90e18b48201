"""What a build leaves for the next one, in a folder beside the site: `.output.state/` for `output/`.

The file may be lost, damaged or of another version at any time: then there is nothing to go by, and all is made anew.
"""

import marshal
import sys
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plugins.incremental.facts import Answer
from plugins.incremental.output import Made
from plugins.incremental.stamps import Stamp

_SIGN = f"pantau build 1, python {sys.version_info[0]}.{sys.version_info[1]}, marshal {marshal.version}\n".encode()
_CHECKSUM = 8


@dataclass
class State:
    """How the site was built: on what ground, from which news, and how each file was made.

    `leaves` are the digests of facts that are files of their own; `answers` are questions whose answers are compared.
    """

    ground: str = ""
    surroundings: str = ""
    news: dict[str, tuple[Stamp, tuple[Any, ...]]] = field(default_factory=dict)
    leaves: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    files: Mapping[str, Made] = field(default_factory=dict)


def folder_of(output: Path) -> Path:
    """Where the state of a site is kept."""
    return output.with_name(f".{output.name}.state")


def load(path: Path) -> State:
    """What was saved; an empty state where that is not to be trusted."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return State()
    head = len(_SIGN) + _CHECKSUM
    if not data.startswith(_SIGN) or data[len(_SIGN) : head] != _checksum(data[head:]):
        return State()
    ground, surroundings, news, leaves, answers, files = marshal.loads(memoryview(data)[head:])  # noqa: S302 - ours
    return State(ground, surroundings, news, leaves, {name: Answer(*told) for name, told in answers.items()}, files)


def save(path: Path, state: State) -> None:
    """Save a state, whole or not at all."""
    answers = {name: tuple(answer) for name, answer in state.answers.items()}
    told = (state.ground, state.surroundings, state.news, dict(state.leaves), answers, dict(state.files))
    content = marshal.dumps(told)
    fresh = path.with_suffix(".new")
    fresh.write_bytes(_SIGN + _checksum(content) + content)
    fresh.replace(path)


def _checksum(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(4, "big") + (len(content) & 0xFFFFFFFF).to_bytes(4, "big")
