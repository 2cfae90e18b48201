"""Runs Pelican, unless nothing at all changed since it last ran here: that is told without loading it.

`python -m tools.build_site content -o output -s pelicanconf.py`, as one would call Pelican.
"""

import gc
import hashlib
import marshal
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.incremental import state_folder
from plugins.incremental.build_state import sealed, unsealed
from plugins.incremental.file_stats import TICK, Stamp, entry_changed, output_stamp, stamps
from plugins.incremental.snapshot import Start, hand_over, is_whole

if TYPE_CHECKING:
    from plugins.build import Build

SEEN = "seen"
HARMLESS = frozenset({"_", "COLUMNS", "LINES", "OLDPWD", "PWD", "SHLVL", "TERM"})
"""Variables of the environment that no setting asks for; any other one may change what is built."""


def main(arguments: Sequence[str]) -> None:
    """Run Pelican with these arguments, or say that nothing changed; ends like Pelican where it fails."""
    began = time.time_ns()
    # Rows by the ten thousand are loaded and kept: to look for rubbish among them takes longer than to load them.
    gc.disable()
    output = _output(arguments)
    folder = state_folder(output) if output else None
    key = _key(arguments)
    told = seen(folder, key) if folder else None
    if told and output:
        start = Start(output, told.roots)
        is_same = start.digest == told.inputs and all(is_whole(path, stamp) for path, stamp in told.others.items())
        if is_same and not start.lost:
            print(f"{output}: nothing changed.")
            return
        hand_over(start)
    if folder:
        (folder / SEEN).unlink(missing_ok=True)

    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    gc.enable()
    from pelican import main as run_pelican  # noqa: PLC0415 - half of the time that a small build takes

    run_pelican(list(arguments))

    from plugins.build import last  # noqa: PLC0415 - Pelican loaded it

    build = last()
    if build:
        print(build)
    if build and folder and output:
        _remember(build, folder, key, output, began)


@dataclass(frozen=True)
class Seen:
    """What a build left word of: what it read, by the roots of that and a digest, and files of others beside ours."""

    roots: tuple[str, ...]
    inputs: str
    others: dict[str, Stamp]


def seen(folder: Path, key: str) -> Seen | None:
    """The word that the last build left, if it had this key."""
    try:
        known, *told = marshal.loads(unsealed((folder / SEEN).read_bytes()))  # noqa: S302 - whole, and ours
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return Seen(*told) if known == key else None


def _output(arguments: Sequence[str]) -> Path | None:
    """The folder that the site is built into; None where the arguments ask for more than a plain build."""
    match list(arguments):
        case [_, "-o", output, "-s", _] | [_, "-o", output, "-s", _, "--fatal", _]:
            return Path(output).absolute()
    return None


def _key(arguments: Sequence[str]) -> str:
    """The digest of all that a build depends on besides files of ours."""
    surroundings = sorted((name, value) for name, value in os.environ.items() if name not in HARMLESS)
    places = [(place, _changed(place)) for place in sys.path]
    told = repr((sys.version, os.getcwd(), list(arguments), surroundings, places))  # noqa: PTH109
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def _changed(folder: str) -> int:
    """When something was last put into a folder of libraries, or taken out of it."""
    try:
        return os.stat(folder).st_mtime_ns if folder.endswith("-packages") else 0  # noqa: PTH116
    except OSError:
        return 0


def _remember(build: "Build", folder: Path, key: str, output: Path, began: int) -> None:
    """Leave word for the next time: what was read, as it was before it was read, and what was written.

    Of the pages, the build's own state has it.
    """
    start = build.start
    # Content is stamped before it is read; code was read by then, and so must be older than this process.
    code = (stamp for root, look in start.looks.items() if root not in build.content for stamp in look.values())
    if not (start.digest and all(entry_changed(stamp) < began - TICK for stamp in code)):
        return
    own = {name.partition("/")[0] for name in build.output.made}
    others = [f"{output}/{path}" for path in os.listdir(output) if path not in own]  # noqa: PTH208
    paths = [f"{root}/{name}".rstrip("/") for root in others for name in stamps(root, sys.maxsize)]
    found = {path: output_stamp(os.stat(path)) for path in paths}  # noqa: PTH116
    content = marshal.dumps((key, start.roots, start.digest, found))
    fresh = folder / f"{SEEN}.new"
    fresh.write_bytes(sealed(content))
    fresh.replace(folder / SEEN)


if __name__ == "__main__":
    main(sys.argv[1:])
    sys.stdout.flush()
    # To tidy up the objects of ten thousand pages one by one takes longer than the rest of a day's end.
    os._exit(0)
