"""A newsroom without a server, its archive, and a backfill in this process: what Dask's processes must agree with."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from record.item import Item, loads
from record.places import tracked_places
from scrapers.backfill.batch import Batch, BatchResult, SearchSpec, read_batch
from scrapers.backfill.run import BackfillOptions, backfill
from scrapers.newsroom import Newsroom
from scrapers.report import BackfillReport
from scrapers.run_setup import RunFolders
from scrapers.sources import Sources, read_sources
from tests.backfill.maker import captures, newsroom_captures, write
from tests.conftest import real_places, write_places

PORT = 8100
SMALL = 20_000
"""Bytes a batch, so that a small archive has many."""


class Inline:
    """Reads each batch at once, in this process."""

    def read(self, search: SearchSpec, batches: Iterable[Batch]) -> Iterator[tuple[Batch, BatchResult]]:
        for batch in batches:
            yield batch, read_batch(search.packed(), batch)


@dataclass(frozen=True)
class Workspace:
    """A content folder of its own with the real places, and all that a backfill writes beside it."""

    folder: Path
    sources: Sources

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def news(self) -> list[Path]:
        return sorted(self.content.glob("news/*/*/*.md"))

    def items(self) -> list[Item]:
        return [loads(path.read_text("utf-8"), path) for path in self.news]

    def written(self) -> dict[str, bytes]:
        """All that lasts, by path."""
        paths = [*self.content.rglob("*"), *(self.folder / "evidence").rglob("*")]
        files = (path for path in paths if path.is_file() and path.suffix != ".part")
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in files}

    def options(self) -> list[str]:
        return ["--sources", str(self.folder / "sources.toml"), "--content", str(self.content)]

    def backfill(
        self, *archives: Path | str, engine: Any = None, progress: Any = None, **options: Any
    ) -> BackfillReport:
        names = [str(name) for name in archives]
        return backfill(
            BackfillOptions(archives=names, sources=self.sources, outlets=self.sources.outlet, **options),
            engine or Inline(),
            folders=RunFolders.beside(self.content),
            places=tracked_places(self.content),
            progress=progress or (lambda _: None),
        )


@pytest.fixture(scope="session")
def room() -> Newsroom:
    return Newsroom(PORT)


def make_at(folder: Path, sources: str) -> Workspace:
    write_places(folder / "content", real_places())
    (folder / "sources.toml").write_text(sources, "utf-8")
    return Workspace(folder, read_sources(folder / "sources.toml"))


@pytest.fixture
def make_workspace(tmp_path: Path, room: Newsroom) -> Callable[..., Workspace]:
    return lambda name="workspace", sources="": make_at(tmp_path / name, sources or room.sources_toml())


@pytest.fixture
def workspace(make_workspace: Callable[..., Workspace]) -> Workspace:
    return make_workspace()


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory, room: Newsroom) -> tuple[Path, Path]:
    """Three outlets whole, and 200 pages among which four are about tracked places."""
    folder = tmp_path_factory.mktemp("archives")
    return (
        write(folder / "newsroom.warc.gz", newsroom_captures(room, 3)),
        write(folder / "noise.warc.gz", captures(200, room)),
    )


@dataclass(frozen=True)
class Whole:
    """What both archives give, read in one process without a break."""

    written: dict[str, bytes]
    report: BackfillReport


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory, archives: tuple[Path, Path], room: Newsroom) -> Whole:
    workspace = make_at(tmp_path_factory.mktemp("whole") / "workspace", room.sources_toml())
    report = workspace.backfill(*archives, batch_bytes=SMALL)
    return Whole(workspace.written(), report)
