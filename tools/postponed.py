"""Where a review was left: what an editor put off comes after all else, in the order in which it was put off."""

import json
from collections.abc import Sequence
from pathlib import Path

from record.atomic_write import write_text
from record.waiting import Waiting


class Postponed:
    """The keys of such entries in a file of the state; losing it costs nothing but the order."""

    def __init__(self, path: Path | None = None) -> None:
        """Read the file, if there is one; without a path they are held in memory alone."""
        self._path = path
        self._keys = _read(path) if path else []

    def add(self, entry: Waiting) -> None:
        """Put an entry off, also one that was before: it comes last now. Raises `StoreFailed`."""
        self._keys = [*(key for key in self._keys if key != entry.key), entry.key]
        if self._path:
            write_text(self._path, json.dumps(self._keys) + "\n")

    def in_order(self, entries: Sequence[Waiting]) -> list[Waiting]:
        """The entries, those that were put off last; what waits no longer is forgotten."""
        waiting = {entry.key for entry in entries}
        self._keys = [key for key in self._keys if key in waiting]
        place = {key: number for number, key in enumerate(self._keys, 1)}
        return sorted(entries, key=lambda entry: place.get(entry.key, 0))


def _read(path: Path) -> list[str]:
    try:
        keys = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return []
    return [key for key in keys if isinstance(key, str)] if isinstance(keys, list) else []
