"""Builds a content folder the way a person does, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[2]
CONTENT = Path(__file__).parent / "content"
EXPECTED = Path(__file__).parent / "expected"


def build(
    content: Path, output: Path, settings: str = "pelicanconf.py", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run Pelican; the caller looks at the status and at what was written."""
    command = [sys.executable, "-m", "pelican", str(content), "-o", str(output), "-s", settings]
    surroundings = os.environ | {"PYTHONUTF8": "1"} | environment
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=120, check=False)


def files(folder: Path) -> dict[str, bytes]:
    """Every file's bytes by name; a picture's are its pixels, for zlib packs them differently on other systems."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _content(path) for path in found}


def _content(path: Path) -> bytes:
    if path.suffix != ".png":
        return path.read_bytes()
    with Image.open(path) as image:
        return f"{image.width}x{image.height} ".encode() + image.convert("RGB").tobytes()
