"""What a run saves for the next: channel versions, addresses and archives read. Losing it costs requests only."""

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from zlib import crc32

from record import address_forms, urls
from record.errors import StoreFailed
from scrapers.fetch.page import Validators
from scrapers.store.sqlite_file import SqliteFile

_SCHEMA = """
CREATE TABLE IF NOT EXISTS channel (url TEXT PRIMARY KEY, etag TEXT NOT NULL, last_modified TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS page (
    key TEXT PRIMARY KEY, outlet TEXT NOT NULL, outcome TEXT NOT NULL, signature TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS item (
    path TEXT PRIMARY KEY, mtime INTEGER NOT NULL, size INTEGER NOT NULL, keys TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS article (
    key TEXT PRIMARY KEY, own TEXT NOT NULL, outlet TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL,
    text TEXT NOT NULL, canonical TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS article_text ON article (outlet, text);
CREATE INDEX IF NOT EXISTS article_canonical ON article (outlet, canonical);
CREATE TABLE IF NOT EXISTS furniture (outlet TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (outlet, text));
CREATE TABLE IF NOT EXISTS hold (host TEXT PRIMARY KEY, until TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS fresh (outlet TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (outlet, day));
CREATE TABLE IF NOT EXISTS archive (
    mark TEXT NOT NULL, search TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (mark, search)
);
"""
# NORMAL may lose the last pages in a power cut, which are then asked for once more; to wait for the disk four times a
# page costs more than to read it.
_PRAGMAS = "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"

KEYS_VERSION = crc32(Path(urls.__file__).read_bytes() + Path(address_forms.__file__).read_bytes()) & 0x7FFFFFFF
"""Which edition of `url_key` made the keys: by those of another one an item might be missed, and come a second time."""


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """What was read at an address.

    `key` is that of the channel's address and `own` that of the page's, which is at `url`; `title` and `text` are
    fingerprints, `canonical` is the key of the address that the page states as its own.
    """

    key: str
    own: str
    outlet: str
    url: str
    title: str
    text: str
    canonical: str


