"""`python -m scrapers`: collect, reprocess, backfill, citations, extract, place."""

import argparse
import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from record.errors import FileProblem, PantauError
from record.places import tracked_places
from scrapers.errors import ArticleRejected
from scrapers.progress import backfill_progress, run_progress
from scrapers.sources import read_sources

if TYPE_CHECKING:
    from scrapers.decide.places import Placement
    from scrapers.report import OutletReport, Report
    from scrapers.sources import Outlet, Sources

SOURCES = Path(__file__).parent / "sources.toml"
EXIT_WRONG = 2
EXIT_OTHER = 1
EXIT_SOME_FAILED = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is the contract's: 0, 3 some outlets failed, 2 wrong input, 1 anything else."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except FileProblem as problem:
        print(problem, file=sys.stderr)
        return EXIT_WRONG
    except (PantauError, OSError) as error:
        print(error, file=sys.stderr)
        return EXIT_OTHER


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scrapers", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    collect = commands.add_parser("collect", help="collect news from the outlets of a sources file")
    collect.set_defaults(command=_collect)
    _add_run_options(collect)
    collect.add_argument("--limit", type=_positive, metavar="N", help="at most N pages an outlet")
    reprocess = commands.add_parser("reprocess", help="read the kept evidence again, without the network")
    reprocess.set_defaults(command=_reprocess)
    _add_run_options(reprocess)
    citations = commands.add_parser("citations", help="ask a share of the cited addresses whether they still live")
    citations.set_defaults(command=_citations)
    _add_folders(citations)
    citations.add_argument("--limit", type=_positive, metavar="N", help="ask N (default: all in about four weeks)")
    citations.add_argument("--archive", action="store_true", help="also ask the web archive of FILE for copies")
    _add_backfill(commands)
    extract = commands.add_parser("extract", help="print the article of a saved page as JSON")
    extract.set_defaults(command=_extract)
    extract.add_argument("file", nargs="?", type=Path, metavar="FILE")
    extract.add_argument("--url", default="", help="the page's address")
    extract.add_argument("--jsonl", action="store_true", help='read {"id", "path", "url"} a line, answer a line each')
    place = commands.add_parser("place", help="print which places a text is about, as JSON")
    place.set_defaults(command=_place)
    place.add_argument("file", nargs="?", type=Path, metavar="FILE", help="plain text, its title on the first line")
    place.add_argument("--jsonl", action="store_true", help='read {"id", "title", "text", "outlet_places"} a line')
    place.add_argument("--content", type=Path, default=Path("content"), metavar="DIR", help="whose places are tracked")
    place.add_argument("--why", action="store_true", help="also tell the words that decided, and what was refused")
    return parser


