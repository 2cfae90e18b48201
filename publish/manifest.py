"""What a site holds, stored beside each release: its files by digest, and the feed entries that readers may have."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from publish.site_address import public_root
from record.errors import PantauError
from record.site_files import own_address

FORMAT = 1
"""Version of the stored form."""
_FEED = re.compile(r"(?:.*/)?feed(?:-\d+)?\.json")
"""The path of a feed or of one of its archive documents, which together have every entry."""
TOUCHED, STRAY = "touched", "stray"
"""In place of a digest: a file that is not as it was published, and one that was never part of a finished publish."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A feed entry."""

    page: str
    """The address on the site that it leads to."""
    feed: str = ""
    """The file of a feed that has it; "" for a news item."""


@dataclass(frozen=True)
class Manifest:
    """A site as one value."""

    files: Mapping[str, str]
    """BLAKE2b digest (32 hex digits) of each file, by path in the site."""
    entries: Mapping[str, Entry] = field(default_factory=dict)
    """By id."""
    stubs: Mapping[str, list[str]] = field(default_factory=dict)
    """Addresses that moved or are gone, each with the ids of the entries that went with it."""
    etags: Mapping[str, str] = field(default_factory=dict)
    """The ETag that the store gave each file, by path; for buckets only."""

    @property
    def items(self) -> int:
        """How many items are listed."""
        return sum(not entry.feed for entry in self.entries.values())

    def to_json(self) -> str:
        """JSON with a line for each file, so that git stores versions as small differences."""
        return json.dumps(asdict(self) | {"form": FORMAT}, ensure_ascii=False, indent=0, sort_keys=True)

    def to_gzip(self) -> bytes:
        """`to_json`, compressed; the same bytes for the same site."""
        return gzip.compress(self.to_json().encode(), mtime=0)


@dataclass(frozen=True)
class Plan:
    """The difference between two sites: paths, each tuple sorted."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def to_send(self) -> tuple[str, ...]:
        """The paths that must be sent."""
        return tuple(sorted((*self.added, *self.changed)))

    def __bool__(self) -> bool:
        """Whether the sites differ."""
        return bool(self.added or self.changed or self.removed)

    def __str__(self) -> str:
        """The counts."""
        return f"{len(self.added)} added, {len(self.changed)} changed, {len(self.removed)} removed"

    def lines(self) -> Iterator[str]:
        """Every path, after `+`, `~` or `-`."""
        for mark, paths in (("+", self.added), ("~", self.changed), ("-", self.removed)):
            yield from (f"  {mark} {path}" for path in paths)


def digest_files(folder: Path) -> dict[str, str]:
    """BLAKE2b digest (32 hex digits) of each file below a folder, by POSIX path relative to it, sorted."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _digest(path) for path in paths}


def read_site(folder: Path) -> Manifest:
    """The manifest of the built site in a folder. Raises ValueError or KeyError for broken JSON files in it."""
    files, root = digest_files(folder), public_root(folder)
    entries = dict(_items(folder / "data" / "items.json", root))
    for name in filter(_FEED.fullmatch, files):
        for row in json.loads((folder / name).read_text("utf-8"))["items"]:
            entries.setdefault(row["id"], Entry(_page(root, row["url"]), name))
    moved = folder / "_moved.json"
    return Manifest(
        files,
        entries,
        {_page(root, row["address"]): row["ids"] for row in json.loads(moved.read_text("utf-8"))}
        if moved.is_file()
        else {},
    )


def _items(table: Path, root: str) -> Iterator[tuple[str, Entry]]:
    rows = json.loads(table.read_text("utf-8")) if table.is_file() else []
    return ((row["id"], Entry(_page(root, row["address"]))) for row in rows)


def _page(root: str, address: str) -> str:
    """The address of a page without the site's own: a site may move to another path, and its pages are the same."""
    path = urlsplit(address).path
    return own_address(root, path) or path


def _digest(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()


def parse(data: bytes, where: str) -> Manifest:
    """A stored manifest, compressed or not; `where` is for the message. Raises `PantauError` if it cannot be read."""
    try:
        stored: dict[str, Any] = json.loads(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)
        if stored.pop("form") != FORMAT:
            raise PantauError(f"{where}: was written by another version of this project; publish with that one")
        # An earlier version also wrote the dates of entries, by which they left their feed.
        stored.pop("oldest", None)
        entries = {name: Entry(row["page"], row["feed"]) for name, row in stored["entries"].items()}
        return Manifest(**stored | {"entries": entries})
    except (ValueError, KeyError, TypeError, EOFError, OSError) as error:
        raise PantauError(f"{where}: is no manifest of ours ({error}); publish to an empty target instead") from error


def compare(old: Manifest | None, new: Manifest) -> Plan:
    """What must be added, changed and removed to make `new` of `old`."""
    before = old.files if old else {}
    both = before.keys() & new.files.keys()
    return Plan(
        tuple(sorted(new.files.keys() - both)),
        tuple(sorted(path for path in both if before[path] != new.files[path])),
        tuple(sorted(before.keys() - both)),
    )


def address_of(path: str) -> str:
    """The address of a file, by its path in the site: `/daerah/` of `daerah/index.html`."""
    return "/" + path.removesuffix("index.html") if path.rpartition("/")[2] == "index.html" else "/" + path
