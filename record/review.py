"""The review tray: what waits for an editor and why, and what each decision does to files. No terminal in here."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rapidfuzz.fuzz import token_set_ratio

from record.atomic_write import write_text
from record.errors import ContentProblem
from record.item import Item, dumps, loads, render
from record.items import Index, Items
from record.places import tracked_places
from record.proposals import write_proposal
from record.text import fold
from record.tray import Proposed, Tray
from record.vocabulary import DIMENSIONS

GROUPS = {
    "place-unsure": "Unsure which place is meant",
    "no-date": "No source tells the date",
    "future-date": "Dated in the future",
    "only-mentioned": "Only mentions a tracked place",
    "changed-at-source": "Edited here, and changed at its source",
    "milestone": "Suggests a milestone",
    "initiative": "Suggests an initiative",
    "draft": "Other drafts",
}
"""Why something waits, with its heading, in the order in which an editor sees them."""
# A correction of the place, or of the date, settles these reasons for review.
PLACE_REASONS = frozenset({"place-unsure", "only-mentioned"})
DATE_REASONS = frozenset({"no-date", "future-date"})
MERGE_WINDOW = dt.timedelta(days=10)
"""A draft may repeat an item that was published this long before or after it."""
MOST_MERGES = 3
"""How many items to offer."""
LEAST_ALIKE = 40.0
"""The least similarity of two titles, of 100 (`token_set_ratio`); low, since a person looks at what is offered."""


@dataclass(frozen=True)
class Waiting:
    """One entry of the tray: a draft, an edited item with a newer version (`newer`), or a proposal.

    `group` is a key of `GROUPS`, `url` the original's address, `date` an ISO date or ""; `path` is the item's file,
    None for a proposal.
    """

    group: str
    title: str
    url: str
    date: str
    path: Path | None = None
    item: Item | None = None
    newer: Item | None = None
    proposal: Proposed | None = None

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
        return row


class Review:
    """The tray of one content folder. Every decision is written to its files, and stored in the tray, at once."""

    def __init__(self, content: Path, index: Index | None = None) -> None:
        """Read the folder's items (with an `index`, only what changed) and its tray. Raises `ContentProblem`."""
        self._content = content
        self._items, self._tray = Items(content, index), Tray(content)
        self.places = tracked_places(content)

    def waiting(self) -> list[Waiting]:
        """Every entry, in the order of `GROUPS`, newest first."""
        entries = [*self._drafts(), *self._changed(), *map(_proposed, self._tray.open())]
        order = list(GROUPS)
        newest_first = sorted(entries, key=lambda entry: (entry.date, entry.title), reverse=True)
        return sorted(newest_first, key=lambda entry: order.index(entry.group))

    def _drafts(self) -> Iterator[Waiting]:
        for path, item in self._items.drafts():
            reasons = [reason.strip() for reason in item.review.split(",")]
            group = next((name for name in GROUPS if name in reasons), "draft")
            yield Waiting(group, item.title, item.source_url, _day(item), path=path, item=item)

    def _changed(self) -> Iterator[Waiting]:
        for path, item, newer in self._items.waiting():
            yield Waiting("changed-at-source", item.title, item.source_url, _day(item), path, item, newer)

    def accept(self, entry: Waiting, *, name: str = "", summary: str = "") -> None:
        """Publish a draft as it stands, take a newer version, or write a proposal's file in the editor's own words.

        `summary`, and for an initiative `name`, are needed for a proposal. Raises `ContentProblem` and `StoreFailed`.
        """
        if entry.proposal:
            known = self._items.find(entry.url)
            write_proposal(self._content, entry.proposal, known, name=name.strip(), summary=summary.strip())
            self._tray.decide("accepted", url=entry.url, proposal=entry.proposal.id)
        elif entry.newer and entry.path:
            self._items.settle(entry.path, accept=True)
            self._tray.decide("accepted", url=entry.url, digest=entry.newer.digest)
        elif entry.item and entry.path:
            if not (entry.item.places or entry.item.mentions):
                raise ContentProblem(entry.path, "names no place yet: choose it first, `p` in `invoke review`")
            # Sealed anew, since nothing in it was changed by hand: it goes on following its source.
            write_text(entry.path, dumps(replace(entry.item, status="published", review="")))
            self._tray.decide("accepted", url=entry.url)

    def reject(self, entry: Waiting) -> None:
        """Delete a draft for good (its address is not collected again), or refuse a newer version or a proposal.

        Raises `ContentProblem` and `StoreFailed`.
        """
        if entry.proposal:
            self._tray.decide("refused", url=entry.url, proposal=entry.proposal.id)
        elif entry.newer and entry.path:
            self._items.settle(entry.path, accept=False)
            self._tray.decide("kept", url=entry.url, digest=entry.newer.digest)
        elif entry.item and entry.path:
            # First the decision, then the file: a run killed between them asks again rather than collect it anew.
            self._tray.decide("rejected", url=entry.url, title=entry.title)
            self._items.remove(entry.path)

    def correct_places(self, entry: Waiting, slugs: Sequence[str]) -> Waiting:
        """Set the places of a draft, main one first; it is published when no other reason for review is left.

        Gives the entry with the corrected item. Raises `ContentProblem` for an unknown place, and `StoreFailed`.
        """
        unknown = [slug for slug in slugs if slug not in self.places]
        if unknown or not slugs:
            raise ContentProblem(self._content / "cities", f"no such place: {', '.join(unknown) or 'none given'}")
        return self._correct(entry, "places", tuple(slugs), PLACE_REASONS)

    def correct_date(self, entry: Waiting, text: str) -> Waiting:
        """Set the date of a draft: `2019-05-16`, or with time and offset; a bare day is in the main place's zone.

        Gives the entry with the corrected item. Raises `ContentProblem` for what is no date, and `StoreFailed`.
        """
        try:
            moment = dt.datetime.fromisoformat(text.strip())
        except ValueError as error:
            raise ContentProblem(entry.path or "-", f"{text!r} is no date; write 2019-05-16", key="Date") from error
        if moment.tzinfo is None:
            first = (entry.item.places if entry.item else ())[:1]
            zone = (
                self.places[first[0]].zone if first and first[0] in self.places else dt.timezone(dt.timedelta(hours=7))
            )
            moment = moment.replace(tzinfo=zone)
        return self._correct(entry, "date", moment, DATE_REASONS)

    def correct_dimensions(self, entry: Waiting, names: Sequence[str]) -> Waiting:
        """Set the dimensions of a draft, main one first; it goes on waiting.

        Gives the entry with the corrected item. Raises `ContentProblem` for an unknown dimension, and `StoreFailed`.
        """
        wrong = [name for name in names if name not in DIMENSIONS]
        if wrong:
            raise ContentProblem(entry.path or "-", f"{', '.join(wrong)}: not one of {', '.join(DIMENSIONS)}")
        return self._correct(entry, "dimensions", tuple(names), frozenset())

    def _correct(self, entry: Waiting, key: str, value: Any, settled: frozenset[str]) -> Waiting:
        if not entry.item or not entry.path:
            raise ContentProblem(self._content, "only a draft can be corrected; accept or reject this one")
        item = entry.item
        left = [why for why in (part.strip() for part in item.review.split(",")) if why and why not in settled]
        changes: dict[str, Any] = {key: value, "review": ", ".join(left)}
        if key == "places":
            changes["mentions"] = tuple(slug for slug in item.mentions if slug not in value)
        if settled and not left:
            changes["status"] = "published"
        corrected = replace(item, **changes)
        # The seal stays as it was, so that the item counts as edited and no run undoes this.
        write_text(entry.path, render(corrected))
        # Subscribers hear of a move only where they had seen the item elsewhere.
        moved = {"published": True} if item.status == "published" else {}
        self._tray.decide(
            "corrected", url=entry.url, key=key, was=_plain(getattr(item, key)), now=_plain(value), **moved
        )
        return replace(entry, item=corrected)

    def merge_targets(self, entry: Waiting) -> list[tuple[Path, Item]]:
        """Up to `MOST_MERGES` published items that a draft may repeat, likeliest first: of its story, then by title."""
        item = entry.item
        if item is None:
            return []
        ranked = []
        for path, other in self._items.all():
            if path == entry.path or other.status != "published":
                continue
            near = not (item.date and other.date) or abs(item.date - other.date) <= MERGE_WINDOW
            alike = token_set_ratio(fold(item.title), fold(other.title))
            if near and (alike >= LEAST_ALIKE or (item.story and item.story == other.story)):
                ranked.append((bool(item.story and item.story == other.story), alike, path, other))
        # The path last, so that equals keep their order: an editor picks one by its number.
        ranked.sort(key=lambda row: (not row[0], -row[1], str(row[2])))
        return [(path, other) for _, _, path, other in ranked[:MOST_MERGES]]

    def merge(self, entry: Waiting, target: Path) -> None:
        """Add a draft's address to `also` of the item in `target`, and delete the draft.

        Raises `ContentProblem` where that cannot be done, and `StoreFailed`.
        """
        if not entry.item or not entry.path:
            raise ContentProblem(self._content, "only a draft can be merged")
        if entry.item.status != "draft":
            raise ContentProblem(
                entry.path,
                f"is {entry.item.status}: its address must not break; set Status: hidden to take it off lists",
            )
        if target not in self._items.paths():
            raise ContentProblem(target, "no such item")
        known = loads(target.read_text("utf-8"), target)
        # In this order a kill leaves the draft, and merging it once more does no harm: `also` holds an address once.
        self._items.mark(known, also=tuple(dict.fromkeys((*known.also, entry.url))))
        self._tray.decide("merged", url=entry.url, title=entry.title, into=known.source_url)
        self._items.remove(entry.path)

    def new_cases(self, text_of: Callable[[str], str], known: Iterable[str]) -> list[dict[str, Any]]:
        """Each correction of a place as a labelled case for the placer, except items whose id is in `known`.

        `text_of` gives the collected text of an item by id, "" where it is not stored any more.
        """
        have = set(known)
        cases = []
        for row in self._tray.decisions:
            if row["decision"] != "corrected" or row.get("key") != "places":
                continue
            item = self._items.find(row["url"])
            if item is None or item.id in have:
                continue
            have.add(item.id)
            text = text_of(item.id) or item.body or item.summary
            cases.append(
                {
                    "id": item.id,
                    "title": item.title,
                    "text": text,
                    "outlet_places": [],
                    "about": list(row["now"]),
                    "mentions": [slug for slug in item.mentions if slug not in row["now"]],
                    "trap": "correction",
                }
            )
        return cases


def _day(item: Item) -> str:
    return item.date.date().isoformat() if item.date else ""


def _proposed(row: Proposed) -> Waiting:
    return Waiting(row.what, row.title, row.url, row.date, proposal=row)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def append_cases(path: Path, cases: Sequence[dict[str, Any]]) -> None:
    """Add labelled cases to a JSON-lines file. Raises `StoreFailed`."""
    before = path.read_text("utf-8") if path.is_file() else ""
    write_text(path, before + "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases))
