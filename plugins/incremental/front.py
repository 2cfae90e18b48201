"""Runs Pelican, unless nothing at all changed since it last ran here: that is told without loading it.

`python -m plugins.incremental.front content -o output -s pelicanconf.py`, as one would call Pelican.
"""

import gc
import hashlib
import marshal
import os
import sys
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.incremental import state_folder
from plugins.incremental.stamps import TICK, Stamp, output_stamp, stamp_of

if TYPE_CHECKING:
    from plugins.incremental.build import Build

SEEN, STATE = "seen", "build"
HARMLESS = frozenset({"_", "COLUMNS", "LINES", "OLDPWD", "PWD", "SHLVL", "TERM"})
"""Variables of the environment that no setting asks for; any other one may change what is built."""


def main(arguments: Sequence[str]) -> None:
    """Run Pelican with these arguments, or say that nothing changed; ends like Pelican where it fails."""
    began = time.time_ns()
    output = _output(arguments)
    folder = state_folder(output) if output else None
    key = _key(arguments)
    if folder and is_as_it_was(folder, key):
        print(f"{output}: nothing changed.")
        return
    if folder:
        (folder / SEEN).unlink(missing_ok=True)

    # Rows by the ten thousand are made and kept: to look for rubbish among them takes a tenth of the time.
    gc.set_threshold(100_000, 20, 100)
    from pelican import main as run_pelican  # noqa: PLC0415 - half of the time that a small build takes

    run_pelican(list(arguments))

    from plugins.incremental.build import last  # noqa: PLC0415 - Pelican loaded it

    build = last()
    if build:
        print(build)
    if build and folder and output:
        _remember(build, folder, key, output, began)


def is_as_it_was(folder: Path, key: str) -> bool:
    """Whether everything a build reads, and everything it wrote, is as it was after the last one with this key."""
    try:
        data = (folder / SEEN).read_bytes()
        if zlib.crc32(data[4:]) != int.from_bytes(data[:4], "big"):
            return False
        known, output, roots, inputs, outputs = marshal.loads(data[4:])  # noqa: S302 - whole, and ours
    except (OSError, ValueError, EOFError, TypeError):
        return False
    if known != key or _digest(stamps(roots, time.time_ns())) != inputs:
        return False
    # Only where all is as it was: who builds has it loaded anyway.
    from plugins.incremental.state import load  # noqa: PLC0415

    outputs |= {f"{output}/{name}": stamp for name, (stamp, _, _) in load(folder / STATE).files.items()}
    return all(map(_is_whole, outputs.items()))


def _digest(stamps: Mapping[str, Stamp]) -> str:
    """The digest of files' stamps; version 2 of marshal writes the same for the same."""
    return "" if not all(stamps.values()) else hashlib.blake2b(marshal.dumps(sorted(stamps.items()), 2)).hexdigest()


def stamps(roots: Iterable[str], now: int) -> dict[str, Stamp]:
    """The stamps of files, and of all files below folders; what has none, or is not there, is told so."""
    found: dict[str, Stamp] = {}
    for root in roots:
        try:
            told = os.stat(root)  # noqa: PTH116 - as many as files
        except OSError:
            continue
        found |= dict(_below(root, now)) if os.path.isdir(root) else {root: stamp_of(told, now)}  # noqa: PTH112
    return found


def _below(folder: str, now: int) -> Iterator[tuple[str, Stamp]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _below(entry.path, now)
            else:
                yield entry.path, stamp_of(entry.stat(), now)


def _is_whole(item: tuple[str, Stamp]) -> bool:
    path, known = item
    try:
        return output_stamp(os.stat(path)) == known  # noqa: PTH116 - as many as pages
    except OSError:
        return False


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
    # Content is stamped before it is read; code was read by then, and so must be older than this process.
    code = tuple(root for root in build.roots if root != build.content)
    is_settled = all(stamp and stamp[1] < began - TICK for path, stamp in build.others.items() if path.startswith(code))
    inputs = _digest(build.inputs)
    if not (is_settled and inputs):
        return
    own = {name.partition("/")[0] for name in build.output.made}
    others = [f"{output}/{path}" for path in os.listdir(output) if path not in own]  # noqa: PTH208
    outputs = {path: output_stamp(os.stat(path)) for path in stamps(others, sys.maxsize)}  # noqa: PTH116
    content = marshal.dumps((key, str(output), build.roots, inputs, outputs))
    fresh = folder / f"{SEEN}.new"
    fresh.write_bytes(zlib.crc32(content).to_bytes(4, "big") + content)
    fresh.replace(folder / SEEN)


if __name__ == "__main__":
    main(sys.argv[1:])
    sys.stdout.flush()
    # To tidy up the objects of ten thousand pages one by one takes longer than the rest of a day's end.
    os._exit(0)
