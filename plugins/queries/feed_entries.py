"""What became known, in the order in which it did: the entries of feeds, of items, facts and changes alike.

An entry's place in that order is the day on which it came into our record (`Recorded`), whenever it happened: what is
found late stands among the newest, and what is recorded today comes after all that was recorded before.
"""

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from plugins.incremental.tracking import digest_of, query, tracked_function
from plugins.model.news import News, by_recorded
from plugins.model.record import Record
from plugins.queries.changes import withdrawal_words
from plugins.queries.feed_entry import FeedEntry, noon, zone_of
from plugins.queries.feed_facts import by_scope, own_entries
from plugins.queries.feed_items import item_entry, item_fingerprint
from plugins.queries.silence import all_news_naming

OF_OUTLETS = "source"
"""The kind of entry that only a feed has which asks for it."""


class Selection(NamedTuple):
    """Which entries: of a place, a dimension, both, or an initiative (its page's address), and of which kinds.

    What is empty does not narrow; without kinds, all but changes of outlets. It gives the arguments of queries.
    """

    place: str = ""
    dimension: str = ""
    initiative: str = ""
    kinds: tuple[str, ...] = ()

    def has(self, kind: str) -> bool:
        """Whether entries of a kind are wanted."""
        return kind in self.kinds if self.kinds else kind != OF_OUTLETS


EVERYTHING = Selection()
Row = News | FeedEntry
"""What an entry is made from. An item that was taken out of all lists keeps its row, which gives no entry: so the
others keep their numbers, and a document of a feed its other entries."""


def feed_entries(
    record: Record, selection: Selection = EVERYTHING, since: dt.date | None = None, until: dt.date | None = None
) -> list[FeedEntry]:
    """The entries of a selection, newest first; of those recorded from `since` to `until` (both included), if given.

    Files that ask depend on these entries alone.
    """
    days = (since.isoformat() if since else "", until.isoformat() if until else "9")
    start, stop = _between(record, *days, *selection)
    return entries_between(record, start, stop, selection)


def entries_between(record: Record, start: int, stop: int, selection: Selection) -> list[FeedEntry]:
    """The entries of the rows from number `start` up to `stop`, counted from the oldest; newest first."""
    rows_digest(record, start, stop, *selection)
    # The digest covers all that is read here.
    with record.dependencies.tracking():
        return [
            item_entry(record, row) if isinstance(row, News) else row
            for row in reversed(feed_rows(record, selection)[start:stop])
            if _is_shown(row)
        ]


def latest(record: Record, most: int, *kinds: str) -> list[FeedEntry]:
    """The newest entries of all places, at most so many, of these kinds (of all, without any); newest first."""
    start, stop = _last(record, most, *kinds)
    return entries_between(record, start, stop, Selection(kinds=kinds))


@query
def _last(record: Record, most: int, *kinds: str) -> tuple[int, int]:
    """The numbers of rows between which the last entries lie."""
    rows = feed_rows(record, Selection(kinds=kinds))
    shown = [number for number, row in enumerate(rows) if _is_shown(row)]
    return (shown[-most:] or [len(rows)])[0], len(rows)


class Withdrawal(NamedTuple):
    """An entry that was withdrawn: its id, noon of that day, what is said of it, and the page that says it."""

    id: str
    when: dt.datetime
    text: str
    address: str


def withdrawals_between(record: Record, start: int, stop: int, selection: Selection) -> list[Withdrawal]:
    """The withdrawals of entries that stood among these rows, and those that stand there, each entry once."""
    rows_digest(record, start, stop, *selection)
    with record.dependencies.tracking():
        rows = feed_rows(record, selection)[start:stop]
        return list({one.id: one for row in rows for one in _withdrawals(record, row)}.values())


def _withdrawals(record: Record, row: Row) -> Iterator[Withdrawal]:
    if isinstance(row, FeedEntry):
        if row.withdrawn_id:
            yield Withdrawal(row.withdrawn_id, row.updated, row.text, row.address)
    elif not row.is_published and (day := row.item.withdrawn):
        when = noon(day, zone_of(record, row.row.places))
        yield Withdrawal(row.item.id, when, withdrawal_words(row.item), row.address)


def feed_rows(record: Record, selection: Selection) -> Sequence[Row]:
    """All rows of a selection, what became known first first."""
    own_digest(record, *selection)
    news = _news(record, selection) if selection.has("item") else ()
    cache = _rows(record)
    if selection not in cache:
        with record.dependencies.tracking():
            cache[selection] = tuple(sorted([*news, *_own(record, selection)], key=row_order))
    return cache[selection]


def _is_shown(row: Row) -> bool:
    """Whether a row gives an entry: that of an item which was taken out of all lists gives none."""
    return not isinstance(row, News) or row.is_published


def row_order(row: Row) -> tuple[str, str, float, str]:
    """Sort key of rows."""
    return by_recorded(row) if isinstance(row, News) else row.order


def day_of(row: Row) -> str:
    """The day on which it became known, ISO 8601."""
    return row.row.recorded if isinstance(row, News) else row.recorded.isoformat()


@query
def feed_size(record: Record, *selection: str | tuple[str, ...]) -> int:
    """How many entries a selection has."""
    rows = feed_rows(record, Selection(*selection))  # type: ignore[arg-type]
    return sum(map(_is_shown, rows))


@query
def newest_recorded(record: Record) -> str:
    """The newest day on which anything came into the record, ISO 8601; "" for an empty one."""
    rows = feed_rows(record, EVERYTHING)
    return day_of(rows[-1]) if rows else ""


@query
def rows_digest(record: Record, start: int, stop: int, *selection: str | tuple[str, ...]) -> str:
    """Digest of all that entries show: a document depends on this alone, and on no other entry of its feed."""
    rows = feed_rows(record, Selection(*selection))[start:stop]  # type: ignore[arg-type]
    return digest_of([item_fingerprint(record, row) if isinstance(row, News) else row for row in rows])


@query
def own_digest(record: Record, *selection: str | tuple[str, ...]) -> str:
    """Digest of the entries of a selection that are no items, which all of the record may change."""
    return digest_of(_own(record, Selection(*selection)))  # type: ignore[arg-type]


@query
def _between(record: Record, since: str, until: str, *selection: str | tuple[str, ...]) -> tuple[int, int]:
    rows = feed_rows(record, Selection(*selection))  # type: ignore[arg-type]
    return bisect_left(rows, since, key=day_of), bisect_left(rows, until + "~", key=day_of)


def _news(record: Record, selection: Selection) -> Sequence[News]:
    if selection.initiative:
        return all_news_naming(record, record.initiative(selection.initiative))
    return record.recorded_news(place=selection.place, dimension=selection.dimension)


def _own(record: Record, selection: Selection) -> list[FeedEntry]:
    entries = _own_by_scope(record).get(selection[:3], ())
    return [entry for entry in entries if selection.has(entry.kind)]


@tracked_function
def _own_by_scope(record: Record) -> Mapping[tuple[str, str, str], list[FeedEntry]]:
    groups: defaultdict[tuple[str, str, str], list[FeedEntry]] = defaultdict(list)
    for scope, entry in by_scope(own_entries(record)):
        groups[scope].append(entry)
    return dict(groups)


@tracked_function
def _rows(record: Record) -> dict[Selection, Sequence[Row]]:
    """The rows of each selection that was asked for; `feed_rows` records what they depend on."""
    return {}
