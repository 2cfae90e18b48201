"""The index by which items of one story find each other: adding one item to 100 000 costs milliseconds.

Losing it costs nothing that was decided: stories stand in the items. It is filled again from the items' own words.
"""

import datetime as dt
import json
import sqlite3
import zlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from pathlib import Path

from record.errors import ContentProblem, StoreFailed
from record.item import loads
from record.items import Items
from record.text_files import read_text
from scrapers.decide.stories import ComparableText, likeness
from scrapers.store.sqlite_file import SqliteFile

# The tables are called as they always were: files of earlier runs have them.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS told (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, url TEXT NOT NULL, title TEXT NOT NULL, text BLOB NOT NULL,
    date TEXT NOT NULL, places TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS mark (
    hash INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (hash, number)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS mark_number ON mark (number);
CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY);
"""
# NORMAL may lose the last items in a power cut; `catch_up` adds them again. An item's keys lie all over the file: to
# read them from mapped memory, and to write the pages of many items home at once, saves a third of its cost.
_PRAGMAS = """
PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=1073741824; PRAGMA wal_autocheckpoint=8000;
"""
# Of each key only the newest items: a template's sentences stand in thousands, which are older than any story's window.
_SIMILAR = """
SELECT mark.number FROM json_each(:keys) AS key JOIN mark ON mark.hash = key.value AND mark.number > coalesce(
    (SELECT number FROM mark WHERE hash = key.value ORDER BY number DESC LIMIT 1 OFFSET :most), -1
)
GROUP BY mark.number ORDER BY count(*) DESC, mark.number DESC LIMIT :most
"""
_ROWS = """
SELECT number, id, url, title, text, date, places FROM told WHERE number IN (SELECT value FROM json_each(?))
"""
_MOST_SIMILAR = 60
"""Items that share a lookup key and are compared: what more of them share is a template."""
_MOST_OF_A_STORY = 12
"""Items of one story that are looked for: they carry its id already, so that a few lead a new one to it."""
_MOST_AT_HAND = 512
"""Texts that are held with what they are compared by, which takes a millisecond to make: some 70 KB each."""


@dataclass(frozen=True, slots=True)
class Match:
    """An item of the same story: its id, its original's address, and whether it has the same text."""

    id: str
    url: str
    is_reprint: bool


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    url: str
    text: ComparableText


class StoryIndex(SqliteFile):
    """A SQLite file of items' texts and lookup keys."""

    def __init__(self, folder: Path) -> None:
        """Opens or makes `stories.sqlite` in `folder`. Raises `StoreFailed`."""
        super().__init__(
            folder / "stories.sqlite",
            f"{_PRAGMAS}{_SCHEMA}",
            advice="free some space or make it writable, then run again",
        )
        self._at_hand: OrderedDict[int, _Row] = OrderedDict()
        """By number: the rows of late, in the order of their use."""

    def similar(self, own_id: str, text: ComparableText) -> list[Match]:
        """Items of the same story as `text`, oldest first, never the item `own_id` itself.

        Of more than `_MOST_OF_A_STORY` those that share most lookup keys with it.
        """
        keys = json.dumps([*text.lookup_keys])
        numbers = [number for (number,) in self._db.execute(_SIMILAR, {"keys": keys, "most": _MOST_SIMILAR})]
        rows = ((number, row) for number, row in zip(numbers, self._rows(numbers), strict=True) if row.id != own_id)
        pairs = ((number, row, likeness(text, row.text)) for number, row in rows)
        alike = islice((pair for pair in pairs if pair[2]), _MOST_OF_A_STORY)
        return [Match(row.id, row.url, what == "reprint") for _, row, what in sorted(alike, key=itemgetter(0))]

    def _rows(self, numbers: Sequence[int]) -> list[_Row]:
        """The rows with these numbers in their order; those of late are at hand."""
        lacking = [number for number in numbers if number not in self._at_hand]
        if lacking:
            for number, id_, url, *rest in self._db.execute(_ROWS, (json.dumps(lacking),)):
                self._at_hand[number] = _Row(id_, url, _comparable(*rest))
        rows = [self._at_hand[number] for number in numbers]
        for number in numbers:
            self._at_hand.move_to_end(number)
        self._drop_oldest()
        return rows

    def _drop_oldest(self) -> None:
        while len(self._at_hand) > _MOST_AT_HAND:
            self._at_hand.popitem(last=False)

    def add(self, own_id: str, url: str, text: ComparableText) -> None:
        """Add an item, or replace its text. Raises `StoreFailed`."""
        date = text.date.isoformat() if text.date else ""
        row = (own_id, url, text.title, zlib.compress(text.text.encode()), date, " ".join(sorted(text.places)))
        try:
            with self._db:
                self._db.execute("BEGIN")
                self._db.execute("DELETE FROM mark WHERE number = (SELECT number FROM told WHERE id = ?)", (own_id,))
                self._db.execute("DELETE FROM told WHERE id = ?", (own_id,))
                number = self._db.execute(
                    "INSERT INTO told (id, url, title, text, date, places) VALUES (?, ?, ?, ?, ?, ?)", row
                ).lastrowid
                keys = sorted(text.lookup_keys)
                self._db.executemany("INSERT INTO mark VALUES (?, ?)", ((key, number) for key in keys))
        except sqlite3.Error as error:
            raise StoreFailed(f"{self._path}: {error}; free some space or make it writable, then run again") from error
        # A number that became free is given out again.
        self._at_hand[number or 0] = _Row(own_id, url, text)
        self._drop_oldest()

    def text_of(self, own_id: str) -> str:
        """The whole text of an item as it was extracted; "" where it is not in the index."""
        row = self._db.execute("SELECT text FROM told WHERE id = ?", (own_id,)).fetchone()
        return zlib.decompress(row[0]).decode() if row else ""

    def catch_up(self, items: Items) -> None:
        """Add the collected items whose files it has not seen, from the words in them. Raises `StoreFailed`."""
        seen = {path for (path,) in self._db.execute("SELECT path FROM file")}
        known = {id_ for (id_,) in self._db.execute("SELECT id FROM told")}
        fresh = sorted(path for path in items.paths() if str(path) not in seen)
        for path in fresh:
            try:
                item = loads(read_text(path), path)
            except ContentProblem:
                continue
            if item.digest and item.id not in known:
                self.add(
                    item.id,
                    item.source_url,
                    ComparableText(item.title, item.body or item.summary, item.date, frozenset(item.places)),
                )
        with self._db:
            self._db.execute("BEGIN")
            self._db.executemany("INSERT OR IGNORE INTO file VALUES (?)", ((str(path),) for path in fresh))


def _comparable(title: str, text: bytes, date: str, places: str) -> ComparableText:
    moment = dt.datetime.fromisoformat(date) if date else None
    return ComparableText(title, zlib.decompress(text).decode(), moment, frozenset(places.split()))
