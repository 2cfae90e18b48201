"""Progress of a collection on a terminal: outlets done, pages read, what remains. Silent elsewhere."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from scrapers.sources import Outlet

if TYPE_CHECKING:
    from scrapers.report import OutletReport


@contextmanager
def run_progress(outlets: Sequence[Outlet]) -> Iterator[Callable[["OutletReport"], None]]:
    """Yields what to call after each page and each finished outlet."""
    console = Console(stderr=True)
    columns = (
        TextColumn("outlets"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pages]} pages, {task.fields[last]}"),
        TimeElapsedColumn(),
    )
    pages: dict[str, int] = {}
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("collect", total=len(outlets), pages=0, last="starting")

        def advance(line: "OutletReport") -> None:
            pages[line.id] = line.pages
            bar.update(task, completed=len(pages) - 1, pages=sum(pages.values()), last=line.id)

        yield advance
