"""Progress of a run on a terminal: what is done, what was read, what remains. Silent elsewhere."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from scrapers.sources import Outlet

if TYPE_CHECKING:
    from scrapers.backfill.run import BackfillProgress
    from scrapers.report import OutletReport


@contextmanager
def run_progress(outlets: Sequence[Outlet]) -> Iterator[Callable[["OutletReport"], None]]:
    """Yields the function to call after each page and each finished outlet."""
    pages: Counter[str] = Counter()
    total = 0
    with _bar("outlets", len(outlets), "{task.fields[pages]} pages, {task.fields[last]}", pages=0, last="") as update:

        def advance(line: "OutletReport") -> None:
            nonlocal total
            # Not the sum of all: it would be made for each page, of thousands of outlets.
            total += line.pages - pages[line.id]
            pages[line.id] = line.pages
            update(completed=len(pages) - 1, pages=total, last=line.id)

        yield advance


@contextmanager
def backfill_progress(archives: Sequence[str]) -> Iterator[Callable[["BackfillProgress"], None]]:
    """Yields the function to call after each batch of an archive."""
    texts = (
        "{task.fields[name]} {task.fields[share]:.0%}, {task.fields[records]} records",
        "{task.fields[matches]} pages about tracked places",
    )
    begun: dict[str, None] = {}
    with _bar("archives", len(archives), *texts, name="", share=0.0, records=0, matches=0) as update:

        def advance(now: "BackfillProgress") -> None:
            begun[now.archive] = None
            name = now.archive.rstrip("/").rpartition("/")[2]
            share = now.done / now.size
            update(completed=len(begun) - 1, name=name, share=share, records=now.records, matches=now.matches)

        yield advance


@contextmanager
def _bar(what: str, total: int, *texts: str, **fields: Any) -> Iterator[Callable[..., None]]:
    """A bar that counts `what` on standard error; yields the function that takes new values of `fields`."""
    if not sys.stderr.isatty():
        yield lambda **values: None
        return
    # A fifth of a second, which runs by a schedule need not pay for.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), *map(TextColumn, texts), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total, **fields)
        yield lambda **values: bar.update(task, **values)
