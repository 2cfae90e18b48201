"""The report of a run, a line an outlet: the JSON file of `--report` (its keys are fixed)."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, Self

from record.atomic_write import write_text

Status = Literal["ok", "failed", "disallowed", "unchanged"]
PAGES_DISALLOWED = "disallowed: robots.txt disallows its pages"
"""The error of an outlet whose channels may be read, but none of the pages that they lead to."""


def rejection(url: str, reason: str, kind: str = "") -> dict[str, str]:
    """A row of `OutletReport.rejected`; `kind` is that of an answer which is no article."""
    return {"url": url, "reason": reason} | ({"kind": kind} if reason == "not-an-article" else {})


@dataclass
class OutletReport:
    """One outlet's line in the report."""

    id: str
    status: Status = "failed"
    error: str | None = None
    pages: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicate: int = 0
    unplaced: int = 0
    rejected: list[dict[str, str]] = field(default_factory=list)
    """`url` and `reason`; of `not-an-article` also its `kind` (`scrapers.errors.AnswerKind`)."""


@dataclass
class Report:
    """The report of a run; times in UTC.

    `held` counts by outlet what now waits for an editor: drafts, and newer versions of what an editor changed.
    """

    started: str
    finished: str
    outlets: list[OutletReport]
    evidence_removed: list[str] = field(default_factory=list)
    held: dict[str, int] = field(default_factory=dict)

    @property
    def exit_status(self) -> int:
        """0 when every outlet answered, 3 when some failed."""
        return 3 if any(outlet.status == "failed" for outlet in self.outlets) else 0

    @classmethod
    def read(cls, path: Path) -> Self:
        """What `write` wrote. Raises `OSError`, and `ValueError` for a file that is no JSON."""
        report = json.loads(path.read_bytes())
        return cls(**report | {"outlets": [OutletReport(**row) for row in report["outlets"]]})

    def write(self, path: Path) -> None:
        """Write the report as JSON. Raises `StoreFailed`."""
        write_text(path, json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n")


@dataclass
class ArchiveLine:
    """One archive's line in the report of a backfill; `records` counts all, `damaged` those that cannot be read."""

    name: str
    status: Status = "failed"
    error: str | None = None
    records: int = 0
    damaged: int = 0


@dataclass
class BackfillReport(Report):
    """The report of a backfill: the outlets that the archives hold pages of, and the archives."""

    archives: list[ArchiveLine] = field(default_factory=list)

    @property
    def exit_status(self) -> int:
        """0 when every archive was read to its end, 3 when some could not be."""
        return 3 if any(archive.status == "failed" for archive in self.archives) else 0
