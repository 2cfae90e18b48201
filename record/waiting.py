"""What waits in the review tray, as values."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from record.item import Item
from record.tray import Proposed

GROUPS = {
    "place-unsure": "Unsure which place is meant",
    "text-unsure": "Unsure which text of the page is the article",
    "no-date": "No source tells the date",
    "future-date": "Dated in the future",
    "only-mentioned": "Only mentions a tracked place",
    "changed-at-source": "Changed at its source",
    "milestone": "Suggests a milestone",
    "initiative": "Suggests an initiative",
    "draft": "Other drafts",
}
"""Why something waits, with its heading, in the order in which an editor sees them."""


@dataclass(frozen=True)
class Waiting:
    """One entry of the tray: a draft, an item with a newer version (`newer`), or a proposal.

    `group` is a key of `GROUPS`, `url` the original's address, `date` an ISO date or ""; `path` is the item's file,
    None for a proposal. `repeats` are further proposals that say the same: a decision covers them all.
    """

    group: str
    title: str
    url: str
    date: str
    path: Path | None = None
    item: Item | None = None
    newer: Item | None = None
    proposal: Proposed | None = None
    repeats: tuple[Proposed, ...] = ()

    @property
    def key(self) -> str:
        """16 hex digits that stand for it in forms and in what reviews note; the same as long as it waits."""
        what = f"proposal {self.proposal.id}" if self.proposal else f"{'newer' if self.newer else 'draft'} {self.url}"
        return hashlib.sha256(what.encode()).hexdigest()[:16]

    @property
    def proposals(self) -> tuple[Proposed, ...]:
        """`proposal` and `repeats`; nothing for an item."""
        return (self.proposal, *self.repeats) if self.proposal else ()

    def as_json(self) -> dict[str, Any]:
        """What `invoke review --json` prints of it."""
        row: dict[str, Any] = {"group": self.group, "title": self.title, "url": self.url, "date": self.date}
        if self.path:
            row["file"] = str(self.path)
        if self.item:
            lists = ("places", "mentions", "dimensions", "because", "refused")
            row |= {name: list(getattr(self.item, name)) for name in lists}
            row["review"] = self.item.review
        if self.proposal:
            row |= {"proposal": self.proposal.id, "kind": self.proposal.kind, "place": self.proposal.place}
            row["sentence"] = self.proposal.sentence
            row["sources"] = [proposal.url for proposal in self.proposals]
        if self.newer:
            row["newer_title"] = self.newer.title
        return row


def day_of(item: Item) -> str:
    """An item's day as an ISO date; "" for one without."""
    return item.date.date().isoformat() if item.date else ""


def draft_entry(path: Path, item: Item) -> Waiting:
    """The entry of a draft in a file, by the first of its reasons."""
    reasons = [reason.strip() for reason in item.review.split(",")]
    group = next((name for name in GROUPS if name in reasons), "draft")
    return Waiting(group, item.title, item.source_url, day_of(item), path=path, item=item)
