"""Work in several processes, where the machine can make copies of this one and the work is worth it."""

import gc
import marshal
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn, TypeVar

Part = TypeVar("Part")
Made = TypeVar("Made")
WORTH_IT = 256
"""From how many parts on; a copy of the process costs about as much as a hundred pages."""
_AT_ONCE = 64
_ROUNDS = 16
"""How many times each copy takes some of the parts, at least: what is left at the end should be little."""

_job: list[Any] = []
"""What the copies of this process are to do: it is theirs because they are copies, and need not be sent."""


def spread(work: Callable[[Part], Made], parts: Sequence[Part], *, weight: float = 1) -> Iterator[Made]:
    """`work` done on every part, in order, each given when it is done; that must survive pickling, parts need not.

    `weight` is what a part weighs beside a common page.
    """
    count = cores()
    if len(parts) * weight < WORTH_IT or len(parts) == 1 or count == 1:
        yield from map(work, parts)
        return
    # A day's work is done by this process alone, and does without them.
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    # Somebody may wait for the first.
    first, *others = parts
    yield work(first)
    at_once = max(1, min(_AT_ONCE, len(others) // (count * _ROUNDS)))
    _job[:] = [work, others, at_once]
    # Objects that the collector never visits are never copied.
    gc.freeze()
    try:
        with ProcessPoolExecutor(count, multiprocessing.get_context("fork")) as pool:
            starts = range(0, len(others), at_once)
            yield from (made for some in pool.map(_do_some, starts) for made in some)
    finally:
        gc.unfreeze()
        _job.clear()


def _do_some(start: int) -> list[Any]:
    work, parts, at_once = _job
    return [work(part) for part in parts[start : start + at_once]]


def cores() -> int:
    """How many processes can work at the same time; 1 where this one cannot be copied."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") and hasattr(os, "fork") else 1


def aside(work: Callable[[], Made]) -> Callable[[], Made]:
    """Have a copy of this process do something meanwhile; what is returned waits for what it gives, plain values.

    Where there is but one core, or the copy fails, this process does it when it is asked.
    """
    if cores() == 1:
        return work
    receiving, sending = os.pipe()
    copy = os.fork()
    if not copy:
        _answer(work, sending)
    os.close(sending)
    answer = open(receiving, "rb")  # noqa: SIM115, PTH123 - read by `wait`

    def wait() -> Made:
        with answer:
            told = answer.read()
        _, status = os.waitpid(copy, 0)
        if os.waitstatus_to_exitcode(status):
            return work()
        made: Made = marshal.loads(told)  # noqa: S302 - from ourselves
        return made

    return wait


def _answer(work: Callable[[], Any], sending: int) -> NoReturn:
    """Send what the work gives and end, without a word: what fails here, the other process tries again."""
    try:
        with open(sending, "wb") as file:
            file.write(marshal.dumps(work()))
        os._exit(0)
    finally:
        os._exit(1)
