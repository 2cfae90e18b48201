"""Waits for a state, and never for a number of seconds."""

import time
from collections.abc import Callable


def wait_until(is_so: Callable[[], object], seconds: float = 60) -> None:
    """Return as soon as `is_so()` is true. Raises `TimeoutError` when it is not so after `seconds`."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(f"it is not so after {seconds:g} s")
        time.sleep(0.005)
