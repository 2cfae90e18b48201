"""What waits in the review tray of a content folder, read from its files."""

from collections.abc import Iterator
from pathlib import Path

from record.errors import ContentProblem
from record.item import Item, loads
from record.items import Index, Items
from record.open_proposals import open_proposals
from record.text_files import read_text
from record.tray import Tray
from record.waiting import GROUPS, Waiting, day_of, draft_entry


class WaitingEntries:
    """The entries of one content folder; writes nothing."""

    def __init__(self, content: Path, index: Index | None = None) -> None:
        """Read the folder's items (with an `index`, only what changed) and its tray. Raises `ContentProblem`."""
        self.content, self._index = content.absolute(), index
        self._read()

    def _read(self) -> None:
        self._items, self._tray = Items(self.content, self._index), Tray(self.content)

    @property
    def problems(self) -> list[ContentProblem]:
        """The items' files that cannot be read, so that nothing of them waits."""
        return self._items.problems

    def waiting(self) -> list[Waiting]:
        """Every entry, in the order of `GROUPS`, newest first."""
        entries = [*self._drafts(), *self._changed(), *self._proposals()]
        order = list(GROUPS)
        newest_first = sorted(entries, key=lambda entry: (entry.date, entry.title), reverse=True)
        return sorted(newest_first, key=lambda entry: order.index(entry.group))

    def _drafts(self) -> Iterator[Waiting]:
        for path, item in self._items.drafts():
            yield draft_entry(path, item)

    def _changed(self) -> Iterator[Waiting]:
        for path, item, newer in self._items.waiting():
            yield Waiting("changed-at-source", item.title, item.source_url, day_of(item), path, item, newer)

    def _proposals(self) -> Iterator[Waiting]:
        for first, *others in open_proposals(self.content, self._tray, self._items).waiting:
            yield Waiting(first.what, first.title, first.url, first.date, proposal=first, repeats=tuple(others))

    def item_at(self, url: str) -> Item | None:
        """The item that has this address; None if there is none, or it cannot be read."""
        try:
            return self._items.find(url)
        except ContentProblem:
            return None

    def now(self, entry: Waiting) -> Waiting | None:
        """The entry as its files have it now; None where it waits no longer. Raises `ContentProblem`."""
        if entry.proposal:
            names = {proposal.id for proposal in entry.proposals}
            return next((other for other in self._proposals() if other.proposal and other.proposal.id in names), None)
        path = self._items.path_of(entry.url) if entry.path and not entry.path.is_file() else entry.path
        if path is None or not path.is_file():
            return None
        if entry.newer:
            return next((other for other in self._changed() if other.path == path), None)
        item = loads(read_text(path), path)
        return draft_entry(path, item) if item.status == "draft" else None
