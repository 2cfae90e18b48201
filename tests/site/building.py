"""Builds a content folder the way a person does, in a process of its own."""

import gzip
import io
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from subprocess import CompletedProcess

from PIL import Image

from tests.running import run_main

ROOT = Path(__file__).parents[2]
CONTENT = Path(__file__).parent / "content"
EXPECTED = Path(__file__).parent / "expected"


def arguments(content: Path, output: Path, settings: str = "pelicanconf.py") -> list[str]:
    """What Pelican, and whatever runs it, is given to build `content` into `output`."""
    return [str(content), "-o", str(output), "-s", settings]


def build(content: Path, output: Path, settings: str = "pelicanconf.py", **environment: str) -> CompletedProcess[str]:
    """Run Pelican; the caller looks at the status and at what was written."""
    return run_main("pelican", arguments(content, output, settings), environment)


def build_anew(content: Path, output: Path, **environment: str) -> CompletedProcess[str]:
    """Run Pelican in a new interpreter, for what `environment` says to one when it starts."""
    command = [sys.executable, "-m", "pelican", *arguments(content, output)]
    surroundings = os.environ | {"PYTHONUTF8": "1"} | environment
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=600, check=False)


def files(folder: Path) -> dict[str, bytes]:
    """Every file's bytes by name."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def contents(folder: Path) -> dict[str, bytes]:
    """The same with pictures as pixels, packed files unpacked, and the database as its statements.

    Not every machine has the same zlib and SQLite.
    """
    return {name: _content(name, data) for name, data in files(folder).items()}


def _content(name: str, data: bytes) -> bytes:
    if name.endswith((".pf_filter", ".pf_meta")):
        return gzip.decompress(data)
    if name.endswith(".sqlite"):
        return "\n".join(statements(data)).encode()
    if not name.endswith(".png"):
        return data
    with Image.open(io.BytesIO(data)) as image:
        return f"{image.width}x{image.height} ".encode() + image.convert("RGB").tobytes()


def statements(data: bytes) -> list[str]:
    """The tables and rows of a database, without those that the full-text index keeps for itself."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    try:
        return [line for line in connection.iterdump() if "_fts_" not in line and "writable_schema" not in line]
    finally:
        connection.close()
