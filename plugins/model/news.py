"""The news under `content/news/`: each file read once, and again only when it changed."""

import datetime as dt
import hashlib
import marshal
import math
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import product, starmap
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from markupsafe import Markup

from plugins.incremental.file_stats import Stamp, stamps
from plugins.incremental.parallel import spread
from plugins.language.words import DIMENSIONS
from plugins.model.safe_markdown import render_body
from record.errors import ContentProblem
from record.item import Item, body_of, is_edited, loads
from record.urls import host, is_web, url_key

_FILE = re.compile(r"^(\d{4})/(\d{2})/\d{4}-\d{2}-\d{2}-([a-z0-9][a-z0-9-]*)\.md$")
_FIELDS = tuple(part.name for part in fields(Item) if part.name != "body")
_DATES = [_FIELDS.index(name) for name in ("date", "modified", "collected", "changed", "gone")]
_values_of = attrgetter(*_FIELDS)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
"""The letters of Unicode's category Cc."""


Row = tuple[Any, ...]
"""What is kept of a file, in plain values; see `_Row`."""


class _Row(NamedTuple):
    """What is known of a file without reading it again: what lists are sorted by, and all else packed in `item`.

    `digest` is of the file's text; `when` (ISO 8601) and `moment` (seconds since 1970) are its date in the zone of its
    main place, "" and None where it has none, `date` that in its file; `moved` is the newest day that it tells of
    itself; `names` are the addresses of the initiatives that its text names.
    """

    digest: bytes
    address: str
    status: str
    id: str
    when: str
    moment: float | None
    places: tuple[str, ...]
    mentions: tuple[str, ...]
    dimensions: tuple[str, ...]
    kind: str
    story: str
    title: str
    date: str
    publisher: str
    source_key: str
    moved: str
    names: tuple[str, ...]
    summary_is_ours: bool
    item: bytes


ADDRESS: Final = 1
STATUS: Final = 2
ID: Final = 3
WHEN: Final = 4
MOMENT: Final = 5
PLACES: Final = 6
TOPICS: Final = 8
KIND: Final = 9
"""Where in a row stands what is asked of every item at each build."""


