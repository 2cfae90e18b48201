"""Tiny sites to publish, the shortest way to do so, and how to be killed while doing it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel

from publish.manifest import compare, read_site
from publish.targets import Target, choose
from tests.conftest import ROOT
from tests.waiting import wait_until


def site(folder: Path, files: dict[str, str]) -> Path:
    """A folder with these files and no other."""
    for path in sorted(folder.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def items(**pages: str) -> str:
    """`data/items.json` with these ids and addresses."""
    return json.dumps([{"id": name, "address": f"https://x.example{page}"} for name, page in pages.items()])


def send(target: Target, built: Path) -> int:
    """Publish without asking the gate; how many files travelled."""
    new = read_site(built)
    return target.send(built, new, compare(target.public(), new))


def killed(target: Target, built: Path, until: Callable[[], bool]) -> None:
    """Publish in a process of its own, which is killed, with all that it started, as soon as `until` says so."""
    assert isinstance(target, BaseModel)
    command = [sys.executable, "-m", "tests.publish.sites", target.model_dump_json(), str(built)]
    running = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    wait_until(lambda: until() or running.poll() is not None)
    assert running.poll() is None, "it ended before it could be killed"
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()


if __name__ == "__main__":
    send(choose("it", {"it": json.loads(sys.argv[1])}, ROOT), Path(sys.argv[2]))
