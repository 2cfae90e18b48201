"""One batch of an archive's bytes in, its pages about tracked places out. Pure: this is what worker processes do."""

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
from scrapers.backfill.codings import decoded
from scrapers.backfill.prefilter import NamePrefilter, OutletFinder
from scrapers.backfill.warc_records import Bytes, WarcRecord, records
from scrapers.errors import ArticleRejected, BackfillFailed, RejectReason
from scrapers.extract.parts import following_part, is_further_part, stems
from scrapers.fetch.entry import ChannelEntry
from scrapers.fetch.page import FetchedPage, FetchedPart
from scrapers.page_reader import PageContent, PageReader
from scrapers.report import rejection
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
class SearchSpec:
    """What is looked for in archives.

    `outlets` and tracked `places` by slug; `takes_any`: also pages of outlets that nobody listed; `most_bytes` of a
    page's body; `code` is `code_digest()` of the process that asks.
    """

    outlets: tuple[Outlet, ...]
    places: Mapping[str, Place]
    takes_any: bool
    most_bytes: int
    code: str

    def packed(self) -> bytes:
        """The search as bytes, to travel to workers."""
        return zlib.compress(pickle.dumps(self))


@dataclass(frozen=True, slots=True)
class MatchedCapture:
    """An archived page that names a tracked place."""

    page: FetchedPage
    content: PageContent


@dataclass(slots=True)
class BatchResult:
    """What was read of a batch.

    `records` counts all, `damaged` those that could not be read, `pages` and `unplaced` the outlets' pages by their id;
    `unfinished`: the last record goes on behind the batch; `rejected` has the outlet's id and a row of its report.
    """

    records: int = 0
    damaged: int = 0
    unfinished: bool = False
    pages: Counter[str] = field(default_factory=Counter)
    unplaced: Counter[str] = field(default_factory=Counter)
    rejected: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    matches: list[MatchedCapture] = field(default_factory=list)


def read_batch(packed: bytes, batch: Batch) -> BatchResult:
    """Read `batch` as a packed `SearchSpec` says.

    Raises `BackfillFailed` where this process runs another version of the project's code, `OSError` for a file.
    """
    return _batch_reader(packed).read(batch)


_READING = {"record": {".py", ".toml"}, "scrapers": {".py", ".tsv"}}
"""Our folders with what in them decides how a page is read; `sources.toml` is the caller's own."""


@cache
def code_digest() -> str:
    """Hex digest of this project's own code and tables: two versions may read one page differently."""
    whole = hashlib.sha256()
    for folder, kinds in _READING.items():
        for path in sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in kinds):
            whole.update(path.relative_to(ROOT).as_posix().encode() + b"\n" + path.read_bytes())
    return whole.hexdigest()


@contextmanager
def content_of(path: Path) -> Iterator[Bytes]:
    """A file's bytes, mapped into memory; an empty file has none. Raises `OSError`."""
    with path.open("rb") as stream:
        # mmap refuses an empty file.
        if not path.stat().st_size:
            yield b""
            return
        with closing(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)) as mapped:
            yield mapped


@lru_cache(maxsize=2)
def _batch_reader(packed: bytes) -> "_BatchReader":
    return _BatchReader(pickle.loads(zlib.decompress(packed)))  # noqa: S301 - our own, from the process that asked


