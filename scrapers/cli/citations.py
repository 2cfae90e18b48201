"""`citations`: check a share of the cited addresses."""

import argparse
import datetime as dt
import sys
from pathlib import Path

from scrapers.cli.options import EXIT_SOME_FAILED, Commands, add_folders, check_content, positive, state_folder
from scrapers.sources import read_sources


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    citations = commands.add_parser("citations", help="ask a share of the cited addresses whether they still live")
    citations.set_defaults(command=run_citations)
    add_folders(citations)
    citations.add_argument("--limit", type=positive, metavar="N", help="ask N (default: all in about four weeks)")
    citations.add_argument("--archive", action="store_true", help="also ask the web archive of FILE for copies")
    citations.add_argument(
        "--copies", type=Path, metavar="CDX", help="ask nobody; take known copies from this index of a web archive"
    )


def run_citations(options: argparse.Namespace) -> int:
    """Check what is due today, and say the results on standard error."""
    from scrapers.runs.check_citations import add_copies, check_citations, copies_in_words  # noqa: PLC0415

    check_content(options.content)
    if options.copies:
        view = read_sources(options.sources).defaults.archive_view
        folder = state_folder(options)
        new, known, without = add_copies(content=options.content, state_folder=folder, index=options.copies, view=view)
        print(f"{new} new: {copies_in_words(known, without)}", file=sys.stderr)
        return 0
    checked = check_citations(
        sources=read_sources(options.sources),
        content=options.content,
        state_folder=state_folder(options),
        day=dt.datetime.now(dt.UTC).date(),
        limit=options.limit,
        copies=options.archive,
    )
    for line in checked.lines_for_people():
        print(line, file=sys.stderr)
    return EXIT_SOME_FAILED if checked.is_our_line else 0
