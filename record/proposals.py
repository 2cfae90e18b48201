"""What an accepted proposal becomes: a milestone in its place's file, or an initiative's file of its own."""

import datetime as dt
from pathlib import Path

import tomlkit

from record.atomic_write import write_text
from record.errors import ContentProblem
from record.item import Item
from record.items import slugify
from record.text_files import read_text
from record.toml_file import FENCE, split
from record.tray import Proposed


def write_proposal(content: Path, proposal: Proposed, item: Item | None, *, name: str, summary: str) -> None:
    """Write a proposal into `content`, in the editor's own words (`summary`, and `name` for an initiative).

    `item` is the one that it is from, if it is still there: an initiative gets its main dimension. Raises
    `ContentProblem` where words or the date are missing or the file is there already, and `StoreFailed`.
    """
    if not summary:
        raise ContentProblem(content, "a summary in your own words is needed; the sentence is the publisher's")
    if proposal.what == "milestone":
        _add_milestone(content, proposal, summary)
    else:
        dimension = item.dimensions[0] if item and item.dimensions else "governance"
        _add_initiative(content, proposal, name, summary, dimension)


def _add_milestone(content: Path, proposal: Proposed, summary: str) -> None:
    path = content / "cities" / f"{proposal.place}.md"
    front, prose = split(read_text(path), path, problem=ContentProblem)
    document = tomlkit.parse(front)
    step = tomlkit.table()
    step["date"], step["kind"] = _date(proposal, path), proposal.kind
    step["summary"], step["sources"] = summary, [proposal.url]
    if not document.get("milestone"):
        # An empty list on one line cannot take a table.
        document.pop("milestone", None)
        document["milestone"] = tomlkit.aot()
    document["milestone"].append(step)
    write_text(path, f"{FENCE}\n{tomlkit.dumps(document).strip()}\n{FENCE}\n{prose}\n".rstrip() + "\n")


def _add_initiative(content: Path, proposal: Proposed, name: str, summary: str, dimension: str) -> None:
    if not name:
        raise ContentProblem(content, "an initiative needs a name")
    path = content / "initiatives" / proposal.place / f"{slugify(name)}.md"
    if path.exists():
        raise ContentProblem(path, "is there already; add this source to it by hand")
    document = tomlkit.document()
    document["name"], document["place"], document["kind"] = name, proposal.place, proposal.kind
    document["dimension"] = dimension
    document["status"], document["as_of"] = "launched", _date(proposal, path)
    document["summary"], document["sources"] = summary, [proposal.url]
    write_text(path, f"{FENCE}\n{tomlkit.dumps(document).strip()}\n{FENCE}\n")


def _date(proposal: Proposed, path: Path) -> dt.date:
    if not proposal.date:
        raise ContentProblem(path, "the item has no date; give it one first, then accept this again")
    return dt.date.fromisoformat(proposal.date)
