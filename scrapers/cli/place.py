"""`place`: the places that a text is about, as JSON."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from record.errors import FileProblem
from record.places import tracked_places
from record.text import clean_text
from scrapers.cli.options import Commands, input_rows, print_json

if TYPE_CHECKING:
    from scrapers.decide.places import Placement, Placer

_EMPTY: dict[str, list[str]] = {"about": [], "mentions": [], "others": []}


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    place = commands.add_parser("place", help="print which places a text is about, as JSON")
    place.set_defaults(command=run_place)
    place.add_argument("file", nargs="?", type=Path, metavar="FILE", help="plain text, its title on the first line")
    place.add_argument("--jsonl", action="store_true", help='read {"id", "title", "text", "outlet_places"} a line')
    place.add_argument("--content", type=Path, default=Path("content"), metavar="DIR", help="whose places are tracked")
    place.add_argument("--why", action="store_true", help="also tell the words that decided, and what was refused")


def run_place(options: argparse.Namespace) -> int:
    """Print one object, or one a line of standard input. Raises `FileProblem` where neither is given.

    A line that cannot be placed is answered with its `error`; the lines behind it are answered all the same.
    """
    from scrapers.decide.places import Placer  # noqa: PLC0415

    placer = Placer(tracked_places(options.content))
    if options.jsonl:
        for row in input_rows():
            print_json(_answer(placer, row, why=options.why))
        return 0
    if options.file is None:
        raise FileProblem("-", "give a FILE, or --jsonl with lines on standard input")
    title, _, text = clean_text(options.file.read_text("utf-8")).partition("\n")
    print_json(_as_json(placer.place(title, text), why=options.why))
    return 0


def _answer(placer: "Placer", row: Any, *, why: bool) -> dict[str, Any]:
    """What one line is answered; `row` is any JSON."""
    number = row.get("id") if isinstance(row, dict) else None
    try:
        title, text = clean_text(row.get("title") or ""), clean_text(row.get("text") or "")
        placement = placer.place(title, text, row.get("outlet_places") or [])
    except Exception as error:
        return {"id": number, **_EMPTY, "error": f"{type(error).__name__}: {error}"}
    return {"id": number, **_as_json(placement, why=why)}


def _as_json(placement: "Placement", *, why: bool) -> dict[str, Any]:
    plain = {"about": [*placement.about], "mentions": [*placement.mentions], "others": [*placement.others]}
    return plain | (_reasons(placement) if why else {})


def _reasons(placement: "Placement") -> dict[str, Any]:
    return {
        "because": {reason.slug: [*reason.words] for reason in placement.reasons},
        "refused": {refused.words: refused.why for refused in placement.refused},
        "candidates": [*placement.candidates],
    }
