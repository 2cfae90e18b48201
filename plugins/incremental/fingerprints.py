"""What every file of the site rests on: settings, code, templates, libraries. When it moves, all is made anew."""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CODE = ("plugins", "record")
"""Folders whose files pages may rest on, code and tables alike."""
LOCAL = frozenset(
    {
        "AUTORELOAD",
        "BIND",
        "CACHE_PATH",
        "DEBUG",
        "DELETE_OUTPUT_DIRECTORY",
        "LISTEN",
        "LOG_FILTER",
        "OUTPUT_PATH",
        "PORT",
        "THEME",
    }
)
"""Settings that say where and how a build runs; no page tells of them. The theme counts by what is in it."""


def ground(settings: str, theme: Path, *more: object) -> str:
    """The digest of all that every file rests on; `more` must show what it holds."""
    told = (sys.version, libraries(), code(), tree(theme / "templates"), tree(theme / "translations"), settings, more)
    return _digest(repr(told).encode())


def told_settings(settings: Mapping[str, Any]) -> str:
    """The digest of settings, as they were given; functions count by name, for their code counts as code."""
    return _digest(repr([(name, _shown(settings[name])) for name in sorted(settings) if name not in LOCAL]).encode())


def _shown(value: Any) -> Any:
    if isinstance(value, Mapping):
        return sorted((str(name), _shown(part)) for name, part in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        shown = [_shown(part) for part in value]
        return sorted(shown, key=repr) if isinstance(value, set | frozenset) else shown
    if callable(value) or hasattr(value, "__file__"):
        return getattr(value, "__qualname__", getattr(value, "__name__", type(value).__name__))
    return repr(value)


@cache
def code() -> str:
    """The digest of our code as this process runs it: later changes on the disk are for the next one."""
    return _digest_of_files(
        {path for source in sources() for path in (_files(source) if source.is_dir() else [source])}
    )


@cache
def sources() -> tuple[Path, ...]:
    """The folders of our code, and the files of other modules that are neither Python's nor a library's."""
    loaded = {file for module in list(sys.modules.values()) if (file := getattr(module, "__file__", None))}
    apart = (sys.prefix, sys.base_prefix, *(str(ROOT / folder) for folder in CODE))
    outside = tuple({place + os.sep for prefix in apart for place in (prefix, os.path.realpath(prefix))})
    others = {Path(file) for file in loaded if not file.startswith(outside)}
    return (*(ROOT / folder for folder in CODE), *sorted(others))


def tree(folder: Path) -> str:
    """The digest of all files in a folder."""
    return _digest_of_files(_files(folder))


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.suffix != ".pyc" and path.is_file():
            yield path


def libraries() -> list[str]:
    """The installed distributions with their versions, as their folders are called."""
    found = {name for place in sys.path for name in _names(place) if name.endswith(".dist-info")}
    return sorted(found)


def _names(folder: str) -> list[str]:
    try:
        return [path.name for path in Path(folder).iterdir()]
    except OSError:
        return []


def _digest_of_files(paths: Iterable[Path]) -> str:
    return _digest(repr([(path.as_posix(), _digest(path.read_bytes())) for path in sorted(paths)]).encode())


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
