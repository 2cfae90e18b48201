"""A review that is interrupted at any moment: the next one ends with the files of one that was not, and undoes all."""

import json
import shutil
from pathlib import Path

import pytest

from tests.interrupts.reviewing import opened, prepare
from tests.interrupts.stages import RANDOM_TIMES, stage_ends
from tests.interrupts.trap import Interrupted, Trap, random_traps, run
from tests.site.building import files


class Reviews:
    """One tray that is reviewed again and again from the beginning."""

    def __init__(self, folder: Path, content: Path) -> None:
        self.folder, self.start, self.content = folder, content, folder / "live"
        prepare(content)
        self.forget()
        whole = self.review()
        assert whole.done.returncode == 0, whole.done.stderr
        self.changes, self.clean = whole.changes, self.written()
        assert self.clean.keys() != files(content).keys()

    def forget(self) -> None:
        for folder in (self.content, self.content.with_name("undo")):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.start, self.content)

    def review(self, trap: Trap | None = None) -> Interrupted:
        return run("tests.interrupts.reviewing", [str(self.content)], self.folder, trap)

    def written(self) -> dict[str, object]:
        """Every file's bytes; of the decisions all but their times."""
        written: dict[str, object] = {}
        for name, data in files(self.content).items():
            rows = map(json.loads, data.splitlines()) if name.endswith("decisions.jsonl") else None
            written[name] = data if rows is None else [{**row, "when": ""} for row in rows]
        return written

    def check(self, trap: Trap) -> bool:
        """Interrupt a review, then let one end; whether the signal came in time."""
        self.forget()
        interrupted = self.review(trap)
        for path in self.content.rglob(".*.part"):
            path.unlink()
        whole = self.review()
        assert whole.done.returncode == 0, (trap, whole.done.stderr)
        assert self.written() == self.clean, trap
        while opened(self.content).take_back():
            pass
        assert files(self.content) == files(self.start), trap
        return interrupted.is_hit


@pytest.fixture
def reviews(tmp_path: Path, content: Path) -> Reviews:
    return Reviews(tmp_path, content)


def test_a_review_interrupted_at_a_stage_is_ended_by_the_next(reviews: Reviews) -> None:
    for at, end in stage_ends("review"):
        assert reviews.check(Trap(end, at=at)), (at, end)


def test_a_review_interrupted_anywhere_is_ended_by_the_next(reviews: Reviews) -> None:
    hits = sum(reviews.check(trap) for trap in random_traps(reviews.changes))
    assert hits > RANDOM_TIMES // 2, "too few of these were interrupted at all"