class RunState(SqliteFile):
    """A small SQLite file; what a call saves outlives this process. Every `save_…` raises `StoreFailed`."""

    def __init__(self, folder: Path) -> None:
        """Opens or makes `state.sqlite` in `folder`; a second run at once is refused with `StoreFailed`."""
        super().__init__(
            folder / "state.sqlite",
            f"{_PRAGMAS}{_SCHEMA}",
            advice="another run may be using it, or the folder is read-only or full; wait or mend, then run again",
            timeout=1,
        )
        if self._db.execute("PRAGMA user_version").fetchone()[0] != KEYS_VERSION:
            self._write("DELETE FROM item", ())
            self._write(f"PRAGMA user_version = {KEYS_VERSION}", ())

    def validators(self, url: str) -> Validators:
        """What a channel's last good answer said of its version."""
        row = self._db.execute("SELECT etag, last_modified FROM channel WHERE url = ?", (url,)).fetchone()
        return Validators(*row) if row else Validators()

    def save_validators(self, url: str, validators: Validators) -> None:
        """Save a channel's version."""
        self._write("INSERT OR REPLACE INTO channel VALUES (?, ?, ?)", (url, validators.etag, validators.last_modified))

    def holds(self) -> dict[str, dt.datetime]:
        """By host: the moment, in UTC, before which it asked not to be asked again."""
        rows = self._db.execute("SELECT host, until FROM hold").fetchall()
        return {host: dt.datetime.fromisoformat(until) for host, until in rows}

    def save_hold(self, host: str, until: dt.datetime) -> None:
        """Save until when a host asked to be left alone; `until` is aware."""
        self._write("INSERT OR REPLACE INTO hold VALUES (?, ?)", (host, until.isoformat(timespec="seconds")))

    def page(self, key: str) -> tuple[str, str] | None:
        """(outcome, signature) of an address that was read before."""
        row: tuple[str, str] | None = self._db.execute(
            "SELECT outcome, signature FROM page WHERE key = ?", (key,)
        ).fetchone()
        return row

    def save_page(self, key: str, outlet: str, outcome: str, signature: str) -> None:
        """Save what became of an address, and the signature of the entry that led to it."""
        self._write("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?)", (key, outlet, outcome, signature))

    def fresh(self) -> dict[str, list[dt.date]]:
        """By outlet: the days of new items, of this run and of earlier ones that did not come to note them."""
        days: dict[str, list[dt.date]] = {}
        for outlet, day in self._db.execute("SELECT outlet, day FROM fresh ORDER BY outlet, day").fetchall():
            days.setdefault(outlet, []).append(dt.date.fromisoformat(day))
        return days

    def save_fresh(self, outlet: str, day: dt.date) -> None:
        """Save the day of a new item until it is noted in the outlet's health."""
        self._write("INSERT OR IGNORE INTO fresh VALUES (?, ?)", (outlet, day.isoformat()))

    def withdraw_fresh(self, outlet: str, day: dt.date) -> None:
        """Take back the day of an item that turned out to be none."""
        self._write("DELETE FROM fresh WHERE outlet = ? AND day = ?", (outlet, day.isoformat()))

    def forget_fresh(self) -> None:
        """Forget these days, once they are noted."""
        self._write("DELETE FROM fresh", ())

    def forget_page(self, key: str) -> None:
        """Forget what became of an address, so that it is asked for again."""
        self._write("DELETE FROM page WHERE key = ?", (key,))

    def save_article(self, article: ReadArticle) -> None:
        """Save what was read at an address."""
        self._write("INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?, ?)", astuple(article))

    def article(self, key: str) -> ReadArticle | None:
        """What was read at an address last."""
        row = self._db.execute("SELECT * FROM article WHERE key = ?", (key,)).fetchone()
        return ReadArticle(*row) if row else None

    def others_with_text(self, article: ReadArticle) -> list[ReadArticle]:
        """The outlet's other pages with the same text."""
        query = "SELECT * FROM article WHERE outlet = ? AND text = ? AND own != ? AND key != ? ORDER BY key"
        rows = self._db.execute(query, (article.outlet, article.text, article.own, article.key))
        return [ReadArticle(*row) for row in rows]

    def save_furniture(self, article: ReadArticle) -> None:
        """Save that a text is its outlet's furniture."""
        self._write("INSERT OR IGNORE INTO furniture VALUES (?, ?)", (article.outlet, article.text))

    def is_furniture(self, article: ReadArticle) -> bool:
        """Whether a text was seen to be its outlet's furniture."""
        query = "SELECT 1 FROM furniture WHERE outlet = ? AND text = ?"
        return self._db.execute(query, (article.outlet, article.text)).fetchone() is not None

    def that_state(self, canonical: str, outlet: str) -> list[ReadArticle]:
        """The outlet's pages that state this key as that of their own address."""
        query = "SELECT * FROM article WHERE outlet = ? AND canonical = ? ORDER BY key"
        return [ReadArticle(*row) for row in self._db.execute(query, (outlet, canonical))]

    def indexed(self) -> dict[str, tuple[int, int, tuple[str, ...]]]:
        """By path: (mtime in ns, size, address keys) of items' files, as `record.items.Index` asks."""
        rows = self._db.execute("SELECT path, mtime, size, keys FROM item").fetchall()
        return {path: (mtime, size, tuple(keys.split("\n"))) for path, mtime, size, keys in rows}

    def keep_indexed(self, rows: Mapping[str, tuple[int, int, tuple[str, ...]]], gone: Iterable[str]) -> None:
        """Save `rows` and forget the paths `gone`, as `record.items.Index` asks."""
        # One transaction, since otherwise each statement waits for the disk.
        self._write("BEGIN", ())
        for path in gone:
            self._write("DELETE FROM item WHERE path = ?", (path,))
        for path, (mtime, size, keys) in rows.items():
            self._write("INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?)", (path, mtime, size, "\n".join(keys)))
        self._write("COMMIT", ())

    def has_yielded(self, outlet: str) -> bool:
        """Whether an outlet's pages ever gave text."""
        good = "('new', 'updated', 'unchanged', 'unplaced', 'duplicate')"
        query = f"SELECT 1 FROM page WHERE outlet = ? AND outcome IN {good} LIMIT 1"  # noqa: S608 - a constant
        return self._db.execute(query, (outlet,)).fetchone() is not None

    def has_archive(self, fingerprint: str, search: str) -> bool:
        """Whether a web archive was read to its end for the search with this digest."""
        query = "SELECT 1 FROM archive WHERE mark = ? AND search = ?"
        return self._db.execute(query, (fingerprint, search)).fetchone() is not None

    def save_archive(self, fingerprint: str, search: str, name: str) -> None:
        """Save that a web archive was read to its end; `name` is for people."""
        self._write("INSERT OR REPLACE INTO archive VALUES (?, ?, ?)", (fingerprint, search, name))

    def _write(self, statement: str, values: tuple[str | int, ...]) -> None:
        try:
            self._db.execute(statement, values)
        except sqlite3.Error as error:
            raise StoreFailed(f"{self._path}: {error}; free some space or make it writable, then run again") from error


def signature_of(text: str) -> str:
    """A short digest of an entry's signature (`scrapers.fetch.entry.signed`) after the kind of its channel, or ""."""
    kind, _, _ = text.partition("\n")
    return f"{kind}:{hashlib.sha256(text.encode()).hexdigest()[:16]}" if text else ""


def is_changed(before: str, after: str) -> bool:
    """Whether an entry changed between two digests; those of two kinds of channels cannot be compared."""
    return before.partition(":")[0] == after.partition(":")[0] and before != after
