"""A news item as the site shows it, and the row that is cached of its file."""

import datetime as dt
import marshal
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from plugins.model import keys
from plugins.model.article import ArticleAttributes
from plugins.model.narrowing import narrowings_of
from plugins.model.safe_markdown import render_body
from record.item import Item, body_of, is_edited
from record.item_day import ItemDay, event_day, item_day
from record.partial_dates import BOUNDS, order_of
from record.text_files import read_text
from record.urls import host, url_key

_FIELDS = tuple(part.name for part in fields(Item) if part.name != "body")
_DATES = [_FIELDS.index(name) for name in ("date", "modified", "collected", "changed", "gone")]
_DAYS = [_FIELDS.index(name) for name in ("recorded", "withdrawn")]
_values_of = attrgetter(*_FIELDS)
UNRECORDED = "1970-01-01"
"""In place of the day on which an item came into our record, where its file states no day at all."""


class NewsRow(NamedTuple):
    """What is cached of a news file, in plain values: what lists sort and select by; all else packed in `item`."""

    digest: bytes
    """Of the file's text."""
    address: str
    """From the file's path, "" where that gives none."""
    status: str
    id: str
    when: str
    """When it was published in the zone of its main place, ISO 8601; "" where no source states it."""
    moment: float | None
    """The same in seconds since 1970."""
    day: str
    """The first day of what is known of its day, ISO 8601: it stands under this one in time; "" where none is known."""
    precision: str
    """How much of `day` is known, `basis` how, and `day_of` what it is the day of, as `ItemDay` has them."""
    basis: str
    day_of: str
    places: tuple[str, ...]
    mentions: tuple[str, ...]
    dimensions: tuple[str, ...]
    kind: str
    story: str
    title: str
    headline_from: str
    date: str
    """The date as the file has it, ISO 8601."""
    publisher: str
    source_key: str
    """`url_key` of the original's address."""
    last_modified: str
    """The newest day that the item itself states, ISO 8601; `day` where it states no other."""
    initiatives: tuple[str, ...]
    """Addresses of the initiatives that its text names."""
    summary_is_ours: bool
    recorded: str
    """The day on which it came into our record, ISO 8601; where the file states none, the nearest that it does state:
    when it was collected, else `day`, else `UNRECORDED`."""
    item: bytes
    """All front matter, marshalled."""

    @property
    def year(self) -> int:
        """The year of `day`; 0 where it has none."""
        return int(self.day[:4] or 0)

    @property
    def month(self) -> int:
        """The month of `day`; 0 where it is not known."""
        return 0 if self.precision == "year" else int(self.day[5:7] or 0)

    @property
    def is_bound(self) -> bool:
        """Whether `day` only bounds its day: such an item is neither the newest nor the earliest of anything."""
        return self.precision in BOUNDS


class News(ArticleAttributes):
    """A news item backed by a cached row.

    100 000 are alive at once, so attributes decode lazily: `row` is for loops over all items, `item` decodes everything
    but the body, which is read from its file on demand. Pelican's own names for what an article has come from
    `ArticleAttributes`.
    """

    # `__dict__` is for the cached properties; CPython makes one only where such a property is read.
    __slots__ = ("__dict__", "_folder", "_name", "row")

    def __init__(self, folder: Path, name: str, row: NewsRow) -> None:
        """The item of the file at `name` (a relative POSIX path) in `folder`."""
        self._folder, self._name, self.row = folder, name, row

    @classmethod
    def of(cls, item: Item, path: Path, address: str, when: dt.datetime | None = None) -> "News":
        """An item that was not read from a file."""
        row = make_row(item, b"", address, when, ours=summary_is_ours(item), initiatives=())
        return cls(path.parent, path.name, row)

    def changed(self, *, address: str = "", when: dt.datetime | None = None, **values: object) -> "News":
        """A copy with another address, moment, or other values of its item."""
        return News.of(replace(self.item, **values), self.path, address or self.address, when or self.when)  # type: ignore[arg-type]

    @property
    def address(self) -> str:
        """The address of its page, which comes from its file's path and from nothing else."""
        return self.row.address

    @property
    def path(self) -> Path:
        """Its file."""
        return self._folder / self._name

    @property
    def title(self) -> str:
        """Its headline."""
        return self.row.title

    @property
    def year(self) -> int:
        """The year under which it stands; 0 where nothing is known of its day."""
        return self.row.year

    @property
    def is_published(self) -> bool:
        """Whether lists and feeds may show it."""
        return self.row.status == "published"

    @property
    def is_hidden(self) -> bool:
        """Whether it has a page, but no list or feed leads there."""
        return self.row.status == "hidden"

    @property
    def is_dated(self) -> bool:
        """Whether anything is known of its day, so that it stands in lists by time."""
        return bool(self.row.day)

    @property
    def summary_is_ours(self) -> bool:
        """Whether a person wrote the summary."""
        return self.row.summary_is_ours

    @property
    def day(self) -> dt.date | None:
        """The first day of what is known of its day; `row` has its precision and what it is the day of."""
        return dt.date.fromisoformat(self.row.day) if self.row.day else None

    @property
    def fingerprint(self) -> tuple[bytes, str, str]:
        """Differs between any two items, and between two versions of one."""
        return self.row.digest, self.row.address, self.row.when

    @cached_property
    def when(self) -> dt.datetime | None:
        """When it was published, in the zone of its main place; None where no source states it."""
        return dt.datetime.fromisoformat(self.row.when) if self.row.when else None

    @cached_property
    def item(self) -> Item:
        """All front matter of its file; `item.body` is empty."""
        values = list(marshal.loads(self.row.item))  # noqa: S302 - packed by `make_row`
        for at in _DATES:
            values[at] = values[at] and dt.datetime.fromisoformat(values[at])
        for at in _DAYS:
            values[at] = values[at] and dt.date.fromisoformat(values[at])
        return Item(**dict(zip(_FIELDS, values, strict=True)))

    @property
    def event(self) -> ItemDay | None:
        """The day of what it tells, where it states that beside its own publication."""
        return event_day(self.item)

    @property
    def reasons(self) -> dict[str, tuple[str, ...]]:
        """The words that decided each place and dimension, by slug or name; editors' own decisions have none."""
        rows = (line.partition(" = ") for line in self.item.because)
        return {name: tuple(words.split(" + ")) for name, _, words in rows}

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Words that look like a place in the text but are none, each with the key of the reason."""
        rows = (line.rstrip(")").rpartition(" (") for line in self.item.refused)
        return [(words, why) for words, _, why in rows]

    @property
    def archive_search(self) -> str:
        """Where a web archive would have the original: the copy nearest to its date, else to when we read it."""
        moment = self.item.date or self.item.collected
        stamp = moment.astimezone(dt.UTC).strftime("%Y%m%d%H%M%S") if moment else "*"
        return f"https://web.archive.org/web/{stamp}/{self.item.source_url}"

    @property
    def publisher(self) -> str:
        """The publisher's name, or its host where the name is not on record."""
        return self.row.publisher

    @cached_property
    def body(self) -> Markup:
        """The publisher's words as sanitised HTML; empty where only a link is allowed."""
        if self.item.rights == "link":
            return Markup("")
        return render_body(body_of(read_text(f"{self._folder}/{self._name}")))


