"""`invoke serve`, ended at any moment: no process stays, and the site is what a clean build makes of the content."""

import signal
import threading
import time
from pathlib import Path

import pytest

from tests.interrupts.stages import RANDOM_TIMES, stage_ends
from tests.interrupts.trap import Interrupted, Trap, random_traps, run, signal_group
from tests.interrupts.versions import BUILD, SETTINGS, Version, put
from tests.running import run_main
from tests.site.building import CONTENT, arguments, files
from tests.waiting import wait_until

PAGE = "berita/2018/03/siaran/index.html"
"""One that differs between the two versions."""


class Servings:
    """One site that is served again and again, with a save of the other version of its content each time."""

    def __init__(self, folder: Path, sites: list[Version]) -> None:
        self.folder, self.content, self.output = folder, folder / "content", folder / "site"
        self.versions = sites
        self.turn = 0
        put(CONTENT, self.content)
        self.serve(None)
        # Of a server that finds the site built, as the interrupted ones do.
        self.changes = self.serve(None).changes

    def serve(self, trap: Trap | None) -> Interrupted:
        """Serve, save the other version once the present one is shown, and end it by the trap or after that."""
        ended: list[Interrupted] = []
        words = [*arguments(self.content, self.output, SETTINGS), "-p", "0"]
        thread = threading.Thread(
            target=lambda: ended.append(run("tests.interrupts.serving", words, self.folder, trap))
        )
        thread.start()
        try:
            self.wait(ended, trap)
            if not ended:
                self.turn = 1 - self.turn
                put(self.versions[self.turn][0], self.content)
                self.wait(ended, trap)
            signal_group(self.folder, trap.end if trap else signal.SIGTERM)
            thread.join(20)
        finally:
            while not ended:
                signal_group(self.folder, signal.SIGKILL)
                thread.join(1)
        return ended[0]

    def wait(self, ended: list[Interrupted], trap: Trap | None) -> None:
        """Until the present version is shown, or the server has ended."""
        try:
            wait_until(lambda: ended or self.is_shown())
        except TimeoutError as error:
            raise AssertionError(f"the site is not what a clean build makes, served after {trap}") from error

    def is_shown(self) -> bool:
        site = self.versions[self.turn][1]
        try:
            if (self.output / PAGE).read_bytes() != site[PAGE]:
                return False
            # The index is being made: to compare all files at each look would slow it down.
            time.sleep(0.02)
            return files(self.output) == site
        # While it is built, files come and go.
        except OSError:
            return False

    def check(self) -> None:
        """Build what the last server left."""
        assert run_main(BUILD, arguments(self.content, self.output, SETTINGS), {}).returncode == 0
        assert files(self.output) == self.versions[self.turn][1]


@pytest.fixture(scope="module")
def servings(tmp_path_factory: pytest.TempPathFactory, sites: list[Version]) -> Servings:
    return Servings(tmp_path_factory.mktemp("servings"), sites)


def test_a_server_ended_at_a_stage_leaves_what_the_next_makes_whole(servings: Servings) -> None:
    for at, end in stage_ends("serve"):
        assert servings.serve(Trap(end, at=at)).is_hit, (at, end)
    servings.check()


def test_a_server_ended_anywhere_leaves_what_the_next_makes_whole(servings: Servings) -> None:
    hits = sum(servings.serve(trap).is_hit for trap in random_traps(servings.changes))
    assert hits > RANDOM_TIMES // 2, "too few of these were interrupted at all"
    servings.check()
