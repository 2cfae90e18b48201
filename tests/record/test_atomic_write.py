"""A disk that refuses: a clear error, the old file whole, nothing half-written."""

import errno
import os

import pytest

from record.atomic_write import remove_leftovers, write_text
from record.errors import StoreFailed


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_refused_write_leaves_what_was_there(tmp_path, monkeypatch, number) -> None:
    path = tmp_path / "a.md"
    write_text(path, "lama")

    def refuse(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StoreFailed, match="cannot be written"):
        write_text(path, "baru")
    assert [file.name for file in tmp_path.iterdir()] == ["a.md"]
    assert path.read_text("utf-8") == "lama"


def test_the_same_text_is_not_written_again(tmp_path) -> None:
    path = tmp_path / "a.md"
    assert write_text(path, "x")
    before = path.stat().st_mtime_ns
    assert not write_text(path, "x")
    assert path.stat().st_mtime_ns == before


def test_what_a_killed_writer_left_goes_and_what_another_writes_now_stays(tmp_path) -> None:
    old, young, own = tmp_path / "news/.a.md.x1.part", tmp_path / ".b.md.x2.part", tmp_path / "c.part"
    old.parent.mkdir()
    for path in (old, young, own):
        path.write_text("")
    for path in (old, own):
        os.utime(path, (0, 0))
    remove_leftovers(tmp_path)
    assert (old.exists(), young.exists(), own.exists()) == (False, True, True)
