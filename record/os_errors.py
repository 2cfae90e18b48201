"""What the operating system's errors mean to whoever runs this, and what to do about each."""

import errno
from pathlib import Path

_MEANINGS = {
    errno.EACCES: "no permission; give this user access, for instance with chmod",
    errno.EPERM: "not permitted; give this user access, or take off what protects it",
    errno.ENOENT: "is not there; restore it",
    errno.ENOSPC: "the disk is full; free some space",
    errno.EDQUOT: "the disk quota is used up; free some space",
    errno.EFBIG: "is larger than the system allows; raise the limit",
    errno.EROFS: "the disk is read-only; make it writable",
    errno.EIO: "the disk failed; look after it, and restore the file",
    errno.ELOOP: "a link that leads back to itself; remove it, or let it point to a file",
    errno.ENOTDIR: "a file stands where a folder is needed; move it away",
    errno.EEXIST: "a file stands where a folder is needed; move it away",
    errno.EISDIR: "a folder stands where a file is needed; move it away",
    errno.ENAMETOOLONG: "the name is too long; shorten it",
    errno.EMFILE: "too many open files; raise the limit (ulimit -n)",
}
"""By number: the problem, and the remedy."""


def explained(error: OSError) -> str:
    """The problem and the remedy in a line, without the file's name."""
    meaning = _MEANINGS.get(error.errno or 0)
    return f"{meaning}, then run again" if meaning else f"{error.strerror or error}; mend that, then run again"


def file_of(error: OSError, default: Path | str) -> str:
    """The file that an error is about; `default` where it says nothing, as after a `write` to a full disk."""
    name = error.filename
    return name.decode(errors="replace") if isinstance(name, bytes) else str(default if name is None else name)
