"""One batch of an archive's bytes in, what is worth keeping of it out. Pure: this is what worker processes do."""

import datetime as dt
import hashlib
import io
import mmap
import pickle
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from record.models import Place
from scrapers.backfill.prefilter import Names, Outlets
from scrapers.backfill.warc_records import Bytes, Record, records
from scrapers.errors import ArticleRejected, BackfillFailed, RejectReason
from scrapers.extract.parts import following_part, is_further_part, stems
from scrapers.fetch.entry import Entry
from scrapers.fetch.page import FetchedPage, FetchedPart
from scrapers.page_reader import PageReader, Reading
from scrapers.sources import Outlet

ROOT = Path(__file__).parents[2]
MOST_PARTS = 10
HTML = ("text/html", "application/xhtml+xml")
_OK = "200"


@dataclass(frozen=True, slots=True)
class Batch:
    """Bytes `start` to `end` of the archive in `path`, whole records; `data` where a worker may not see that file."""

    path: str
    start: int
    end: int
    data: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for; `code` tells which edition of this project looks."""

    outlets: tuple[Outlet, ...]
    places: Mapping[str, Place]
    takes_any: bool
    most_bytes: int
    code: str

    def packed(self) -> bytes:
        """As it travels to workers."""
        return zlib.compress(pickle.dumps(self))


@dataclass(frozen=True, slots=True)
class Sighting:
    """A page that names a tracked place."""

    page: FetchedPage
    reading: Reading


@dataclass(slots=True)
class BatchRead:
    """What a batch held.

    `records` counts all, `damaged` those that could not be read, `pages` and `unplaced` the outlets' pages by their id;
    `unfinished`: the last record goes on behind the batch.
    """

    records: int = 0
    damaged: int = 0
    unfinished: bool = False
    pages: Counter[str] = field(default_factory=Counter)
    unplaced: Counter[str] = field(default_factory=Counter)
    rejected: list[tuple[str, str, RejectReason]] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)


def read_batch(packed: bytes, batch: Batch) -> BatchRead:
    """Read `batch` as a packed `Search` says. Raises `BackfillFailed` where this is another edition of the project."""
    return _searcher(packed).read(batch)


@cache
def code_digest() -> str:
    """Of this project's own code and tables: two editions may read one page differently."""
    whole = hashlib.sha256()
    for folder in (ROOT / "record", ROOT / "scrapers"):
        for path in sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".tsv"}):
            whole.update(path.relative_to(ROOT).as_posix().encode() + b"\n" + path.read_bytes())
    return whole.hexdigest()


@contextmanager
def content_of(path: Path) -> Iterator[Bytes]:
    """A file's bytes, mapped; an empty file has none."""
    with path.open("rb") as stream:
        if not path.stat().st_size:
            yield b""
            return
        with closing(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)) as mapped:
            yield mapped


@lru_cache(maxsize=2)
def _searcher(packed: bytes) -> "_Searcher":
    return _Searcher(pickle.loads(zlib.decompress(packed)))  # noqa: S301 - our own, from the process that asked


class _Searcher:
    def __init__(self, search: Search) -> None:
        if search.code != code_digest():
            raise BackfillFailed("a worker runs another edition of this project; start all from the same checkout")
        self._outlets = Outlets(search.outlets, takes_any=search.takes_any)
        self._reader = PageReader(search.places)
        self._names = Names(self._reader.placer.clues())
        self._most_bytes = search.most_bytes

    def read(self, batch: Batch) -> BatchRead:
        if batch.data:
            return self._read(batch.data, 0, len(batch.data))
        with content_of(Path(batch.path)) as data:
            return self._read(data, batch.start, batch.end)

    def _read(self, data: Bytes, start: int, end: int) -> BatchRead:
        done = BatchRead()
        captures: list[tuple[Outlet, FetchedPart]] = []
        for record in records(data, start, end):
            done.records += 1
            done.unfinished = record.fault == "unfinished"
            done.damaged += record.fault == "broken"
            found = self._capture(record, done)
            if found:
                captures.append(found)
        for page in _pages(captures):
            self._sight(page, done)
        return done

    def _capture(self, record: Record, done: BatchRead) -> tuple[Outlet, FetchedPart] | None:
        """A page of an outlet, as it was captured."""
        told = record.fields()
        url = told.get("warc-target-uri", "").strip("<>")
        if told.get("warc-type") != "response" or not url.startswith(("http://", "https://")):
            return None
        outlet = self._outlets.of(url)
        if outlet is None:
            return None
        reason: RejectReason | None = None
        part = None
        if record.fault == "too-large":
            reason = "too-large"
        elif "warc-truncated" in told:
            reason = "truncated"
        elif not record.fault:
            try:
                part = _response(record, url, told["warc-date"])
            except Exception:
                # warcio raises many things for what servers send; each costs its record.
                done.damaged += 1
            if part and len(part.body) > self._most_bytes:
                part, reason = None, "too-large"
        if reason:
            done.pages[outlet.id] += 1
            done.rejected.append((outlet.id, url, reason))
        return (outlet, part) if part else None

    def _sight(self, page: FetchedPage, done: BatchRead) -> None:
        outlet = page.outlet.id
        done.pages[outlet] += 1
        if not any(self._names.are_in(part.body) for part in page.parts):
            done.unplaced[outlet] += 1
            return
        try:
            reading = self._reader.read(page)
        except ArticleRejected as rejected:
            done.rejected.append((outlet, page.entry.url, rejected.reason))
            return
        if reading.placement.is_named:
            done.sightings.append(Sighting(page, reading))
        else:
            done.unplaced[outlet] += 1


def _response(record: Record, url: str, date: str) -> FetchedPart | None:
    """A web page that was answered well; None for anything else. Raises whatever warcio does for what is broken."""
    whole = next(iter(ArchiveIterator(io.BytesIO(record.head + record.block))))
    told = whole.http_headers
    if told.get_statuscode() != _OK:
        return None
    kind = (told.get_header("content-type") or HTML[0]).partition(";")[0].strip().casefold()
    if kind not in HTML:
        return None
    captured = dt.datetime.fromisoformat(date)
    captured = captured if captured.tzinfo else captured.replace(tzinfo=dt.UTC)
    body = whole.content_stream().read()
    return FetchedPart(url, body, 200, tuple(told.headers), captured.astimezone(dt.UTC).replace(microsecond=0))


def _pages(captures: Sequence[tuple[Outlet, FetchedPart]]) -> Iterator[FetchedPage]:
    """Pages in the order of their records; further parts of an article go with its first where both are here."""
    by_url = {part.url: part for _, part in captures}
    shared = Counter(stem for url in by_url for stem in stems(url))
    taken: set[str] = set()
    made: list[FetchedPage] = []
    for outlet, part in captures:
        if is_further_part(part.url):
            continue
        parts = [part]
        while len(parts) < MOST_PARTS and any(shared[stem] > 1 for stem in stems(part.url)):
            following = by_url.get(following_part(parts[-1].body, parts[-1].url, first=part.url, number=len(parts) + 1))
            if following is None or following in parts:
                break
            parts.append(following)
        taken |= {further.url for further in parts[1:]}
        made.append(FetchedPage(outlet, Entry(part.url), tuple(parts)))
    return (page for page in made if page.first.url not in taken)