def keys_of(row: NewsRow) -> Iterator[str]:
    """The dependency keys that change when this item comes, goes or changes."""
    if row.status == "draft":
        yield keys.DRAFTS()
        return
    yield keys.ALL_NEWS()
    yield keys.NEWS(row.address)
    yield keys.SOURCE(row.source_key)
    yield from map(keys.MENTION, row.mentions)
    yield from map(keys.NAMING, row.initiatives)
    if row.story:
        yield keys.STORY(row.story)
    for narrowing in narrowings_of(row):
        yield keys.DATED(*narrowing) if row.day else keys.UNDATED(*narrowing)
        if not any(narrowing[2:]):
            yield keys.RECORDED(*narrowing)


def by_day(news: News) -> tuple[tuple[str, int], float, str]:
    """Sort key of dated news; reversed, the newest comes first."""
    row = news.row
    return order_of(row.day, row.precision), row.moment or 0.0, row.address


def by_recorded(news: News) -> tuple[str, str, float, str]:
    """Sort key of news by when it became known; reversed, what was recorded last comes first."""
    row = news.row
    return row.recorded, row.day, row.moment or 0.0, row.id


def make_row(
    item: Item, digest: bytes, address: str, when: dt.datetime | None, *, ours: bool, initiatives: tuple[str, ...]
) -> NewsRow:
    """The row of an item; `when` is its date in its main place's zone, `ours` whether a person wrote its summary."""
    values = list(_values_of(item))
    for at in (*_DATES, *_DAYS):
        values[at] = values[at] and values[at].isoformat()
    columns = _columns(item_day(item, when.date() if when else None))
    return NewsRow(
        digest=digest,
        address=address,
        status=item.status,
        id=item.id,
        when=when.isoformat() if when else "",
        moment=when.timestamp() if when else None,
        **columns,
        places=item.places,
        mentions=item.mentions,
        dimensions=item.dimensions,
        kind=item.kind,
        story=item.story,
        title=item.title,
        headline_from=item.headline_from,
        date=item.date.isoformat() if item.date else "",
        publisher=item.source or host(item.source_url),
        source_key=url_key(item.source_url),
        last_modified=max((day.isoformat() for day in item_days(item)), default=columns["day"]),
        initiatives=initiatives,
        summary_is_ours=ours,
        recorded=_recorded(item) or columns["day"] or UNRECORDED,
        item=marshal.dumps(tuple(values)),
    )


def _columns(known: ItemDay | None) -> dict[str, str]:
    """What a row has of an item's day."""
    if known is None:
        return {"day": "", "precision": "", "basis": "", "day_of": ""}
    return {"day": known.day.isoformat(), "precision": known.precision, "basis": known.basis, "day_of": known.of}


def _recorded(item: Item) -> str:
    day = item.recorded or (item.collected and item.collected.date())
    return day.isoformat() if day else ""


def item_days(item: Item) -> list[dt.date]:
    """The days of an item: published, changed by its publisher, recorded, corrected by an editor, collected, seen to be
    changed or gone, withdrawn.
    """
    moments = (item.date, item.modified, item.collected, item.changed, item.gone)
    days = (item.recorded, item.withdrawn, *map(dt.date.fromisoformat, item.revised))
    return [*(moment.date() for moment in moments if moment), *(day for day in days if day)]


def summary_is_ours(item: Item) -> bool:
    """Whether a person wrote the summary.

    The collector's summary, of items with a digest, is the publisher's first words; an editor's words are not in the
    collected text.
    """
    if not item.digest:
        return True
    # First what costs little: `is_edited` renders and hashes the whole item.
    if item.summary in item.body or not item.seal:
        return False
    return _letters(item.summary) not in _letters(item.body) and is_edited(item)


def _letters(text: str) -> str:
    """Its letters and digits alone."""
    return re.sub(r"[\W_]+", "", text.casefold())
