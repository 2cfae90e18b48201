"""The pages of the review tray in a browser, and what their forms do. Knows nothing of HTTP."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.language import words
from record.errors import FileProblem, PantauError, StoreFailed
from record.open_proposals import GONE
from record.proposals import UNDATED_PROPOSAL
from record.review import PLACELESS_DRAFT, Decision
from record.vocabulary import DIMENSIONS
from record.waiting import Waiting
from tools.review_context import around, decided
from tools.review_entry import compared, plain_text, suggests_place
from tools.review_files import Desk

HERE = Path(__file__).parent
STYLES = (HERE.parent / "theme" / "static" / "site.css", HERE / "review_page.css")
"""The site's own, and what forms need besides."""
DONE: Mapping[str, str] = MappingProxyType(
    {
        "accepted": "diterima",
        "rejected": "ditolak",
        "corrected": "dibetulkan",
        "merged": "disatukan",
        "later": "ditunda",
    }
)
REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        PLACELESS_DRAFT: "Belum ada daerahnya: pilih dulu di bawah, atau tolak.",
        UNDATED_PROPOSAL: "Beritanya belum bertanggal: beri tanggal dulu, lalu catat ini.",
    }
)
"""Why something cannot be accepted, by the record's own words."""
COMPARED: Mapping[str, str] = MappingProxyType(
    {
        "old title": "Judul lama", "new title": "Judul baru", "old date": "Tanggal lama", "new date": "Tanggal baru",
        "old text": "Teks lama", "new text": "Teks baru", "and": "Dan",
    }
)  # fmt: skip
OFFERED: tuple[Decision, ...] = ("accept", "place", "date", "dimension", "merge", "reject")
_CHANGED = "Yang menunggu ini baru saja berubah. Lihat lagi, lalu putuskan."
_SETTLED = "Itu tidak menunggu lagi."
Form = Mapping[str, list[str]]


