"""A build that is interrupted, wherever it is, leaves what the next build makes a whole site of."""

import random
import shutil
import signal
from itertools import cycle
from pathlib import Path

import pytest

from tests.interrupts.stages import RANDOM_TIMES, SIGNALS, STAGES
from tests.interrupts.trap import Interrupted, Trap, run
from tests.interrupts.versions import BUILD, Version, put
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
        return run(BUILD, arguments(self.content, self.output), self.folder, trap)

    def check(self, trap: Trap, site: dict[str, bytes]) -> bool:
        """Interrupt a build, then let one end; whether the signal came in time."""
        interrupted = self.run(trap)
        if interrupted.done.returncode == 0:
            # It ended before the signal came, or had nothing left to do: then it must be right.
            assert files(self.output) == site, trap
        assert self.run().done.returncode == 0, trap
        assert files(self.output) == site, trap
        return interrupted.is_hit


@pytest.mark.parametrize("end", SIGNALS)
def test_a_build_interrupted_at_a_stage_is_made_whole_by_the_next(tmp_path, sites, end: signal.Signals) -> None:
    builds = Builds(tmp_path, sites)
    builds.next()
    builds.run()
    for at in STAGES["build"].values():
        assert builds.check(Trap(end, at=at), builds.next()), at


def test_a_build_interrupted_anywhere_is_made_whole_by_the_next(tmp_path, sites) -> None:
    builds = Builds(tmp_path, sites)
    builds.next()
    most = builds.run().changes
    builds.next()
    fewer = builds.run().changes
    hits = 0
    for number, end in zip(range(RANDOM_TIMES), cycle(SIGNALS), strict=False):
        is_cold = number % 10 == 9
        if is_cold:
            builds.forget()
        change = random.randint(1, most if is_cold else fewer)
        hits += builds.check(Trap(end, change=change), builds.next())
    assert hits > RANDOM_TIMES // 2, "too few of these were interrupted at all"
