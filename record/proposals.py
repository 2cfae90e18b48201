"""What an accepted proposal becomes: a milestone in its place's file, or an initiative's file of its own."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import tomlkit

from record.atomic_write import write_text
from record.content_files import read_initiative, read_place
from record.errors import ContentProblem
from record.fact_ids import derived_id
from record.item import Item
from record.items import slugify
from record.text_files import read_text
from record.toml_file import FENCE, split
from record.tray import Proposed
from record.urls import url_key

UNDATED_PROPOSAL = "the item has no date; give it one first, then accept this again"
"""Why a proposal cannot be accepted: what is recorded is dated."""


def recorded_sources(content: Path, what: str, place: str) -> frozenset[tuple[str, str]]:
    """Kind and `url_key` of each source of a place's milestones or initiatives (`what`).

    A file that cannot be read has none: whoever writes to it is told what is wrong with it.
    """
    rows = _milestones(content, place) if what == "milestone" else _initiatives(content, place)
    return frozenset((kind, url_key(url)) for kind, sources in rows for url in sources)


def _milestones(content: Path, place: str) -> Iterator[tuple[str, Iterable[str]]]:
    try:
        for step in read_place(content / "cities" / f"{place}.md")[0].milestone:
            yield step.kind, step.sources
    except (ContentProblem, OSError):
        return


def _initiatives(content: Path, place: str) -> Iterator[tuple[str, Iterable[str]]]:
    for path in sorted((content / "initiatives" / place).glob("*.md")):
        try:
            initiative = read_initiative(path)[0]
        except (ContentProblem, OSError):
            continue
        yield initiative.kind, [*initiative.sources, *(url for step in initiative.step for url in step.sources)]


def write_proposal(
    content: Path, same: Sequence[Proposed], item: Item | None, *, name: str = "", summary: str = ""
) -> Path | None:
    """Write proposals that say the same thing once, in the editor's own words, with the addresses of all as sources.

    Gives the file; None where it is recorded already, so that a decision that was cut short can be taken again. The
    first gives date, place and kind, but an initiative's day is that of the newest; `item` is the one that the first is
    from, if it is still there: an initiative gets its main dimension. Raises `ContentProblem` where `summary`, the date
    or, for an initiative, `name` is missing or the file is there already, and `StoreFailed`.
    """
    first = same[0]
    if not summary:
        raise ContentProblem(content, "a summary in your own words is needed; the sentence is the publisher's")
    if (first.kind, url_key(first.url)) in recorded_sources(content, first.what, first.place):
        return None
    sources = list(dict.fromkeys(proposal.url for proposal in same))
    if first.what == "milestone":
        return _add_milestone(content, first, summary, sources)
    dimension = item.dimensions[0] if item and item.dimensions else "governance"
    return _add_initiative(content, same, name, summary, dimension, sources)


def _add_milestone(content: Path, proposal: Proposed, summary: str, sources: list[str]) -> Path:
    path = content / "cities" / f"{proposal.place}.md"
    front, prose = split(read_text(path), path, problem=ContentProblem)
    document = tomlkit.parse(front)
    step = tomlkit.table()
    step["id"], step["recorded"] = _id(proposal), _today()
    step["date"], step["basis"], step["kind"] = _date(proposal, path), "publisher", proposal.kind
    step["summary"], step["sources"] = summary, sources
    if not document.get("milestone"):
        # An empty list on one line cannot take a table.
        document.pop("milestone", None)
        document["milestone"] = tomlkit.aot()
    document["milestone"].append(step)
    # Before what follows, as between all other tables.
    step.add(tomlkit.nl())
    write_text(path, f"{FENCE}\n{tomlkit.dumps(document).strip()}\n{FENCE}\n{prose}\n".rstrip() + "\n")
    return path


def _add_initiative(
    content: Path, same: Sequence[Proposed], name: str, summary: str, dimension: str, sources: list[str]
) -> Path:
    proposal = same[0]
    if not name:
        raise ContentProblem(content, "an initiative needs a name")
    path = content / "initiatives" / proposal.place / f"{slugify(name)}.md"
    if path.exists():
        raise ContentProblem(path, "is there already; add this source to it by hand")
    newest = max(_date(other, path) for other in same if other.date or other is proposal)
    document = tomlkit.document()
    document["id"], document["recorded"] = _id(proposal), _today()
    document["name"], document["place"], document["kind"] = name, proposal.place, proposal.kind
    document["dimension"] = dimension
    document["status"], document["as_of"], document["as_of_basis"] = "launched", newest, "publisher"
    document["summary"], document["sources"] = summary, sources
    write_text(path, f"{FENCE}\n{tomlkit.dumps(document).strip()}\n{FENCE}\n")
    return path


def _id(proposal: Proposed) -> str:
    # So that a decision that was cut short and is taken again gives the same; it is recorded but once.
    return derived_id(proposal.place, proposal.what, proposal.kind, url_key(proposal.url))


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _date(proposal: Proposed, path: Path) -> dt.date:
    if not proposal.date:
        raise ContentProblem(path, UNDATED_PROPOSAL)
    return dt.date.fromisoformat(proposal.date)
