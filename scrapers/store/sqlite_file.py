"""A SQLite file that a run keeps open."""

import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Self

from record.errors import StoreFailed
from record.os_errors import explained, file_of


class SqliteFile:
    """An open database, closed at the end of its `with` block; each statement is a transaction of its own."""

    def __init__(self, path: Path, script: str, *, advice: str, timeout: float = 5.0) -> None:
        """Opens or makes the file at `path` and runs `script` on it; waits `timeout` seconds for another process.

        Raises `StoreFailed`, which says `advice`.
        """
        self._path, self._advice = path, advice
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=timeout, isolation_level=None)
            try:
                self._db.executescript(script)
            # Python 3.13 warns of a connection that is dropped unclosed.
            except BaseException:
                self._db.close()
                raise
        except OSError as error:
            raise StoreFailed(f"{file_of(error, path)}: {explained(error)}") from error
        except sqlite3.Error as error:
            raise StoreFailed(f"{path}: {error}; {advice}") from error

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file. Raises `StoreFailed` where a statement failed, such as on a full disk."""
        self._db.close()
        if isinstance(error, sqlite3.Error):
            raise StoreFailed(f"{self._path}: {error}; {self._advice}") from error
