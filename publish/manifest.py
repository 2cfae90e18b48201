"""What a site holds, as kept beside each release: its files by digest, and the feed entries it promised to readers."""

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from record.errors import PantauError

FORM = 1
TOUCHED, STRAY = "touched", "stray"
"""In place of a digest: a file that is not as it was published, and one that was never part of a whole publish."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A feed entry: the page it leads to; for what is no item also the feed it came from, and its date."""

    page: str
    feed: str = ""
    date: str = ""


@dataclass(frozen=True)
class Manifest:
    """A site as one value: digests by path, entries by id, the oldest date of each feed, and stubs by address."""

    files: Mapping[str, str]
    entries: Mapping[str, Entry] = field(default_factory=dict)
    oldest: Mapping[str, str] = field(default_factory=dict)
    stubs: Mapping[str, list[str]] = field(default_factory=dict)
    """Addresses that moved or are gone, each with the ids of the entries that went with it."""
    etags: Mapping[str, str] = field(default_factory=dict)
    """What a store answered for each file; for targets that give such marks."""

    @property
    def items(self) -> int:
        """How many items are listed."""
        return sum(not entry.feed for entry in self.entries.values())

    def text(self) -> str:
        """JSON, a line a file, so that versions differ by line."""
        told = asdict(self) | {"form": FORM}
        return json.dumps(told, ensure_ascii=False, indent=0, sort_keys=True)

    def packed(self) -> bytes:
        """`text`, compressed."""
        return gzip.compress(self.text().encode(), mtime=0)


@dataclass(frozen=True)
class Plan:
    """What separates two sites, by path, each sorted."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def sent(self) -> tuple[str, ...]:
        """What has to travel."""
        return tuple(sorted((*self.added, *self.changed)))

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.added or self.changed or self.removed)

    def __str__(self) -> str:
        """The counts."""
        return f"{len(self.added)} added, {len(self.changed)} changed, {len(self.removed)} removed"

    def lines(self) -> Iterator[str]:
        """Every path with a mark."""
        for mark, paths in (("+", self.added), ("~", self.changed), ("-", self.removed)):
            yield from (f"  {mark} {path}" for path in paths)


def read_site(folder: Path) -> Manifest:
    """The manifest of a built site."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = {path.relative_to(folder).as_posix(): path for path in paths}
    entries = dict(_items(folder / "data" / "items.json"))
    oldest: dict[str, str] = {}
    for name in (name for name in files if name.endswith("feed.json")):
        told = json.loads(files[name].read_text("utf-8"))["items"]
        oldest[name] = min((row["date_published"] for row in told), default="")
        for row in told:
            entries.setdefault(row["id"], Entry(urlsplit(row["url"]).path, name, row["date_published"]))
    moved = folder / "_moved.json"
    return Manifest(
        {name: _digest(path) for name, path in files.items()},
        entries,
        oldest,
        {row["address"]: row["ids"] for row in json.loads(moved.read_text("utf-8"))} if moved.is_file() else {},
    )


def _items(table: Path) -> Iterator[tuple[str, Entry]]:
    rows = json.loads(table.read_text("utf-8")) if table.is_file() else []
    return ((row["id"], Entry(urlsplit(row["address"]).path)) for row in rows)


def _digest(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()


def parse(data: bytes, where: str) -> Manifest:
    """A manifest as it was kept, packed or plain. Raises `PantauError` when it cannot be read."""
    try:
        told: dict[str, Any] = json.loads(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)
        if told.pop("form") != FORM:
            raise PantauError(f"{where}: was written by another version of this project; publish with that one")
        return Manifest(**told | {"entries": {name: Entry(**row) for name, row in told["entries"].items()}})
    except (ValueError, KeyError, TypeError, EOFError, OSError) as error:
        raise PantauError(f"{where}: is no manifest of ours ({error}); publish to an empty target instead") from error


def compare(old: Manifest | None, new: Manifest) -> Plan:
    """What makes `new` of `old`."""
    before = old.files if old else {}
    both = before.keys() & new.files.keys()
    return Plan(
        tuple(sorted(new.files.keys() - both)),
        tuple(sorted(path for path in both if before[path] != new.files[path])),
        tuple(sorted(before.keys() - both)),
    )


def address_of(path: str) -> str:
    """The address that a file answers to."""
    return "/" + path.removesuffix("index.html") if path.rpartition("/")[2] == "index.html" else "/" + path
