"""The review tray: what waits for a person and why, and what a person's decision does. No terminal in here."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tomlkit
from rapidfuzz.fuzz import token_set_ratio

from record.atomic_write import write_text
from record.errors import ContentProblem
from record.item import Item, dumps, loads, render
from record.items import Index, Items, slugify
from record.places import tracked_places
from record.text import fold
from record.toml_file import FENCE, split
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
"""In the order in which a person sees them."""
PLACE_REASONS = frozenset({"place-unsure", "only-mentioned"})
DATE_REASONS = frozenset({"no-date", "future-date"})
MERGE_WINDOW = dt.timedelta(days=10)
MOST_MERGES = 3
LEAST_ALIKE = 40.0


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: an item in its file (with its newer version), or a proposal."""

    group: str
    title: str
    url: str
    date: str
    path: Path | None = None
    item: Item | None = None
    newer: Item | None = None
    proposal: Proposed | None = None

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        facts: dict[str, Any] = {"group": self.group, "title": self.title, "url": self.url, "date": self.date}
        if self.path:
            facts["file"] = str(self.path)
        if self.item:
            lists = ("places", "mentions", "dimensions", "because", "refused")
            facts |= {name: list(getattr(self.item, name)) for name in lists}
            facts["review"] = self.item.review
        if self.proposal:
            facts |= {"proposal": self.proposal.id, "kind": self.proposal.kind, "place": self.proposal.place}
            facts["sentence"] = self.proposal.sentence
        return facts


class Review:
    """The tray of one content folder. Every decision is written at once and remembered."""

    def __init__(self, content: Path, index: Index | None = None) -> None:
        """Reads the folder's items (with an `index` only what changed) and tray. Raises `ContentProblem`."""
        self._content = content
        self._items, self._tray = Items(content, index), Tray(content)
        self.places = tracked_places(content)

    def waiting(self) -> list[Waiting]:
        """Everything, in the order of `GROUPS`, newest first."""
        found = [*self._drafts(), *self._changed(), *map(_proposed, self._tray.open())]
        order = list(GROUPS)
        newest_first = sorted(found, key=lambda entry: (entry.date, entry.title), reverse=True)
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
        """Publish a draft as it stands, take a newer version, or record a proposal in the editor's own words."""
        if entry.proposal:
            self._record(entry.proposal, name, summary)
            self._tray.decide("accepted", url=entry.url, proposal=entry.proposal.id)
        elif entry.newer and entry.path:
            self._items.settle(entry.path, accept=True)
            self._tray.decide("accepted", url=entry.url, digest=entry.newer.digest)
        elif entry.item and entry.path:
            # Nothing in it was changed by hand: it goes on following its source.
            write_text(entry.path, dumps(replace(entry.item, status="published", review="")))
            self._tray.decide("accepted", url=entry.url)

    def reject(self, entry: Waiting) -> None:
        """Refuse a draft for good (its address does not come back), a newer version, or a proposal."""
        if entry.proposal:
            self._tray.decide("refused", url=entry.url, proposal=entry.proposal.id)
        elif entry.newer and entry.path:
            self._items.settle(entry.path, accept=False)
            self._tray.decide("kept", url=entry.url, digest=entry.newer.digest)
        elif entry.item and entry.path:
            # First the memory, then the file: a killed run asks once more rather than forget.
            self._tray.decide("rejected", url=entry.url, title=entry.title)
            self._items.remove(entry.path)

    def correct_places(self, entry: Waiting, slugs: Sequence[str]) -> Waiting:
        """Say which places a draft is about, main one first; it is published when nothing else is open."""
        unknown = [slug for slug in slugs if slug not in self.places]
        if unknown or not slugs:
            raise ContentProblem(self._content / "cities", f"no such place: {', '.join(unknown) or 'none given'}")
        return self._correct(entry, "places", tuple(slugs), PLACE_REASONS)

    def correct_date(self, entry: Waiting, text: str) -> Waiting:
        """Say when a draft was published: `2019-05-16`, or with time and offset; a bare day is in the place's zone."""
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
        """Say which dimensions a draft touches."""
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
        """The published items that a draft most likely repeats, likeliest first."""
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
        ranked.sort(key=lambda row: (not row[0], -row[1], str(row[2])))
        return [(path, other) for _, _, path, other in ranked[:MOST_MERGES]]

    def merge(self, entry: Waiting, target: Path) -> None:
        """Say that a draft is the same as another item: its address becomes one of that item's, its file goes."""
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
        self._items.mark(known, also=tuple(dict.fromkeys((*known.also, entry.url))))
        self._tray.decide("merged", url=entry.url, title=entry.title, into=known.source_url)
        self._items.remove(entry.path)

    def _record(self, proposal: Proposed, name: str, summary: str) -> None:
        if not summary.strip():
            raise ContentProblem(
                self._content, "a summary in your own words is needed; the sentence is the publisher's"
            )
        if proposal.what == "milestone":
            self._add_milestone(proposal, summary.strip())
        else:
            self._add_initiative(proposal, name.strip(), summary.strip())

    def _add_milestone(self, proposal: Proposed, summary: str) -> None:
        path = self._content / "cities" / f"{proposal.place}.md"
        front, prose = split(path.read_text("utf-8"), path, problem=ContentProblem)
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

    def _add_initiative(self, proposal: Proposed, name: str, summary: str) -> None:
        if not name:
            raise ContentProblem(self._content, "an initiative needs a name")
        path = self._content / "initiatives" / proposal.place / f"{slugify(name)}.md"
        if path.exists():
            raise ContentProblem(path, "is there already; add this source to it by hand")
        known = self._items.find(proposal.url)
        document = tomlkit.document()
        document["name"], document["place"], document["kind"] = name, proposal.place, proposal.kind
        document["dimension"] = (known.dimensions if known and known.dimensions else ("governance",))[0]
        document["status"], document["as_of"] = "launched", _date(proposal, path)
        document["summary"], document["sources"] = summary, [proposal.url]
        write_text(path, f"{FENCE}\n{tomlkit.dumps(document).strip()}\n{FENCE}\n")

    def new_cases(self, text_of: Callable[[str], str], known: Iterable[str]) -> list[dict[str, Any]]:
        """Each correction of a place as a labelled case for the placer, but those whose id is `known`."""
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


def _date(proposal: Proposed, path: Path) -> dt.date:
    if not proposal.date:
        raise ContentProblem(path, "the item has no date; give it one first, then accept this again")
    return dt.date.fromisoformat(proposal.date)


def append_cases(path: Path, cases: Sequence[dict[str, Any]]) -> None:
    """Add labelled cases to a JSON-lines file."""
    before = path.read_text("utf-8") if path.is_file() else ""
    write_text(path, before + "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases))
