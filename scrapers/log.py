"""Where the libraries' warnings and tracebacks go: into a file below `state/`; the terminal has a run's own lines."""

import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, TextIO

MOST_BYTES = 1_000_000
"""Of a log file; the one before it is kept beside it, as `.log.1`."""
_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_logger = logging.getLogger(__name__)


@contextmanager
def logging_to(file: Path | None, *, verbose: bool = False) -> Iterator[None]:
    """Inside the block all that is logged or warned of goes to `file`; with `verbose` to standard error as well.

    None, or a file that cannot be written: nowhere. Also what else is printed without having been asked for: exceptions
    of threads, and those that nobody can catch.
    """
    root, level = logging.getLogger(), logging.getLogger().level
    handlers = [*_file_handler(file), *([_with_format(logging.StreamHandler())] if verbose else [])]
    hooks = sys.unraisablehook, threading.excepthook, logging.raiseExceptions
    shown = warnings.showwarning
    # Without any handler logging prints warnings itself.
    for handler in handlers or [logging.NullHandler()]:
        root.addHandler(handler)
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    # Not `logging.captureWarnings`, which does nothing where some library once asked for it and another took it back.
    warnings.showwarning = _log_warning
    # A full disk must not print a traceback for every line.
    logging.raiseExceptions = False
    sys.unraisablehook = threading.excepthook = _note
    try:
        yield
    finally:
        sys.unraisablehook, threading.excepthook, logging.raiseExceptions = hooks
        warnings.showwarning = shown
        root.setLevel(level)
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()


def _file_handler(file: Path | None) -> list[logging.Handler]:
    if file is None:
        return []
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(file, maxBytes=MOST_BYTES, backupCount=1, encoding="utf-8")
    # A run that cannot write there says so itself, better.
    except OSError:
        return []
    handler.setLevel(logging.INFO)
    return [_with_format(handler)]


def _with_format(handler: logging.Handler) -> logging.Handler:
    handler.setFormatter(logging.Formatter(_LINE))
    return handler


def _log_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    _logger.warning("%s", warnings.formatwarning(message, category, filename, lineno).rstrip())


def _note(what: Any) -> None:
    """An exception that Python would print: of a thread, or one raised where nobody can catch it."""
    if what.exc_value is not None:
        _logger.error("not caught", exc_info=what.exc_value)
