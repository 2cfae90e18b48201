"""The review tray: what waits for an editor and why, and what each decision does to files. No terminal in here."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from record.atomic_write import write_text
from record.errors import ContentProblem
from record.item import Item, clean_line, dumps_with, loads, may_be_public, render
from record.items import Index
from record.merge_targets import MergeTargets
from record.open_proposals import open_proposals
from record.place_cases import new_cases
from record.places import tracked_places
from record.proposals import UNDATED_PROPOSAL, write_proposal
from record.text import printable, without_escapes
from record.text_files import read_text
from record.tray import WITHDRAWN, plain_value
from record.undo import Entry, UndoLog
from record.urls import url_key
from record.vocabulary import DIMENSIONS
from record.waiting import Waiting, day_of
from record.waiting_entries import WaitingEntries

ADDRESS_STAYS = "its address must not break; set Status: hidden to take it off lists"
PLACELESS_DRAFT = "names no place yet: choose it first (p in invoke review)"

# A correction of the place, or of the date, settles these reasons for review.
PLACE_REASONS = frozenset({"place-unsure", "only-mentioned"})
DATE_REASONS = frozenset({"no-date", "future-date"})

Decision = Literal["accept", "reject", "place", "date", "dimension", "merge"]
_CORRECTIONS = frozenset({"place", "date", "dimension"})
P = ParamSpec("P")
Result = TypeVar("Result")
Deciding = Callable[Concatenate["Review", Waiting, P], Result]


def _undoable(decision: str) -> Callable[[Deciding[P, Result]], Deciding[P, Result]]:
    """A method of `Review` on an entry whose changes `Review.take_back` takes back, in `decision`'s name."""

    def noting(decide: Deciding[P, Result]) -> Deciding[P, Result]:
        @wraps(decide)
        def noted(review: "Review", entry: Waiting, /, *rest: P.args, **named: P.kwargs) -> Result:
            with review._noted(decision, entry):
                return decide(review, entry, *rest, **named)

        return noted

    return noting


