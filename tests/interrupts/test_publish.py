"""A publish that is interrupted, wherever it is: readers see the old site whole, or the new one."""

from itertools import cycle
from pathlib import Path

import pytest

from tests.interrupts.stages import RANDOM_TIMES, stage_ends
from tests.interrupts.trap import Interrupted, Trap, random_traps, run
from tests.interrupts.versions import put, write_with_another_page
from tests.site.building import CONTENT, files


class Publishes:
    """One site that is published again and again, from two versions of its content in turn."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.content, self.public = folder, folder / "content", folder / "public"
        self.edited = write_with_another_page(folder / "edited")
        put(CONTENT, self.content)
        self.publish()
        old = files(self.public)
        put(self.edited, self.content)
        self.changes = self.publish().changes
        self.shown = files(self.public)
        assert self.shown != old
        self.versions = cycle([(CONTENT, old), (self.edited, self.shown)])

    def publish(self, trap: Trap | None = None) -> Interrupted:
        run_ = run("tests.interrupts.publishing", [str(self.content), str(self.public)], self.folder, trap)
        assert trap or run_.done.returncode == 0, run_.done.stderr
        return run_

    def check(self, trap: Trap) -> bool:
        """Interrupt a publish of the next version, then let one end; whether the signal came in time."""
        version, site = next(self.versions)
        put(version, self.content)
        interrupted = self.publish(trap)
        assert files(self.public) in ((self.shown, site) if interrupted.done.returncode else (site,)), trap
        self.publish()
        self.shown = files(self.public)
        assert self.shown == site, trap
        releases = [path for path in self.public.with_name("public.releases").iterdir() if path.is_dir()]
        # The two that are kept, and what the interrupted one did not come to remove: the next does.
        assert len(releases) <= 3, trap
        return interrupted.is_hit


@pytest.fixture(scope="module")
def publishes(tmp_path_factory: pytest.TempPathFactory) -> Publishes:
    return Publishes(tmp_path_factory.mktemp("publishes"))


def test_a_publish_interrupted_at_a_stage_shows_a_whole_site(publishes: Publishes) -> None:
    for at, end in stage_ends("publish"):
        assert publishes.check(Trap(end, at=at)), (at, end)


def test_a_publish_interrupted_anywhere_shows_a_whole_site(publishes: Publishes) -> None:
    hits = sum(publishes.check(trap) for trap in random_traps(publishes.changes))
    assert hits > RANDOM_TIMES // 2, "too few of these were interrupted at all"
