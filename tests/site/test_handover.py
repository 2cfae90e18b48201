import shutil
from pathlib import Path
from typing import Any

import pytest

from plugins.handover import hand_over
from scrapers.errors import PantauError, StoreFailed


def site(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "index.html").write_text(text, "utf-8")
    return folder


def shown(target: Path) -> str:
    return (target / "index.html").read_text("utf-8")


def test_a_new_site_replaces_the_old_one_and_one_release_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "public"
    for number in range(4):
        hand_over(site(tmp_path / f"built{number}", str(number)), target)
        assert shown(target) == str(number)
    assert sorted(path.name for path in (tmp_path / "public.releases").iterdir()) == ["3", "4"]


def test_an_empty_folder_may_be_taken_over(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    hand_over(site(tmp_path / "built", "a"), tmp_path / "public")
    assert shown(tmp_path / "public") == "a"


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    target = site(tmp_path / "public", "theirs")
    with pytest.raises(PantauError, match="not a site of ours"):
        hand_over(site(tmp_path / "built", "a"), target)
    assert shown(target) == "theirs"


@pytest.mark.parametrize("failing", ["copytree", "symlink"])
def test_a_refusing_disk_leaves_the_old_site_whole(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "public"
    hand_over(site(tmp_path / "built", "old"), target)

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    if failing == "copytree":
        monkeypatch.setattr(shutil, "copytree", full)
    else:
        monkeypatch.setattr(Path, "symlink_to", full)
    with pytest.raises(StoreFailed, match="No space left"):
        hand_over(site(tmp_path / "fresh", "new"), target)
    assert shown(target) == "old"
