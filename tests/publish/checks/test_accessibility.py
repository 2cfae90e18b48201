"""Accessibility as `invoke check` runs it, on a few pages; `test_accessibility_of_pages` looks at each kind."""

import shutil
from pathlib import Path

import pytest

from publish.checks import accessibility as checked
from publish.checks.accessibility import accessibility
from publish.checks.cache import CheckCache
from publish.manifest import digest_files
from tests.conftest import lacking
from tests.running import in_thread
from tests.site.serving import CHROMIUM


@pytest.mark.browser
def test_a_site_is_looked_at_without_a_server(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not CHROMIUM.exists():
        lacking(f"no Chromium at {CHROMIUM}")
    site = tmp_path / "site"
    for folder in ("theme", "tentang", "peta"):
        shutil.copytree(built / folder, site / folder)
    (site / "peta/index.html").write_text(
        '<!DOCTYPE html><html><head><title>x</title></head><body><img src="/x.png"></body>'
    )
    results = CheckCache(digest_files(site))
    faults, summary = in_thread(accessibility, site, results)
    assert {fault.file for fault in faults} == {"peta/index.html"}
    assert {"axe: html-has-lang", "axe: image-alt"} <= {fault.what.rpartition(": ")[0] for fault in faults}
    assert summary == "Accessibility: looked at 2 pages, one of each kind."

    with monkeypatch.context() as closed:
        closed.setattr(checked, "_opened", None)
        again = CheckCache(digest_files(site), results.after)
        assert accessibility(site, again) == (faults, summary), "without a browser, for nothing changed"
    style = site / "theme/site.css"
    style.write_text(style.read_text("utf-8") + "a { color: red }", "utf-8")
    later = CheckCache(digest_files(site), results.after)
    known = {key[1]: later.recall(key) is not None for key in results.after}
    assert known == {"/tentang/": False, "/peta/": True}, "a page is looked at again when what it loads changed"


@pytest.mark.browser
def test_of_many_alike_a_few_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not CHROMIUM.exists():
        lacking(f"no Chromium at {CHROMIUM}")
    monkeypatch.setattr(checked, "MOST_NODES", 100)
    page = tmp_path / "tentang" / "index.html"
    page.parent.mkdir()
    page.write_text("<!doctype html><html lang=id><title>x</title><main>" + "<img src=/x.png>" * 300, "utf-8")
    faults, _ = in_thread(accessibility, tmp_path)
    assert 0 < sum("image-alt" in fault.what for fault in faults) < 100


def test_a_machine_without_chromium_is_told_so(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert accessibility(built) == ([], "Accessibility was not checked: no Chromium is installed.")
