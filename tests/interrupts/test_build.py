"""A build that is interrupted, wherever it is, leaves what the next build makes a whole site of."""

import random
import shutil
from itertools import cycle
from pathlib import Path

from tests.interrupts.stages import RANDOM_TIMES, SIGNALS, stage_ends
from tests.interrupts.trap import Interrupted, Trap, random_traps, run
from tests.interrupts.versions import BUILD, SETTINGS, Version, put
from tests.site.building import CONTENT, arguments, files


class Builds:
    """One folder that is built again and again, from both versions in turn."""

    def __init__(self, folder: Path, sites: list[Version]) -> None:
        self.folder, self.content, self.output = folder, folder / "content", folder / "site"
        self.versions = cycle(sites)
        put(CONTENT, self.content)

    def forget(self) -> None:
        """Remove the site, and what builds know of it."""
        shutil.rmtree(self.output, ignore_errors=True)
        shutil.rmtree(self.folder / ".site.state", ignore_errors=True)

    def next(self) -> dict[str, bytes]:
        """Put the next version into place; gives its site."""
        version, site = next(self.versions)
        put(version, self.content)
        return site

    def run(self, trap: Trap | None = None) -> Interrupted:
        return run(BUILD, arguments(self.content, self.output, SETTINGS), self.folder, trap)

    def check(self, trap: Trap, site: dict[str, bytes]) -> bool:
        """Interrupt a build, then let one end; whether the signal came in time."""
        interrupted = self.run(trap)
        if interrupted.done.returncode == 0:
            # It ended before the signal came, or had nothing left to do: then it must be right.
            assert files(self.output) == site, trap
        assert self.run().done.returncode == 0, trap
        assert files(self.output) == site, trap
        return interrupted.is_hit


def test_a_build_interrupted_at_a_stage_is_made_whole_by_the_next(tmp_path, sites) -> None:
    builds = Builds(tmp_path, sites)
    builds.next()
    builds.run()
    for at, end in stage_ends("build"):
        assert builds.check(Trap(end, at=at), builds.next()), (at, end)


def test_a_build_interrupted_anywhere_is_made_whole_by_the_next(tmp_path, sites) -> None:
    builds = Builds(tmp_path, sites)
    builds.next()
    most = builds.run().changes
    builds.next()
    fewer = builds.run().changes
    hits = 0
    for trap in random_traps(fewer):
        hits += builds.check(trap, builds.next())
    for end in SIGNALS[1:]:
        builds.forget()
        hits += builds.check(Trap(end, change=random.randint(1, most)), builds.next())
    assert hits > RANDOM_TIMES // 2, "too few of these were interrupted at all"
