"""Accessibility as `invoke check` runs it, on a few pages; `test_accessibility_of_pages` looks at each kind."""

import shutil
from pathlib import Path

import pytest

from publish.checks.accessibility import accessibility
from tests.conftest import lacking
from tests.running import in_thread
from tests.site.serving import CHROMIUM


@pytest.mark.browser
def test_a_site_is_looked_at_without_a_server(built: Path, tmp_path: Path) -> None:
    if not CHROMIUM.exists():
        lacking(f"no Chromium at {CHROMIUM}")
    site = tmp_path / "site"
    for folder in ("theme", "tentang", "peta"):
        shutil.copytree(built / folder, site / folder)
    (site / "peta/index.html").write_text(
        '<!DOCTYPE html><html><head><title>x</title></head><body><img src="/x.png"></body>'
    )
    faults, summary = in_thread(accessibility, site)
    assert {fault.file for fault in faults} == {"peta/index.html"}
    assert {"axe: html-has-lang", "axe: image-alt"} <= {fault.what.rpartition(": ")[0] for fault in faults}
    assert summary == "Accessibility: looked at 2 pages, one of each kind."


def test_a_machine_without_chromium_is_told_so(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert accessibility(built) == ([], "Accessibility was not checked: no Chromium is installed.")
