"""Writing files whole or not at all: to a temporary file beside, synced to disk, then renamed over the old one."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from record.errors import StoreFailed

SUFFIX = ".part"
OLD = 60.0
"""Seconds after which a temporary file belongs to nobody: writing one takes a fraction of a second."""
BeforeChange = Callable[[Path, bytes | None], None]
"""Called with a file and the bytes that it is about to hold; None where it is about to go."""
_before_change: ContextVar[BeforeChange | None] = ContextVar("before_change", default=None)


@contextmanager
def announced(before_change: BeforeChange) -> Iterator[None]:
    """Have `before_change` called before each change of a file that this thread makes in the block by this module.

    What it changes itself is not announced. What it raises stops the change.
    """
    token = _before_change.set(before_change)
    try:
        yield
    finally:
        _before_change.reset(token)


def _announce(path: Path, data: bytes | None) -> None:
    before_change = _before_change.get()
    if before_change is None:
        return
    token = _before_change.set(None)
    try:
        before_change(path, data)
    finally:
        _before_change.reset(token)


def write_text(path: Path, text: str) -> bool:
    """Write `text` as UTF-8; see `write_bytes`."""
    return write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> bool:
    """Write a file and the folders above it; False if it holds these bytes already, and then it is not touched.

    Raises `StoreFailed` (disk full, read-only); the old file is then whole and no temporary one is left.
    """
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        _announce(path, data)
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        advice = "free some space or make the folder writable, then run again"
        raise StoreFailed(f"{path}: cannot be written ({error.strerror}); {advice}") from error
    return True


def move_file(old: Path, new: Path) -> None:
    """Rename a file within `content/`, making the folders above its new name. Raises `StoreFailed`: it is not moved."""
    try:
        # The copy first: a kill between the two announcements must not leave an account of a file that is gone.
        _announce(new, old.read_bytes())
        _announce(old, None)
        new.parent.mkdir(parents=True, exist_ok=True)
        old.rename(new)
    except OSError as error:
        raise StoreFailed(f"{old}: cannot be moved to {new} ({error.strerror}); make the folder writable") from error


def remove_file(path: Path) -> None:
    """Delete a file within `content/`, if it is there. Raises `StoreFailed`: it is not deleted."""
    try:
        if path.is_file() or path.is_symlink():
            _announce(path, None)
            path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreFailed(f"{path}: cannot be deleted ({error.strerror}); make the folder writable") from error


def remove_leftovers(folder: Path) -> None:
    """Remove temporary files below `folder` that writers left when they were killed."""
    for place, _, names in os.walk(folder):
        for name in names:
            if name.startswith(".") and name.endswith(SUFFIX):
                _remove_if_old(Path(place, name))


def _remove_if_old(path: Path) -> None:
    # Another process may have renamed it since, or may not let us.
    with suppress(OSError):
        if time.time() - path.stat().st_mtime > OLD:
            path.unlink()


def _replace(path: Path, data: bytes) -> None:
    # In the same folder, since a rename is atomic only within one file system. Most allow names of 255 bytes.
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=SUFFIX, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            # Without this a crash of the machine can leave the new name with an empty file.
            os.fsync(stream.fileno())
        # mkstemp's files are for their owner alone; servers and other users must read ours.
        temporary.chmod(0o644)
        temporary.replace(path)
    # Ctrl-C included: no temporary file may stay in a folder that git and the build look at.
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
