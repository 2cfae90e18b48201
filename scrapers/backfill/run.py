"""A backfill: archives one by one, their batches in order, each matched capture through the collector's pipeline."""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from record.models import Place
from scrapers.backfill.batch import Batch, BatchResult, SearchSpec, code_digest, content_of
from scrapers.backfill.engine import Engine
from scrapers.backfill.files import OpenedArchive, opened
from scrapers.backfill.warc_records import cut
from scrapers.errors import ArchiveProblem
from scrapers.report import ArchiveLine, BackfillReport, OutletReport
from scrapers.run_setup import OpenRun, RunFolders, open_run, utc_now
from scrapers.sources import Outlet, Sources, stranger

BATCH_BYTES = 1_000_000
"""Of an archive as it lies on disk: some forty packed pages of today's web, a fraction of a second's work."""
MOST_REJECTED = 200
"""Rejections that are listed for an outlet; an archive holds many pages that are no articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillOptions:
    """Which archives to read, and for which outlets.

    `takes_any`: also pages of outlets that nobody listed, as headlines; `again`: also archives that were read before;
    `batch_bytes`: about how much of an archive one task reads.
    """

    archives: Sequence[str]
    sources: Sources
    outlets: Sequence[Outlet]
    takes_any: bool = False
    again: bool = False
    batch_bytes: int = BATCH_BYTES


@dataclass(frozen=True, slots=True)
class BackfillProgress:
    """How far a backfill is: bytes done of the archive at hand; records read and captures matched so far in all."""

    archive: str
    done: int
    size: int
    records: int
    matches: int


def backfill(
    options: BackfillOptions,
    engine: Engine,
    *,
    folders: RunFolders,
    places: Mapping[str, Place],
    progress: Callable[[BackfillProgress], None] = lambda _: None,
) -> BackfillReport:
    """Read archives into `content`/news, in their order; a damaged archive is named, the others are read.

    Raises `StoreFailed` and `BackfillFailed`; what was stored stays.
    """
    with open_run(folders, places) as run:
        reader = _ArchiveReader(run, engine, options, places, progress)
        for name in options.archives:
            with _empty_folder(folders.state / "loaded") as scratch:
                reader.read(name, scratch)
            run.items.keep_index()
    held = dict(sorted(run.pipeline.held.items()))
    return BackfillReport(run.started, utc_now(), reader.outlet_lines(), run.evidence.removed, held, reader.lines)


@contextmanager
def _empty_folder(path: Path) -> Iterator[Path]:
    """An empty folder for archives that are loaded or unpacked; what a killed run left in it goes first."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


class _ArchiveReader:
    """Reads one archive after the other; `lines` say how each went."""

    def __init__(
        self,
        run: OpenRun,
        engine: Engine,
        options: BackfillOptions,
        places: Mapping[str, Place],
        progress: Callable[[BackfillProgress], None],
    ) -> None:
        self._run, self._engine, self._options, self._progress = run, engine, options, progress
        self._search = SearchSpec(
            outlets=tuple(options.outlets),
            places=places,
            takes_any=options.takes_any,
            most_bytes=options.sources.defaults.max_bytes,
            code=code_digest(),
        )
        self._search_digest = _digest_of(self._search)
        self._outlets = {outlet.id: outlet for outlet in options.outlets}
        self._matches = 0
        self.lines: list[ArchiveLine] = []

    def read(self, name: str, scratch: Path) -> None:
        """Read the archive `name`; a fault is reported in its line."""
        line = ArchiveLine(name)
        self.lines.append(line)
        try:
            with opened(name, scratch, defaults=self._options.sources.defaults, is_done=self._is_done) as archive:
                if archive is None:
                    line.status = "unchanged"
                    return
                self._read_batches(archive, line)
                self._run.state.save_archive(archive.fingerprint, self._search_digest, name)
        except ArchiveProblem as problem:
            line.error = problem.problem
            return
        line.status = "ok"
        if line.damaged:
            line.error = f"{line.damaged} records are damaged or cut off and were passed over"

    def _is_done(self, fingerprint: str) -> bool:
        return not self._options.again and self._run.state.has_archive(fingerprint, self._search_digest)

    def outlet_lines(self) -> list[OutletReport]:
        """The outlets that the archives held pages of, by id."""
        lines = [self._run.pipeline.reports[name] for name in sorted(self._run.pipeline.reports)]
        for line in lines:
            line.status = "ok"
        return lines

    def _read_batches(self, archive: OpenedArchive, line: ArchiveLine) -> None:
        with content_of(archive.path) as data:
            size = len(data)
        for batch, result in self._batches(archive.path, size):
            line.records += result.records
            line.damaged += result.damaged + result.unfinished
            self._store(result)
            total = sum(other.records for other in self.lines)
            self._progress(BackfillProgress(line.name, batch.end, size, total, self._matches))

    def _batches(self, path: Path, size: int) -> Iterator[tuple[Batch, BatchResult]]:
        """Batches in order. Where one turns out to have been cut inside a record, all from there are cut exactly."""
        with closing(self._engine.read(self._search, self._cut(path, 0, exact=False))) as quick:
            for batch, result in quick:
                if result.unfinished and batch.end < size:
                    break
                yield batch, result
            else:
                return
        yield from self._engine.read(self._search, self._cut(path, batch.start, exact=True))

    def _cut(self, path: Path, start: int, *, exact: bool) -> Iterator[Batch]:
        with content_of(path) as data:
            for begin, end in cut(data, self._options.batch_bytes, start=start, exact=exact):
                yield Batch(str(path), begin, end)

    def _store(self, result: BatchResult) -> None:
        for name, pages in result.pages.items():
            line = self._line(name)
            line.pages += pages
            line.unplaced += result.unplaced[name]
        for name, row in result.rejected:
            rejected = self._line(name).rejected
            if len(rejected) < MOST_REJECTED:
                rejected.append(row)
        for match in result.matches:
            self._run.pipeline.take_capture(match.page, match.content)
        self._matches += len(result.matches)

    def _line(self, name: str) -> OutletReport:
        outlet = self._outlets.get(name) or stranger(name)
        return self._run.pipeline.report(outlet) if outlet else OutletReport(name)


def _digest_of(search: SearchSpec) -> str:
    """Hex digest of what is looked for: an archive is read again once a place or an outlet was added."""
    homes = sorted(f"{outlet.id} {outlet.home}" for outlet in search.outlets)
    names = sorted(f"{slug} {place.name} {sorted(place.aliases)}" for slug, place in search.places.items())
    wanted = "\n".join([str(search.takes_any), *homes, *names])
    return hashlib.sha256(wanted.encode()).hexdigest()[:32]
