"""Runs commands in forks of a process that has imported what they need, which takes most of a second each time.

Scrapy's engine and Pelican's plugins run once a process, so that each run needs its own.
"""

import importlib
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pelicanconf

ROOT = Path(__file__).parents[1]
TIMEOUT = 600
"""Seconds after which a command hangs."""
_MIDDLEWARES = (
    "cookies",
    "defaultheaders",
    "downloadtimeout",
    "httpauth",
    "httpcache",
    "httpcompression",
    "httpproxy",
    "offsite",
    "redirect",
    "retry",
    "stats",
    "useragent",
)
_EXTENSIONS = (
    "closespider",
    "corestats",
    "feedexport",
    "httpcache",
    "logcount",
    "logstats",
    "memdebug",
    "memusage",
    "remote_control",
    "spiderstate",
    "telnet",
    "throttle",
)
_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
_CONTEXT: Any = multiprocessing.get_context(_METHOD)
_CONTEXT.set_forkserver_preload(
    [
        "pytest",
        "scrapers.__main__",
        "scrapers.runs.collect",
        "scrapers.runs.reprocess",
        "scrapers.runs.check_citations",
        # What Scrapy imports only when its engine starts, but for the reactor, which it has to choose first.
        "resource",
        "scrapy.contracts.default",
        "scrapy.core.downloader.handlers.datauri",
        "scrapy.core.downloader.handlers.http11",
        *(f"scrapy.downloadermiddlewares.{name}" for name in _MIDDLEWARES),
        *(f"scrapy.extensions.{name}" for name in _EXTENSIONS),
        *(f"scrapy.spidermiddlewares.{name}" for name in ("base", "depth", "httperror", "metacopy", "referer")),
        "scrapy.spidermiddlewares.start",
        "scrapy.spidermiddlewares.urllength",
        "scrapy.logformatter",
        "scrapy.statscollectors",
        "scrapy.utils.engine",
        "scrapers.fetch.pace",
        "scrapers.fetch.refresh",
        "scrapers.fetch.retry",
        "scrapers.fetch.robots",
        "xml.sax.expatreader",
        # What Pelican and our plugins import only when they run.
        "pelican.readers",
        *pelicanconf.PLUGINS,
        *(f"PIL.{name}ImagePlugin" for name in ("Bmp", "Gif", "Jpeg", "Png", "Ppm")),
        "babel.dates",
        "babel.messages.pofile",
        "encodings.unicode_escape",
        "encodings.utf_8_sig",
        "jinja2.ext",
        *(f"markdown.extensions.{name}" for name in ("attr_list", "codehilite", "fenced_code", "sane_lists", "tables")),
        "pagefind_bin",
        "pytz",
        "rich._emoji_codes",
        "rich.status",
        "tomllib",
        "record.review",
        "tools.publish_site",
        "tools.review_terminal",
        "tools.build_site",
        "tools.serve",
        "tests.running",
        "tests.warm",
    ]
)


def in_thread(work: Callable[..., Any], *arguments: Any) -> Any:
    """What `work` returns or raises in another thread: Playwright allows one event loop a thread."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(work, *arguments).result()


def _nothing() -> None:
    """Prepare nothing."""


def run_scrapers(arguments: Sequence[str]) -> CompletedProcess[str]:
    """Run `python -m scrapers` with `arguments`."""
    return run_main("scrapers.__main__", arguments, {})


def run_main(
    module: str,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    prepare: Callable[[], object] = _nothing,
) -> CompletedProcess[str]:
    """Run `main` of a module from the project's root, with `environment` on top of this process's.

    The new process calls `prepare` first.
    """
    with tempfile.TemporaryDirectory() as folder:
        output, errors = Path(folder) / "output", Path(folder) / "errors"
        process = _CONTEXT.Process(
            target=_run, args=(module, [*arguments], {**os.environ, **environment}, output, errors, prepare)
        )
        process.start()
        process.join(TIMEOUT)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise TimeoutError(f"{module} {arguments} still ran after {TIMEOUT} s: {errors.read_text('utf-8')}")
        status = process.exitcode
        return CompletedProcess([module, *arguments], status, output.read_text("utf-8"), errors.read_text("utf-8"))


def _run(
    module: str,
    arguments: list[str],
    environment: dict[str, str],
    output: Path,
    errors: Path,
    prepare: Callable[[], object],
) -> None:
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    streams: dict[Path, Any] = {output: sys.stdout, errors: sys.stderr}
    for path, stream in streams.items():
        with path.open("wb") as file:
            os.dup2(file.fileno(), stream.fileno())
        stream.reconfigure(encoding="utf-8")
    prepare()
    sys.exit(importlib.import_module(module).main(arguments))
