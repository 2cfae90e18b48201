"""`backfill`: collect from web archives (WARC files)."""

import argparse
import sys

from record.errors import PantauError
from scrapers.cli.options import SOURCES, Commands, add_run_options, positive, run_inputs, show_report
from scrapers.progress import backfill_progress


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    backfill = commands.add_parser(
        "backfill",
        help="collect from web archives (WARC files), on this machine's cores or on a Dask cluster",
        description="Read web archives as the collector reads the web: pages of the outlets in the sources file that "
        "name a tracked place become items, with their evidence. Nothing that is newer, or that a person edited, gives "
        "way to an archived page. The result is the same on one worker and on many. An archive that was read to its "
        "end is passed over the next time, until a place or an outlet has come in.",
        epilog="Exit status: 0 all archives were read; 3 some were not, and are named; 2 an argument or the sources "
        "file is wrong; 1 anything else. A run that was ended begins again with the archive that it was in.",
    )
    backfill.set_defaults(command=run_backfill)
    backfill.add_argument(
        "archives",
        nargs="+",
        metavar="WARC",
        help="a .warc, .warc.gz or .warc.zst file, a folder with such files, or an http(s) address",
    )
    add_run_options(backfill, SOURCES)
    backfill.add_argument(
        "--any-outlet",
        action="store_true",
        help="also pages of outlets that nobody listed; only their headlines are kept",
    )
    backfill.add_argument("--again", action="store_true", help="also archives that were read to their end before")
    where = backfill.add_mutually_exclusive_group()
    where.add_argument("--workers", type=positive, metavar="N", help="processes on this machine (default: its cores)")
    where.add_argument(
        "--scheduler",
        default="",
        metavar="ADDRESS",
        help="a Dask scheduler, tcp://HOST:PORT, whose workers run this checkout",
    )


def run_backfill(options: argparse.Namespace) -> int:
    """Read the archives and report; a line an archive goes to standard error.

    Raises `PantauError` where the extra `backfill` is not installed or an archive cannot be listed.
    """
    try:
        from scrapers.backfill.engine import engine  # noqa: PLC0415
    except ImportError as error:
        raise PantauError(
            f"{error.name} is missing; install this project with its extra: pip install '.[backfill]'"
        ) from error
    from scrapers.backfill.files import archive_names  # noqa: PLC0415
    from scrapers.backfill.run import BackfillOptions, backfill  # noqa: PLC0415

    archives = archive_names(options.archives)
    inputs = run_inputs(options)
    wanted = BackfillOptions(
        archives=archives,
        sources=inputs.sources,
        outlets=inputs.outlets,
        takes_any=options.any_outlet,
        again=options.again,
    )
    with (
        engine(scheduler=options.scheduler, workers=options.workers) as started,
        backfill_progress(archives) as progress,
    ):
        report = backfill(wanted, started, folders=inputs.folders, places=inputs.places, progress=progress)
    show_report(report, options.report)
    for line in report.archives:
        print(f"{line.status:10} {line.name}: {line.error or f'{line.records} records'}", file=sys.stderr)
    return report.exit_status