class News:
    """One item with its address, which comes from its file's path and from nothing else.

    There are as many as pages, so that each is no more than its row until more is asked of it: `told`, as it was kept,
    for what is asked of all of them, for to give names to the values of a hundred thousand takes longer than to sort
    these; `row`, with names, for all else. `item` is without its body, which stays in the file until a page needs it.
    """

    __slots__ = ("__dict__", "_folder", "_name", "told")

    def __init__(self, folder: Path, name: str, row: Row) -> None:
        """The item of the file called `name` in `folder`."""
        self._folder, self._name, self.told = folder, name, cast(_Row, row)

    @classmethod
    def of(cls, item: Item, path: Path, address: str, when: dt.datetime | None = None) -> "News":
        """An item that was not read from a file."""
        row = _row(item, b"", address, when, ours=summary_is_ours(item), names=())
        return cls(path.parent, path.name, row)

    def changed(self, *, address: str = "", when: dt.datetime | None = None, **values: Any) -> "News":
        """The same with another address, moment, or other values of its item."""
        return News.of(replace(self.item, **values), self.path, address or self.address, when or self.when)

    @property
    def row(self) -> _Row:
        """What is known of it without its file."""
        return _Row._make(self.told)

    @property
    def address(self) -> str:
        """Where its page stands."""
        return self.told[ADDRESS]

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
        """The year of `when`; 0 where it has no date."""
        return int(self.told[WHEN][:4] or 0)

    @property
    def is_published(self) -> bool:
        """Whether lists and feeds may show it."""
        return self.told[STATUS] == "published"

    @property
    def is_hidden(self) -> bool:
        """Whether only those who know its address may see it."""
        return self.told[STATUS] == "hidden"

    @property
    def is_dated(self) -> bool:
        """Whether a source tells when it was published."""
        return bool(self.told[WHEN])

    @property
    def summary_is_ours(self) -> bool:
        """Whether a person wrote the summary."""
        return self.row.summary_is_ours

    @property
    def seen(self) -> tuple[bytes, str, str]:
        """What tells it from any other and from itself when it changes."""
        return self.row.digest, self.row.address, self.row.when

    @cached_property
    def when(self) -> dt.datetime | None:
        """Its date in the zone of its main place."""
        return dt.datetime.fromisoformat(self.row.when) if self.row.when else None

    @cached_property
    def item(self) -> Item:
        """All that its file says, but the body."""
        values = list(marshal.loads(self.row.item))  # noqa: S302 - packed by `_row`
        for at in _DATES:
            values[at] = values[at] and dt.datetime.fromisoformat(values[at])
        return Item(**dict(zip(_FIELDS, values, strict=True)))

    @property
    def reasons(self) -> dict[str, tuple[str, ...]]:
        """The words that decided each place and dimension, by slug or name; editors' own decisions have none."""
        rows = (line.partition(" = ") for line in self.item.because)
        return {name: tuple(words.split(" + ")) for name, _, words in rows}

    @property
    def refused(self) -> list[tuple[str, str]]:
        """What looks like a place in the text and is none, with the reason's key."""
        rows = (line.rstrip(")").rpartition(" (") for line in self.item.refused)
        return [(words, why) for words, _, why in rows]

    @property
    def archive_url(self) -> str:
        """Where a web archive would have the original: the copy nearest to its date, else to our reading."""
        moment = self.item.date or self.item.collected
        stamp = moment.astimezone(dt.UTC).strftime("%Y%m%d%H%M%S") if moment else "*"
        return f"https://web.archive.org/web/{stamp}/{self.item.source_url}"

    @property
    def publisher(self) -> str:
        """The publisher's name, or its host where the name is not kept."""
        return self.row.publisher

    @cached_property
    def body(self) -> Markup:
        """The publisher's words, harmless; empty where only a link is allowed."""
        return render_body(body_of(_text(f"{self._folder}/{self._name}"))) if self.item.rights != "link" else Markup("")

    def narrowings(self) -> Iterator["Narrowing"]:
        """All that a list which has this item may be narrowed to."""
        row = self.row
        day = (int(row.when[:4]), int(row.when[5:7])) if row.when else (0, 0)
        values = (dict.fromkeys(row.places), dict.fromkeys(row.dimensions), (row.kind,), (day[0],), (day[1],))
        for given in _GIVEN:
            if row.when or not given[3]:
                choices = zip(values, given, _NONE, strict=True)
                chosen = (some if is_given else none for some, is_given, none in choices)
                yield from starmap(Narrowing, product(*chosen))

    def facts(self) -> Iterator[str]:
        """The facts that rest on this item, as `Archive` notes them."""
        row = self.row
        if row.status == "draft":
            yield "drafts"
            return
        yield "pages"
        yield f"news {row.address}"
        yield f"source {row.source_key}"
        yield from (f"mention {slug}" for slug in row.mentions)
        yield from (f"naming {address}" for address in row.names)
        if row.story:
            yield f"story {row.story}"
        for narrowing in self.narrowings():
            yield narrowing.fact(dated=self.is_dated)


def order_of(news: News) -> tuple[float, str]:
    """The order of news, newest first when reversed."""
    return (news.told[MOMENT] or -math.inf, news.told[ADDRESS])


class Narrowing(NamedTuple):
    """What a list of news is narrowed to; what is empty or 0 is not."""

    place: str = ""
    dimension: str = ""
    kind: str = ""
    year: int = 0
    month: int = 0

    @property
    def given(self) -> "Given":
        """Which of them are given."""
        return (bool(self.place), bool(self.dimension), bool(self.kind), bool(self.year), bool(self.month))

    def fact(self, *, dated: bool) -> str:
        """What it is called among facts."""
        which = "dated" if dated else "undated"
        return f"{which} {self.place} {self.dimension} {self.kind} {self.year} {self.month}"


Given = tuple[bool, bool, bool, bool, bool]
"""Which fields of a `Narrowing` are given."""
_NONE: tuple[tuple[Any, ...], ...] = (("",), ("",), ("",), (0,), (0,))
_GIVEN: tuple[Given, ...] = tuple(
    (place, dimension, kind, year, month)
    for place, dimension, kind in product((False, True), repeat=3)
    for year, month in ((False, False), (True, False), (True, True))
)
"""All combinations; a month is given with its year alone."""


@dataclass(frozen=True)
class Surroundings:
    """What the reading of an item depends on besides its file.

    `zones` are the tracked places' time zones by slug, `named` each place's initiatives: address and names.
    """

    zones: Mapping[str, dt.tzinfo]
    known: frozenset[str]
    named: Mapping[str, Sequence[tuple[str, Sequence[str]]]]

    @property
    def digest(self) -> str:
        """The same for the same surroundings."""
        zones = sorted((slug, str(zone)) for slug, zone in self.zones.items())
        told = repr((zones, sorted(self.known), sorted((slug, list(rows)) for slug, rows in self.named.items())))
        return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()

    @cached_property
    def patterns(self) -> dict[str, list[tuple[str, list[str], re.Pattern[str]]]]:
        """Each place's initiatives: address, names in small letters, and what finds one of them as whole words."""
        return {slug: [_pattern(*row) for row in rows] for slug, rows in self.named.items()}


