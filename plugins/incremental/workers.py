"""Work in several processes, where the machine can make copies of this one and the work is worth it."""

import gc
import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Part = TypeVar("Part")
Made = TypeVar("Made")
WORTH_IT = 256
"""From how many parts on; a copy of the process costs about as much as a hundred pages."""
_AT_ONCE = 64

_job: list[Any] = []
"""What the copies of this process are to do: it is theirs because they are copies, and need not be sent."""


def spread(work: Callable[[Part], Made], parts: Sequence[Part]) -> list[Made]:
    """`work` done on every part, in order; what it gives must survive pickling, what it takes need not."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if len(parts) < WORTH_IT or count == 1 or not hasattr(os, "fork"):
        return [work(part) for part in parts]
    # A day's work is done by this process alone, and does without them.
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    _job[:] = [work, parts]
    # Objects that the collector never visits are never copied.
    gc.freeze()
    try:
        with ProcessPoolExecutor(count, multiprocessing.get_context("fork")) as pool:
            starts = range(0, len(parts), _AT_ONCE)
            return [made for some in pool.map(_do_some, starts) for made in some]
    finally:
        gc.unfreeze()
        _job.clear()


def _do_some(start: int) -> list[Any]:
    work, parts = _job
    return [work(part) for part in parts[start : start + _AT_ONCE]]
