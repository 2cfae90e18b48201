import shutil
from pathlib import Path

import pytest
from invoke.exceptions import Exit

from tests.conftest import ROOT
from tools.publish_site import publish


def test_publish_hands_over_a_checked_site_and_nothing_else(tmp_path, monkeypatch) -> None:
    content, target = tmp_path / "content", tmp_path / "public"
    shutil.copytree(ROOT / "tests/site/content", content)
    looked_at: list[Path] = []
    # Chromium's look at the pages has tests of its own.
    monkeypatch.setattr("tools.publish_site.accessibility", lambda site, _: (looked_at.append(site) or [], ""))
    publish(content, str(target))
    assert [site.name for site in looked_at] == ["public"]
    before = sorted(path.relative_to(target) for path in target.rglob("*"))
    assert (target / "index.html").is_file()
    assert (target / "feed.rss").is_file()
    (content / "pages" / "tentang.md").write_text("Title: Tentang\n\n[Buntu](/tidak-ada/)\n", "utf-8")
    with pytest.raises(Exit, match="nothing is published"):
        publish(content, str(target))
    assert sorted(path.relative_to(target) for path in target.rglob("*")) == before
    assert "tidak-ada" not in (target / "tentang/index.html").read_text("utf-8")


def test_a_broken_content_file_stops_the_build_by_name(tmp_path, capsys) -> None:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "tests/site/content", content)
    broken = next(content.glob("news/*/*/*.md"))
    broken.write_text("Judul: x\n\n", "utf-8")
    with pytest.raises(Exit):
        publish(content, str(tmp_path / "public"))
    assert f"{broken}:1: Judul: unknown key" in capsys.readouterr().err
    assert not (tmp_path / "public").exists()
