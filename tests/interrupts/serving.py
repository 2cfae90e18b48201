"""`invoke serve` as a module with a `main`: its processes are forks of this one, which has loaded what they need."""

import atexit
import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from plugins.search.plugin import update_index
from tools import serve, serve_builds


def main(arguments: Sequence[str]) -> None:
    """Serve until a signal comes."""
    serve_builds.get_context = lambda _method: _Forks()  # type: ignore[attr-defined]
    serve.SearchIndex.begin = _begin  # type: ignore[method-assign]
    try:
        serve.main(arguments)
    finally:
        # A process that multiprocessing started skips them at its end.
        atexit._run_exitfuncs()


class _Forks:
    """As much of a context of `multiprocessing` as the server asks for: one pipe, and one process at its other end."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("fork")

    def Pipe(self) -> tuple[Connection, Connection]:  # noqa: N802 - its name there
        self._ends = self._context.Pipe()
        return self._ends

    def Process(self, target: Callable[..., Any], args: tuple[Any, ...]) -> Any:  # noqa: N802 - the same
        return self._context.Process(target=self._call, args=(target, args))

    def _call(self, target: Callable[..., Any], args: tuple[Any, ...]) -> None:
        # A fork has both ends, and would wait for ever for the end of what it holds itself.
        self._ends[0].close()
        target(*args)


class _Fork:
    """As much of `subprocess.Popen` as the server asks for, around a fork."""

    def __init__(self, output: Path) -> None:
        self._pid = os.fork()
        if not self._pid:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.closerange(3, 256)
            try:
                update_index(output)
            finally:
                os._exit(0)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)

    def wait(self) -> None:
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)


def _begin(index: serve.SearchIndex) -> None:
    index._process = _Fork(Path(index._command[-1]))  # type: ignore[assignment]
