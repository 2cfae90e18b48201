"""Proposals that wait for an editor, and editors' decisions: JSON lines in `content/tray/`, which travel with git."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from record.atomic_write import write_text
from record.errors import ContentProblem
from record.item import Item, clean_line
from record.json_lines import text_lines
from record.urls import url_key

REFUSING = frozenset({"rejected", "merged"})
"""Decisions after which an address is not collected again, unless a later one takes it back."""
WITHDRAWN = "withdrawn"
"""Noted of a proposal whose reason went; no decision of an editor, so that the proposal waits again with its reason."""


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
        self._proposed = {row["id"]: row for row in _rows(self._proposals, _PROPOSED)}
        self._read_decisions()

    def _read_decisions(self) -> None:
        self._read_at = _stamp(self._decisions)
        self.decisions: list[dict[str, Any]] = []
        self._last: dict[tuple[str, str], dict[str, Any]] = {}
        for row in _rows(self._decisions, _DECIDED):
            self._remember(row)

    def read_again(self) -> None:
        """Read the decisions again where their file is another than the one that was read or written last.

        Raises `ContentProblem`.
        """
        if _stamp(self._decisions) != self._read_at:
            self._read_decisions()

    def last_decision(self, url: str, proposal: str = "") -> dict[str, Any]:
        """The last line on an item's address, or on a proposal of it; empty if there is none."""
        return self._last.get((url_key(url), proposal), {})

    def is_refused(self, *urls: str) -> bool:
        """Whether the last decision on one of these addresses was to reject it or merge it into another item."""
        return bool(self._last) and any(self.last_decision(url).get("decision") in REFUSING for url in urls)

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

    def withdraw(self, url: str) -> None:
        """Take back what was proposed from the item at an address, of which it turned out that it is none.

        Raises `StoreFailed`.
        """
        remaining = {name: row for name, row in self._proposed.items() if row["url"] != url}
        if len(remaining) < len(self._proposed):
            self._proposed = remaining
            _write(self._proposals, self._proposed.values())

    def undecided(self) -> list[Proposed]:
        """The proposals that no editor decided on, oldest first, those without a date last."""
        return [row for row in self._all() if not self._is_decided(row)]

    def decided(self) -> list[Proposed]:
        """The proposals that an editor accepted or refused, in the same order."""
        return [row for row in self._all() if self._is_decided(row)]

    def decide(self, decision: str, *, url: str, **details: Any) -> None:
        """Store one decision; see `decide_all`."""
        self.decide_all([{"decision": decision, "url": url, **details}])

    def decide_all(self, rows: Iterable[dict[str, Any]]) -> None:
        """Store decisions, all or none of them, with the time.

        A row has `decision`, such as `accepted`, `url`, for a proposal its id as `proposal`, and further keys. One that
        repeats the last on the same thing is left out, so that a decision taken again after a kill stands there once.
        Raises `StoreFailed`.
        """
        when = dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        new = [{"when": when, **row} for row in rows if not self._repeats(row)]
        if new:
            # First the file: what could not be stored was not decided.
            _write(self._decisions, [*self.decisions, *new])
            self._read_at = _stamp(self._decisions)
        for row in new:
            self._remember(row)

    def _all(self) -> list[Proposed]:
        rows = [Proposed(**{name: row[name] for name in _PROPOSED}) for row in self._proposed.values()]
        return sorted(rows, key=lambda row: (not row.date, row.date, row.id))

    def _is_decided(self, row: Proposed) -> bool:
        return bool(self.last_decision(row.url, row.id).get("decision", WITHDRAWN) != WITHDRAWN)

    def _repeats(self, row: dict[str, Any]) -> bool:
        last = self.last_decision(row["url"], row.get("proposal", ""))
        return last != {} and last == {"when": last.get("when"), **row}

    def _remember(self, row: dict[str, Any]) -> None:
        self.decisions.append(row)
        self._last[url_key(row["url"]), row.get("proposal", "")] = row


_PROPOSED = frozenset(field.name for field in fields(Proposed))
_DECIDED = frozenset({"decision", "url"})


def plain_value(value: Any) -> Any:
    """A value of an item as a line of decisions holds it."""
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _stamp(path: Path) -> tuple[int, int, int]:
    """Inode, modification time (ns) and size of a file; zeros where there is none. Each writing gives it another."""
    if not path.is_file():
        return 0, 0, 0
    stat = path.stat()
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _rows(path: Path, required: frozenset[str]) -> list[dict[str, Any]]:
    """The lines of a file, each an object with texts under the `required` keys. Raises `ContentProblem`."""
    rows = []
    for number, line in enumerate(text_lines(path), 1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ContentProblem(path, f"no JSON: {error}; mend or remove the line", line=number) from error
        lacking = sorted(key for key in required if not isinstance(row, dict) or not isinstance(row.get(key), str))
        if lacking:
            raise ContentProblem(path, f"lacks {', '.join(lacking)}; mend or remove the line", line=number)
        try:
            url_key(row["url"])
            if date := row.get("date"):
                dt.date.fromisoformat(date)
        except ValueError as error:
            raise ContentProblem(path, f"{error}; mend or remove the line", line=number) from error
        rows.append(row)
    return rows


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    # Written whole rather than appended to: a line that a kill cut short would stop every later run in `_rows`.
    write_text(path, "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows))