class ReviewPages:
    """One review: what waits, what was just said, and where it is."""

    def __init__(self, desk: Desk) -> None:
        """Reads the tray. Raises `ContentProblem` and `StoreFailed`."""
        self._desk, self._review = desk, desk.review
        self._page = _template()
        self.decided = 0
        """Entries that were settled, less what was taken back."""
        self.read_again()

    def read_again(self) -> None:
        """Read the tray again, with what a run collected meanwhile. Raises as at the start."""
        self._review.read_again()
        self._said = [*map(str, self._review.problems)]
        try:
            withdrawn = [f"Tidak menunggu lagi: {title} ({GONE[why]})" for title, why in self._review.tidy()]
            self._said += dict.fromkeys(withdrawn)
        except StoreFailed as problem:
            # A run is at work: what waits can be read, and is decided later.
            self._said.append(str(problem))
        self._entries = self._review.waiting()

    @property
    def left(self) -> int:
        """How many entries wait."""
        return len(self._entries)

    @staticmethod
    def style() -> str:
        """The pages' style sheet."""
        return "".join(path.read_text("utf-8") for path in STYLES)

    def page(self, key: str, token: str) -> str:
        """The page of the entry with this key, or else of the next one; `token` goes into its forms."""
        entry = self._entry(key) or self._next()
        said, self._said = self._said, []
        return str(
            self._page.render(
                entry=entry,
                others=[other for other in self._desk.postponed.in_order(self._entries) if other is not entry],
                said=said,
                last=self._review.last_decision,
                token=token,
                **(self._details(entry) if entry else {}),
            )
        )

    def decide(self, form: Form) -> str:
        """Take the decision of a form; gives the key of the entry to show next, "" for the one that is next anyway."""
        decision = _first(form, "putusan")
        try:
            if decision == "undo":
                return self._take_back()
            entry = self._entry(_first(form, "entri"))
            if entry is None:
                self._said.append(_SETTLED)
                return ""
            if _first(form, "versi") != version_of(entry):
                self._said.append(_CHANGED)
                return entry.key
            if decision == "later":
                self._desk.postponed.add(entry)
                return ""
            return self._settle(entry, decision, form)
        except PantauError as problem:
            self._said.append(problem.problem if isinstance(problem, FileProblem) else str(problem))
            return _first(form, "entri")

    def _settle(self, entry: Waiting, decision: str, form: Form) -> str:
        decide = _DECISIONS.get(decision)
        if decide is None:
            self._said.append("Putusan itu tidak dikenal.")
            return entry.key
        decide(self, entry, form)
        last = self._review.last_decision
        word = DONE.get(last.decision, last.decision) if last else "diputuskan"
        self._said.append(f"{word.capitalize()}: {entry.title}")
        if self._entry(entry.key):
            return entry.key
        self.decided += 1
        return ""

    def _take_back(self) -> str:
        taken = self._review.take_back()
        if taken is None:
            self._said.append("Tidak ada putusan yang dapat dibatalkan.")
            return ""
        self.decided -= bool(self.decided)
        self._entries = self._review.waiting()
        self._said.append(f"Dibatalkan ({DONE.get(taken.decision, taken.decision)}): {taken.title}")
        return taken.key

    def _next(self) -> Waiting | None:
        for listed in self._desk.postponed.in_order(self._entries):
            if entry := self._entry(listed.key):
                return entry
        return None

    def _entry(self, key: str) -> Waiting | None:
        """The entry with this key as its files have it now; one that waits no longer is left out from now on."""
        number = next((number for number, entry in enumerate(self._entries) if entry.key == key), None)
        if number is None:
            return None
        try:
            entry = self._review.now(self._entries[number])
        except PantauError as problem:
            self._said.append(str(problem))
            entry = None
        self._entries[number : number + 1] = [entry] if entry else []
        return entry

    def _details(self, entry: Waiting) -> dict[str, Any]:
        review, item = self._review, entry.item
        refusals = {decision: review.refusal(entry, decision) for decision in OFFERED}
        text = self._desk.text_of(item) if item else ""
        return {
            "versi": version_of(entry),
            "offered": [decision for decision in OFFERED if not refusals[decision]],
            "refusals": [REFUSALS.get(refusals["accept"], refusals["accept"])] if refusals["accept"] else [],
            "decisions": decided(item, text) if item and not entry.newer else [],
            "opening": plain_text(item) if item and not entry.newer else "",
            "differences": [(COMPARED.get(label, label), text) for label, text in compared(entry)],
            "sentence": around(entry.proposal.sentence, self._text_of_proposal(entry)) if entry.proposal else (),
            "targets": review.merge_targets(entry) if not refusals["merge"] else [],
            "places": dict(sorted((slug, place.name) for slug, place in review.places.items())),
            "dimensions": {name: words.dimension_words(name) for name in DIMENSIONS},
            "chosen": item.places if item and suggests_place(item) else (),
        }

    def _text_of_proposal(self, entry: Waiting) -> str:
        item = self._review.item_at(entry.url)
        return self._desk.text_of(item) if item else ""

    def _accept(self, entry: Waiting, form: Form) -> None:
        self._review.accept(entry, name=_first(form, "nama"), summary=_first(form, "ringkasan"))

    def _reject(self, entry: Waiting, _: Form) -> None:
        self._review.reject(entry)

    def _place(self, entry: Waiting, form: Form) -> None:
        self._review.correct_places(entry, _main_first(form))

    def _date(self, entry: Waiting, form: Form) -> None:
        self._review.correct_date(entry, _first(form, "tanggal"))

    def _dimension(self, entry: Waiting, form: Form) -> None:
        self._review.correct_dimensions(entry, _main_first(form))

    def _merge(self, entry: Waiting, form: Form) -> None:
        # By address: a form must not name a file.
        targets = {item.source_url: path for path, item in self._review.merge_targets(entry)}
        target = targets.get(_first(form, "sama"))
        if target is None:
            raise FileProblem(entry.path or "-", "pilih dulu berita yang sama")
        self._review.merge(entry, target)


_DECISIONS: Mapping[str, Callable[[ReviewPages, Waiting, Form], None]] = MappingProxyType(
    {
        "accept": ReviewPages._accept,
        "reject": ReviewPages._reject,
        "place": ReviewPages._place,
        "date": ReviewPages._date,
        "dimension": ReviewPages._dimension,
        "merge": ReviewPages._merge,
    }
)


def version_of(entry: Waiting) -> str:
    """A digest of all that an entry is: a decision on a page that shows another version is not taken."""
    return hashlib.sha256(repr(entry).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _first(form: Form, name: str) -> str:
    return form.get(name, [""])[0]


def _main_first(form: Form) -> list[str]:
    return [name for name in (_first(form, "utama"), *form.get("lain", [])) if name]


def _template() -> Any:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "tunggu": words.review_words,
        "jenis": words.kind_words,
        "dimensi": words.dimension_words,
        "penolakan": words.refusal_words,
        "putusan": lambda word: DONE.get(word, word),
    }
    return environment.get_template("review_page.html")
