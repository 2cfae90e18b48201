"""Keeps the results of checks for the next one, in `.output.state/checks` beside `output/`; may be lost at any time."""

import hashlib
import marshal
import sys
from pathlib import Path

from plugins.incremental import fingerprints, state_folder
from plugins.incremental.build_state import verify_checksum, with_checksum
from plugins.incremental.files import replace_file
from publish.checks.cache import CheckCache, Key, Trace
from publish.manifest import digest_files

FILE = "checks"
CODE = ("publish", "record")
"""Folders, below the project's, with the code and tables of checks."""


def load(output: Path, *, clean: bool = False) -> CheckCache:
    """The digests of the site's files, and the results of earlier checks that this code and these libraries made.

    Every file is read: its times may lie (a restored backup, two edits within a tick). `clean` forgets the results.
    """
    return CheckCache(digest_files(output), {} if clean else _saved(output))


def save(output: Path, results: CheckCache) -> None:
    """Keep results for the next check, unless there are no new ones or the site changed while it was checked."""
    if results.after == results.before or digest_files(output) != results.digests:
        return
    path = state_folder(output) / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, with_checksum(_fingerprint() + marshal.dumps(results.after)))


def _saved(output: Path) -> dict[Key, Trace]:
    fingerprint = _fingerprint()
    try:
        data = bytes(verify_checksum((state_folder(output) / FILE).read_bytes()))
    except (OSError, ValueError):
        return {}
    # Before anything else: what another version of Python wrote, `marshal` might not read.
    if not data.startswith(fingerprint):
        return {}
    traces: dict[Key, Trace] = marshal.loads(data[len(fingerprint) :])  # noqa: S302 - our own, by its checksum
    return traces


def _fingerprint() -> bytes:
    """Digest of all that a check depends on besides the site and the browser."""
    code = [fingerprints.folder_fingerprint(fingerprints.ROOT / name) for name in CODE]
    parts = (sys.version, fingerprints.installed_libraries(), code)
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).digest()
