"""What every run opens before its first page: lock, state, items, evidence, and the pipeline that uses them."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from record.atomic_write import remove_leftovers
from record.items import Items
from record.lock import only_run
from record.models import Place
from record.tray import Tray
from scrapers.pipeline import Pipeline
from scrapers.report import OutletReport
from scrapers.store.evidence import Evidence
from scrapers.store.run_state import RunState
from scrapers.store.story_index import StoryIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFolders:
    """The folders a run works on: `content/`, what runs save for the next one, and the WARC files."""

    content: Path
    state: Path
    evidence: Path

    @classmethod
    def beside(cls, content: Path, *, state: Path | None = None, evidence: Path | None = None) -> "RunFolders":
        """`state/` and `evidence/` beside `content`, where they are not given."""
        parent = content.resolve().parent
        return cls(content=content, state=state or parent / "state", evidence=evidence or parent / "evidence")


@dataclass(frozen=True, slots=True)
class OpenRun:
    """A run under way; `started` as reports write it."""

    started: str
    items: Items
    state: RunState
    evidence: Evidence
    pipeline: Pipeline


@contextmanager
def open_run(
    folders: RunFolders,
    places: Mapping[str, Place],
    progress: Callable[[OutletReport], None] = lambda line: None,
) -> Iterator[OpenRun]:
    """A run on `folders` with the tracked `places` by slug; `progress` is called after each page.

    Raises `StoreFailed` where another run holds the folder or the state, or where it cannot be written.
    """
    started, evidence = utc_now(), Evidence(folders.evidence)
    with only_run(folders.content), RunState(folders.state) as state, StoryIndex(folders.state) as stories:
        remove_leftovers(folders.content)
        items = Items(folders.content, state)
        stories.catch_up(items)
        tray = Tray(folders.content)
        today = dt.date.fromisoformat(started[:10])
        pipeline = Pipeline(items, state, evidence, places, progress, stories=stories, tray=tray, today=today)
        yield OpenRun(started, items, state, evidence, pipeline)


def utc_now() -> str:
    """The time in UTC, as reports write it."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
