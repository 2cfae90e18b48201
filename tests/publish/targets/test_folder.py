import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from publish.targets.folder import Folder
from record.errors import PantauError, StoreFailed
from tests.publish.sites import killed, send, site


def shown(target: Path) -> str:
    return (target / "index.html").read_text("utf-8")


@pytest.fixture
def target(tmp_path: Path) -> Folder:
    return Folder(path=tmp_path / "public")


def show(target: Folder, text: str, **more: str) -> int:
    return send(target, site(target.path.with_name("built"), {"index.html": text, **more}))


def releases(target: Folder) -> list[str]:
    return sorted(path.name for path in (target.path.parent / "public.releases").iterdir())


def test_a_new_site_replaces_the_old_one_and_one_release_is_kept(target: Folder) -> None:
    for number in range(4):
        show(target, str(number))
        assert shown(target.path) == str(number)
    assert releases(target) == ["3", "3.json.gz", "4", "4.json.gz"]


def test_only_what_changed_is_copied(target: Folder) -> None:
    assert show(target, "a", style="b") == 2
    assert show(target, "c", style="b") == 1
    old, new = (target.path.parent / f"public.releases/{number}/style" for number in (1, 2))
    assert old.samefile(new)


def test_a_disk_without_hard_links_gets_copies(target: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(1, "Operation not permitted")

    show(target, "a", style="b")
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert show(target, "c", style="b") == 2
    assert (target.path / "style").read_text("utf-8") == "b"


def test_an_empty_folder_may_be_taken_over(target: Folder) -> None:
    target.path.mkdir()
    show(target, "a")
    assert shown(target.path) == "a"


def test_a_folder_that_is_not_ours_is_left_alone(target: Folder) -> None:
    site(target.path, {"index.html": "theirs"})
    with pytest.raises(PantauError, match="not a site of ours"):
        show(target, "a")
    assert shown(target.path) == "theirs"


@pytest.mark.parametrize("failing", [(shutil, "copy2"), (Path, "rename"), (Path, "symlink_to")], ids=str)
def test_a_refusing_disk_leaves_the_old_site_whole(
    failing: tuple[Any, str], target: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(target, "old")

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*failing, full)
    with pytest.raises(StoreFailed, match="No space left"):
        show(target, "new")
    assert shown(target.path) == "old"
    assert releases(target) == ["1", "1.json.gz"]


def test_what_a_killed_run_left_is_cleared_and_never_rolled_back_to(target: Folder) -> None:
    show(target, "old")
    site(target.path.parent / "public.releases/2.partial", {"index.html": "half"})
    show(target, "new")
    assert (shown(target.path), releases(target)) == ("new", ["1", "1.json.gz", "2", "2.json.gz"])
    target.rollback()
    assert shown(target.path) == "old"


def test_after_a_rollback_the_release_readers_saw_last_is_kept(target: Folder) -> None:
    for text in ("one", "two"):
        show(target, text)
    assert target.rollback() == "release 1 instead of 2"
    assert shown(target.path) == "one"
    show(target, "three")
    assert shown(target.path) == "three"
    target.rollback()
    assert shown(target.path) == "one"
    with pytest.raises(PantauError, match="no earlier release"):
        target.rollback()


def test_a_release_of_before_manifests_were_kept_is_read_itself(target: Folder) -> None:
    show(target, "old")
    known = target.public()
    os.unlink(target.path.parent / "public.releases/1.json.gz")  # noqa: PTH108 - a release as older versions made it
    assert target.public() == known


def test_a_kill_in_the_middle_leaves_the_old_site_whole(target: Folder, tmp_path: Path) -> None:
    show(target, "old")
    built = site(tmp_path / "built", {f"{number}/index.html": "x" * 100 for number in range(5000)})
    killed(target, built, until=(tmp_path / "public.releases/2.partial/0/index.html").is_file)
    assert shown(target.path) == "old"
    assert sorted(path.name for path in target.path.iterdir()) == ["index.html"]
    send(target, built)
    assert len(list(target.path.iterdir())) == 5000
    assert releases(target) == ["1", "1.json.gz", "2", "2.json.gz"]
