"""One run, or one decision in the review tray, at a time on one content folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from record.errors import StoreFailed

MOMENT = 1.0
"""Seconds to wait: a decision takes a fraction of one, a run mostly more."""


@contextmanager
def only_run(content: Path) -> Iterator[None]:
    """Hold a lock on `content` for this run or decision. Raises `StoreFailed` if a run holds it."""
    folder = content.resolve()
    # Not in the state, as two runs may have two state folders; not in the content, as all there is the record.
    lock = FileLock(folder.parent / f".{folder.name}.lock")
    try:
        lock.acquire(timeout=MOMENT)
    except Timeout as error:
        raise StoreFailed(f"{content}: another run is writing here; wait for its end, then run again") from error
    except OSError as error:
        raise StoreFailed(f"{lock.lock_file}: {error.strerror}; make the folder writable, then run again") from error
    try:
        yield
    finally:
        lock.release()
