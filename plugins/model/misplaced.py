"""Files below `content/` that no reader of the record checks: strays, bad links, and what an unfinished merge left."""

import re
import stat
import time
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from plugins.incremental.file_stats import StatSignature, scan
from plugins.model.editor_pages import PATTERNS
from record.content_tree import expression, is_passed_over
from record.errors import ContentProblem
from record.text_files import read_bytes, read_text

ARTICLES = (".md", ".markdown", ".mkd", ".mdown", ".rst", ".html", ".htm")
"""Endings of files that Pelican takes for an article or a page."""
PICTURES = (".avif", ".bmp", ".gif", ".heic", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".webp")
TEXTS = (".csv", ".json", ".jsonl", ".po", ".pot", ".toml", ".tsv", ".txt", ".yaml", ".yml")
"""Endings of tables and notes: nothing may read them, but what an unfinished merge left is refused all the same."""
READ = (
    "cities/*.md",
    "initiatives/*/*.md",
    "programme/*.md",
    "corrections/*.md",
    *PATTERNS,
    "citations.jsonl",
    "archived.jsonl",
    "outages.jsonl",
    "health.jsonl",
    "tray/proposals.jsonl",
    "tray/decisions.jsonl",
    "measured/places.json",
    "translations/en.po",
)
"""Whose readers say what is wrong in them; news has its own, whatever its depth."""
READ_LATER = ("waiting/*/*/*.md", "moved.toml")
"""Read, but not at the beginning of each build."""
_READ, _READ_LATER = re.compile(expression(READ)), re.compile(expression(READ_LATER))
NEWS = "news/"
ADVICE = (
    "nothing reads this file; news goes into news/YYYY/MM/YYYY-MM-DD-slug.md, an editors' page into pages/slug.md, "
    "a place into cities/, an initiative into initiatives/<place>/"
)
PICTURE_ADVICE = "nothing shows this picture; link it from an editors' page as {static}/path, or take it away"


def misplaced(
    content: Path, news: Mapping[str, StatSignature] | None = None, published: Collection[str] | None = None
) -> Iterator[ContentProblem]:
    """A fault for each file below `content` that cannot be what it should; those of editors and systems pass.

    `news` are the signatures of the files in `content/news/`, where they were scanned already; `published` the files
    and folders that Pelican copies as they are, relative to `content` (None: pictures are not looked at).
    """
    now, folder = time.time_ns(), str(content / NEWS.rstrip("/"))
    signatures = scan(str(content), now, (folder,))
    signatures |= {NEWS + name: signature for name, signature in (scan(folder, now) if news is None else news).items()}
    for name, signature in signatures.items():
        if not _has_reader(name) and not is_passed_over(name):
            try:
                _check(content / name, name, signature, published)
            except ContentProblem as fault:
                yield fault


def _has_reader(name: str) -> bool:
    # News first: there are more of it than of all else.
    return (name.startswith(NEWS) and name.endswith(".md")) or _READ.fullmatch(name) is not None


def _check(path: Path, name: str, signature: StatSignature, published: Collection[str] | None) -> None:
    """Raise `ContentProblem` where there is something wrong with a file that no reader checks."""
    if not signature:
        _refuse_bad_link(path)
    ending = path.suffix.lower()
    if _READ_LATER.fullmatch(name) or ending in TEXTS:
        read_text(path)
    elif ending in ARTICLES:
        raise ContentProblem(path, ADVICE, line=1)
    elif ending in PICTURES and published is not None and not _is_published(name, published):
        raise ContentProblem(path, PICTURE_ADVICE)


def _refuse_bad_link(path: Path) -> None:
    """Raise `ContentProblem` for a link that leads nowhere or back, and for what is no ordinary file.

    An empty signature may also be that of a file that was saved this moment.
    """
    if path.is_symlink() and path.is_dir():
        raise ContentProblem(path, f"a link to {path.readlink()}, a folder that it lies in; remove it")
    if path.is_symlink() or not stat.S_ISREG(path.lstat().st_mode):
        read_bytes(path)


def _is_published(name: str, published: Collection[str]) -> bool:
    return any(f"{name}/".startswith(f"{part.strip('/')}/") for part in published)
