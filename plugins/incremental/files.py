"""Atomic writes of single files: a reader sees the old content or the new one, never a part."""

import os
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Write `data` under a temporary name of this process, then rename it to `path`; its folder must exist."""
    # Several processes may write one file at once: workers that compile the same template.
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        fresh.write_bytes(data)
        fresh.replace(path)
    except OSError:
        # Half a file takes room that a full disk does not have.
        fresh.unlink(missing_ok=True)
        raise
