"""Arguments that several commands share, and what they mean."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from record.errors import FileProblem
from record.models import Place
from record.places import tracked_places
from scrapers.report import Report
from scrapers.sources import Outlet, Sources, read_sources

if TYPE_CHECKING:
    from scrapers.run_setup import RunFolders

SOURCES = Path(__file__).parents[1] / "sources.toml"
EXIT_OTHER = 1
EXIT_WRONG = 2
EXIT_SOME_FAILED = 3
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What `add_subparsers` gives."""


@dataclass(frozen=True)
class RunInputs:
    """What a run on outlets starts from: the sources, the outlets chosen among them, places by slug, folders."""

    sources: Sources
    outlets: list[Outlet]
    places: dict[str, Place]
    folders: "RunFolders"


def add_folders(command: argparse.ArgumentParser, sources: Path | None = None) -> None:
    """Add `--sources` (required where there is no default `sources`), `--content` and `--state`."""
    shown = "the sources.toml" + (f" (default: {sources.name} of this project)" if sources else "")
    command.add_argument("--sources", type=Path, required=sources is None, default=sources, metavar="FILE", help=shown)
    command.add_argument("--content", type=Path, required=True, metavar="DIR", help="the content/ folder")
    command.add_argument("--state", type=Path, metavar="DIR", help="what runs remember (default: state/ beside DIR)")


def add_run_options(command: argparse.ArgumentParser, sources: Path | None = None) -> None:
    """Add the folders, `--evidence`, `--report` and `--outlet`."""
    add_folders(command, sources)
    command.add_argument("--evidence", type=Path, metavar="DIR", help="the WARC files (default: evidence/ beside DIR)")
    command.add_argument("--report", type=Path, metavar="FILE", help="write the run's report here, as JSON")
    command.add_argument(
        "--outlet", action="append", default=[], metavar="ID", help="only this outlet; may be repeated"
    )


def positive(text: str) -> int:
    """An argument that is a number of 1 or more. Raises `ArgumentTypeError`, which argparse prints."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def check_content(content: Path) -> None:
    """Raise `FileProblem` where there is no such folder."""
    if not content.is_dir():
        raise FileProblem(content, "no such folder; give the content/ folder with --content")


def run_inputs(options: argparse.Namespace) -> RunInputs:
    """What the arguments of `add_run_options` name. Raises `FileProblem` for a file, folder or id that is wrong."""
    from scrapers.run_setup import RunFolders  # noqa: PLC0415

    check_content(options.content)
    places = tracked_places(options.content)
    sources = read_sources(options.sources, places=frozenset(places))
    known = {outlet.id for outlet in sources.outlet}
    for name in options.outlet:
        if name not in known:
            raise FileProblem(options.sources, f"no outlet has this id; known are {', '.join(sorted(known))}", key=name)
    outlets = [outlet for outlet in sources.outlet if not options.outlet or outlet.id in options.outlet]
    folders = RunFolders.beside(options.content, state=options.state, evidence=options.evidence)
    return RunInputs(sources, outlets, places, folders)


def state_folder(options: argparse.Namespace) -> Path:
    """`--state`, or its default beside `--content`."""
    folder: Path = options.state or options.content.resolve().parent / "state"
    return folder


def log_file(options: argparse.Namespace) -> Path | None:
    """Where a command logs: `collect.log` in its state folder; None for those without, or with a wrong `--content`."""
    if "state" not in options or not options.content.is_dir():
        return None
    return state_folder(options) / f"{options.name}.log"


def show_report(report: Report, file: Path | None) -> None:
    """Write the report to `file` for programs, and a line an outlet to standard error for people."""
    if file:
        report.write(file)
    for line in report.outlets:
        counts = f"{line.pages} pages, {line.new} new, {line.updated} updated, {line.unplaced} unplaced"
        print(f"{line.status:10} {line.id}: {line.error or counts}", file=sys.stderr)
    if report.evidence_removed:
        print(f"evidence is full, the oldest went: {', '.join(report.evidence_removed)}", file=sys.stderr)


def input_rows() -> Iterator[dict[str, Any]]:
    """The JSON objects on standard input, one a line. Raises `FileProblem` for a line that is none."""
    for number, line in enumerate(sys.stdin, 1):
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError as error:
                raise FileProblem("standard input", f"no JSON: {error}", line=number) from error


def print_json(value: dict[str, Any]) -> None:
    """Print an object on one line."""
    print(json.dumps(value, ensure_ascii=False))
