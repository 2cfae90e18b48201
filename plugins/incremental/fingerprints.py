"""The build fingerprint: one digest of what every output file depends on, such as settings, code, templates, libraries.

When it changes, everything is rendered again.
"""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CODE = ("plugins", "record")
"""Folders, below `ROOT`, whose code and tables pages may depend on."""
LOCAL_SETTINGS = frozenset(
    {
        "AUTORELOAD",
        "BIND",
        "CACHE_PATH",
        "CLEAN_BUILD",
        "DEBUG",
        "DELETE_OUTPUT_DIRECTORY",
        "LISTEN",
        "LOG_FILTER",
        "OUTPUT_PATH",
        "PORT",
        "THEME",
    }
)
"""Settings that say where and how a build runs; no page shows them. The theme counts by what is in it."""


def build_fingerprint(settings: str, theme: Path, *more: object) -> str:
    """Hex digest of all that every file depends on.

    `settings` is a `settings_fingerprint`; of `more`, the `repr` must show what each holds.
    """
    parts = (
        sys.version,
        installed_libraries(),
        code_fingerprint(),
        folder_fingerprint(theme / "templates"),
        folder_fingerprint(theme / "translations"),
        settings,
        more,
    )
    return _digest(repr(parts).encode())


def settings_fingerprint(settings: Mapping[str, Any]) -> str:
    """Hex digest of Pelican's settings; functions count by name, since their code counts as code."""
    rows = [(name, _plain(settings[name])) for name in sorted(settings) if name not in LOCAL_SETTINGS]
    return _digest(repr(rows).encode())


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return sorted((str(name), _plain(part)) for name, part in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        parts = [_plain(part) for part in value]
        # Sets of text have another order in each process.
        return sorted(parts, key=repr) if isinstance(value, set | frozenset) else parts
    if callable(value) or hasattr(value, "__file__"):
        return getattr(value, "__qualname__", getattr(value, "__name__", type(value).__name__))
    return repr(value)


@cache
def code_fingerprint() -> str:
    """Hex digest of our code as this process runs it: later changes on disk are for the next process."""
    return _digest_of_files(
        {path for source in code_paths() for path in (_files(source) if source.is_dir() else [source])}
    )


@cache
def code_paths() -> tuple[Path, ...]:
    """The folders in `CODE`, and the files of loaded modules that belong neither to Python nor to a library."""
    loaded = {file for module in list(sys.modules.values()) if (file := getattr(module, "__file__", None))}
    apart = (sys.prefix, sys.base_prefix, *(str(ROOT / folder) for folder in CODE))
    # A virtual environment may lie behind a link, and modules name their files either way.
    outside = tuple({place + os.sep for prefix in apart for place in (prefix, os.path.realpath(prefix))})
    others = {Path(file) for file in loaded if not file.startswith(outside)}
    return (*(ROOT / folder for folder in CODE), *sorted(others))


def folder_fingerprint(folder: Path) -> str:
    """Hex digest of all files in a folder, with their paths."""
    return _digest_of_files(_files(folder))


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.suffix != ".pyc" and path.is_file():
            yield path


def installed_libraries() -> list[str]:
    """The installed distributions with their versions, as their `.dist-info` folders are called."""
    return sorted({name for place in sys.path for name in _names(place) if name.endswith(".dist-info")})


def _names(folder: str) -> list[str]:
    try:
        return [path.name for path in Path(folder).iterdir()]
    except OSError:
        return []


def _digest_of_files(paths: Iterable[Path]) -> str:
    return _digest(repr([(path.as_posix(), _digest(path.read_bytes())) for path in sorted(paths)]).encode())


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
