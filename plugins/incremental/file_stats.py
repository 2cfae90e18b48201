"""Tells from a file's metadata, without reading it, whether it is still the file that was seen before.

The approach is Git's: time, size and inode, and distrust of files that changed too recently ("racy").
"""

import hashlib
import marshal
import os
import stat
from collections.abc import Collection, Mapping
from operator import attrgetter
from struct import Struct

StatSignature = bytes
"""mtime (ns), ctime (ns), size (bytes) and inode of a file, packed because there are as many as files.

Empty where it proves nothing, for instance of a file that changed this moment.
"""
_PARTS = Struct("<4Q")
TICK = 50_000_000
"""How long (ns) a file system's clock may stand still."""
_COARSE_TICK = 2_000_000_000
_SECOND = 1_000_000_000


def input_signature(status: os.stat_result, now: int) -> StatSignature:
    """The signature of an input file as of `now` (ns since 1970); empty within a tick of its last change.

    Such a file can change once more and keep its time. File systems that keep whole seconds have the coarse tick.
    """
    changed = max(status.st_ctime_ns, status.st_mtime_ns)
    tick = _COARSE_TICK if changed % _SECOND == 0 else TICK
    if changed > now - tick:
        return b""
    # With ctime, which no program can set: `cp -p`, `rsync -t` or `touch -d` may give new content an old mtime.
    return _PARTS.pack(status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)


def output_signature(status: os.stat_result) -> StatSignature:
    """The signature of a file that we wrote, without its ctime: a hard link to it may be made, as publishing does."""
    return _PARTS.pack(status.st_mtime_ns, 0, status.st_size, status.st_ino)


def ctime_of(signature: StatSignature) -> int:
    """The ctime (ns) in a signature, which must not be empty."""
    return int(_PARTS.unpack(signature)[1])


def size_of(signature: StatSignature) -> int:
    """The size (bytes) in a signature, which must not be empty."""
    return int(_PARTS.unpack(signature)[2])


def scan(root: str, now: int, excluded: Collection[str] = ()) -> dict[str, StatSignature]:
    """Signatures of all files below a folder, by path relative to it, sorted; of a file, its own under the name "".

    Folders in `excluded` (full paths) are left out. A root that does not exist gives an empty dict. A link to nothing,
    one that leads back to a folder above it, and what is no ordinary file have an empty signature.
    """
    try:
        status = os.stat(root)  # noqa: PTH116 - called for as many roots as there are code files
    except OSError:
        return {}
    if not os.path.isdir(root):  # noqa: PTH112
        return {"": input_signature(status, now)}
    signatures: dict[str, StatSignature] = {}
    _scan_below(root, "", now, excluded, signatures)
    return signatures


def _scan_below(
    root: str, below: str, now: int, excluded: Collection[str], signatures: dict[str, StatSignature]
) -> None:
    with os.scandir(f"{root}/{below}") as inside:
        entries = sorted(inside, key=attrgetter("name"))
    for entry in entries:
        name = below + entry.name
        if not _is_folder(entry, root, name):
            signatures[name] = _signature_of(entry, now)
        elif entry.name != "__pycache__" and f"{root}/{name}" not in excluded:
            _scan_below(root, f"{name}/", now, excluded, signatures)


def _is_folder(entry: "os.DirEntry[str]", root: str, name: str) -> bool:
    """Whether an entry is a folder to go into: not a link that leads back to where it is, which would never end."""
    try:
        return entry.is_dir() and not (entry.is_symlink() and _leads_back(root, name))
    except OSError:
        # A link to itself.
        return False


def _leads_back(root: str, name: str) -> bool:
    """Whether the link at `name` below `root` leads to a folder that the way to it goes through, or one above."""
    there = os.path.realpath(f"{root}/{name}")
    parts = name.split("/")[:-1]
    way = [root, *("/".join((root, *parts[: depth + 1])) for depth in range(len(parts)))]
    return any(f"{os.path.realpath(step)}/".startswith(f"{there}/") for step in way)


def _signature_of(entry: "os.DirEntry[str]", now: int) -> StatSignature:
    try:
        status = entry.stat()
    except OSError:
        # A dangling link, as editors keep beside an open file, or a file that was removed this moment.
        return b""
    return input_signature(status, now) if stat.S_ISREG(status.st_mode) else b""


def digest_of_scans(scans: Mapping[str, Mapping[str, StatSignature]]) -> str:
    """Hex digest of scans by root; "" where one of their signatures proves nothing."""
    rows = [(root, *signatures.items()) for root, signatures in scans.items()]
    is_proof = all(signature for signatures in scans.values() for signature in signatures.values())
    # Version 2 of marshal writes equal values as equal bytes; later ones write back references.
    return hashlib.blake2b(marshal.dumps(rows, 2)).hexdigest() if is_proof else ""
