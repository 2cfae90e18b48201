"""One build at a time: who comes second waits, a kill frees the lock, and the site is right afterwards."""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from plugins import plain_run
from plugins.incremental import state_folder
from plugins.incremental.build_lock import LOCK, BuildUnderway, only_build
from record.errors import PantauError, StoreFailed
from tests.site.building import CONTENT, ROOT, files

HOLDER = """
import os, sys, time
from pathlib import Path
from plugins.incremental.build_lock import only_build
from plugins.incremental.parallel import run_in_background
with only_build(Path(sys.argv[1])):
    wait = run_in_background(lambda: time.sleep(60))
    print("held", flush=True)
    time.sleep(60)
"""


@contextmanager
def held(output: Path) -> Iterator[None]:
    """The lock is another's meanwhile."""
    folder = state_folder(output)
    folder.mkdir(exist_ok=True)
    with (folder / LOCK).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def waits(output: Path) -> str:
    return f"{output}: another build is at work here; waiting for its end.\n"


def test_a_build_that_never_ends_is_not_waited_for_for_ever(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "site"
    with held(output), pytest.raises(BuildUnderway), only_build(output, longest_wait=0):
        pytest.fail("it was not locked")
    assert capsys.readouterr().err == waits(output)
    monkeypatch.setattr(plain_run, "only_build", lambda output: only_build(output, longest_wait=0))
    with held(output), pytest.raises(StoreFailed, match="end it, then build again"), plain_run.building_alone(output):
        pytest.fail("it was not locked")


def test_within_one_process_a_task_may_build_under_the_lock_that_it_holds(tmp_path: Path) -> None:
    with only_build(tmp_path / "site"), only_build(tmp_path / "site"):
        pass
    with held(tmp_path / "site"):
        pass


def test_a_kill_frees_the_lock_also_where_workers_had_it_open(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "site")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        os.kill(holder.pid, signal.SIGKILL)
    with only_build(tmp_path / "site", longest_wait=20):
        pass


def test_builds_at_the_same_time_wait_for_each_other_and_the_site_is_right(tmp_path: Path, built: Path) -> None:
    output = tmp_path / "site"
    commands = [[sys.executable, "-m", name, str(CONTENT), "-o", str(output), "-s", "pelicanconf.py"]
                for name in ("pelican", "tools.build_site")]  # fmt: skip
    with held(output):
        running = [
            subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            for command in commands
        ]
        said = [process.stderr.readline() for process in running if process.stderr]
        assert said == [waits(output)] * 2
        assert not output.exists()
    assert [process.communicate()[1] for process in running] == ["", ""]
    assert [process.returncode for process in running] == [0, 0]
    assert files(output) == files(built)


def test_where_pelican_watches_a_mistake_is_said_and_the_next_change_waited_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise PantauError("a.md:1: is wrong; mend it")

    def autoreload() -> None:
        plain_run.run_plainly(SimpleNamespace(output_path=str(tmp_path / "site")), fail)

    with pytest.raises(SystemExit, match=r"a\.md:1: is wrong; mend it"):
        autoreload()
    monkeypatch.setattr("pelican.autoreload", autoreload)
    autoreload()
    assert capsys.readouterr().err == "a.md:1: is wrong; mend it\n"
