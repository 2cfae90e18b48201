"""One build of an output folder at a time: whoever comes second waits, and then finds little or nothing left to do.

The lock is the system's own on an open file, so that it is free as soon as its holder ends, also by a kill.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plugins.incremental import state_folder

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK = "lock"
"""Name of the file in the state folder; it stays there, since whoever waits has it open."""
LONGEST_WAIT = 900.0
"""Seconds after which a build that does not end is given up: many times what the largest one takes."""
_PAUSE = 0.05
_held: set[Path] = set()
"""State folders that this process holds the lock of: a task that holds it may run a build in the same process."""


class BuildUnderway(Exception):
    """Another build of the folder did not end for long."""


@contextmanager
def only_build(output: Path, longest_wait: float = LONGEST_WAIT) -> Iterator[None]:
    """Be the only build of `output`; where another one is at work, say so on standard error and wait for its end.

    Raises `BuildUnderway` after `longest_wait` seconds, and `OSError` where the state folder cannot be written.
    """
    folder = state_folder(output.absolute())
    if folder in _held:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("ab") as file:
        _wait_for(file.fileno(), output, longest_wait)
        _held.add(folder)
        try:
            yield
        finally:
            _held.discard(folder)
            _release(file.fileno())


def _wait_for(file: int, output: Path, longest_wait: float) -> None:
    if _take(file):
        return
    print(f"{output}: another build is at work here; waiting for its end.", file=sys.stderr, flush=True)
    end = time.monotonic() + longest_wait
    while not _take(file):
        if time.monotonic() > end:
            raise BuildUnderway
        time.sleep(_PAUSE)


if sys.platform == "win32":

    def _take(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:

    def _take(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(file: int) -> None:
        # By hand: forked workers have the file open too, and closing ours alone would leave it locked.
        fcntl.flock(file, fcntl.LOCK_UN)
