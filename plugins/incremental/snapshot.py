"""What a build starts from, found out once: what the last one left, and what has happened to its files since."""

import os
import time
from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path

from plugins.incremental import build_state, state_folder
from plugins.incremental.file_stats import Stamp, digest, output_stamp, stamps
from plugins.incremental.output import Made
from plugins.incremental.parallel import aside

STATE = "build"


class Start:
    """What stands at the beginning of a build of `output` from what is below `roots` (files and folders).

    Copies of this process look at the disk while it reads what the last build left, and while Pelican is loaded.
    `state` is what that left; `looks` are the stamps of all files by root, below which they are named, `digest` that of
    all of them, "" where one proves nothing.
    """

    def __init__(self, output: Path, roots: Sequence[str]) -> None:
        """Look at everything; `output` is the site's folder."""
        self.roots = tuple(roots)
        looking = aside(partial(_look, self.roots, time.time_ns()))
        self.state = build_state.load(state_folder(output) / STATE)
        self._looking_for_lost = aside(partial(_lost, f"{output}", self.state.files))
        self.looks, self.digest = looking()

    @cached_property
    def lost(self) -> frozenset[str]:
        """The files of the site that are not as they were made, or not there."""
        return frozenset(self._looking_for_lost())


def _look(roots: Sequence[str], now: int) -> tuple[dict[str, dict[str, Stamp]], str]:
    looks = {root: stamps(root, now, roots) for root in roots}
    return looks, digest(looks)


def _lost(output: str, files: dict[str, Made]) -> list[str]:
    return [name for name, (stamp, _, _) in files.items() if not is_whole(f"{output}/{name}", stamp)]


def is_whole(path: str, known: Stamp) -> bool:
    """Whether a file that we wrote is as we wrote it."""
    try:
        return output_stamp(os.stat(path)) == known  # noqa: PTH116 - as many as pages
    except OSError:
        return False


_begun: list[Start] = []


def hand_over(start: Start) -> None:
    """Leave a start for the build that this process comes to next."""
    _begun[:] = [start]


def start(output: Path, roots: Sequence[str]) -> Start:
    """The start that was left for this build, if it is about the same files; else one made now."""
    begun = _begun.pop() if _begun else None
    return begun if begun and begun.roots == tuple(roots) else Start(output, roots)
