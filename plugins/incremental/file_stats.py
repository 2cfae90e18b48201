"""What the disk says of a file without reading it: as long as that is the same, so is the file."""

import hashlib
import marshal
import os
from collections.abc import Collection, Mapping
from operator import attrgetter
from struct import Struct

Stamp = bytes
"""When a file's content and its entry last changed (ns), its size and its number, packed, for there are as many as
files; empty where that proves nothing."""
_PARTS = Struct("<4Q")
TICK = 50_000_000
"""How long (ns) a disk's clock may stand still."""
_COARSE_TICK = 2_000_000_000
_SECOND = 1_000_000_000


def stamp_of(found: os.stat_result, now: int) -> Stamp:
    """The stamp of a file of the record as of `now` (ns since 1970).

    A file that changed within a tick of the disk's clock before `now` can change again without a trace, so that it has
    none; some disks tick in seconds.
    """
    changed = max(found.st_ctime_ns, found.st_mtime_ns)
    tick = _COARSE_TICK if changed % _SECOND == 0 else TICK
    if changed > now - tick:
        return b""
    return _PARTS.pack(found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


def output_stamp(found: os.stat_result) -> Stamp:
    """The stamp of a file that we wrote: its entry may change, for a copy of the site may share the file."""
    return _PARTS.pack(found.st_mtime_ns, 0, found.st_size, found.st_ino)


def entry_changed(stamp: Stamp) -> int:
    """When the entry of a file last changed (ns), by its stamp, which must not be empty."""
    return int(_PARTS.unpack(stamp)[1])


def size(stamp: Stamp) -> int:
    """How long a file is, by its stamp, which must not be empty."""
    return int(_PARTS.unpack(stamp)[2])


def stamps(root: str, now: int, others: Collection[str] = ()) -> dict[str, Stamp]:
    """The stamps of all files below a folder by their paths in it, in order; of a file, its own, called "".

    Folders in `others` are left out; where there is nothing, there is no stamp.
    """
    try:
        told = os.stat(root)  # noqa: PTH116 - as many as files
    except OSError:
        return {}
    if not os.path.isdir(root):  # noqa: PTH112
        return {"": stamp_of(told, now)}
    found: dict[str, Stamp] = {}
    _look_below(root, "", now, others, found)
    return found


def _look_below(root: str, below: str, now: int, others: Collection[str], found: dict[str, Stamp]) -> None:
    with os.scandir(f"{root}/{below}") as inside:
        entries = sorted(inside, key=attrgetter("name"))
    for entry in entries:
        name = below + entry.name
        if not entry.is_dir():
            found[name] = _stamp(entry, now)
        elif entry.name != "__pycache__" and f"{root}/{name}" not in others:
            _look_below(root, f"{name}/", now, others, found)


def _stamp(entry: "os.DirEntry[str]", now: int) -> Stamp:
    try:
        return stamp_of(entry.stat(), now)
    except OSError:
        # A link that leads nowhere, as an editor keeps beside an open file; or it went this moment.
        return b""


def digest(looks: Mapping[str, Mapping[str, Stamp]]) -> str:
    """The digest of files' stamps by root and path, "" where one proves nothing."""
    told = [(root, *look.items()) for root, look in looks.items()]
    is_proof = all(stamp for look in looks.values() for stamp in look.values())
    # Version 2 of marshal writes the same for the same.
    return hashlib.blake2b(marshal.dumps(told, 2)).hexdigest() if is_proof else ""
