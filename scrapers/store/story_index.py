"""The index by which items of one story find each other: adding one item to 100 000 costs milliseconds.

Losing it costs nothing that was decided: stories stand in the items. It is filled again from the items' own words.
"""

import datetime as dt
import json
import sqlite3
import zlib
from dataclasses import dataclass
from pathlib import Path

from record.errors import ContentProblem, StoreFailed
from record.item import loads
from record.items import Items
from record.text_files import read_text
from scrapers.decide.stories import ComparableText, is_reprint, is_same_story
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
_SIMILAR = """
SELECT id, url, title, text, date, places FROM told WHERE number IN (
    SELECT number FROM mark WHERE hash IN (SELECT value FROM json_each(?))
    GROUP BY number ORDER BY count(*) DESC, number DESC LIMIT ?
) ORDER BY number
"""
_MOST_SIMILAR = 60
"""Items that share a lookup key and are compared: what more of them share is a template."""


@dataclass(frozen=True, slots=True)
class Match:
    """An item of the same story: its id, its original's address, and whether it has the same text."""

    id: str
    url: str
    is_reprint: bool


class StoryIndex(SqliteFile):
    """A SQLite file of items' texts and lookup keys."""

    def __init__(self, folder: Path) -> None:
        """Opens or makes `stories.sqlite` in `folder`. Raises `StoreFailed`."""
        super().__init__(
            folder / "stories.sqlite",
            # NORMAL may lose the last items in a power cut; `catch_up` adds them again.
            f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; {_SCHEMA}",
            advice="free some space or make it writable, then run again",
        )

    def similar(self, own_id: str, text: ComparableText) -> list[Match]:
        """The items of the same story as `text`, oldest first; never the item `own_id` itself."""
        keys = json.dumps(sorted(text.lookup_keys))
        rows = self._db.execute(_SIMILAR, (keys, _MOST_SIMILAR)).fetchall()
        others = ((id_, url, _comparable(*rest)) for id_, url, *rest in rows if id_ != own_id)
        return [Match(id_, url, is_reprint(text, other)) for id_, url, other in others if is_same_story(text, other)]

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
                self._db.executemany("INSERT INTO mark VALUES (?, ?)", ((key, number) for key in text.lookup_keys))
        except sqlite3.Error as error:
            raise StoreFailed(f"{self._path}: {error}; free some space or make it writable, then run again") from error

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
