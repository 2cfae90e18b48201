"""Progress of a run on a terminal: what is done, what was read, what remains. Silent elsewhere."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from scrapers.sources import Outlet

if TYPE_CHECKING:
    from scrapers.backfill.run import BackfillProgress
    from scrapers.report import OutletReport


@contextmanager
def run_progress(outlets: Sequence[Outlet]) -> Iterator[Callable[["OutletReport"], None]]:
    """Yields the function to call after each page and each finished outlet."""
    console = Console(stderr=True)
    columns = (
        TextColumn("outlets"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pages]} pages, {task.fields[last]}"),
        TimeElapsedColumn(),
    )
    if not console.is_terminal:
        yield lambda line: None
        return
    pages: dict[str, int] = {}
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("collect", total=len(outlets), pages=0, last="starting")

        def advance(line: "OutletReport") -> None:
            pages[line.id] = line.pages
            bar.update(task, completed=len(pages) - 1, pages=sum(pages.values()), last=line.id)

        yield advance


@contextmanager
def backfill_progress(archives: Sequence[str]) -> Iterator[Callable[["BackfillProgress"], None]]:
    """Yields the function to call after each batch of an archive."""
    console = Console(stderr=True)
    columns = (
        TextColumn("archives"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[name]} {task.fields[share]:.0%}, {task.fields[records]} records"),
        TextColumn("{task.fields[matches]} pages about tracked places"),
        TimeElapsedColumn(),
    )
    begun: dict[str, None] = {}
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("backfill", total=len(archives), name="starting", share=0.0, records=0, matches=0)

        def advance(now: "BackfillProgress") -> None:
            begun[now.archive] = None
            name = now.archive.rstrip("/").rpartition("/")[2]
            share = now.done / now.size
            bar.update(task, completed=len(begun) - 1, name=name, share=share, records=now.records, matches=now.matches)

        yield advance
