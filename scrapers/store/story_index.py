"""What was told before, looked up by fingerprint: adding one item to 100 000 costs milliseconds.

Losing it costs nothing that was decided: stories stand in the items. It is filled again from the items' own words.
"""

import datetime as dt
import json
import sqlite3
import zlib
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from record.errors import ContentProblem, StoreFailed
from record.item import loads
from record.items import Items
from scrapers.decide.stories import Told, is_reprint, tell_one_story

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
_ALIKE = """
SELECT id, url, title, text, date, places FROM told WHERE number IN (
    SELECT number FROM mark WHERE hash IN (SELECT value FROM json_each(?))
    GROUP BY number ORDER BY count(*) DESC, number DESC LIMIT ?
) ORDER BY number
"""
_MOST_ALIKE = 60
"""Items that share a mark and are compared: what more of them share is a template."""


@dataclass(frozen=True, slots=True)
class Match:
    """An item that tells the same story; `is_reprint`: with the same text."""

    id: str
    url: str
    is_reprint: bool


class StoryBook:
    """A SQLite file of fingerprints and texts."""

    def __init__(self, folder: Path) -> None:
        """Opens or makes `stories.sqlite` in `folder`. Raises `StoreFailed`."""
        self._path = folder / "stories.sqlite"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self._path, isolation_level=None)
            self._db.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; {_SCHEMA}")
        except (OSError, sqlite3.Error) as error:
            raise StoreFailed(f"{self._path}: {error}; free some space or make it writable, then run again") from error

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the file."""
        self._db.close()

    def alike(self, own_id: str, told: Told) -> list[Match]:
        """The items that tell the same story as `told`, oldest first; never the item itself."""
        marks = json.dumps(sorted(told.marks))
        rows = self._db.execute(_ALIKE, (marks, _MOST_ALIKE)).fetchall()
        found = ((id_, url, _told(*rest)) for id_, url, *rest in rows if id_ != own_id)
        return [Match(id_, url, is_reprint(told, other)) for id_, url, other in found if tell_one_story(told, other)]

    def add(self, own_id: str, url: str, told: Told) -> None:
        """Remember an item, or its newer text."""
        date = told.date.isoformat() if told.date else ""
        row = (own_id, url, told.title, zlib.compress(told.text.encode()), date, " ".join(sorted(told.places)))
        try:
            with self._db:
                self._db.execute("BEGIN")
                self._db.execute("DELETE FROM mark WHERE number = (SELECT number FROM told WHERE id = ?)", (own_id,))
                self._db.execute("DELETE FROM told WHERE id = ?", (own_id,))
                number = self._db.execute(
                    "INSERT INTO told (id, url, title, text, date, places) VALUES (?, ?, ?, ?, ?, ?)", row
                ).lastrowid
                self._db.executemany("INSERT INTO mark VALUES (?, ?)", ((mark, number) for mark in told.marks))
        except sqlite3.Error as error:
            raise StoreFailed(f"{self._path}: {error}; free some space or make it writable, then run again") from error

    def text_of(self, own_id: str) -> str:
        """The whole text of an item as it was read; "" where it is not known."""
        row = self._db.execute("SELECT text FROM told WHERE id = ?", (own_id,)).fetchone()
        return zlib.decompress(row[0]).decode() if row else ""

    def catch_up(self, items: Items) -> None:
        """Learn the collected items whose files it has not seen, from the words that were kept of them."""
        seen = {path for (path,) in self._db.execute("SELECT path FROM file")}
        known = {id_ for (id_,) in self._db.execute("SELECT id FROM told")}
        fresh = sorted(path for path in items.paths() if str(path) not in seen)
        for path in fresh:
            try:
                item = loads(path.read_text("utf-8"), path)
            except (ContentProblem, OSError, UnicodeDecodeError):
                continue
            if item.digest and item.id not in known:
                self.add(
                    item.id,
                    item.source_url,
                    Told(item.title, item.body or item.summary, item.date, frozenset(item.places)),
                )
        with self._db:
            self._db.execute("BEGIN")
            self._db.executemany("INSERT OR IGNORE INTO file VALUES (?)", ((str(path),) for path in fresh))


def _told(title: str, text: bytes, date: str, places: str) -> Told:
    moment = dt.datetime.fromisoformat(date) if date else None
    return Told(title, zlib.decompress(text).decode(), moment, frozenset(places.split()))
