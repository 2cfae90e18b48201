"""Builds that cost what the day brought: see `build.py`, the plugin, and `facts.py`, the idea."""

from pathlib import Path


def state_folder(output: Path) -> Path:
    """Where a build leaves word for the next one: `.output.state/` beside `output/`."""
    return output.with_name(f".{output.name}.state")