class Review(WaitingEntries):
    """The tray of one content folder. Every decision is stored in the tray and written to its files at once.

    The decision comes first, then its files: a kill between them leaves the entry waiting, and the same decision again
    gives what an uninterrupted one does. Only of an accepted proposal the file comes first, in which the proposal is
    recognised. With an `UndoLog` such a decision is rolled back by the next review, and whole ones can be taken back.
    """

    def __init__(
        self,
        content: Path,
        index: Index | None = None,
        *,
        is_public: Callable[[Path], bool] = lambda _path: False,
        undo: UndoLog | None = None,
    ) -> None:
        """Read the folder's items (with an `index`, only what changed) and its tray.

        `is_public` says whether a published site has a page at the address that an item's file gives; `undo` notes the
        decisions. Raises `ContentProblem`, and `StoreFailed` where a decision was cut short and cannot be rolled back.
        """
        self._is_public, self._undo = is_public, undo
        self.left_alone = undo.recover() if undo else []
        """Files of a decision that was cut short, which somebody changed since."""
        super().__init__(content, index)

    def _read(self) -> None:
        super()._read()
        self._merge_targets = MergeTargets(self._items)
        self.places = tracked_places(self.content)
        self._read_at = self._items.stamp()

    @property
    def problems(self) -> list[ContentProblem]:
        """The items' files that cannot be read, so that nothing of them waits, and those of `left_alone`."""
        return [*super().problems, *self.left_alone]

    def read_again(self) -> None:
        """Read all again, with what a run collected meanwhile. Raises `ContentProblem`."""
        self._read()

    @property
    def last_decision(self) -> Entry | None:
        """What `take_back` would take back."""
        return self._undo.last if self._undo else None

    def take_back(self) -> Entry | None:
        """Take back the last decision, also of an earlier review: every file is as it was, byte for byte.

        Gives it, None where there is none. Raises `ContentProblem` where a file of it was changed since or an item of
        it is public by now (then nothing is touched), and `StoreFailed`.
        """
        taken = self._undo.take_back(self._undo_refusal) if self._undo else None
        if taken:
            self._read()
        return taken

    def _undo_refusal(self, path: Path, data: bytes | None) -> str:
        is_news = path.is_relative_to(self.content / "news")
        vanishes = data is None or b"\nStatus: draft\n" in data
        return f"is public now: {ADDRESS_STAYS}" if is_news and vanishes and self._is_public(path) else ""

    @contextmanager
    def _noted(self, decision: str, entry: Waiting | None = None) -> Iterator[None]:
        """Note what the block changes, so that it can be taken back: all of it, or none after an error."""
        if self._undo is None:
            yield
            return
        title, key = (entry.title, entry.key) if entry else ("", "")
        noted: Entry | None = None
        try:
            with self._undo.recording(decision, title, key, is_consequence=entry is None) as noted:
                # A run may have collected, and another review decided.
                if self._items.stamp() != self._read_at:
                    self._read()
                self._tray.read_again()
                yield
                self._read_at = self._items.stamp()
        except (Exception, KeyboardInterrupt):
            if noted and noted.changes:
                # What is in memory is ahead of the files, which are as they were.
                self._read()
            raise

    def tidy(self) -> list[tuple[str, str]]:
        """Note in the tray which proposals wait no longer, and why; give title and reason (of `GONE`) of each new one.

        One that is recorded already was accepted, by a run that was killed or by hand. What else a killed run left
        half done is put in order as well. Raises `ContentProblem` and
        `StoreFailed`.
        """
        with self._noted("tidied"):
            return self._tidy()

    def _tidy(self) -> list[tuple[str, str]]:
        self._items.rejoin_waiting()
        self._finish_merges()
        noted, before = [], len(self._tray.decisions)
        rows = []
        for row, why in open_proposals(self.content, self._tray, self._items).gone:
            decided = {"decision": "accepted"} if why == "recorded" else {"decision": WITHDRAWN, "why": why}
            rows.append({**decided, "url": row.url, "proposal": row.id})
            noted.append((row.title, why))
        self._tray.decide_all(rows)
        new = {row["proposal"] for row in self._tray.decisions[before:]}
        return [line for line, row in zip(noted, rows, strict=True) if row["proposal"] in new]

    def _finish_merges(self) -> None:
        """Delete the drafts that were merged into another item by a run that was killed before it came to that."""
        for path in sorted(self._items.shadowed):
            item = loads(read_text(path), path)
            if item.status == "draft" and self._tray.last_decision(item.source_url).get("decision") == "merged":
                self._items.remove(path)

    def refusal(self, entry: Waiting, decision: Decision) -> str:
        """Why a decision cannot be taken on an entry, in one line; "" where it can.

        Asked before an editor is asked for more, and whether to offer the decision at all.
        """
        if decision == "accept":
            if entry.item and not entry.newer and not (entry.item.places or entry.item.mentions):
                return PLACELESS_DRAFT
            return UNDATED_PROPOSAL if entry.proposal and not entry.date else ""
        if decision in _CORRECTIONS and not entry.item:
            return "only a draft can be corrected; accept or reject this one"
        if decision == "merge":
            if not entry.item:
                return "only a draft can be merged"
            if entry.item.status != "draft":
                return f"is {entry.item.status}: {ADDRESS_STAYS}"
        return ""

    def _require(self, entry: Waiting, decision: Decision) -> tuple[Path, Item]:
        """The item of an entry as its file has it now. Raises `ContentProblem` where the decision cannot be taken."""
        refusal = self.refusal(entry, decision)
        if refusal or not (entry.path and entry.item):
            raise ContentProblem(entry.path or self.content, refusal or "there is no item")
        if not entry.path.is_file():
            raise ContentProblem(entry.path, "is not there any more; see invoke review")
        return entry.path, loads(read_text(entry.path), entry.path)

    @_undoable("accepted")
    def accept(self, entry: Waiting, *, name: str = "", summary: str = "") -> Path | None:
        """Publish a draft as it stands, take a newer version, or write a proposal's file in the editor's own words.

        Gives the file that was written, if one was; an item's has followed its date where it was never public. A
        proposal needs `summary` and, for an initiative, `name`. Raises `ContentProblem` and `StoreFailed`.
        """
        if entry.proposal:
            known = self._items.find(entry.url)
            words = {"name": _typed(name), "summary": _typed(summary)}
            written = write_proposal(self.content, entry.proposals, known, **words)
            self._decide_proposals("accepted", entry)
            return written
        path, item = self._require(entry, "accept")
        if entry.newer:
            return self._settle(entry, path, entry.newer, accept=True)
        self._tray.decide("accepted", url=entry.url)
        path = self._follow_date(path, item, item.date)
        # Unless a person edited it, it goes on following its source.
        write_text(path, dumps_with(item, status="published", review=""))
        return path

    @_undoable("rejected")
    def reject(self, entry: Waiting) -> None:
        """Delete a draft for good (its address is not collected again), or refuse a newer version or a proposal.

        Raises `ContentProblem` and `StoreFailed`.
        """
        if entry.proposal:
            self._decide_proposals("refused", entry)
        elif entry.newer and entry.path:
            self._settle(entry, entry.path, entry.newer, accept=False)
        elif entry.item and entry.path:
            self._decide_with_proposals("rejected", entry.url, title=entry.title)
            self._items.remove(entry.path)

    def _settle(self, entry: Waiting, path: Path, newer: Item, *, accept: bool) -> Path:
        if not self._items.waiting_path(path).is_file():
            raise ContentProblem(path, "nothing waits for this item; see invoke review")
        self._tray.decide("accepted" if accept else "kept", url=entry.url, digest=newer.digest)
        self._items.settle(path, accept=accept)
        return self._items.path_of(entry.url) or path

    def _decide_proposals(self, decision: str, entry: Waiting) -> None:
        rows = ({"decision": decision, "url": row.url, "proposal": row.id} for row in entry.proposals)
        self._tray.decide_all(rows)

    def _decide_with_proposals(self, decision: str, url: str, **details: Any) -> None:
        """Store a decision after which an item is gone, and with it that its proposals wait no longer."""
        key = url_key(url)
        gone = [
            {"decision": WITHDRAWN, "why": decision, "url": row.url, "proposal": row.id}
            for row in self._tray.undecided()
            if url_key(row.url) == key
        ]
        self._tray.decide_all([{"decision": decision, "url": url, **details}, *gone])

    def correct_places(self, entry: Waiting, slugs: Sequence[str]) -> Waiting:
        """Set the places of a draft, main one first; it is published when no other reason for review is left.

        Gives the entry with the corrected item. Raises `ContentProblem` for an unknown place, and `StoreFailed`.
        """
        self._require(entry, "place")
        unknown = [printable(slug) for slug in slugs if slug not in self.places]
        if unknown or not slugs:
            raise ContentProblem(self.content / "cities", f"no such place: {', '.join(unknown) or 'none given'}")
        return self._correct(entry, "places", tuple(dict.fromkeys(slugs)), PLACE_REASONS)

    def correct_date(self, entry: Waiting, text: str) -> Waiting:
        """Set the date of a draft: `2019-05-16`, or with time and offset; a bare day is in the main place's zone.

        Its file, and with that its address, follows the date unless it may have been public. Gives the entry with the
        corrected item. Raises `ContentProblem` for what is no date, and `StoreFailed`.
        """
        _, item = self._require(entry, "date")
        try:
            moment = dt.datetime.fromisoformat(text.strip())
        except ValueError as error:
            advice = f"{printable(text) or 'nothing'} is no date; write 2019-05-16"
            raise ContentProblem(entry.path or "-", advice, key="Date") from error
        if moment.tzinfo is None:
            first = self.places.get(item.places[0]) if item.places else None
            moment = moment.replace(tzinfo=first.zone if first else dt.timezone(dt.timedelta(hours=7)))
        return self._correct(entry, "date", moment, DATE_REASONS)

    def correct_dimensions(self, entry: Waiting, names: Sequence[str]) -> Waiting:
        """Set the dimensions of a draft, main one first; it goes on waiting.

        Gives the entry with the corrected item. Raises `ContentProblem` for an unknown dimension, and `StoreFailed`.
        """
        self._require(entry, "dimension")
        wrong = [printable(name) for name in names if name not in DIMENSIONS]
        if wrong:
            raise ContentProblem(entry.path or "-", f"{', '.join(wrong)}: not one of {', '.join(DIMENSIONS)}")
        return self._correct(entry, "dimensions", tuple(dict.fromkeys(names)), frozenset())

    @_undoable("corrected")
    def _correct(self, entry: Waiting, key: str, value: Any, settled: frozenset[str]) -> Waiting:
        path, item = self._require(entry, "place")
        left = [why for why in (part.strip() for part in item.review.split(",")) if why and why not in settled]
        changes: dict[str, Any] = {key: value, "review": ", ".join(left)}
        if key == "places":
            changes["mentions"] = tuple(slug for slug in item.mentions if slug not in value)
        if key == "date":
            changes["date_basis"] = "editor"
        if settled and not left:
            changes["status"] = "published"
        corrected = replace(item, **changes)
        # Subscribers hear of a move only where they had seen the item elsewhere.
        moved = {"published": True} if item.status == "published" else {}
        self._tray.decide(
            "corrected", url=entry.url, key=key, was=plain_value(getattr(item, key)), now=plain_value(value), **moved
        )
        path = self._follow_date(path, item, corrected.date)
        # The seal stays as it was, so that the item counts as edited and no run undoes this.
        write_text(path, render(corrected))
        return replace(entry, path=path, date=day_of(corrected), item=corrected)

    def _follow_date(self, path: Path, item: Item, date: dt.datetime | None) -> Path:
        """The item's file, renamed to agree with `date` where no reader can have its address."""
        is_public = may_be_public(item) or self._is_public(path)
        return path if is_public else self._items.follow_date(path, item, date)

    def merge_targets(self, entry: Waiting) -> list[tuple[Path, Item]]:
        """Published items that a draft may repeat, likeliest first; see `record.merge_targets`."""
        return self._merge_targets.of(entry.path, entry.item) if entry.path and entry.item else []

    @_undoable("merged")
    def merge(self, entry: Waiting, target: Path) -> None:
        """Add a draft's address to `also` of the item in `target`, and delete the draft.

        Raises `ContentProblem` where that cannot be done, and `StoreFailed`.
        """
        path, _ = self._require(entry, "merge")
        if target not in self._items.paths() or target == path:
            raise ContentProblem(target, "no such item")
        known = loads(read_text(target), target)
        self._decide_with_proposals("merged", entry.url, title=entry.title, into=known.source_url)
        self._items.mark(known, also=tuple(dict.fromkeys((*known.also, entry.url))))
        self._items.remove(path)

    def new_cases(self, text_of: Callable[[str], str], known: Iterable[str]) -> list[dict[str, Any]]:
        """Each correction of a place as a labelled case; see `record.place_cases`."""
        return new_cases(self._tray.decisions, self._items, text_of, known)


def _typed(line: str) -> str:
    """What an editor typed, without the marks that an arrow key leaves."""
    return clean_line(without_escapes(line))