def _add_backfill(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
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
    backfill.set_defaults(command=_backfill)
    backfill.add_argument(
        "archives",
        nargs="+",
        metavar="WARC",
        help="a .warc or .warc.gz file, a folder with such files, or an http(s) address",
    )
    _add_run_options(backfill, SOURCES)
    backfill.add_argument(
        "--any-outlet",
        action="store_true",
        help="also pages of outlets that nobody listed; only their headlines are kept",
    )
    backfill.add_argument("--again", action="store_true", help="also archives that were read to their end before")
    where = backfill.add_mutually_exclusive_group()
    where.add_argument("--workers", type=_positive, metavar="N", help="processes on this machine (default: its cores)")
    where.add_argument(
        "--scheduler",
        default="",
        metavar="ADDRESS",
        help="a Dask scheduler, tcp://HOST:PORT, whose workers run this checkout",
    )


def _add_folders(command: argparse.ArgumentParser, sources: Path | None = None) -> None:
    said = "the sources.toml" + (f" (default: {sources.name} of this project)" if sources else "")
    command.add_argument("--sources", type=Path, required=sources is None, default=sources, metavar="FILE", help=said)
    command.add_argument("--content", type=Path, required=True, metavar="DIR", help="the content/ folder")
    command.add_argument("--state", type=Path, metavar="DIR", help="what runs remember (default: state/ beside DIR)")


def _add_run_options(command: argparse.ArgumentParser, sources: Path | None = None) -> None:
    _add_folders(command, sources)
    command.add_argument("--evidence", type=Path, metavar="DIR", help="the WARC files (default: evidence/ beside DIR)")
    command.add_argument("--report", type=Path, metavar="FILE", help="write the run's report here, as JSON")
    command.add_argument(
        "--outlet", action="append", default=[], metavar="ID", help="only this outlet; may be repeated"
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


@dataclass(frozen=True)
class _Run:
    """What collecting and reprocessing both start from."""

    sources: "Sources"
    outlets: list["Outlet"]
    folders: dict[str, Any]


def _refuse_no_folder(content: Path) -> None:
    if not content.is_dir():
        raise FileProblem(content, "no such folder; give the content/ folder with --content")


def _prepare(options: argparse.Namespace) -> _Run:
    _refuse_no_folder(options.content)
    places = tracked_places(options.content)
    sources = read_sources(options.sources, places=frozenset(places))
    known = {outlet.id for outlet in sources.outlet}
    for name in options.outlet:
        if name not in known:
            raise FileProblem(options.sources, f"no outlet has this id; known are {', '.join(sorted(known))}", key=name)
    outlets = [outlet for outlet in sources.outlet if not options.outlet or outlet.id in options.outlet]
    beside = options.content.resolve().parent
    folders = {
        "content": options.content,
        "places": places,
        "state_folder": options.state or beside / "state",
        "evidence_folder": options.evidence or beside / "evidence",
    }
    return _Run(sources, outlets, folders)


def _collect(options: argparse.Namespace) -> int:
    # Scrapy takes a second to import: only this command pays for it.
    from scrapers.runs.collect import collect  # noqa: PLC0415

    run = _prepare(options)
    with run_progress(run.outlets) as progress:
        report = collect(
            sources=run.sources, outlets=run.outlets, limit=options.limit, progress=progress, **run.folders
        )
    _tell(report, options.report)
    _name_proven(run.outlets, report.outlets)
    return report.exit_status


def _reprocess(options: argparse.Namespace) -> int:
    from scrapers.runs.reprocess import reprocess  # noqa: PLC0415

    run = _prepare(options)
    with run_progress(run.outlets) as progress:
        report = reprocess(outlets=run.outlets, takes_any=not options.outlet, progress=progress, **run.folders)
    _tell(report, options.report)
    return 0


def _citations(options: argparse.Namespace) -> int:
    from scrapers.runs.check_citations import check_citations  # noqa: PLC0415

    _refuse_no_folder(options.content)
    checked = check_citations(
        sources=read_sources(options.sources),
        content=options.content,
        state_folder=options.state or options.content.resolve().parent / "state",
        day=dt.datetime.now(dt.UTC).date(),
        limit=options.limit,
        copies=options.archive,
    )
    for line in checked.lines_for_people():
        print(line, file=sys.stderr)
    return EXIT_SOME_FAILED if checked.is_our_line else 0


def _backfill(options: argparse.Namespace) -> int:
    try:
        from scrapers.backfill.engine import engine  # noqa: PLC0415
    except ImportError as error:
        raise PantauError(
            f"{error.name} is missing; install this project with its extra: pip install '.[backfill]'"
        ) from error
    from scrapers.backfill.files import listed  # noqa: PLC0415
    from scrapers.backfill.run import Order, backfill  # noqa: PLC0415

    archives = listed(options.archives)
    run = _prepare(options)
    with engine(scheduler=options.scheduler, workers=options.workers) as made, backfill_progress(archives) as progress:
        order = Order(
            archives=archives,
            sources=run.sources,
            outlets=run.outlets,
            takes_any=options.any_outlet,
            again=options.again,
        )
        report = backfill(order, made, progress=progress, **run.folders)
    _tell(report, options.report)
    for line in report.archives:
        print(f"{line.status:10} {line.name}: {line.error or f'{line.records} records'}", file=sys.stderr)
    return report.exit_status


def _tell(report: "Report", file: Path | None) -> None:
    """The report as a file for programs, and a line an outlet for people."""
    if file:
        report.write(file)
    for line in report.outlets:
        counts = f"{line.pages} pages, {line.new} new, {line.updated} updated, {line.unplaced} unplaced"
        print(f"{line.status:10} {line.id}: {line.error or counts}", file=sys.stderr)
    if report.evidence_removed:
        print(f"evidence is full, the oldest went: {', '.join(report.evidence_removed)}", file=sys.stderr)


def _name_proven(outlets: Sequence["Outlet"], lines: Sequence["OutletReport"]) -> None:
    """Say which channels, marked unverified, have now been read: the mark is a person's to take off."""
    read = {line.id for line in lines if line.status in {"ok", "unchanged"} and not line.error}
    proven = [outlet.id for outlet in outlets if outlet.id in read and not all(c.verified for c in outlet.channel)]
    if proven:
        print(f"read for the first time, set verified = true in their channels: {', '.join(proven)}", file=sys.stderr)


def _extract(options: argparse.Namespace) -> int:
    from scrapers.extract.article import extract  # noqa: PLC0415

    if options.jsonl:
        for row in _rows():
            try:
                found: dict[str, Any] = extract(Path(row["path"]).read_bytes(), row["url"]).as_json()
            except (ArticleRejected, OSError) as error:
                found = _empty_article(row["url"], error)
            _print({"id": row["id"], **found})
        return 0
    if options.file is None:
        raise FileProblem("-", "give a FILE, or --jsonl with lines on standard input")
    try:
        _print(extract(options.file.read_bytes(), options.url).as_json())
    except ArticleRejected as rejected:
        _print(_empty_article(options.url, rejected))
        return EXIT_OTHER
    return 0


def _empty_article(url: str, error: Exception) -> dict[str, Any]:
    keys = ("title", "published", "modified", "author", "language", "image")
    reason = error.reason if isinstance(error, ArticleRejected) else str(error)
    return {**dict.fromkeys(keys), "canonical_url": url, "body": "", "text": "", "error": reason}


def _place(options: argparse.Namespace) -> int:
    from scrapers.decide.places import Placer  # noqa: PLC0415

    placer = Placer(tracked_places(options.content))

    def answer(placement: "Placement") -> dict[str, Any]:
        plain = {"about": [*placement.about], "mentions": [*placement.mentions], "others": [*placement.others]}
        return plain | (_why(placement) if options.why else {})

    if options.jsonl:
        for row in _rows():
            placed = placer.place(row.get("title") or "", row.get("text") or "", row.get("outlet_places") or [])
            _print({"id": row["id"], **answer(placed)})
        return 0
    if options.file is None:
        raise FileProblem("-", "give a FILE, or --jsonl with lines on standard input")
    title, _, text = options.file.read_text("utf-8").partition("\n")
    _print(answer(placer.place(title, text)))
    return 0


def _why(placement: "Placement") -> dict[str, Any]:
    return {
        "because": {reason.slug: [*reason.words] for reason in placement.reasons},
        "refused": {refused.words: refused.why for refused in placement.refused},
        "candidates": [*placement.candidates],
    }


def _rows() -> Iterator[dict[str, Any]]:
    for number, line in enumerate(sys.stdin, 1):
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError as error:
                raise FileProblem("standard input", f"no JSON: {error}", line=number) from error


def _print(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main())
