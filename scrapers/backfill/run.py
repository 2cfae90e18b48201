"""A backfill: archives one by one, their batches in order, each sighting to the same desk that fetched pages go to."""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from record.items import Items
from record.lock import only_run
from record.models import Place
from record.tray import Tray
from scrapers.backfill.batch import Batch, BatchRead, Search, code_digest, content_of
from scrapers.backfill.engine import Engine
from scrapers.backfill.files import Opened, opened
from scrapers.backfill.warc_records import cut
from scrapers.errors import ArchiveProblem
from scrapers.pipeline import NewsDesk, now
from scrapers.report import ArchiveLine, BackfillReport, OutletReport
from scrapers.sources import Outlet, Sources, stranger
from scrapers.store.evidence import Evidence
from scrapers.store.run_state import State
from scrapers.store.story_index import StoryBook

BATCH_BYTES = 1_000_000
"""Of an archive as it lies on disk: some forty packed pages of today's web, a fraction of a second's work."""
MOST_REJECTED = 200
"""Rejections that are listed for an outlet; an archive holds many pages that are no articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to read, and for whom.

    `takes_any`: pages of outlets that nobody listed too, as headlines; `again`: archives that were read before too.
    """

    archives: Sequence[str]
    sources: Sources
    outlets: Sequence[Outlet]
    takes_any: bool = False
    again: bool = False
    batch_bytes: int = BATCH_BYTES


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a backfill is: bytes of the archive at hand, and all that was found."""

    archive: str
    done: int
    size: int
    records: int
    found: int


def backfill(
    order: Order,
    engine: Engine,
    *,
    content: Path,
    places: dict[str, Place],
    state_folder: Path,
    evidence_folder: Path,
    progress: Callable[[Progress], None] = lambda _: None,
) -> BackfillReport:
    """Read archives into `content`/news, in their order; a damaged archive is named, the others are read.

    Raises `StoreFailed` and `BackfillFailed`; what was stored stays.
    """
    started, evidence = now(), Evidence(evidence_folder)
    with only_run(content), State(state_folder) as state, StoryBook(state_folder) as stories:
        items = Items(content, state)
        stories.catch_up(items)
        desk = NewsDesk(items, state, evidence, places, lambda _: None, stories=stories, tray=Tray(content))
        clerk = _Clerk(desk, engine, state, order, places, progress)
        for name in order.archives:
            with _empty_folder(state_folder / "loaded") as scratch:
                clerk.take(name, scratch)
            items.keep_index()
    return BackfillReport(
        started, now(), clerk.outlet_lines(), evidence.removed, dict(sorted(desk.held.items())), clerk.lines
    )


@contextmanager
def _empty_folder(path: Path) -> Iterator[Path]:
    """A folder for what is loaded; what a killed run left in it goes first."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


class _Clerk:
    """Takes archives to the desk and keeps the score."""

    def __init__(
        self,
        desk: NewsDesk,
        engine: Engine,
        state: State,
        order: Order,
        places: dict[str, Place],
        progress: Callable[[Progress], None],
    ) -> None:
        self._desk, self._engine, self._state, self._order, self._progress = desk, engine, state, order, progress
        self._search = Search(
            outlets=tuple(order.outlets),
            places=places,
            takes_any=order.takes_any,
            most_bytes=order.sources.defaults.max_bytes,
            code=code_digest(),
        )
        self._wanted = _wanted(self._search)
        self._outlets = {outlet.id: outlet for outlet in order.outlets}
        self._found = 0
        self.lines: list[ArchiveLine] = []

    def take(self, name: str, scratch: Path) -> None:
        """One archive; what is wrong with it ends in its line."""
        line = ArchiveLine(name)
        self.lines.append(line)
        try:
            with opened(name, scratch, defaults=self._order.sources.defaults, is_done=self._is_done) as archive:
                if archive is None:
                    line.status = "unchanged"
                    return
                self._read(archive, line)
                self._state.keep_archive(archive.mark, self._wanted, name)
        except ArchiveProblem as problem:
            line.error = problem.problem
            return
        line.status = "ok"
        if line.damaged:
            line.error = f"{line.damaged} records are damaged or cut off and were passed over"

    def _is_done(self, mark: str) -> bool:
        return not self._order.again and self._state.has_archive(mark, self._wanted)

    def outlet_lines(self) -> list[OutletReport]:
        """The outlets that the archives held pages of, by id."""
        lines = [self._desk.reports[name] for name in sorted(self._desk.reports)]
        for line in lines:
            line.status = "ok"
        return lines

    def _read(self, archive: Opened, line: ArchiveLine) -> None:
        with content_of(archive.path) as data:
            size = len(data)
        for batch, read in self._batches(archive.path, size):
            line.records += read.records
            line.damaged += read.damaged + read.unfinished
            self._file(read)
            total = sum(told.records for told in self.lines)
            self._progress(Progress(line.name, batch.end, size, total, self._found))

    def _batches(self, path: Path, size: int) -> Iterator[tuple[Batch, BatchRead]]:
        """Batches in order. Where one turns out to have been cut inside a record, all from there are cut exactly."""
        with closing(self._engine.read(self._search, self._cut(path, 0, exact=False))) as quick:
            for batch, read in quick:
                if read.unfinished and batch.end < size:
                    break
                yield batch, read
            else:
                return
        yield from self._engine.read(self._search, self._cut(path, batch.start, exact=True))

    def _cut(self, path: Path, start: int, *, exact: bool) -> Iterator[Batch]:
        with content_of(path) as data:
            for begin, end in cut(data, self._order.batch_bytes, start=start, exact=exact):
                yield Batch(str(path), begin, end)

    def _file(self, read: BatchRead) -> None:
        for name, pages in read.pages.items():
            line = self._line(name)
            line.pages += pages
            line.unplaced += read.unplaced[name]
        for name, url, reason in read.rejected:
            rejected = self._line(name).rejected
            if len(rejected) < MOST_REJECTED:
                rejected.append({"url": url, "reason": reason})
        for sighting in read.sightings:
            self._desk.take_capture(sighting.page, sighting.reading)
        self._found += len(read.sightings)

    def _line(self, name: str) -> OutletReport:
        outlet = self._outlets.get(name) or stranger(name)
        return self._desk.report(outlet) if outlet else OutletReport(name)


def _wanted(search: Search) -> str:
    """A digest of what is looked for: an archive is read anew once a place or an outlet has come in."""
    homes = sorted(f"{outlet.id} {outlet.home}" for outlet in search.outlets)
    names = sorted(f"{slug} {place.name} {sorted(place.aliases)}" for slug, place in search.places.items())
    told = "\n".join([str(search.takes_any), *homes, *names])
    return hashlib.sha256(told.encode()).hexdigest()[:32]
