"""`python -m scrapers`: collect, reprocess, backfill, citations, extract, place."""

import argparse
import gc
import sys
from collections.abc import Callable, Sequence

from record.errors import FileProblem, PantauError
from record.os_errors import explained, file_of
from scrapers.cli import backfill, citations, collect, extract, place
from scrapers.cli.options import EXIT_OTHER, EXIT_WRONG, log_file
from scrapers.errors import INTERRUPTED
from scrapers.log import logging_to


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is the contract's: 0, 3 some outlets failed, 2 wrong input, 1 anything else."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        with logging_to(log_file(options), verbose=options.verbose):
            return command(options)
    except KeyboardInterrupt:
        print(INTERRUPTED, file=sys.stderr)
        return EXIT_OTHER
    except FileProblem as problem:
        print(problem, file=sys.stderr)
        return EXIT_WRONG
    except PantauError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"{file_of(error, 'disk')}: {explained(error)}", file=sys.stderr)
    return EXIT_OTHER


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scrapers", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="name")
    collect.add_parsers(commands)
    citations.add_parser(commands)
    backfill.add_parser(commands)
    extract.add_parser(commands)
    place.add_parser(commands)
    for parser_of_one in commands.choices.values():
        parser_of_one.add_argument("-v", "--verbose", action="store_true", help="also show what libraries log")
    return parser


if __name__ == "__main__":
    # Modules and tables come at once and stay: to look them over every 700 objects is a tenth of a run's start.
    gc.set_threshold(20_000)
    # Windows' own encoding lacks many letters; programs read this output as UTF-8.
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main())
