"""The review tray as plain lines, for a pipe; and what a review says before its first entry."""

from pathlib import Path

from rich.console import Console
from rich.text import Text

from record.errors import StoreFailed
from record.open_proposals import GONE
from record.review import Review
from record.text import printable


def notes(review: Review) -> list[str]:
    """Note the proposals that wait no longer; give a line for each new one, and for each file that cannot be read."""
    try:
        withdrawn = [f"No longer waits, since {GONE[why]}: {title}" for title, why in review.tidy()]
    except StoreFailed as problem:
        # A run is at work: what waits can be read, and is decided later.
        withdrawn = [str(problem)]
    return [*map(str, review.problems), *dict.fromkeys(withdrawn)]


def list_waiting(review: Review, console: Console, root: Path) -> None:
    """Print the tray as plain lines, for a pipe; `root` is left out of paths."""
    noted, entries = notes(review), review.waiting()
    for entry in entries:
        where = entry.path.relative_to(root) if entry.path and entry.path.is_relative_to(root) else entry.path
        subject = str(where or (entry.proposal.sentence if entry.proposal else ""))
        urls = [proposal.url for proposal in entry.proposals] or [entry.url]
        # Scripts read a pipe line by line: no path or address may be cut.
        console.print(Text(f"{entry.group:18} {entry.date or '----------'} {printable(entry.title)}"), soft_wrap=True)
        console.print(Text(f"{'':18} {printable(subject)}  {printable(' '.join(urls))}", style="dim"), soft_wrap=True)
    for line in noted:
        console.print(Text(printable(line)), soft_wrap=True)
    console.print(Text(f"{len(entries)} waiting"))