class _BatchReader:
    def __init__(self, search: SearchSpec) -> None:
        if search.code != code_digest():
            raise BackfillFailed("a worker runs another edition of this project; start all from the same checkout")
        self._outlets = OutletFinder(search.outlets, takes_any=search.takes_any)
        self._reader = PageReader(search.places)
        self._names = NamePrefilter(self._reader.placer.clues())
        self._most_bytes = search.most_bytes

    def read(self, batch: Batch) -> BatchResult:
        if batch.data:
            return self._read(batch.data, 0, len(batch.data))
        with content_of(Path(batch.path)) as data:
            return self._read(data, batch.start, batch.end)

    def _read(self, data: Bytes, start: int, end: int) -> BatchResult:
        result = BatchResult()
        captures: list[tuple[Outlet, FetchedPart]] = []
        for record in records(data, start, end):
            result.records += 1
            result.unfinished = record.fault == "unfinished"
            result.damaged += record.fault == "broken"
            capture = self._capture(record, result)
            if capture:
                captures.append(capture)
        for page in _pages(captures):
            self._match(page, result)
        return result

    def _capture(self, record: WarcRecord, result: BatchResult) -> tuple[Outlet, FetchedPart] | None:
        """The captured page of an outlet in a record, or None; one that cannot be read is counted in `result`."""
        header = record.fields()
        url = header.get("warc-target-uri", "").strip("<>")
        if header.get("warc-type") != "response" or not url.startswith(("http://", "https://")):
            return None
        outlet = self._outlets.of(url)
        if outlet is None:
            return None
        reason: RejectReason | None = None
        part = None
        if record.fault == "too-large":
            reason = "too-large"
        elif "warc-truncated" in header:
            reason = "truncated"
        elif not record.fault:
            try:
                part = _response(record, url, header["warc-date"], self._most_bytes)
            except Exception:
                # warcio raises many things for what servers send; each costs its record.
                result.damaged += 1
            if part and len(part.body) > self._most_bytes:
                part, reason = None, "too-large"
        if reason:
            result.pages[outlet.id] += 1
            result.rejected.append((outlet.id, rejection(url, reason)))
        return (outlet, part) if part else None

    def _match(self, page: FetchedPage, result: BatchResult) -> None:
        outlet = page.outlet.id
        result.pages[outlet] += 1
        if not any(self._names.are_in(part.body) for part in page.parts):
            result.unplaced[outlet] += 1
            return
        try:
            content = self._reader.read(page)
        except ArticleRejected as rejected:
            result.rejected.append((outlet, rejection(page.entry.url, rejected.reason, rejected.detail)))
            return
        if content.placement.is_named:
            result.matches.append(MatchedCapture(page, content))
        else:
            result.unplaced[outlet] += 1


def _response(record: WarcRecord, url: str, date: str, most: int) -> FetchedPart | None:
    """A response record's web page of status 200, cut a little over `most` bytes; None for anything else.

    Raises ValueError for damage of its coding, and whatever warcio does for other damage.
    """
    whole = next(iter(ArchiveIterator(io.BytesIO(record.head + record.block))))
    http = whole.http_headers
    if http.get_statuscode() != _OK:
        return None
    kind = (http.get_header("content-type") or HTML[0]).partition(";")[0].strip().casefold()
    if kind not in HTML:
        return None
    captured = dt.datetime.fromisoformat(date)
    captured = captured if captured.tzinfo else captured.replace(tzinfo=dt.UTC)
    headers = tuple(http.headers)
    # warcio takes the chunks off, and would take off some of the codings, without a limit.
    codings = http.get_header("content-encoding", "")
    http.remove_header("content-encoding")
    body = decoded(whole.content_stream().read(), codings, most)
    return FetchedPart(url, body, 200, headers, captured.astimezone(dt.UTC).replace(microsecond=0))


def _pages(captures: Sequence[tuple[Outlet, FetchedPart]]) -> Iterator[FetchedPage]:
    """Pages in the order of their records; further parts of an article go with its first where both are here."""
    by_url = {part.url: part for _, part in captures}
    shared = Counter(stem for url in by_url for stem in stems(url))
    taken: set[str] = set()
    pages: list[FetchedPage] = []
    for outlet, part in captures:
        if is_further_part(part.url):
            continue
        parts = [part]
        # Looking for the next page parses this one, so only where another capture may be it.
        while len(parts) < MOST_PARTS and any(shared[stem] > 1 for stem in stems(part.url)):
            following = by_url.get(following_part(parts[-1].body, parts[-1].url, first=part.url, number=len(parts) + 1))
            if following is None or following in parts:
                break
            parts.append(following)
        taken |= {further.url for further in parts[1:]}
        pages.append(FetchedPage(outlet, ChannelEntry(part.url), tuple(parts)))
    return (page for page in pages if page.first.url not in taken)
