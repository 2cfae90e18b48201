"""Refuses a site that breaks what readers were promised: addresses and feed entries. Two manifests in, reasons out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial

from publish.manifest import STRAY, Entry, Manifest, address_of

PROMISED = (".html", ".rss", ".atom", ".json", ".csv", ".ics", ".opml", ".sqlite", ".xml", ".txt", ".bib", ".ris")
"""Endings of the files whose addresses people and programs keep: these must not vanish."""
MOST_NAMED = 10
"""How many addresses a reason names at most."""


@dataclass(frozen=True)
class Rules:
    """The settings `PUBLISH_MOST_LOST` and `PUBLISH_MAY_VANISH`."""

    most_lost: float
    """The share of the items, 0 to 1, that may go from one publish to the next."""
    may_vanish: Sequence[str]
    """Patterns of addresses that may vanish; `*` is any text."""


@dataclass(frozen=True)
class Refusal:
    """One reason not to publish."""

    what: str
    advice: str
    """What to do about it."""

    def __str__(self) -> str:
        """`what; advice`."""
        return f"{self.what}; {self.advice}"


def refusals(old: Manifest | None, new: Manifest, hidden: Collection[str], rules: Rules) -> list[Refusal]:
    """Every reason why `new` must not follow `old`; none where `old` is None, for nothing was promised yet.

    `hidden` are the addresses of pages that ask search engines not to index them.
    """
    if old is None:
        return []
    return [*_pages(old, new, rules), *_entries(old, new, hidden), *_drop(old, new, rules)]


def _pages(old: Manifest, new: Manifest, rules: Rules) -> Iterator[Refusal]:
    promised = {path for path, digest in old.files.items() if path.endswith(PROMISED) and digest != STRAY}
    gone = sorted(address_of(path) for path in promised - new.files.keys())
    gone = [address for address in gone if not _may_vanish(address, new, rules)]
    if gone:
        advice = "say in content/moved.toml where each went, or why it is gone"
        yield Refusal(f"{_count(gone, 'public address', 'public addresses')} would vanish: {_few(gone)}", advice)


def _may_vanish(address: str, new: Manifest, rules: Rules) -> bool:
    """Whether a pattern allows it, or it is a feed of a page that `content/moved.toml` accounts for."""
    feeds_of_stub = not address.endswith("/") and address.rpartition("/")[0] + "/" in new.stubs
    return feeds_of_stub or any(fnmatchcase(address, pattern) for pattern in rules.may_vanish)


def _entries(old: Manifest, new: Manifest, hidden: Collection[str]) -> Iterator[Refusal]:
    taken = {entry.page: name for name, entry in new.entries.items() if not entry.feed}
    excused = {name for names in new.stubs.values() for name in names}
    lost = [name for name in sorted(old.entries.keys() - new.entries.keys()) if name not in excused]
    renamed = [name for name in lost if not old.entries[name].feed and old.entries[name].page in taken]
    if renamed:
        pairs = _few([f"{name} of {old.entries[name].page} is now {taken[old.entries[name].page]}" for name in renamed])
        counted = _count(renamed, "item has another id", "items have another id")
        yield Refusal(f"{counted}, so that readers would see it twice: {pairs}", "put the old Id back into its file")
    known = partial(_is_accounted_for, new=new, hidden=hidden)
    vanished = [name for name in lost if name not in renamed and not known(old.entries[name])]
    if vanished:
        named = _few([f"{name} ({old.entries[name].page})" for name in vanished])
        yield Refusal(
            f"{_count(vanished, 'feed entry', 'feed entries')} would vanish: {named}",
            "put it back, set 'Status: hidden', or name its page or id in content/moved.toml",
        )


def _is_accounted_for(entry: Entry, new: Manifest, hidden: Collection[str]) -> bool:
    """Whether its page is in `content/moved.toml`, or it is an item whose page is hidden."""
    return entry.page in new.stubs or (not entry.feed and entry.page in hidden)


def _drop(old: Manifest, new: Manifest, rules: Rules) -> Iterator[Refusal]:
    if new.items < old.items * (1 - rules.most_lost):
        yield Refusal(
            f"{old.items} items would become {new.items}, a loss of more than {rules.most_lost:.0%}",
            "look for what the last collecting or editing took away; PUBLISH_MOST_LOST is the limit",
        )


def _count(names: Sequence[str], one: str, many: str) -> str:
    return f"{len(names)} {one if len(names) == 1 else many}"


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else "")