def _pattern(address: str, names: Sequence[str]) -> tuple[str, list[str], re.Pattern[str]]:
    small = [name.casefold() for name in names]
    told = "|".join(re.escape(name) for name in small)
    return address, small, re.compile(rf"(?<!\w)(?:{told})(?!\w)")


@dataclass
class Kept:
    """What was read last time: the surroundings' digest, and each file's stamp and row by its path."""

    surroundings: str = ""
    rows: dict[str, tuple[Stamp, Row]] = field(default_factory=dict)


@dataclass
class Reading:
    """All news that is not a draft, in the order of its files; what to keep; and which facts are no longer as kept.

    Where nothing was kept, none is told: there is nothing that could rest on one.
    """

    news: list[News]
    kept: Kept
    changed: set[str]


def read_news(
    folder: Path,
    surroundings: Surroundings,
    kept: Kept,
    faults: list[ContentProblem],
    found: Mapping[str, Stamp] | None = None,
) -> Reading:
    """Read every file that changed, and take the others as they were; faults are added to `faults`.

    `found` are the stamps of what is in the folder, by its path within it, where somebody has looked already.
    """
    digest = surroundings.digest
    known = kept.rows if kept.surroundings == digest else {}
    if found is None:
        found = stamps(str(folder), time.time_ns())
    looked = {name: stamp for name, stamp in found.items() if _is_news(name)}
    stale = [name for name, stamp in looked.items() if not stamp or name not in known or known[name][0] != stamp]
    reader = _Reader(folder, surroundings)
    fresh: dict[str, tuple[Stamp, Row]] = {}
    for name, (row, wrong) in zip(stale, spread(reader.read, stale), strict=True):
        faults += wrong
        if row is not None:
            fresh[name] = (looked[name], row)
    rows = {name: fresh[name] if name in fresh else known[name] for name in looked if name in fresh or name in known}
    news = {name: News(folder, name, row) for name, (_, row) in rows.items()}
    faults += _taken(folder, news)
    return Reading(
        [entry for entry in news.values() if entry.told[STATUS] != "draft" and entry.told[ADDRESS]],
        Kept(digest, rows),
        _changed(folder, kept.rows, rows, fresh, news) if kept.rows else set(),
    )


def _changed(
    folder: Path,
    before: Mapping[str, tuple[Stamp, Row]],
    rows: Mapping[str, tuple[Stamp, Row]],
    fresh: Iterable[str],
    news: Mapping[str, News],
) -> set[str]:
    """The facts that rest on an item that came, went or is another."""
    moved = [name for name in fresh if name not in before or before[name][1] != rows[name][1]]
    gone = [name for name in before if name not in rows]
    then = [News(folder, name, before[name][1]) for name in (*moved, *gone) if name in before]
    return {fact for entry in (*(news[name] for name in moved), *then) for fact in entry.facts()}


def _is_news(name: str) -> bool:
    """Whether a file is one of ours: not an editor's link beside an open file, or a file manager's notes."""
    return name.endswith(".md") and "/." not in f"/{name}"


@dataclass(frozen=True)
class _Reader:
    folder: Path
    surroundings: Surroundings

    def read(self, name: str) -> tuple[Row | None, list[ContentProblem]]:
        """One file's row, or None and why."""
        path = f"{self.folder}/{name}"
        try:
            text = _text(path)
            item = loads(text, path)
        except ContentProblem as fault:
            return None, [fault]
        digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
        ours, names = summary_is_ours(item), self._names(item)
        row = _row(item, digest, _address(name), self._local(item), ours=ours, names=names)
        return row, list(_item_faults(Path(path), text, item, self.surroundings.known))

    def _local(self, item: Item) -> dt.datetime | None:
        zone = next((self.surroundings.zones[slug] for slug in item.places if slug in self.surroundings.zones), None)
        return item.date.astimezone(zone) if item.date and zone else item.date

    def _names(self, item: Item) -> tuple[str, ...]:
        """The initiatives of its places that its title, summary or body names."""
        words = f"{item.title}\n{item.summary}\n{item.body}".casefold()
        return tuple(
            address
            for slug in item.places
            for address, names, pattern in self.surroundings.patterns.get(slug, ())
            # Looking for the bare letters first is some ten times as fast, and nearly always in vain.
            if any(name in words for name in names) and pattern.search(words)
        )


