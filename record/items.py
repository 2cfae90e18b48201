"""The items of a content folder: looked up by address, written whole, never renamed once they were public."""

import datetime as dt
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from record.atomic_write import move_file, remove_file, write_text
from record.content_tree import content_files
from record.errors import ContentProblem
from record.item import UNDATED, Item, dumps, dumps_with, is_edited, loads, may_be_public, render, with_newer_text
from record.text_files import read_text
from record.urls import original_address, url_key

SLUG_LENGTH = 80


def slugify(title: str) -> str:
    """ASCII words joined by hyphens, at most 80 characters, cut between words."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    slug = ""
    for word in re.findall(r"[a-z0-9]+", plain.replace("'", "")):
        if slug and len(slug) + len(word) + 1 > SLUG_LENGTH:
            break
        slug = f"{slug}-{word}" if slug else word[:SLUG_LENGTH]
    return slug or "berita"


class Index(Protocol):
    """A cache of the address keys in each item's file, so that unchanged files need not be read again.

    A row is (modification time in ns, size in bytes, `url_key` of each address), by the file's absolute path.
    """

    def indexed(self) -> dict[str, tuple[int, int, tuple[str, ...]]]:
        """Every row by path."""

    def keep_indexed(self, rows: Mapping[str, tuple[int, int, tuple[str, ...]]], gone: Iterable[str]) -> None:
        """Store `rows`, delete those of the paths `gone`."""


class Items:
    """`news/` of a content folder. Files that cannot be read are listed in `problems` and never written to."""

    def __init__(self, content: Path, index: Index | None = None) -> None:
        """Read the addresses of every item; with an `index`, only of the files that changed since it was stored."""
        self._root, self._waiting = content.absolute() / "news", content.absolute() / "waiting"
        self._index = index
        self._paths: dict[str, Path] = {}
        self._slugs: set[tuple[str, str]] = set()
        self._fresh: set[Path] = set()
        self.shadowed: set[Path] = set()
        """Files whose addresses all belong to other items; a merge that was killed leaves one."""
        self.problems: list[ContentProblem] = []
        indexed = index.indexed() if index else {}
        for path, stamp in _stamped(self._root):
            known = indexed.pop(str(path), None)
            # Also of a file that cannot be read: a new item of that name would be written over it.
            self._slugs.add((path.parent.as_posix(), _slug(path)))
            if known and known[:2] == stamp:
                self._know(known[2], path)
            else:
                self._read(path)
        # The state may serve several content folders: files of another one are not gone.
        self._gone = [name for name in indexed if name.startswith(str(self._root) + os.sep)]

    def _read(self, path: Path) -> None:
        try:
            self.remember(loads(read_text(path), path), path)
        except ContentProblem as problem:
            self.problems.append(problem)

    def keep_index(self) -> None:
        """Store what was read and written in the index; without this the next run reads those files again."""
        if self._index is None:
            return
        rows = {}
        keys: defaultdict[Path, list[str]] = defaultdict(list)
        for name, path in self._paths.items():
            if path in self._fresh:
                keys[path].append(name)
        for path in self._fresh:
            if path.is_file():
                stat = path.stat()
                rows[str(path)] = (stat.st_mtime_ns, stat.st_size, tuple(keys[path]))
        self._index.keep_indexed(rows, self._gone)

    def all(self) -> Iterator[tuple[Path, Item]]:
        """Every readable item with its file, newest day first. Raises `ContentProblem` for a file broken meanwhile."""
        for path in sorted(self.paths(), reverse=True):
            yield path, loads(read_text(path), path)

    def drafts(self) -> Iterator[tuple[Path, Item]]:
        """The items with `Status: draft`, newest day first; only their files are parsed. Raises `ContentProblem`."""
        for path in sorted(self.paths(), reverse=True):
            text = read_text(path)
            # As `render` writes it: parsing 100 000 items to find a few drafts would take 20 s.
            if "\nStatus: draft\n" in text:
                item = loads(text, path)
                # The line may also stand in the body of a published item.
                if item.status == "draft":
                    yield path, item

    def find(self, *urls: str) -> Item | None:
        """The item that has one of these addresses, read from its file now; None if there is none.

        Raises `ContentProblem` for a file that was broken since it was indexed.
        """
        return self.find_by_key(*map(url_key, urls))

    def find_by_key(self, *keys: str) -> Item | None:
        """The same by `url_key` of the addresses. Raises `ContentProblem` as `find` does."""
        for key in keys:
            path = self._paths.get(key)
            if path is not None and path.is_file():
                stat = path.stat()
                return _parsed(path, (stat.st_ino, stat.st_mtime_ns, stat.st_size))
        return None

    def stamp(self) -> tuple[tuple[str, int], ...]:
        """Each month's folder with its modification time (ns): another where a file came, went or was renamed."""
        # Of a link that an editor left (`.#x.md`) too, which may lead to nothing.
        return tuple((str(path), path.lstat().st_mtime_ns) for path in sorted(self._root.glob("*/*")))

    def paths(self) -> frozenset[Path]:
        """Every readable item's file."""
        return frozenset(self._paths.values())

    def path_of(self, url: str) -> Path | None:
        """The file of the item that has this address; None if there is none."""
        return self._paths.get(url_key(url))

    def path_for(self, item: Item) -> Path:
        """A new file's path: by its day, and with a slug that no file of the month has."""
        day, folder = self._day_and_folder(item)
        return folder / f"{day}-{self._free_slug(folder, slugify(item.title))}.md"

    def follow_date(self, path: Path, known: Item, date: dt.datetime | None) -> Path:
        """Rename the file of `known` to what `date` asks for, and what waits for it, unless it may have been public.

        Gives the file's path. To be called before the item is written with that date: a kill between the two leaves a
        draft that waits for the same decision. Raises `StoreFailed`.
        """
        day, folder = self._day_and_folder(replace(known, date=date))
        if may_be_public(known) or path.name.startswith(f"{day}-"):
            return path
        slug = _slug(path) if folder == path.parent else self._free_slug(folder, _slug(path))
        target = folder / f"{day}-{slug}.md"
        waiting = self.waiting_path(path)
        if waiting.is_file():
            move_file(waiting, self.waiting_path(target))
        move_file(path, target)
        self._paths = {name: target if other == path else other for name, other in self._paths.items()}
        self._slugs.add((folder.as_posix(), slug))
        self._fresh.add(target)
        return target

    def _day_and_folder(self, item: Item) -> tuple[str, Path]:
        day = item.date.date().isoformat() if item.date else UNDATED
        return day, self._root / day[:4] / day[5:7]

    def add(self, item: Item) -> Path:
        """Write a new item and give its path, from which its address on the site comes. Raises `StoreFailed`."""
        path = self.path_for(item)
        write_text(path, dumps(item))
        self.remember(item, path)
        return path

    def update(self, item: Item, known: Item) -> Path:
        """Write a newer version of `known` into its file; see `follow_date`. Raises `StoreFailed`.

        KeyError for an unknown item.
        """
        path = self.follow_date(self._paths[url_key(known.source_url)], known, item.date)
        write_text(path, dumps(item))
        self.remember(item, path)
        return path

    def mark_gone(self, url: str, seen: dt.datetime) -> None:
        """Set `gone` of the item at an address, if there is one and it is not set yet. Raises `StoreFailed`."""
        known = self.find(url)
        if known and not known.gone:
            self.mark(known, gone=seen)

    def mark(self, known: Item, **values: Any) -> None:
        """Set some keys in an item's file, also where a person edited it; the rest stays. Raises `StoreFailed`."""
        path = self._paths[url_key(known.source_url)]
        write_text(path, dumps_with(known, **values))
        self._fresh.add(path)

    def readdress(self, known: Item, url: str) -> None:
        """Give an item another address, where the one that it had turned out to be another page's.

        Raises `StoreFailed`.
        """
        path = self._paths.pop(url_key(known.source_url))
        write_text(path, dumps_with(known, source_url=original_address(url)))
        self._know([url_key(url)], path)
        self._fresh.add(path)

    def withdraw(self, known: Item) -> None:
        """Take back the newer version of an item that waits for an editor, if one does. Raises `StoreFailed`."""
        remove_file(self.waiting_path(self._paths[url_key(known.source_url)]))

    def remove(self, path: Path) -> None:
        """Delete the file of an item that was never published, and the newer version that waits for it.

        Raises `StoreFailed`.
        """
        remove_file(self.waiting_path(path))
        remove_file(path)
        self.shadowed.discard(path)
        self._paths = {name: other for name, other in self._paths.items() if other != path}

    def let_wait(self, newer: Item, known: Item) -> bool:
        """Store a newer version of an edited item for `invoke review`; False if this version waits there already.

        Raises `StoreFailed`.
        """
        waiting = self.waiting_path(self._paths[url_key(known.source_url)])
        if waiting.is_file() and loads(read_text(waiting), waiting).digest == newer.digest:
            return False
        return write_text(waiting, dumps(newer))

    def waiting_path(self, path: Path) -> Path:
        """Where a newer version of the item in `path` waits for an editor."""
        return self._waiting / path.relative_to(self._root)

    def waiting(self) -> Iterator[tuple[Path, Item, Item]]:
        """Each item with a newer version that waits: its file, the item, the newer version. Raises `ContentProblem`."""
        for newer in reversed(content_files(self._waiting, "*/*/*.md")):
            path = self._root / newer.relative_to(self._waiting)
            if path.is_file():
                yield path, loads(read_text(path), path), loads(read_text(newer), newer)

    def rejoin_waiting(self) -> None:
        """Bring a newer version back to its item where a kill in `follow_date` parted them. Raises `StoreFailed`."""
        for newer in content_files(self._waiting, "*/*/*.md"):
            if (self._root / newer.relative_to(self._waiting)).is_file():
                continue
            path = self.path_of(loads(read_text(newer), newer).source_url)
            if path is None:
                continue
            if self.waiting_path(path).is_file():
                remove_file(newer)
            else:
                move_file(newer, self.waiting_path(path))

    def settle(self, path: Path, *, accept: bool) -> Item:
        """Take the waiting version's text into the item in `path`, or reject it for good; give the item as written.

        The file of a draft follows its date. Raises `ContentProblem` where nothing waits for `path`, and `StoreFailed`.
        """
        waiting = self.waiting_path(path)
        if not waiting.is_file():
            raise ContentProblem(path, "nothing waits for this item; see invoke review")
        known, newer = loads(read_text(path), path), loads(read_text(waiting), waiting)
        settled = with_newer_text(known, newer, accept=accept)
        path = self.follow_date(path, known, settled.date)
        # The item first: a kill between the two leaves the newer version waiting, and settling it again gives the same.
        write_text(path, render(settled) if is_edited(known) else dumps(settled))
        remove_file(self.waiting_path(path))
        self.remember(settled, path)
        return settled

    def remember(self, item: Item, path: Path) -> None:
        """Add an item's addresses and the slug of its file to what this object looks up."""
        self._slugs.add((path.parent.as_posix(), _slug(path)))
        self._know([url_key(url) for url in (item.source_url, *item.also)], path)
        self._fresh.add(path)

    def _know(self, keys: Iterable[str], path: Path) -> None:
        owners = {self._paths.setdefault(name, path) for name in keys}
        if path not in owners:
            self.shadowed.add(path)

    def _free_slug(self, folder: Path, slug: str) -> str:
        """`slug`, or `slug-2` and so on. The item's address leaves out the day, so a slug is used once a month."""
        number, free = 1, slug
        while (folder.as_posix(), free) in self._slugs:
            number += 1
            free = f"{slug}-{number}"
        return free


@lru_cache(maxsize=256)
def _parsed(path: Path, stamp: tuple[int, int, int]) -> Item:
    """The item in a file whose inode, modification time (ns) and size are `stamp`: a story's are asked for often."""
    return loads(read_text(path), path)


def _slug(path: Path) -> str:
    return path.stem[len(UNDATED) + 1 :]


def _stamped(root: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
    """The items' files in order, with modification time (ns) and size."""
    for path in content_files(root, "*/*/*.md"):
        try:
            stat = path.stat()
            yield path, (stat.st_mtime_ns, stat.st_size)
        except OSError:
            # A link to nothing: whoever reads it says so.
            yield path, (-1, -1)
