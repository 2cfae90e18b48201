"""What the disk says of a file without reading it: as long as that is the same, so is the file."""

import os

Stamp = tuple[int, ...]
"""When its content and its entry last changed (ns), its size and its number; empty where that proves nothing."""
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
        return ()
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


def output_stamp(found: os.stat_result) -> Stamp:
    """The stamp of a file that we wrote: its entry may change, for a copy of the site may share the file."""
    return (found.st_mtime_ns, found.st_size, found.st_ino)
