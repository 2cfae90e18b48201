"""Signatures of files, forked workers, and writing output."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.incremental import parallel
from plugins.incremental.file_stats import input_signature
from plugins.incremental.output import Output, write_if_changed
from plugins.incremental.tracking import Dependencies
from tests.site.building import files


def test_a_file_that_has_just_changed_proves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "satu"
    path.write_text("satu")
    assert input_signature(path.stat(), time.time_ns()) == b""
    assert input_signature(path.stat(), time.time_ns() + 3_000_000_000) != b""


def _dies() -> int:
    if os.getpid() != PARENT:
        os._exit(9)
    return 7


PARENT = os.getpid()


@pytest.mark.parametrize(("work", "result"), [(lambda: {"a": (1, b"x")}, {"a": (1, b"x")}), (_dies, 7)])
@pytest.mark.parametrize("count", [1, 2])
def test_work_in_the_background_gives_the_same_without_a_second_core_or_when_the_child_dies(
    work: Callable[[], object], result: object, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "cores", lambda: count)
    monkeypatch.setattr(sys.modules[__name__], "PARENT", os.getpid())
    assert parallel.run_in_background(work)() == result


def test_a_file_whose_bytes_stay_the_same_keeps_its_time(tmp_path: Path) -> None:
    path = tmp_path / "a" / "satu"
    signature, is_new = write_if_changed(str(path), b"satu")
    assert is_new
    assert write_if_changed(str(path), b"satu") == (signature, False)
    copy = tmp_path / "copy"
    copy.hardlink_to(path)
    assert write_if_changed(str(path), b"dua")[1]
    assert copy.read_bytes() == b"satu", "a hard link keeps the old content"


def test_removing_a_file_removes_its_empty_folders(tmp_path: Path) -> None:
    output = Output(tmp_path, Dependencies(), {}, None)
    output.add_file("a/b/index.html", lambda: "satu")
    output.add_file("a/c.txt", lambda: "dua")
    output.remove(["a/b/index.html", "a/never/there.txt"])
    assert sorted(files(tmp_path)) == ["a/c.txt"]
    assert not (tmp_path / "a" / "b").exists()
