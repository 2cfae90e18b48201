"""Runs commands of `python -m scrapers` in forks of a process that has imported them, which takes most of a second.

Scrapy's engine runs once a process, so that each run needs its own.
"""

import multiprocessing
import os
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
TIMEOUT = 120
"""Seconds after which a command hangs."""
_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
_CONTEXT = multiprocessing.get_context(_METHOD)
_CONTEXT.set_forkserver_preload(
    [
        "pytest",
        "scrapers.__main__",
        "scrapers.runs.collect",
        "scrapers.runs.reprocess",
        "scrapers.runs.check_citations",
        # What Scrapy imports only when its engine starts.
        "scrapy.contracts.default",
        "scrapy.core.downloader.handlers.datauri",
        "scrapy.core.downloader.handlers.http11",
        "scrapy.downloadermiddlewares.cookies",
        "scrapy.extensions.httpcache",
    ]
)


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended: its exit status, and what it wrote to standard error."""

    status: int
    errors: str


def run_scrapers(arguments: list[str], errors: Path) -> Done:
    """Run `python -m scrapers` with `arguments` from the project's root; `errors` is a file for its messages."""
    process = _CONTEXT.Process(target=_run, args=(arguments, errors))
    process.start()
    process.join(TIMEOUT)
    if process.exitcode is None:
        process.kill()
        process.join()
        raise TimeoutError(f"{arguments} still ran after {TIMEOUT} s: {errors.read_text('utf-8')}")
    return Done(process.exitcode, errors.read_text("utf-8"))


def _run(arguments: list[str], errors: Path) -> None:
    os.chdir(ROOT)
    with errors.open("wb") as stream:
        os.dup2(stream.fileno(), sys.stderr.fileno())
    from scrapers.__main__ import main  # noqa: PLC0415 - in the child: nothing of it is needed here

    sys.exit(main(arguments))
