"""Runs a command on a disk that refuses: the test suite may run as root, to whom no file is read-only.

`main([what, errno, folder, module, *arguments])` runs `main(arguments)` of `module`; in this process and its forks
every attempt to `write` or to `read` below `folder` fails with the error of that name.
"""

import errno
import importlib
import os
import sys
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def main(arguments: list[str]) -> object:
    what, number, folder, module, *rest = arguments
    code = getattr(errno, number)

    def refuse(event: str, values: tuple[Any, ...]) -> None:
        if event == "open":
            concerns = bool(values[2] & WRITING) == (what == "write")
        else:
            concerns = what == "write" and event in {"os.mkdir", "os.rename", "os.remove", "os.link"}
        if concerns and str(values[0]).startswith(folder):
            raise OSError(code, os.strerror(code), values[0])

    sys.addaudithook(refuse)
    return importlib.import_module(module).main(rest)
