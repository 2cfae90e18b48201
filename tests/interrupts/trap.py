"""Interrupts a command at a moment that is named, and not by the clock: at a function, or at its n-th change of files.

The whole group of processes gets the signal, as with Ctrl-C in a terminal. Changes of files are seen by an audit hook,
also in the workers that the command forks.
"""

import importlib
import mmap
import os
import random
import signal
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial, wraps
from itertools import cycle, pairwise
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from tests.interrupts.stages import RANDOM_TIMES, SIGNALS
from tests.running import run_main
from tests.waiting import wait_until

_WRITES = os.O_WRONLY | os.O_RDWR
_EVENTS = frozenset({"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"})
_NUMBER = struct.Struct("q")
_CHANGES, _GROUP, _HIT = range(0, 3 * _NUMBER.size, _NUMBER.size)
"""Where in the notes each number stands."""
NOTES = "interrupt.notes"
"""A file with the number of changes, the group of processes, and 1 once the signal was sent."""


@dataclass(frozen=True)
class Trap:
    """When a command gets a signal, and which."""

    end: signal.Signals
    at: str = ""
    """A function, as `module:Class.name`: when it is called the first time."""
    change: int = 0
    """The how manieth change of files, from 1."""


def random_traps(changes: int) -> Iterator[Trap]:
    """Traps at any of so many changes of files: `RANDOM_TIMES`, each signal in turn.

    One in each part of the changes, in any order: so few that are drawn at random would leave wide gaps.
    """
    bounds = [1 + changes * part // RANDOM_TIMES for part in range(RANDOM_TIMES + 1)]
    parts = random.sample(list(pairwise(bounds)), RANDOM_TIMES)
    for end, (first, after) in zip(cycle(SIGNALS), parts, strict=False):
        yield Trap(end, change=random.randrange(first, max(after, first + 1)))


@dataclass(frozen=True)
class Interrupted:
    """How a command ended: `changes` of files that it made, and whether the trap's signal was sent."""

    done: CompletedProcess[str]
    changes: int
    is_hit: bool


def run(module: str, arguments: Sequence[str], folder: Path, trap: Trap | None = None) -> Interrupted:
    """Run `main` of a module, with `trap`; returns when all of its processes have ended. `folder` is for notes."""
    notes = folder / NOTES
    notes.write_bytes(_NUMBER.pack(0) * 3)
    done = run_main(module, arguments, {}, partial(_set, trap or Trap(signal.SIGTERM), notes))
    changes, group, hit = struct.unpack("3q", notes.read_bytes())
    wait_until(lambda: not _lives(group), 20)
    return Interrupted(done, changes, bool(hit))


def signal_group(folder: Path, end: signal.Signals) -> None:
    """Send a signal to the processes of the command that runs with notes in `folder`, where there are any."""
    [group] = _NUMBER.unpack_from((folder / NOTES).read_bytes(), _GROUP)
    if group:
        with suppress(ProcessLookupError):
            os.killpg(group, end)


def _lives(group: int) -> bool:
    """Whether a process of this group runs, and does not merely wait to be reaped."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, of = path.read_text("utf-8", "replace").rpartition(")")[2].split()[:3]
            if int(of) == group and state != "Z":
                return True
    return False


def _set(trap: Trap, notes: Path) -> None:
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with notes.open("r+b") as file:
        # Shared with the processes that this one forks.
        shared = mmap.mmap(file.fileno(), 3 * _NUMBER.size)
    _NUMBER.pack_into(shared, _GROUP, os.getpid())
    if trap.at:
        _wrap(trap, shared)
    sys.addaudithook(partial(_count, trap, shared))


def _send(trap: Trap, shared: mmap.mmap) -> None:
    _NUMBER.pack_into(shared, _HIT, 1)
    os.killpg(0, trap.end)


def _count(trap: Trap, shared: mmap.mmap, event: str, values: tuple[Any, ...]) -> None:
    if event not in _EVENTS and not (event == "open" and isinstance(values[2], int) and values[2] & _WRITES):
        return
    number = _NUMBER.unpack_from(shared, _CHANGES)[0] + 1
    _NUMBER.pack_into(shared, _CHANGES, number)
    if number == trap.change:
        _send(trap, shared)


def _wrap(trap: Trap, shared: mmap.mmap) -> None:
    module, _, name = trap.at.partition(":")
    *classes, last = name.split(".")
    owner: Any = importlib.import_module(module)
    for part in classes:
        owner = getattr(owner, part)
    setattr(owner, last, _interrupting(getattr(owner, last), trap, shared))


def _interrupting(function: Callable[..., Any], trap: Trap, shared: mmap.mmap) -> Callable[..., Any]:
    @wraps(function)
    def call(*values: Any, **named: Any) -> Any:
        if not _NUMBER.unpack_from(shared, _HIT)[0]:
            _send(trap, shared)
        return function(*values, **named)

    return call
