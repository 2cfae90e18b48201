"""Reads the text files that people edit: UTF-8 with or without a byte order mark, and no half-done merge.

Everything that is read from `content/` and `sources.toml` comes through here, so that one sentence says what is wrong
with a file, whichever it is.
"""

import errno
import os
import re
import stat
from pathlib import Path

from record.errors import ContentProblem, FileProblem
from record.os_errors import explained

# As Git writes them. A row of `=` alone is no mark: it underlines a heading.
_MERGE_MARK = re.compile(r"^(?:<{7}|>{7}|\|{7})(?= |$)", re.MULTILINE)
_MARKS = ("<" * 7, ">" * 7, "|" * 7)


def read_bytes(path: Path | str, problem: type[FileProblem] = ContentProblem) -> bytes:
    """The bytes of a file. Raises `problem` where it cannot be read, such as a link to nothing, or is no file."""
    try:
        # A named pipe or a device would be read for ever.
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - called for each news file
            raise problem(path, "is no ordinary file; move it away")
        with open(path, "rb") as file:  # noqa: PTH123 - called for each news file
            return file.read()
    except OSError as error:
        raise problem(path, _unreadable(path, error)) from error


def read_text(path: Path | str, problem: type[FileProblem] = ContentProblem) -> str:
    """The text of a file without its byte order mark, each line ended by a line feed.

    Raises `problem` where it cannot be read, is not UTF-8, or has a mark that an unfinished merge left.
    """
    return decoded(read_bytes(path, problem), path, problem)


def decoded(data: bytes, path: Path | str, problem: type[FileProblem] = ContentProblem) -> str:
    """The text in the bytes of the file at `path`; see `read_text`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise problem(path, f"not UTF-8 at byte {error.start}; save it as UTF-8", line=line) from error
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # A plain search first: news is read by the ten thousand, and there is nearly never a mark.
    if any(mark in text for mark in _MARKS) and (mark := _MERGE_MARK.search(text)):
        line = text.count("\n", 0, mark.start()) + 1
        advice = f"{mark[0]} was left by an unfinished merge; keep one version, and remove the lines of the merge"
        raise problem(path, advice, line=line)
    return text


def _unreadable(path: Path | str, error: OSError) -> str:
    if error.errno == errno.ENOENT and Path(path).is_symlink():
        return f"a link to {os.readlink(path)}, which is not there; mend the link or remove it"  # noqa: PTH115
    return explained(error)
