"""`collect`: crawl the outlets of a sources file; `reprocess`: read their evidence again."""

import argparse
import sys
from collections.abc import Sequence

from scrapers.cli.options import Commands, add_run_options, positive, run_inputs, show_report
from scrapers.progress import run_progress
from scrapers.report import OutletReport
from scrapers.sources import Outlet


def add_parsers(commands: Commands) -> None:
    """Declare both commands."""
    collect = commands.add_parser("collect", help="collect news from the outlets of a sources file")
    collect.set_defaults(command=run_collect)
    add_run_options(collect)
    collect.add_argument("--limit", type=positive, metavar="N", help="at most N pages an outlet")
    reprocess = commands.add_parser("reprocess", help="read the kept evidence again, without the network")
    reprocess.set_defaults(command=run_reprocess)
    add_run_options(reprocess)


def run_collect(options: argparse.Namespace) -> int:
    """Collect, report, and name the channels that were read for the first time."""
    from scrapers.runs.collect import collect  # noqa: PLC0415

    inputs = run_inputs(options)
    with run_progress(inputs.outlets) as progress:
        report = collect(
            sources=inputs.sources,
            outlets=inputs.outlets,
            folders=inputs.folders,
            places=inputs.places,
            limit=options.limit,
            progress=progress,
        )
    show_report(report, options.report)
    _name_proven(inputs.outlets, report.outlets)
    return report.exit_status


def run_reprocess(options: argparse.Namespace) -> int:
    """Read the evidence again and report."""
    from scrapers.runs.reprocess import reprocess  # noqa: PLC0415

    inputs = run_inputs(options)
    with run_progress(inputs.outlets) as progress:
        report = reprocess(
            outlets=inputs.outlets,
            folders=inputs.folders,
            places=inputs.places,
            takes_any=not options.outlet,
            progress=progress,
        )
    show_report(report, options.report)
    return 0


def _name_proven(outlets: Sequence[Outlet], lines: Sequence[OutletReport]) -> None:
    """Say which channels, marked unverified, have now been read: the mark is a person's to take off."""
    read = {line.id for line in lines if line.status in {"ok", "unchanged"} and not line.error}
    proven = [outlet.id for outlet in outlets if outlet.id in read and not all(c.verified for c in outlet.channel)]
    if proven:
        print(f"read for the first time, set verified = true in their channels: {', '.join(proven)}", file=sys.stderr)
