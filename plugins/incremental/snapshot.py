"""What a build finds when it begins: the state that the last build saved, and what happened to its files since."""

import os
import time
from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path

from plugins.incremental import build_state, state_folder
from plugins.incremental.file_stats import StatSignature, digest_of_scans, output_signature, scan
from plugins.incremental.parallel import run_in_background
from plugins.incremental.tracking import Trace

STATE = "build"
"""Name of the saved state in the state folder."""


class Snapshot:
    """The inputs below `roots` (files and folders), and the output files, as they are when a build begins.

    Forked children scan the disk while this process loads the saved state and Pelican. `state` is that saved state,
    `scans` the signatures of all input files by root and relative path, `digest` the digest of these, "" where one
    proves nothing.
    """

    def __init__(self, output: Path, roots: Sequence[str]) -> None:
        """Scan everything; `output` is the site's folder."""
        self.roots = tuple(roots)
        # With the time before the scan: what is saved while it runs then counts as changed too recently.
        scanning = run_in_background(partial(_scan_all, self.roots, time.time_ns()))
        self.state = build_state.load(state_folder(output) / STATE)
        self._comparing = run_in_background(partial(_modified, f"{output}", self.state.files))
        self.scans, self.digest = scanning()

    @cached_property
    def modified_outputs(self) -> frozenset[str]:
        """Paths of output files that are missing or are not as the last build wrote them."""
        return frozenset(self._comparing())

    def close(self) -> None:
        """Wait for the child that compares outputs, so that a build which ends early leaves none behind."""
        _ = self.modified_outputs


def _scan_all(roots: Sequence[str], now: int) -> tuple[dict[str, dict[str, StatSignature]], str]:
    scans = {root: scan(root, now, roots) for root in roots}
    return scans, digest_of_scans(scans)


def _modified(output: str, files: dict[str, Trace]) -> list[str]:
    return [name for name, trace in files.items() if not is_unmodified(f"{output}/{name}", trace.result)]


def is_unmodified(path: str, signature: StatSignature) -> bool:
    """Whether an output file still has the signature that it was written with."""
    try:
        return output_signature(os.stat(path)) == signature  # noqa: PTH116 - called for each output file
    except OSError:
        return False


_passed_on: list[Snapshot] = []


def pass_on(snapshot: Snapshot) -> None:
    """Leave a snapshot for the build that begins in this process next."""
    _passed_on[:] = [snapshot]


def take(output: Path, roots: Sequence[str]) -> Snapshot:
    """The snapshot that was passed on, if it is of the same roots; else one taken now."""
    snapshot = _passed_on.pop() if _passed_on else None
    return snapshot if snapshot and snapshot.roots == tuple(roots) else Snapshot(output, roots)
