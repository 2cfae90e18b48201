"""The review tray in a terminal: one key a decision."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from rich.console import Console, Group
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from record.errors import PantauError
from record.review import GROUPS, Review, Waiting
from record.vocabulary import DIMENSIONS
from scrapers.decide.verdict import sentences

KEYS: Mapping[str, str] = MappingProxyType(
    {
        "a": "accept",
        "p": "place",
        "d": "date",
        "m": "dimension",
        "s": "same as another (merge)",
        "r": "reject",
        "n": "next, decide later",
        "x": "reject all of this group",
        "q": "quit",
    }
)
_EXCERPT_WORDS = 60
"""How much of a text is shown."""


class Terminal:
    """Shows the entries of the tray one after another and applies the editor's decisions."""

    def __init__(self, review: Review, console: Console, key: Callable[[], str], ask: Callable[[str], str]) -> None:
        """`key` reads one key; `ask` prints a question and reads a line. Both are given, so that tests can type."""
        self._review, self._console, self._key, self._ask = review, console, key, ask
        self.decided = 0
        """Entries that were settled."""

    def run(self) -> None:
        """Show each entry until all were seen or the editor quits; print how many were decided and how many wait."""
        entries = self._review.waiting()
        group = ""
        dropped: set[str] = set()
        for number, entry in enumerate(entries, 1):
            if entry.group in dropped:
                self._review.reject(entry)
                self.decided += 1
                continue
            if entry.group != group:
                group = entry.group
                size = sum(1 for other in entries if other.group == group)
                self._console.print(Rule(f"{GROUPS[group]} ({size})"))
            answer = self._settle(entry, number, len(entries))
            if answer == "q":
                break
            if answer == "x":
                dropped.add(entry.group)
        self._console.print(f"{self.decided} decided, {len(self._review.waiting())} waiting.")

    def _settle(self, entry: Waiting, number: int, total: int) -> str:
        """Apply keys until the entry is settled or left; give the last key."""
        while True:
            self._show(entry, number, total)
            pressed = self._key().lower()
            if pressed in {"n", "q"}:
                return pressed
            try:
                entry, done = self._act(entry, pressed)
            except PantauError as problem:
                self._console.print(Text(str(problem), style="red"))
                continue
            if done:
                self.decided += 1
                return pressed

    def _act(self, entry: Waiting, pressed: str) -> tuple[Waiting, bool]:
        """Apply a key to an entry; give the entry as it is now, and whether it is settled."""
        if pressed == "a":
            self._accept(entry)
        elif pressed in {"r", "x"}:
            self._review.reject(entry)
        elif pressed == "p":
            entry = self._review.correct_places(entry, self._choose_places(entry))
        elif pressed == "d":
            entry = self._review.correct_date(entry, self._ask("date (2019-05-16): "))
        elif pressed == "m":
            entry = self._review.correct_dimensions(entry, self._choose(DIMENSIONS, "dimensions, main one first: "))
        elif pressed == "s":
            return entry, self._merge(entry)
        else:
            return entry, False
        still_open = entry.item is not None and entry.item.status == "draft" and pressed in {"p", "d", "m"}
        return entry, not still_open

    def _accept(self, entry: Waiting) -> None:
        if entry.proposal:
            name = self._ask("its name: ") if entry.proposal.what == "initiative" else ""
            self._review.accept(entry, name=name, summary=self._ask("in your own words: "))
        else:
            self._review.accept(entry)

    def _choose_places(self, entry: Waiting) -> list[str]:
        item = entry.item
        candidates = [line.partition(" = ")[0] for line in item.because] if item else []
        likely = [*item.places, *item.mentions, *filter(self._review.places.get, candidates)] if item else []
        same_name = {slug.partition("-")[2] for slug in likely}
        likely += [slug for slug in self._review.places if slug.partition("-")[2] in same_name]
        others = [slug for slug in self._review.places if slug not in likely]
        return self._choose([*dict.fromkeys(likely), *others], "places, main one first: ")

    def _choose(self, names: "list[str] | tuple[str, ...]", question: str) -> list[str]:
        """Let the editor choose from `names`, by numbers or names with spaces between."""
        table = Table.grid(padding=(0, 3))
        numbered = [f"{number} {name}" for number, name in enumerate(names, 1)]
        for start in range(0, len(numbered), 3):
            table.add_row(*numbered[start : start + 3])
        self._console.print(table)
        picked = self._ask(question).replace(",", " ").split()
        return [names[int(word) - 1] if word.isdigit() and 0 < int(word) <= len(names) else word for word in picked]

    def _merge(self, entry: Waiting) -> bool:
        targets = self._review.merge_targets(entry)
        if not targets:
            self._console.print("No published item is like it.")
            return False
        for number, (_, item) in enumerate(targets, 1):
            self._console.print(Text(f"{number} {item.title} ({item.source})"))
        pressed = self._key()
        if pressed.isdigit() and 0 < int(pressed) <= len(targets):
            self._review.merge(entry, targets[int(pressed) - 1][0])
            return True
        return False

    def _show(self, entry: Waiting, number: int, total: int) -> None:
        lines = [Text(entry.title, style="bold"), Text(f"{entry.date or 'no date'}  {entry.url}", style="dim")]
        if entry.proposal:
            lines += [Text(f"{entry.proposal.place}: {entry.proposal.kind}"), Text(f"“{entry.proposal.sentence}”")]
        if entry.item:
            rows = (
                ("about", entry.item.places),
                ("mentions", entry.item.mentions),
                ("because", entry.item.because),
                ("refused", entry.item.refused),
                ("dimensions", entry.item.dimensions),
            )
            lines += [Text(f"{name}: {', '.join(values)}") for name, values in rows if values]
            lines.append(Text(sentences(entry.item.body or entry.item.summary, _EXCERPT_WORDS), style="italic"))
        if entry.newer:
            lines.append(Text(f"now: {entry.newer.title}. {sentences(entry.newer.body, _EXCERPT_WORDS)}"))
        keys = "  ".join(f"[{key}] {what}" for key, what in KEYS.items())
        self._console.print(Panel(Group(*lines), title=f"{number} of {total}", title_align="left"))
        self._console.print(Text(keys, style="dim"))


def list_waiting(review: Review, console: Console, root: Path) -> None:
    """Print the tray as plain lines, for a pipe; `root` is left out of paths."""
    entries = review.waiting()
    for entry in entries:
        where = entry.path.relative_to(root) if entry.path and entry.path.is_relative_to(root) else entry.path
        subject = where or (entry.proposal.sentence if entry.proposal else "")
        # Scripts read a pipe line by line: no path or address may be cut.
        console.print(Text(f"{entry.group:18} {entry.date or '----------'} {entry.title}"), soft_wrap=True)
        console.print(Text(f"{'':18} {subject}  {entry.url}", style="dim"), soft_wrap=True)
    console.print(f"{len(entries)} waiting")
