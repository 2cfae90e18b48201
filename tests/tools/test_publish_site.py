import shutil
from pathlib import Path

import pytest
from invoke.exceptions import Exit

from tests.conftest import ROOT
from tools.publish_site import publish
from tools.site_settings import contact_missing


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


def test_a_site_without_a_contact_is_refused_before_it_is_built(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("PANTAU_CONTACT", "")
    with pytest.raises(Exit) as ended:
        publish(tmp_path / "content", str(tmp_path / "public"))
    assert ended.value.message == (
        "CONTACT is empty: readers have nowhere to report mistakes; set CONTACT in pelicanconf.py or PANTAU_CONTACT to "
        'a mailto: or https: address, or say in publishconf.py why there is none: NO_CONTACT = "reason". '
        "Nothing was built or published."
    )
    assert ended.value.code == 1
    assert [path.name for path in tmp_path.iterdir()] == [".site"]


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        ({}, True),
        ({"CONTACT": ""}, True),
        ({"CONTACT": "", "NO_CONTACT": " "}, True),
        ({"CONTACT": "", "NO_CONTACT": "Uji coba."}, False),
        ({"CONTACT": "mailto:a@b.example"}, False),
    ],
)
def test_a_contact_or_a_reason_is_needed(settings, missing) -> None:
    assert bool(contact_missing(settings)) is missing


def test_a_broken_content_file_stops_the_build_by_name(tmp_path, capsys) -> None:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "tests/site/content", content)
    broken = next(content.glob("news/*/*/*.md"))
    broken.write_text("Judul: x\n\n", "utf-8")
    with pytest.raises(Exit):
        publish(content, str(tmp_path / "public"))
    assert f"{broken}:1: Judul: unknown key" in capsys.readouterr().err
    assert not (tmp_path / "public").exists()
