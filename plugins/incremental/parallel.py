"""Work in forked copies of this process, where the machine can fork and the work is worth it.

Forking shares the record with the workers without sending it. It is safe only while this process has no other thread;
that is why `invoke serve` builds in a process of its own.
"""

import gc
import marshal
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn, TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")
WORTH_IT = 256
"""From how many parts on workers are started: a fork costs about as much as rendering a hundred pages.

Measured with `python -m benchmarks.build --items 1000` on two cores.
"""
_MOST_AT_ONCE = 64
"""Parts in one chunk at most."""
_ROUNDS = 16
"""How many chunks each worker takes, at least, so that neither has much left when the other is done."""

_job: list[Any] = []
"""Function, parts and chunk size, set before the fork: workers inherit it and nothing need be pickled."""


def parallel_map(work: Callable[[Part], Result], parts: Sequence[Part], *, weight: float = 1) -> Iterator[Result]:
    """`work(part)` for each part, in order, yielded as soon as it is there.

    Results must survive pickling; parts and `work` need not. `weight` is the cost of a part relative to a common page.
    """
    count = cores()
    if len(parts) * weight < WORTH_IT or len(parts) == 1 or count == 1:
        yield from map(work, parts)
        return
    # Imported here: a day's build has few parts and does without them.
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    # The first part in this process: the caller may be waiting for it alone (a page being edited).
    first, *others = parts
    yield work(first)
    chunk = max(1, min(_MOST_AT_ONCE, len(others) // (count * _ROUNDS)))
    _job[:] = [work, others, chunk]
    # Objects that the garbage collector never visits are never copied on write.
    gc.freeze()
    try:
        fork = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(count, fork, initializer=_end_with_parent, initargs=(os.getpid(),)) as pool:
            starts = range(0, len(others), chunk)
            yield from (result for results in pool.map(_work_on_chunk, starts) for result in results)
    finally:
        gc.unfreeze()
        _job.clear()


def _work_on_chunk(start: int) -> list[Any]:
    work, parts, chunk = _job
    return [work(part) for part in parts[start : start + chunk]]


def cores() -> int:
    """How many processes can run at the same time; 1 where this one cannot be forked (Windows)."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") and hasattr(os, "fork") else 1


def run_in_background(work: Callable[[], Result]) -> Callable[[], Result]:
    """Run `work` in a forked child. Returns a function that blocks for the result, which must be plain values.

    Runs in this process, when the result is asked for, where there is one core or the child fails.
    """
    if cores() == 1:
        return work
    receiving, sending = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if not child:
        # Without the child's own reading end, writing ends with an error once nobody is left to read.
        os.close(receiving)
        _end_with_parent(parent)
        _send_result(work, sending)
    # This process's copy too, or the pipe would not end with the child and `read` would wait for ever.
    os.close(sending)
    answer = open(receiving, "rb")  # noqa: SIM115, PTH123 - closed by `wait`

    def wait() -> Result:
        with answer:
            data = answer.read()
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status):
            return work()
        result: Result = marshal.loads(data)  # noqa: S302 - from our own child
        return result

    return wait


_PR_SET_PDEATHSIG = 1
"""From Linux' `prctl.h`: which signal a process gets when its parent ends."""


def _end_with_parent(parent: int) -> None:
    """Have Linux kill this process when `parent` ends; elsewhere it ends when it next writes to the closed pipe."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - in the child alone: a build that changes nothing has no time for it

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            # It ended between the fork and the call.
            os._exit(1)


def _send_result(work: Callable[[], Any], sending: int) -> NoReturn:
    """Send the result and end this child, silently: what fails here the parent does again itself."""
    try:
        with open(sending, "wb") as file:
            file.write(marshal.dumps(work()))
        # Not `sys.exit`: what the parent has registered for its end, and its unwritten buffers, would come twice.
        os._exit(0)
    finally:
        os._exit(1)
