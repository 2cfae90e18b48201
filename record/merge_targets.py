"""Which published items a draft may repeat."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rapidfuzz.fuzz import token_set_ratio

from record.errors import ContentProblem
from record.item import Item, loads
from record.items import Items
from record.text import fold
from record.text_files import read_text

MERGE_WINDOW = dt.timedelta(days=10)
"""A draft may repeat an item that was published this long before or after it."""
MOST_MERGES = 3
"""How many items to offer."""
LEAST_ALIKE = 90.0
"""The least similarity of two titles, of 100 (`token_set_ratio`).

Of the labelled pairs, each among 300 titles of other news, the likeliest was the same story in 95 of 131 cases at or
above this, and in 8 of 48 below. Of 147 articles that repeat none, one had a title above it, and all had one above 40.
"""


class MergeTargets:
    """Finds them; each item's file is read once, and again when it changes."""

    def __init__(self, items: Items) -> None:
        """Reads nothing yet."""
        self._items = items
        self._read: dict[Path, tuple[tuple[int, int], Item]] = {}

    def of(self, path: Path, item: Item) -> list[tuple[Path, Item]]:
        """Up to `MOST_MERGES` items (without their bodies) that the draft in `path` may repeat, likeliest first.

        Those of its story come first, then by how alike the titles are.
        """
        ranked = []
        for other_path, other in self._published():
            near = not (item.date and other.date) or abs(item.date - other.date) <= MERGE_WINDOW
            alike = token_set_ratio(fold(item.title), fold(other.title))
            of_its_story = bool(item.story and item.story == other.story)
            if other_path != path and near and (alike >= LEAST_ALIKE or of_its_story):
                ranked.append((of_its_story, alike, other_path, other))
        # The path last, so that equals keep their order: an editor picks one by its number.
        ranked.sort(key=lambda row: (not row[0], -row[1], str(row[2])))
        return [(other_path, other) for _, _, other_path, other in ranked[:MOST_MERGES]]

    def _published(self) -> Iterator[tuple[Path, Item]]:
        for path in self._items.paths():
            try:
                stat = path.stat()
                stamp = (stat.st_mtime_ns, stat.st_size)
                if path not in self._read or self._read[path][0] != stamp:
                    self._read[path] = stamp, replace(loads(read_text(path), path), body="")
            # One that was broken or removed meanwhile is no item to merge into; others say what is wrong with it.
            except (ContentProblem, OSError, UnicodeDecodeError):
                continue
            item = self._read[path][1]
            if item.status == "published":
                yield path, item
