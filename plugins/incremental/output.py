"""The files of the built site: each is made when something it was made of has changed, and else stays as it is.

A file whose bytes come out the same is not written, so that its time on the disk tells when it last changed.
"""

import os
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from plugins.incremental.dependencies import Answer, Changes, Facts
from plugins.incremental.file_stats import Stamp, output_stamp, size
from plugins.incremental.parallel import spread

Content = str | bytes
COMMON = 10_000
"""How long a common page is, in bytes."""


class File(NamedTuple):
    """A file of the site: its path, what makes its content, and what it depends on besides the facts it reads."""

    path: str
    make: Callable[[], Content]
    key: str = ""


Made = tuple[Stamp, str, tuple[str, ...]]
"""How a file was made: its stamp, its key, and the facts that were read; plain, for there are as many as pages."""


@dataclass
class Output:
    """The folder of the site.

    `before` is how each file was made last time, by its path in the folder, `changes` what is no longer as it was
    (without, everything is made anew), and `lost` which files are not as they were made. `tell` is told of each file
    that is another, or gone, as soon as it is.
    """

    folder: Path
    facts: Facts
    before: Mapping[str, Made]
    changes: Changes | None
    lost: frozenset[str] = frozenset()
    tell: Callable[[str], object] = lambda _name: None
    made: dict[str, Made] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)

    def add_file(self, path: str, make: Callable[[], Content], key: str = "") -> None:
        """Have one file at a path."""
        self.add_files([File(path, make, key)])

    def add_files(self, files: Iterable[File]) -> None:
        """Have files at their paths; many that are to be made are made by several processes."""
        stale: list[File] = []
        before, made, lost, changes = self.before, self.made, self.lost, self.changes
        for file in files:
            name = file.path
            known = before.get(name)
            if known and changes and known[1] == file.key and name not in lost and not changes.touch(known[2]):
                made[name] = known
            else:
                stale.append(file)
        if changes and len(stale) > 1:
            changes.settle()
        done = spread(self._make, stale, weight=self._weight(stale))
        for file, (how, is_new, answers) in zip(stale, done, strict=True):
            name = file.path
            made[name] = how
            self.facts.answers.update(answers)
            if is_new:
                self._note(name)

    def write_file(self, name: str, content: Content) -> None:
        """Have a file with this content, which rests on nothing that is known: it is compared each time."""
        stamp, is_new = keep(f"{self.folder}/{name}", _bytes(content))
        self.made[name] = (stamp, "", ())
        if is_new:
            self._note(name)

    def _note(self, name: str) -> None:
        self.written.add(name)
        self.tell(name)

    def _weight(self, files: Sequence[File]) -> float:
        """What a file of these weighs beside a common page, by how long they were the last time."""
        known = (self.before.get(file.path) for file in files)
        length = sum(size(made[0]) for made in known if made)
        return max(1.0, length / len(files) / COMMON) if files else 1.0

    def _make(self, file: File) -> tuple[Made, bool, dict[str, Answer]]:
        """Make one file, perhaps in a copy of this process: how, whether it is another, and answers new to us."""
        known = len(self.facts.answers)
        with self.facts.reading() as read:
            content = file.make()
        stamp, is_new = keep(f"{self.folder}/{file.path}", _bytes(content))
        fresh = dict(islice(self.facts.answers.items(), known, None))
        return (stamp, file.key, tuple(sorted(read))), is_new, fresh

    def remove(self, names: Iterable[str]) -> None:
        """Remove files, and folders that are empty then; a name that is not there is no fault."""
        for name in sorted(names):
            path = self.folder / name
            path.unlink(missing_ok=True)
            self._note(name)
            for folder in path.relative_to(self.folder).parents:
                try:
                    (self.folder / folder).rmdir()
                except OSError:
                    # It still holds something, or is gone already.
                    break

    def strays(self, kept: Container[str]) -> list[str]:
        """Files that nobody made; what is called as in `kept` at the top, or begins with a dot there, is let be."""
        tops = [path for path in self.folder.iterdir() if path.name not in kept and not path.name.startswith(".")]
        found = [path for top in tops for path in (top.rglob("*") if top.is_dir() else [top]) if path.is_file()]
        return [name for path in found if (name := path.relative_to(self.folder).as_posix()) not in self.made]


def keep(path: str, content: bytes) -> tuple[Stamp, bool]:
    """Have `content` at `path`: its stamp, and whether it was written because something else was there, or nothing."""
    # As text: of ten thousand new pages, a tenth of the time went into paths as objects.
    try:
        return _written(path, content), True
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        return _written(path, content), True
    except FileExistsError:
        with open(path, "rb") as known:  # noqa: PTH123
            if known.read() == content:
                return output_stamp(os.fstat(known.fileno())), False
    # Whoever reads it meanwhile, and a copy that shares it, keep the old one.
    fresh = f"{path}.new"
    Path(fresh).unlink(missing_ok=True)
    _written(fresh, content)
    Path(fresh).replace(path)
    return output_stamp(os.stat(path)), True  # noqa: PTH116


def _written(path: str, content: bytes) -> Stamp:
    """Write a file that is not there."""
    # Without the layers of a file object: these take as long as the disk.
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(file, left) :]
    finally:
        os.close(file)
    return output_stamp(os.stat(path))  # noqa: PTH116


def _bytes(content: Content) -> bytes:
    """A file's bytes; text ends with one line end."""
    return content if isinstance(content, bytes) else (content.rstrip() + "\n").encode()
