"""The process in which `invoke serve` builds: one Pelican, kept loaded, and no thread, so that it may fork workers."""

import gc
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from record.errors import PantauError
from record.site_files import site_root


@dataclass(frozen=True)
class Watched:
    """What the process builds from: the theme's folder, and folders and files of code; and what for."""

    theme: str
    code: tuple[str, ...]
    root: str
    """The path at which the site lies on its host, as `record.site_files.site_root` has it."""


@dataclass(frozen=True)
class Failure:
    """Why a build failed, in one or more lines."""

    text: str


class Builder:
    """The process, as the server's process sees it. It ends when this one does."""

    def __init__(self, content: Path, output: Path, settings: str) -> None:
        """Start it and wait until Pelican is loaded; ends this process with a line where it cannot be."""
        # Spawned: Windows cannot fork, and the process shares no thread or lock with the server then.
        context = get_context("spawn")
        self._connection, other_end = context.Pipe()
        paths = {"PATH": str(content), "OUTPUT_PATH": str(output)}
        self._process = context.Process(target=_build_on_request, args=(other_end, settings, paths))
        self._process.start()
        other_end.close()
        loaded = self._connection.recv()
        if isinstance(loaded, Failure):
            self.close()
            sys.exit(loaded.text)
        self.watched: Watched = loaded

    def build(self, on_change: Callable[[str], object]) -> Failure | None:
        """Build once: `on_change` gets the path of each changed file as it changes. Raises `EOFError` if it died."""
        self._connection.send(None)
        while isinstance(message := self._connection.recv(), str):
            on_change(message)
        failure: Failure | None = message
        return failure

    def close(self) -> None:
        """End the process, after the build that it is at."""
        self._connection.close()
        self._process.join()


def _build_on_request(connection: Connection, settings: str, paths: dict[str, str]) -> None:
    """Build for each message that comes, until the other end closes the connection."""
    # Ctrl-C reaches the whole group of processes; the server ends on it, and this one with the server.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(100_000, 20, 100)
    try:
        pelican = _load_pelican(settings, paths, connection.send)
    except (Exception, SystemExit) as error:
        connection.send(_failure(error))
        return
    from plugins.build import site_address  # noqa: PLC0415 - after all code is loaded
    from plugins.incremental.fingerprints import code_paths  # noqa: PLC0415

    root = site_root(site_address(pelican.settings))
    connection.send(Watched(str(pelican.settings["THEME"]), tuple(map(str, code_paths())), root))
    try:
        while True:
            connection.recv()
            connection.send(_failure_of(pelican))
    except (EOFError, ConnectionError):
        return


def _load_pelican(settings: str, paths: dict[str, str], on_change: Callable[[str], object]) -> Any:
    # Here, and not at the top: the server's process needs neither Pelican nor the plugins.
    from pelican import Pelican, signals  # noqa: PLC0415
    from pelican.settings import read_settings  # noqa: PLC0415

    from plugins.build import file_changed  # noqa: PLC0415
    from plugins.search.plugin import index  # noqa: PLC0415
    from tools.site_settings import read_site_settings  # noqa: PLC0415

    read_site_settings(Path(settings).absolute())
    pelican = Pelican(read_settings(settings, override=paths))
    # Weak references are the default; this process has no other one to the bound method.
    file_changed.connect(on_change, weak=False)
    # The index takes longer than all else after a change of old pages: the server has it made meanwhile.
    signals.finalized.disconnect(index)
    return pelican


def _failure_of(pelican: Any) -> Failure | None:
    try:
        pelican.run()
    except (Exception, SystemExit) as error:
        # Whoever edits mends it and saves again.
        return _failure(error)
    return None


def _failure(error: BaseException) -> Failure:
    """What to say of an error: what is ours says all that there is to say."""
    is_plain = isinstance(error, PantauError | SystemExit)
    return Failure(str(error) if is_plain else f"{type(error).__name__}: {error}")
