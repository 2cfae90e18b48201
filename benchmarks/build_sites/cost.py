"""What a build costs, with all the processes that it starts."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bench import Cost

EVERY = 0.05
"""Seconds between two looks at the memory."""


def run(command: list[str], folder: Path, environment: dict[str, str]) -> Cost:
    """Run a command to its end; raises `SystemExit` where it fails.

    The peak is one process's own highest mark. Where there are several at a time it is the largest sum seen of their
    proportional shares, so that what they share counts once. Without `/proc` it is the largest process's.
    """
    began = time.monotonic()
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    ) as process:
        watch = _Watch(process.pid)
        watch.start()
        errors = process.stderr.read() if process.stderr else b""
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.over.set()
        watch.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{errors.decode()[-3000:]}")
    return Cost(wall, used.ru_utime + used.ru_stime, (watch.peak or used.ru_maxrss) / 1024)


class _Watch(threading.Thread):
    """Looks at a process and its children until told that it is over; `peak` is in kB."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak, self.over = pid, 0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(EVERY):
            self.peak = max(self.peak, memory(list(_tree(self.pid))))


def memory(pids: list[int]) -> int:
    """The kB of processes: the highest mark of one alone, the sum of the shares of several."""
    if len(pids) == 1:
        return _field(pids[0], "status", "VmHWM:")
    return sum(_field(pid, "smaps_rollup", "Pss:") for pid in pids)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(path).split():
            yield from _tree(int(child))


def _field(pid: int, file: str, name: str) -> int:
    lines = _read(Path(f"/proc/{pid}/{file}")).splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)


def _read(path: Path) -> str:
    """Empty where the process has ended meanwhile, or where there is no such thing."""
    try:
        return path.read_text("ascii")
    except OSError:
        return ""
