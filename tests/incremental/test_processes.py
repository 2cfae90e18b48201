"""No helper process outlives the process that started it, and none keeps it waiting."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from record.errors import ContentProblem
from tests.conftest import ROOT

LONGEST = 30.0
"""Seconds within which a process must be gone."""
ENDS_WITHOUT_ASKING = """
import sys
from plugins.incremental import parallel
parallel.cores = lambda: 2
parallel.run_in_background(lambda: "x" * 1_000_000)
sys.exit("a mistake in content")
"""
WORKS = """
import os, sys, time
from pathlib import Path
from plugins.incremental import parallel
parallel.cores = lambda: 2
def work(part):
    Path(sys.argv[1], str(os.getpid())).touch()
    time.sleep(0.01 if part == 0 else 600)
list(parallel.parallel_map(work, range(600)))
"""
FAULTY = """
import os, sys
from pathlib import Path
from plugins.build import Build
from plugins.incremental import parallel
from record.errors import ContentFaults
parallel.cores = lambda: 2
content = Path(sys.argv[1], "content")
(content / "news").mkdir(parents=True)
(content / "news" / "a.md").write_text("wrong")
settings = {"PATH": str(content), "OUTPUT_PATH": sys.argv[1] + "/site", "THEME": "theme"}
settings |= {"SETTINGS_FINGERPRINT": "", "THEME_TEMPLATES_OVERRIDES": []}
try:
    Build(settings, [])
except ContentFaults:
    try:
        print(os.waitpid(-1, os.WNOHANG))
    except ChildProcessError:
        print("no child is left")
"""
FAILS = """
from plugins.incremental import parallel
from record.errors import ContentProblem
parallel.cores = lambda: 2
def work(part):
    if part == 300:
        raise ContentProblem("content/news/a.md", "is wrong; mend it", line=3, key="Title")
try:
    list(parallel.parallel_map(work, range(600)))
except ContentProblem as error:
    print(error, error.path, error.line, error.key)
"""


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return False


def test_a_process_that_ends_with_an_error_waits_for_no_helper() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ENDS_WITHOUT_ASKING],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "a mistake in content\n"


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_their_parent(tmp_path: Path, end: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", WORKS, str(tmp_path)], cwd=ROOT) as parent:
        while len(list(tmp_path.iterdir())) < 3:
            assert parent.poll() is None
            time.sleep(0.01)
        os.kill(parent.pid, end)
    workers = {int(path.name) for path in tmp_path.iterdir()} - {parent.pid}
    latest = time.monotonic() + LONGEST
    while any(map(is_alive, workers)):
        assert time.monotonic() < latest
        time.sleep(0.01)


def test_a_build_that_content_stops_leaves_no_child(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAULTY, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=True,
    )
    assert done.stdout == "no child is left\n"


def test_an_error_in_a_worker_keeps_its_file_and_line() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAILS], cwd=ROOT, capture_output=True, text=True, timeout=LONGEST, check=True
    )
    problem = ContentProblem("content/news/a.md", "is wrong; mend it", line=3, key="Title")
    assert done.stdout == f"{problem} content/news/a.md 3 Title\n"