def _row(
    item: Item, digest: bytes, address: str, when: dt.datetime | None, *, ours: bool, names: tuple[str, ...]
) -> Row:
    values = list(_values_of(item))
    for at in _DATES:
        values[at] = values[at] and values[at].isoformat()
    told = _Row(
        digest=digest,
        address=address,
        status=item.status,
        id=item.id,
        when=when.isoformat() if when else "",
        moment=when.timestamp() if when else None,
        places=item.places,
        mentions=item.mentions,
        dimensions=item.dimensions,
        kind=item.kind,
        story=item.story,
        title=item.title,
        date=item.date.isoformat() if item.date else "",
        publisher=item.source or host(item.source_url),
        source_key=url_key(item.source_url),
        moved=max((day.isoformat() for day in item_days(item)), default=""),
        names=names,
        summary_is_ours=ours,
        item=marshal.dumps(tuple(values)),
    )
    return tuple(told)


def item_days(item: Item) -> list[dt.date]:
    """The days of an item: published, changed by its publisher, collected, seen to be changed or gone."""
    moments = (item.date, item.modified, item.collected, item.changed, item.gone)
    return [moment.date() for moment in moments if moment]


def summary_is_ours(item: Item) -> bool:
    """Whether a person wrote the summary.

    The collector's (it leaves a digest) are the publisher's first words; an editor's are not in what was collected.
    """
    if not item.digest:
        return True
    if item.summary in item.body or not item.seal:
        return False
    return _letters(item.summary) not in _letters(item.body) and is_edited(item)


def _letters(text: str) -> str:
    """Its letters and digits, whatever marks and spaces stand between."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _text(path: str) -> str:
    try:
        # As often as there are items: a Path for each takes longer than the disk.
        with open(path, encoding="utf-8") as file:  # noqa: PTH123
            return file.read()
    except UnicodeDecodeError as error:
        raise ContentProblem(Path(path), f"not UTF-8 at byte {error.start}; save it as UTF-8", line=1) from error


def _address(name: str) -> str:
    found = _FILE.match(name)
    return f"/berita/{found[1]}/{found[2]}/{found[3]}/" if found else ""


def _item_faults(path: Path, text: str, item: Item, known: frozenset[str]) -> Iterator[ContentProblem]:
    for name, slugs in (("Places", item.places), ("Mentions", item.mentions)):
        for slug in slugs:
            if slug not in known:
                advice = f"no such place: {slug}; mend it, or add content/cities/{slug}.md"
                yield ContentProblem(path, advice, line=_line(text, name), key=name)
    for dimension in item.dimensions:
        if dimension not in DIMENSIONS:
            advice = f"{dimension!r} is not one of {', '.join(DIMENSIONS)}"
            yield ContentProblem(path, advice, line=_line(text, "Dimensions"), key="Dimensions")
    for name, words in (("Title", item.title), ("Source", item.source), ("Summary", item.summary)):
        if odd := _CONTROL.search(words):
            advice = f"has a control character, {odd[0]!r}; remove it"
            yield ContentProblem(path, advice, line=_line(text, name), key=name)
    if not is_web(item.source_url):
        advice = f"{item.source_url!r} is no http(s) address; give the original's"
        yield ContentProblem(path, advice, line=_line(text, "Source_url"), key="Source_url")


def _taken(folder: Path, news: Mapping[str, News]) -> Iterator[ContentProblem]:
    """Addresses and ids that more than one file has, and names that give no address."""
    rows = [entry.told for entry in news.values()]
    known = {row[ADDRESS] for row in rows}
    if len(known) == len({row[ID] for row in rows}) == len(rows) and "" not in known:
        # As it is nearly always, and found much faster than one by one.
        return
    ids: dict[str, str] = {}
    addresses: dict[str, str] = {}
    for name, entry in news.items():
        address, identity = entry.told[ADDRESS], entry.told[ID]
        if not address:
            advice = "must be called news/YYYY/MM/YYYY-MM-DD-slug.md (a-z, 0-9 and - in slug)"
            yield ContentProblem(folder / name, advice, line=1)
        elif (other := addresses.setdefault(address, name)) != name:
            advice = f"gives the address {address} like {folder / other}; rename one"
            yield ContentProblem(folder / name, advice, line=1)
        if (other := ids.setdefault(identity, name)) != name:
            advice = f"the same Id as {folder / other}; each item has its own"
            yield ContentProblem(folder / name, advice, line=_line(_text(f"{folder}/{name}"), "Id"), key="Id")


def _line(text: str, name: str) -> int:
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if line.lower().startswith(name.lower() + ":")), 1)
