"""Ctrl-C while a step of the build runs: that step is never noted as done, and the next build does it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from invoke.exceptions import Exit

from tests.site import many
from tests.site.building import CONTENT, ROOT, arguments, build, files
from tools import publish_site


def command(content: Path, output: Path) -> list[str]:
    return [sys.executable, "-m", "tools.build_site", *arguments(content, output)]


def indexes(group: int) -> bool:
    """Whether a process of this group is Pagefind."""
    for path in Path("/proc").glob("[0-9]*"):
        try:
            words = (path / "cmdline").read_bytes().split(b"\0")
            if b"--service" in words and os.getpgid(int(path.name)) == group:
                return True
        except OSError:
            continue
    return False


def test_ctrl_c_while_the_search_index_is_made_leaves_it_to_the_next_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    content, output = shutil.copytree(CONTENT, tmp_path / "content"), tmp_path / "site"
    many.write(content, many.items({(2019, 2): 130, (2020, 4): 60}))
    with subprocess.Popen(
        command(content, output), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as running:
        while not indexes(running.pid):
            assert running.poll() is None, "the build ended before it could be interrupted"
            time.sleep(0.005)
        os.killpg(running.pid, signal.SIGINT)
    assert running.returncode
    monkeypatch.setattr(publish_site, "accessibility", lambda *_: ([], "not looked at here"))
    with pytest.raises(Exit):
        publish_site.check(output)
    assert "the last build of this site did not come to its end" in capsys.readouterr().out
    done = subprocess.run(command(content, output), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "nothing changed" not in done.stdout
    assert build(content, tmp_path / "scratch").returncode == 0
    assert files(output) == files(tmp_path / "scratch")
