"""Which files below `content/` are the record's: all but those that editors and systems leave beside them."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

PASSED_OVER = (
    ".*",  # .DS_Store, vim's .x.md.swp, Emacs' lock .#x.md, macOS' notes ._x.md, our own unfinished .x.md.part
    "*~",  # what many editors save before a change
    "~$*",  # Office's note of an open file
    "#*#",  # what Emacs saves by itself
    "*.swp",
    "*.tmp",
    "*.bak",
    "*.orig",  # what a merge leaves
    "*.rej",
    "4913",  # what vim writes to try a folder
    "Thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    "Desktop.ini",
    "Icon\r",
    "__MACOSX",
    "__pycache__",
    "$RECYCLE.BIN",
    "System Volume Information",
    "lost+found",
)
"""Names, as shell patterns, of files and folders that nothing reads, checks or publishes, in whatever folder."""


def expression(patterns: Iterable[str]) -> str:
    """A regular expression for any of some shell patterns, of which `*` matches all but slashes."""
    return "|".join(re.escape(pattern).replace(r"\*", "[^/]*") for pattern in patterns)


_PASSED_OVER = re.compile(rf"(?:\A|/)(?:{expression(PASSED_OVER)})(?:/|\Z)")


def is_passed_over(path: str) -> bool:
    """Whether a POSIX path, relative to `content/` or a folder in it, has a part that `PASSED_OVER` names."""
    return _PASSED_OVER.search(path) is not None


def content_files(folder: Path, pattern: str) -> list[Path]:
    """The record's files below `folder` that match a glob pattern, sorted; also one that cannot be read."""
    return sorted(_matches(folder, pattern))


def _matches(folder: Path, pattern: str) -> Iterator[Path]:
    for path in folder.glob(pattern):
        if not is_passed_over(path.relative_to(folder).as_posix()):
            yield path
