"""The items of a content folder: found by address, written whole, never renamed."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from scrapers.errors import ContentProblem
from scrapers.store import address
from scrapers.store.files import write_text
from scrapers.store.item import UNDATED, Item, dumps, loads

SLUG_LENGTH = 80


def slugify(title: str) -> str:
    """ASCII words joined by hyphens, at most 80 characters, cut between words."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    slug = ""
    for word in re.findall(r"[a-z0-9]+", plain.replace("'", "")):
        if len(slug) + len(word) + 1 > SLUG_LENGTH:
            break
        slug = f"{slug}-{word}" if slug else word[:SLUG_LENGTH]
    return slug or "berita"


class Items:
    """`news/` of a content folder. Broken files are kept apart in `problems` and never touched."""

    def __init__(self, content: Path) -> None:
        """Reads every item once."""
        self._root = content / "news"
        self._paths: dict[str, Path] = {}
        self._slugs: set[tuple[str, str]] = set()
        self.problems: list[ContentProblem] = []
        for path in sorted(self._root.glob("*/*/*.md")):
            self._slugs.add((path.parent.as_posix(), _slug(path)))
            try:
                self.remember(loads(path.read_text("utf-8"), path), path)
            except ContentProblem as problem:
                self.problems.append(problem)
            except (OSError, UnicodeDecodeError) as error:
                self.problems.append(ContentProblem(path, f"cannot be read: {error}; mend or restore the file"))

    def all(self) -> Iterator[tuple[Path, Item]]:
        """Every readable item with its file, newest path first."""
        for path in sorted(set(self._paths.values()), reverse=True):
            yield path, loads(path.read_text("utf-8"), path)

    def find(self, *urls: str) -> Item | None:
        """The item that stands for one of these addresses, as its file reads now."""
        for url in urls:
            path = self._paths.get(address.key(url))
            if path is not None and path.is_file():
                return loads(path.read_text("utf-8"), path)
        return None

    def path_of(self, url: str) -> Path | None:
        """The file that stands for an address."""
        return self._paths.get(address.key(url))

    def path_for(self, item: Item) -> Path:
        """A new file's path: by its day, and with a slug that no file of the month has."""
        day = item.date.date().isoformat() if item.date else UNDATED
        folder = self._root / day[:4] / day[5:7]
        return folder / f"{day}-{self._free_slug(folder, slugify(item.title))}.md"

    def add(self, item: Item) -> Path:
        """Write a new item; its path, and so its address on the site, is given once and kept."""
        path = self.path_for(item)
        write_text(path, dumps(item))
        self.remember(item, path)
        return path

    def update(self, item: Item, known: Item) -> Path:
        """Write a newer version of `known` in its file, under its address."""
        path = self._paths[address.key(known.source_url)]
        write_text(path, dumps(item))
        self.remember(item, path)
        return path

    def remember(self, item: Item, path: Path) -> None:
        """Know `item`'s addresses and its file's name from now on."""
        self._slugs.add((path.parent.as_posix(), _slug(path)))
        for url in (item.source_url, *item.also):
            self._paths.setdefault(address.key(url), path)

    def _free_slug(self, folder: Path, slug: str) -> str:
        """The address leaves out the day, so a slug is used once a month."""
        number, free = 1, slug
        while (folder.as_posix(), free) in self._slugs:
            number += 1
            free = f"{slug}-{number}"
        return free


def _slug(path: Path) -> str:
    return path.stem[len(UNDATED) + 1 :]
