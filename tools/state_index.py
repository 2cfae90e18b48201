"""The collector's index of items, for those who only read it."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from record.errors import StoreFailed
from scrapers.store.run_state import RunState


class BriefIndex:
    """The index in a state folder, open only while it is read: a review lasts long, and runs need the file."""

    def __init__(self, state: Path) -> None:
        """Reads nothing yet."""
        self._state = state

    def indexed(self) -> dict[str, tuple[int, int, tuple[str, ...]]]:
        """Every row; none while a run holds the file, so that all items are read."""
        try:
            with RunState(self._state) as state:
                return state.indexed()
        except StoreFailed:
            return {}

    def keep_indexed(self, rows: Mapping[str, tuple[int, int, tuple[str, ...]]], gone: Iterable[str]) -> None:
        """Store nothing: that is for runs."""
