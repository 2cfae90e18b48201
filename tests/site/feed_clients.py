"""Programs of subscribers, each polling one feed as its user would have it do."""

import os
import re
import shutil
import sqlite3
import subprocess
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from tests.conftest import lacking
from tests.site.test_data_clients import client


class Shown(NamedTuple):
    """An entry as a client lists it."""

    id: str
    title: str
    is_new: bool


@dataclass
class Client(ABC):
    """A program with an empty folder of its own, subscribed to the feed at an address."""

    folder: Path
    address: str
    forms = ("rss", "atom")
    """The forms of a feed that it reads."""
    shows_edits = True
    """Whether it shows what became of an entry's text."""

    def __post_init__(self) -> None:
        self.begin()

    @abstractmethod
    def begin(self) -> None:
        """Subscribe; the test ends where the program is missing."""

    @abstractmethod
    def poll(self) -> None:
        """Ask for the feed, as the program does by itself now and then."""

    @abstractmethod
    def shown(self) -> list[Shown]:
        """Every entry that it lists."""

    @abstractmethod
    def texts(self) -> dict[str, str]:
        """The text of each entry, by id."""

    @abstractmethod
    def mark_all_as_read(self) -> None:
        """What its user does before the next poll."""

    @abstractmethod
    def days(self, zone: str) -> dict[str, date]:
        """The day of each entry, by id, that it shows to someone in a time zone."""


class Reader(Client):
    """reader, a library that reads JSON Feed too."""

    forms = ("rss", "atom", "json")

    def begin(self) -> None:
        # The parser that it brings needs a package that has no wheel.
        os.environ["READER_NO_VENDORED_FEEDPARSER"] = "1"
        self.library = client("reader").make_reader(":memory:")
        self.library.add_feed(self.address)

    def poll(self) -> None:
        self.library.update_feed(self.address)

    def shown(self) -> list[Shown]:
        return [Shown(entry.id, entry.title, not entry.read) for entry in self.library.get_entries()]

    def texts(self) -> dict[str, str]:
        return {entry.id: entry.get_content().value for entry in self.library.get_entries()}

    def mark_all_as_read(self) -> None:
        for entry in list(self.library.get_entries()):
            self.library.mark_entry_as_read(entry)

    def days(self, zone: str) -> dict[str, date]:
        entries = self.library.get_entries()
        return {entry.id: entry.published.astimezone(ZoneInfo(zone)).date() for entry in entries}


class Newsboat(Client):
    """newsboat, for terminals: entries are in a database of its own."""

    def begin(self) -> None:
        needs("newsboat")
        (self.folder / "urls").write_text(self.address, "utf-8")
        (self.folder / "config").touch()

    def poll(self) -> None:
        run(["newsboat", "-u", "urls", "-C", "config", "-c", "cache.db", "-x", "reload"], self.folder)

    def shown(self) -> list[Shown]:
        return [
            Shown(id_, title, bool(new)) for id_, title, new in self._query("SELECT guid, title, unread FROM rss_item")
        ]

    def texts(self) -> dict[str, str]:
        return dict(self._query("SELECT guid, content FROM rss_item"))

    def mark_all_as_read(self) -> None:
        self._query("UPDATE rss_item SET unread = 0")

    def days(self, zone: str) -> dict[str, date]:
        rows = self._query("SELECT guid, pubDate FROM rss_item")
        return {id_: datetime.fromtimestamp(moment, ZoneInfo(zone)).date() for id_, moment in rows}

    def _query(self, statement: str) -> list[Any]:
        base = sqlite3.connect(self.folder / "cache.db")
        with base:
            rows = base.execute(statement).fetchall()
        base.close()
        return rows


class Sfeed(Client):
    """sfeed, of small programs: a feed is a file of lines, and a line that was not there before is a new entry.

    An entry with another title or link is another one to sfeed; of one with another text it keeps the first.
    """

    shows_edits = False

    def begin(self) -> None:
        needs("sfeed_update")
        needs("curl")
        rules = f"sfeedpath='{self.folder}'\nfeeds() {{\nfeed 'feed' '{self.address}'\n}}\n"
        (self.folder / "sfeedrc").write_text(rules, "utf-8")
        self.read: set[Shown] = set()

    def poll(self) -> None:
        assert "FAIL" not in run(["sfeed_update", "sfeedrc"], self.folder)

    def shown(self) -> list[Shown]:
        entries = (Shown(row[5], row[1], True) for row in self._rows())
        return [entry._replace(is_new=entry not in self.read) for entry in entries]

    def texts(self) -> dict[str, str]:
        return {row[5]: row[3] for row in self._rows()}

    def mark_all_as_read(self) -> None:
        self.read = {entry._replace(is_new=True) for entry in self.shown()}

    def days(self, zone: str) -> dict[str, date]:
        lines = run(["sfeed_plain", "feed"], self.folder, TZ=zone).splitlines()
        stated = re.findall(r"^..(\d{4}-\d\d-\d\d)", "\n".join(lines), re.MULTILINE)
        return {row[5]: date.fromisoformat(day) for row, day in zip(self._rows(), stated, strict=True)}

    def _rows(self) -> list[list[str]]:
        """Moment, title, link, content, its type, id, author, enclosure and categories of each entry."""
        return [line.split("\t") for line in (self.folder / "feed").read_text("utf-8").splitlines()]


CLIENTS = (Reader, Newsboat, Sfeed)


def needs(program: str) -> None:
    """End the test where a program is missing: a failure where all must be there."""
    if not shutil.which(program):
        lacking(f"no {program} (.ci/run has Debian's packages)")


def run(command: list[str], folder: Path, **environment: str) -> str:
    """What a program says, with `folder` as its user's home."""
    surroundings = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"} | environment
    done = subprocess.run(
        command, cwd=folder, env=surroundings, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
