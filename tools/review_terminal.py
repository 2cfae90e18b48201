"""The review tray in a terminal: one key a decision."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from rich.console import Console, Group
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from record.errors import FileProblem, PantauError
from record.item import Item
from record.review import Decision, Review
from record.text import printable
from record.vocabulary import DIMENSIONS
from record.waiting import GROUPS, Waiting
from tools.postponed import Postponed
from tools.review_entry import Line, lines, plain_text, suggests_place
from tools.review_list import notes

Kind = Literal["draft", "newer version", "proposal"]
KEYS: Mapping[str, Mapping[Kind, str]] = MappingProxyType(
    {
        "a": {"draft": "accept as it is", "newer version": "take the new", "proposal": "accept, in your own words"},
        "p": {"draft": "place", "newer version": "place (moves the item)"},
        "d": {"draft": "date"},
        "m": {"draft": "dimension"},
        "s": {"draft": "same as another (merge)"},
        "r": {"draft": "reject for good", "newer version": "keep the old", "proposal": "reject"},
        "n": dict.fromkeys(("draft", "newer version", "proposal"), "next, decide later"),
        "x": {
            "draft": "reject all of this group",
            "newer version": "keep the old of this group",
            "proposal": "reject all of this group",
        },
        "u": dict.fromkeys(("draft", "newer version", "proposal"), "undo the last decision"),
        "q": dict.fromkeys(("draft", "newer version", "proposal"), "quit"),
    }
)
"""What each key does, by the kinds of entry that it works on."""
DECISIONS: Mapping[str, Decision] = MappingProxyType(
    {"a": "accept", "p": "place", "d": "date", "m": "dimension", "s": "merge", "r": "reject", "x": "reject"}
)
QUIT = frozenset({"q", "\x03", "\x04"})
"""The key, Ctrl-C and Ctrl-D."""
NOTHING_CHANGED = "Nothing changed."


class Cancelled(Exception):
    """A question was left without an answer."""


class Terminal:
    """Shows the entries of the tray one after another and applies the editor's decisions."""

    def __init__(
        self,
        review: Review,
        console: Console,
        key: Callable[[], str],
        ask: Callable[[str], str],
        *,
        text_of: Callable[[Item], str] = plain_text,
        postponed: Postponed | None = None,
    ) -> None:
        """`key` reads one key; `ask` prints a question and reads a line. Both are given, so that tests can type.

        `text_of` gives as much of an item's text as there is, `postponed` what was put off before.
        """
        self._review, self._console, self._key, self._ask = review, console, key, ask
        self._text_of, self._postponed = text_of, postponed or Postponed()
        self._queue: deque[Waiting] = deque()
        self._dropped: set[str] = set()
        self.decided = 0
        """Entries that were settled, less what was taken back."""

    def run(self) -> None:
        """Show each entry until all were seen or the editor quits; print how many were decided and how many wait."""
        for line in notes(self._review):
            self._say(line)
        self._queue.extend(self._postponed.in_order(self._review.waiting()))
        total, group = len(self._queue), ""
        while self._queue or self._goes_back():
            listed = self._queue.popleft()
            entry = self._now(listed)
            if entry is None:
                continue
            if listed.group in self._dropped:
                self._reject(entry)
                continue
            more = sum(other.group == listed.group for other in self._queue)
            if listed.group != group:
                group = listed.group
                self._console.print(Rule(f"{GROUPS[group]} ({more + 1})"))
            answer = self._settle(entry, f"{total - len(self._queue)} of {total}", more)
            if answer == "q":
                break
            if answer == "u":
                self._take_back(listed)
            if answer == "n":
                self._postponed.add(entry)
            if answer == "x":
                self._dropped.add(group)
        self._say(f"{self.decided} decided, {len(self._review.waiting())} waiting.")

    def _goes_back(self) -> bool:
        """Whether the editor, who has seen all, takes the last decision back."""
        if not (self.decided and self._review.last_decision):
            return False
        self._say("That was all. Press u to undo the last decision, or any other key to end.")
        return self._pressed() == "u" and self._take_back()

    def _take_back(self, *then: Waiting) -> bool:
        """Take the last decision back, and show what it was on next, before `then`; False where that cannot be."""
        try:
            taken = self._review.take_back()
        except PantauError as problem:
            self._say(str(problem), style="red")
            taken = None
        self._queue.extendleft(reversed(then))
        if taken is None:
            return False
        self._say(f"Undone: {taken.decision} “{taken.title}”.")
        self.decided -= bool(self.decided)
        # It may have been one of a group that was rejected whole: whoever takes that back is asked again.
        self._dropped.clear()
        self._queue.extendleft(entry for entry in self._review.waiting() if entry.key == taken.key)
        return True

    def _now(self, listed: Waiting) -> Waiting | None:
        """The entry as an earlier decision left it; None where that settled it, or a person broke its file."""
        try:
            return self._review.now(listed)
        except PantauError as problem:
            self._say(str(problem), style="red")
            return None

    def _reject(self, entry: Waiting) -> None:
        try:
            self._review.reject(entry)
            self.decided += 1
        except PantauError as problem:
            self._say(str(problem), style="red")

    def _settle(self, entry: Waiting, title: str, more: int) -> str:
        """Apply keys until the entry is settled or left; give the last key. `more` are left in its group after it."""
        seen = None
        while True:
            if entry is not seen:
                self._show(entry, title)
                seen = entry
            offered = self._offered(entry, more)
            self._show_keys(offered)
            pressed = self._pressed()
            if pressed in {"n", "q"} or (pressed == "u" and pressed in offered):
                return pressed
            if pressed not in offered:
                self._say(self._why_not(entry, pressed, list(offered)))
                continue
            try:
                entry, done = self._act(entry, pressed)
            except Cancelled:
                self._say(NOTHING_CHANGED)
                continue
            except PantauError as problem:
                self._say(_without_path(problem, entry), style="red")
                continue
            if done:
                self.decided += 1
                return pressed

    def _pressed(self) -> str:
        try:
            pressed = self._key().lower()
        except KeyboardInterrupt:
            return "q"
        return "q" if pressed in QUIT else pressed

    def _offered(self, entry: Waiting, more: int) -> dict[str, str]:
        """The keys that work on an entry now, with what they do."""
        keys = {key: does[kind_of(entry)] for key, does in KEYS.items() if kind_of(entry) in does}
        return {key: does for key, does in keys.items() if not self._refusal(entry, key, more)}

    def _refusal(self, entry: Waiting, key: str, more: int) -> str:
        if key == "x":
            return "" if more else "nothing else waits in this group; press r"
        if key == "u":
            return "" if self._review.last_decision else "nothing was decided that can be undone"
        if key not in DECISIONS:
            return ""
        refusal = self._review.refusal(entry, DECISIONS[key])
        if not refusal and key == "s" and not self._review.merge_targets(entry):
            return "No published item is like it."
        return refusal

    def _why_not(self, entry: Waiting, pressed: str, offered: Sequence[str]) -> str:
        """Why a key does nothing here, in one line."""
        others = f"{', '.join(offered[:-1])} or {offered[-1]}"
        if pressed not in KEYS:
            return f"That key does nothing; press {others}."
        if kind_of(entry) not in KEYS[pressed]:
            kinds = " or ".join(KEYS[pressed])
            return f"{pressed}: only for a {kinds}, and this is a {kind_of(entry)}; press {others}."
        return f"{pressed}: {self._refusal(entry, pressed, more=0)}"

    def _act(self, entry: Waiting, pressed: str) -> tuple[Waiting, bool]:
        """Apply a key to an entry; give the entry as it is now, and whether it is settled."""
        if pressed == "a":
            self._accept(entry)
            return entry, True
        if pressed in {"r", "x"}:
            self._review.reject(entry)
            return entry, True
        if pressed == "s":
            return entry, self._merge(entry)
        if pressed == "p":
            entry = self._review.correct_places(entry, self._choose_places(entry))
        elif pressed == "d":
            entry = self._review.correct_date(entry, self._answer("date (2019-05-16): "))
        else:
            entry = self._review.correct_dimensions(entry, self._choose(DIMENSIONS, "dimensions, main one first: "))
        if entry.item and entry.item.status != "draft":
            self._say_written(entry.path)
            return entry, not entry.newer
        return entry, False

    def _accept(self, entry: Waiting) -> None:
        if entry.proposal:
            name = self._answer("its name: ") if entry.proposal.what == "initiative" else ""
            self._say_written(self._review.accept(entry, name=name, summary=self._asked("in your own words: ")))
        else:
            self._say_written(self._review.accept(entry))

    def _say_written(self, path: Path | None) -> None:
        if path:
            self._say(f"written: content/{path.relative_to(self._review.content)}")

    def _asked(self, question: str) -> str:
        try:
            return self._ask(question).strip()
        except (EOFError, KeyboardInterrupt) as error:
            # The cursor still stands behind the question.
            self._console.print()
            raise Cancelled from error

    def _answer(self, question: str) -> str:
        """A line that is not empty; an empty one means that the editor thought better of it."""
        answer = self._asked(question)
        if not answer:
            raise Cancelled
        return answer

    def _choose_places(self, entry: Waiting) -> list[str]:
        item = entry.item
        # Where the first would be wrong more often than right, none stands out.
        likely = [*item.places, *item.mentions] if item and suggests_place(item) else []
        same_name = {slug.partition("-")[2] for slug in likely}
        likely += [slug for slug in self._review.places if slug.partition("-")[2] in same_name]
        others = [slug for slug in self._review.places if slug not in likely]
        return self._choose([*dict.fromkeys(likely), *others], "places, main one first: ")

    def _choose(self, names: Sequence[str], question: str) -> list[str]:
        """Let the editor choose from `names`, by numbers or names with spaces between."""
        numbered = [f"{number} {printable(name)}" for number, name in enumerate(names, 1)]
        # As many beside each other as a narrow terminal shows whole.
        width = max(map(len, numbered)) + 3
        columns = max(1, min(3, (self._console.width + 3) // width))
        for start in range(0, len(numbered), columns):
            self._say_as_it_is("".join(part.ljust(width) for part in numbered[start : start + columns]).rstrip())
        picked = self._answer(question).replace(",", " ").split()
        return [names[int(word) - 1] if word.isdecimal() and 0 < int(word) <= len(names) else word for word in picked]

    def _merge(self, entry: Waiting) -> bool:
        targets = self._review.merge_targets(entry)
        for number, (_, item) in enumerate(targets, 1):
            self._say(f"{number} {printable(item.title)} ({printable(item.source)})")
        self._say("Press the number of the item that it repeats, or any other key for none.")
        pressed = self._pressed()
        if pressed.isdecimal() and 0 < int(pressed) <= len(targets):
            self._review.merge(entry, targets[int(pressed) - 1][0])
            return True
        self._say(NOTHING_CHANGED)
        return False

    def _show(self, entry: Waiting, title: str) -> None:
        parts = [Text(printable(entry.title), style="bold"), *map(_shown, lines(entry, self._text_of))]
        self._console.print(Panel(Group(*parts), title=title, title_align="left"))

    def _show_keys(self, offered: Mapping[str, str]) -> None:
        """As many beside each other as there is room for; none is parted."""
        rows = [""]
        for part in (f"[{key}] {does}" for key, does in offered.items()):
            longer = f"{rows[-1]}  {part}" if rows[-1] else part
            if rows[-1] and len(longer) > self._console.width:
                rows.append(part)
            else:
                rows[-1] = longer
        for row in rows:
            self._say_as_it_is(row, style="dim")

    def _say(self, line: str, style: str = "") -> None:
        self._say_as_it_is(printable(line), style)

    def _say_as_it_is(self, line: str, style: str = "") -> None:
        # `print` alone leaves a space at the end of each line that it wraps.
        for part in Text(line, style=style).wrap(self._console, self._console.width):
            part.rstrip()
            self._console.print(part)


def _shown(line: Line) -> Text:
    text = Text(f"{line.label}: " if line.label else "", style="" if line.label else "dim")
    for piece in line.pieces:
        text.append(piece.text, style="bold reverse not dim" if piece.is_mark else "")
    return text


def kind_of(entry: Waiting) -> Kind:
    """What kind of entry it is."""
    if entry.proposal:
        return "proposal"
    return "newer version" if entry.newer else "draft"


def _without_path(problem: PantauError, entry: Waiting) -> str:
    """The problem's words; a file's name only where it is another one than the entry shows."""
    is_here = isinstance(problem, FileProblem) and (problem.path == entry.path or not problem.path.is_file())
    return problem.problem if is_here and isinstance(problem, FileProblem) else str(problem)
