"""Proposals that wait for an editor, and editors' decisions: JSON lines in `content/tray/`, which travel with git."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from record.atomic_write import write_text
from record.errors import ContentProblem
from record.item import Item, clean_line
from record.json_lines import text_lines
from record.urls import url_key

REFUSING = frozenset({"rejected", "merged"})
"""Decisions after which an address is not collected again."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A milestone or initiative that a sentence suggests, before it is stored."""

    what: str
    """`milestone` or `initiative`."""
    kind: str
    """A word of `MilestoneKind` or `InitiativeKind`."""
    sentence: str
    """The publisher's own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A line of `proposals.jsonl`: a `Proposal` with the item it is from. Published only once an editor accepts it."""

    id: str
    """12 hex digits, of the item's id, `what` and `kind`: one item proposes each thing once."""
    what: str
    kind: str
    place: str
    sentence: str
    date: str
    """The item's date, `2019-05-16`; "" if it has none."""
    title: str
    url: str


class Tray:
    """`proposals.jsonl` and `decisions.jsonl` of a content folder; lines are only ever added."""

    def __init__(self, content: Path) -> None:
        """Read both files. Raises `ContentProblem` for a line that is no JSON."""
        folder = content.absolute() / "tray"
        self._proposals, self._decisions = folder / "proposals.jsonl", folder / "decisions.jsonl"
        self._proposed = {row["id"]: row for row in _rows(self._proposals)}
        self.decisions = _rows(self._decisions)
        self._refused = {url_key(row["url"]) for row in self.decisions if row["decision"] in REFUSING}
        self._settled = {row["proposal"] for row in self.decisions if "proposal" in row}

    def is_refused(self, *urls: str) -> bool:
        """Whether an editor rejected one of these addresses, or merged it into another item."""
        return bool(self._refused) and any(url_key(url) in self._refused for url in urls)

    def propose(self, item: Item, proposals: Iterable[Proposal]) -> None:
        """Store the proposals of an item that are not stored yet; none of a reprint. Raises `StoreFailed`."""
        if item.origin or not item.places:
            return
        before = len(self._proposed)
        for proposal in proposals:
            name = hashlib.sha256(f"{item.id}|{proposal.what}|{proposal.kind}".encode()).hexdigest()[:12]
            row = Proposed(
                id=name,
                what=proposal.what,
                kind=proposal.kind,
                place=item.places[0],
                sentence=clean_line(proposal.sentence),
                date=item.date.date().isoformat() if item.date else "",
                title=item.title,
                url=item.source_url,
            )
            self._proposed.setdefault(name, asdict(row))
        if len(self._proposed) > before:
            _write(self._proposals, self._proposed.values())

    def open(self) -> list[Proposed]:
        """The proposals without a decision, newest first."""
        waiting = [Proposed(**row) for row in self._proposed.values() if row["id"] not in self._settled]
        return sorted(waiting, key=lambda row: (row.date, row.id), reverse=True)

    def decide(self, decision: str, *, url: str, **details: Any) -> None:
        """Store a decision, such as `accepted`, with the time; `details` are further keys of its line (`proposal`).

        Raises `StoreFailed`.
        """
        when = dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        row = {"when": when, "decision": decision, "url": url, **details}
        self.decisions.append(row)
        if decision in REFUSING:
            self._refused.add(url_key(url))
        if "proposal" in details:
            self._settled.add(details["proposal"])
        _write(self._decisions, self.decisions)


def _rows(path: Path) -> list[dict[str, Any]]:
    rows = []
    for number, line in enumerate(text_lines(path), 1):
        try:
            rows.append(json.loads(line))
        except ValueError as error:
            raise ContentProblem(path, f"no JSON: {error}; mend or remove the line", line=number) from error
    return rows


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    # Written whole rather than appended to: a line that a kill cut short would stop every later run in `_rows`.
    write_text(path, "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows))
