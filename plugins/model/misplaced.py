"""Articles and pages that someone dropped into `content/` where nothing reads them."""

import os
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from record.errors import ContentProblem

ARTICLES = (".md", ".markdown", ".rst", ".html", ".htm")
"""Endings of files that Pelican takes for an article or a page."""
READ = ("cities/*.md", "initiatives/*/*.md", "programme/*.md", "corrections/*.md", "pages/*.md", "pages/*/*.md")
"""What is read besides news, newer versions that wait, and tables."""
_READ_ELSEWHERE = frozenset({"news", "waiting", "tray"})
"""Top-level folders whose own readers name what is wrong in them."""
ADVICE = (
    "nothing reads this file; news goes into news/YYYY/MM/YYYY-MM-DD-slug.md, an editors' page into pages/slug.md, "
    "a place into cities/, an initiative into initiatives/<place>/"
)


def misplaced(content: Path) -> Iterator[ContentProblem]:
    """A fault for each article below `content` that nothing reads; files of editors and systems are passed over."""
    for folder, folders, names in os.walk(content):
        below = Path(folder).relative_to(content)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and _is_ours(below / name))
        for name in sorted(names):
            path = (below / name).as_posix()
            if name.lower().endswith(ARTICLES) and not name.startswith(".") and not _is_read(path):
                yield ContentProblem(content / path, ADVICE, line=1)


def _is_ours(folder: Path) -> bool:
    return folder.as_posix() not in _READ_ELSEWHERE


def _is_read(path: str) -> bool:
    # fnmatch's * crosses slashes, so that the number of folders is compared as well.
    return any(fnmatch(path, pattern) and path.count("/") == pattern.count("/") for pattern in READ)
