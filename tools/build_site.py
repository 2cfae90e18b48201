"""Builds the site: runs Pelican, unless nothing changed since its last run; that is found out without loading it.

`python -m tools.build_site content -o output -s pelicanconf.py`, with the arguments that Pelican takes.
"""

import gc
import hashlib
import marshal
import os
import sys
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.incremental import state_folder
from plugins.incremental.build_state import verify_checksum, with_checksum
from plugins.incremental.file_stats import TICK, StatSignature, ctime_of, output_signature, scan
from plugins.incremental.files import replace_file
from plugins.incremental.snapshot import Snapshot, is_unmodified, pass_on
from plugins.plain_run import building_alone
from record.errors import FileProblem, PantauError
from tools.commands import WARNING

if TYPE_CHECKING:
    from plugins.build import Build

LAST_INPUTS = "seen"
"""The file in the state folder that says what the last build read."""
HARMLESS = frozenset({"_", "COLUMNS", "LINES", "OLDPWD", "PWD", "SHLVL", "TERM"})
"""Environment variables that no setting asks for; any other one may change what is built."""


def main(arguments: Sequence[str]) -> None:
    """Run Pelican with these arguments, or say that nothing changed; ends with a line that says what is wrong."""
    output = _output_of(arguments)
    try:
        # With more arguments than a plain build's the output is Pelican's to find out, and the lock is taken then.
        with building_alone(output) if output else nullcontext():
            _build(arguments, output)
    except PantauError as error:
        sys.exit(str(error))


def _build(arguments: Sequence[str], output: Path | None) -> None:
    began = time.time_ns()
    # The rows of ten thousand items are loaded and kept: collecting garbage among them costs more than loading them.
    gc.disable()
    folder = state_folder(output) if output else None
    key = _environment_key(arguments)
    last = load_last_inputs(folder, key) if folder else None
    if last and output:
        snapshot = Snapshot(output, last.roots)
        is_same = snapshot.digest == last.digest and all(is_unmodified(*other) for other in last.others.items())
        if is_same and not snapshot.modified_outputs:
            print(f"{output}: nothing changed.")
            return
        pass_on(snapshot)
    if folder:
        # From here on files change: a build that is killed must not leave word that nothing did.
        (folder / LAST_INPUTS).unlink(missing_ok=True)

    gc.freeze()
    # Most of what a build makes lives until its end, so looking for garbage often finds little.
    gc.set_threshold(100_000, 20, 100)
    gc.enable()
    from pelican import main as run_pelican  # noqa: PLC0415 - half of the time that a small build takes

    # It loads Pelican.
    from tools.site_settings import CONTACT_ADVICE, contact_missing, read_site_settings  # noqa: PLC0415

    if not Path(arguments[0]).is_dir():
        raise FileProblem(arguments[0], "no such folder; give the content/ folder")
    settings = read_site_settings(Path(arguments[list(arguments).index("-s") + 1]).absolute())
    if missing := contact_missing(settings):
        print(f"{WARNING}{missing}; {CONTACT_ADVICE}.")
    run_pelican(list(arguments))

    from plugins.build import last as last_build  # noqa: PLC0415 - Pelican loaded it

    build = last_build()
    if not build:
        sys.exit("The build was interrupted; the next one goes on from here.")
    name_unexplained_terms(build)
    print(build)
    if folder and output:
        _save_last_inputs(build, folder, key, output, began)


def name_unexplained_terms(build: "Build") -> None:
    """Print a warning for each term that is listed without an explanation."""
    from plugins.queries.glossary import unexplained  # noqa: PLC0415 - Pelican loaded it

    for term in unexplained(build.record):
        advice = "give it an expansion or a meaning in content/programme/"
        print(f"{WARNING}the term {term!r} is listed without an explanation; {advice}.")


@dataclass(frozen=True)
class LastInputs:
    """What the last build read, and files in the output folder that it did not add (such as the search index).

    `roots` are files and folders, `digest` that of their scans, `others` signatures by path.
    """

    roots: tuple[str, ...]
    digest: str
    others: dict[str, StatSignature]


def load_last_inputs(folder: Path, key: str) -> LastInputs | None:
    """What the last build saved in its state `folder`; None where it ran in another environment, or is damaged."""
    try:
        known, *values = marshal.loads(verify_checksum((folder / LAST_INPUTS).read_bytes()))  # noqa: S302 - checked
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return LastInputs(*values) if known == key else None


def _output_of(arguments: Sequence[str]) -> Path | None:
    """The output folder; None where the arguments ask for more than a plain build."""
    match list(arguments):
        case [_, "-o", output, "-s", _] | [_, "-o", output, "-s", _, "--fatal", _]:
            return Path(output).absolute()
    return None


def _environment_key(arguments: Sequence[str]) -> str:
    """Hex digest of all that a build depends on besides files of ours."""
    variables = sorted((name, value) for name, value in os.environ.items() if name not in HARMLESS)
    libraries = [(folder, _changed(folder)) for folder in sys.path]
    parts = (sys.version, os.getcwd(), list(arguments), variables, libraries)  # noqa: PTH109
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def _changed(folder: str) -> int:
    """When (ns) a library was last added to a folder of these, or removed; 0 for any other folder."""
    try:
        return os.stat(folder).st_mtime_ns if folder.endswith("-packages") else 0  # noqa: PTH116
    except OSError:
        return 0


def _save_last_inputs(build: "Build", folder: Path, key: str, output: Path, began: int) -> None:
    """Save what was read, as it was before it was read, and the files of others; `began` is in ns since 1970."""
    snapshot = build.snapshot
    if not snapshot.digest:
        # A file changed this moment, or is a link to nothing, as an editor leaves beside an open one.
        return
    # Content is scanned before it is read. Code was read by then, and so must be older than this process.
    roots = (scan_ for root, scan_ in snapshot.scans.items() if root not in build.content_roots)
    is_code_older = all(ctime_of(signature) < began - TICK for signatures in roots for signature in signatures.values())
    if not is_code_older:
        return
    own = {name.partition("/")[0] for name in build.output.manifest}
    others = [f"{output}/{path}" for path in os.listdir(output) if path not in own]  # noqa: PTH208
    paths = [f"{root}/{name}".rstrip("/") for root in others for name in scan(root, sys.maxsize)]
    signatures = {path: output_signature(os.stat(path)) for path in paths}  # noqa: PTH116
    replace_file(folder / LAST_INPUTS, with_checksum(marshal.dumps((key, snapshot.roots, snapshot.digest, signatures))))


if __name__ == "__main__":
    main(sys.argv[1:])
    sys.stdout.flush()
    # Freeing the objects of ten thousand pages one by one takes longer than the rest of a day's end.
    os._exit(0)
