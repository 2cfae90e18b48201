"""What must not be published: what was promised to readers and would be broken. Pure: two manifests in, reasons out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial

from publish.manifest import STRAY, Entry, Manifest, address_of

PROMISED = (".html", ".rss", ".atom", ".json", ".csv", ".ics", ".opml", ".xml", ".txt")
"""Files whose addresses people and programs keep."""
TOLD = 10
"""How many addresses a reason names."""


@dataclass(frozen=True)
class Rules:
    """The settings `PUBLISH_MOST_LOST` and `PUBLISH_MAY_VANISH`."""

    most_lost: float
    """The share of the items that may go from one publish to the next."""
    may_vanish: Sequence[str]
    """Addresses that are promised to nobody; `*` is any text."""


@dataclass(frozen=True)
class Refusal:
    """One reason not to publish, and what to do about it."""

    what: str
    advice: str

    def __str__(self) -> str:
        """`what; advice`."""
        return f"{self.what}; {self.advice}"


def refusals(old: Manifest | None, new: Manifest, hidden: Collection[str], rules: Rules) -> list[Refusal]:
    """Every reason why `new` must not follow `old`; `hidden` are the addresses that no index lists."""
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
    """Whether nobody was promised this address, or it is a feed of a page that itself moved or is gone with a word."""
    feeds_of_stub = not address.endswith("/") and address.rpartition("/")[0] + "/" in new.stubs
    return feeds_of_stub or any(fnmatchcase(address, pattern) for pattern in rules.may_vanish)


def _entries(old: Manifest, new: Manifest, hidden: Collection[str]) -> Iterator[Refusal]:
    taken = {entry.page: name for name, entry in new.entries.items() if not entry.feed}
    excused = {name for names in new.stubs.values() for name in names}
    lost = [name for name in sorted(old.entries.keys() - new.entries.keys()) if name not in excused]
    renamed = [name for name in lost if not old.entries[name].feed and old.entries[name].page in taken]
    if renamed:
        told = _few([f"{name} of {old.entries[name].page} is now {taken[old.entries[name].page]}" for name in renamed])
        counted = _count(renamed, "item has another id", "items have another id")
        yield Refusal(f"{counted}, so that readers would see it twice: {told}", "put the old Id back into its file")
    known = partial(_is_accounted_for, new=new, hidden=hidden)
    vanished = [name for name in lost if name not in renamed and not known(old.entries[name])]
    if vanished:
        told = _few([f"{name} ({old.entries[name].page})" for name in vanished])
        yield Refusal(
            f"{_count(vanished, 'feed entry', 'feed entries')} would vanish: {told}",
            "put it back, set 'Status: hidden', or name its page or id in content/moved.toml",
        )


def _is_accounted_for(entry: Entry, new: Manifest, hidden: Collection[str]) -> bool:
    """Whether an entry's page moved, is gone with a word, or was taken off the lists, or the entry grew too old."""
    if entry.page in new.stubs:
        return True
    return entry.date < new.oldest.get(entry.feed, "") if entry.feed else entry.page in hidden


def _drop(old: Manifest, new: Manifest, rules: Rules) -> Iterator[Refusal]:
    if new.items < old.items * (1 - rules.most_lost):
        yield Refusal(
            f"{old.items} items would become {new.items}, a loss of more than {rules.most_lost:.0%}",
            "look for what the last collecting or editing took away; PUBLISH_MOST_LOST is the limit",
        )


def _count(found: Sequence[str], one: str, many: str) -> str:
    return f"{len(found)} {one if len(found) == 1 else many}"


def _few(found: Sequence[str]) -> str:
    return ", ".join(found[:TOLD]) + (f" and {len(found) - TOLD} more" if len(found) > TOLD else "")
