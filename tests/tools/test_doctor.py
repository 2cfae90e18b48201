"""What needs a person, found in planted folders."""

import datetime as dt
import io
import json
import shutil
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from scrapers.report import OutletReport, Report
from tests.site.building import CONTENT
from tools import doctor
from tools.doctor import Finding, Folders, as_json, examine, needs_a_person, show

TODAY = dt.date(2018, 3, 14)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    shutil.copytree(CONTENT, tmp_path / "content")
    requirements = tmp_path / "requirements.txt"
    requirements.write_text(f"rich=={metadata.version('rich')} \\\n    --hash=sha256:00\n", "utf-8")
    names = ("content", "state", "evidence", "output")
    made = Folders(*(tmp_path / name for name in names), requirements)
    report(made, "ok", "ok")
    return made


def report(folders: Folders, *statuses: Any, finished: str = "2018-03-13T21:00:00Z") -> None:
    rows = [OutletReport(f"o{number}", status, new=2) for number, status in enumerate(statuses)]
    Report(finished, finished, rows).write(folders.report)


def findings(folders: Folders) -> dict[str, Finding]:
    return {finding.name: finding for finding in examine(folders, TODAY)}


def write(folders: Folders, name: str, text: str) -> None:
    (folders.content / name).write_text(text, "utf-8")


def test_each_look_has_its_line(folders: Folders) -> None:
    levels = {name: finding.level for name, finding in findings(folders).items()}
    assert levels == {
        "last run": "ok", "outlets": "act", "citations": "act", "initiatives": "look", "review tray": "act",
        "disk": "ok", "versions": "ok",
    }  # fmt: skip
    assert findings(folders)["outlets"].details[0] == "Kabar Tiga: blind since 2018-02-25 (timeout)"
    assert findings(folders)["citations"].details == ("https://dua.example/kamera", "https://satu.example/musuh")


def test_when_nothing_waits_it_says_so(folders: Folders) -> None:
    shutil.rmtree(folders.content / "tray")
    for name in ("outages.jsonl", "citations.jsonl"):
        write(folders, name, "")
    for path in (folders.content / "news").glob("*/*/*.md"):
        if "\nStatus: draft\n" in path.read_text("utf-8"):
            path.unlink()
    findings = examine(folders, TODAY)
    assert [finding for finding in findings if finding.level == "act"] == []
    assert not needs_a_person(findings)


def test_amber_is_worth_a_look_and_a_copy_settles_a_dead_citation(folders: Folders) -> None:
    amber = {"outlet": "satu", "name": "Satu", "start": "2018-03-01", "reason": "quiet: x", "state": "amber"}
    write(folders, "outages.jsonl", json.dumps(amber))
    gone = {"url": "https://satu.example/musuh", "state": "gone", "checked": "2018-03-13"}
    write(folders, "citations.jsonl", json.dumps(gone))
    write(folders, "archived.jsonl", json.dumps({"url": gone["url"], "archive": "https://a.example/"}))
    by_name = findings(folders)
    assert (by_name["outlets"].level, by_name["citations"].level) == ("look", "ok")
    assert "1 gone (0 without a copy)" in by_name["citations"].says


def test_a_run_that_no_longer_comes_is_told(folders: Folders) -> None:
    report(folders, "ok", finished="2018-03-10T21:00:00Z")
    assert findings(folders)["last run"].level == "act"
    assert findings(folders)["last run"].says.startswith("4 days ago, on 2018-03-10: 1 outlets, 2 new, 0 failed")
    report(folders, "failed", "failed")
    assert "our own network" in findings(folders)["last run"].says
    report(folders, "ok", "failed")
    assert findings(folders)["last run"].level == "ok"
    folders.report.unlink()
    assert findings(folders)["last run"].level == "look"


def test_a_broken_file_is_a_finding_and_the_others_still_stand(folders: Folders) -> None:
    write(folders, "cities/kota-bekasi.md", "+++\nslug = 1\n+++\n")
    by_name = findings(folders)
    assert by_name["content"].level == "act"
    assert any("kota-bekasi.md" in line for line in by_name["content"].details)
    assert {"last run", "disk", "versions"} <= by_name.keys()


def test_packages_that_are_not_as_locked_are_named(folders: Folders) -> None:
    text = (
        'rich==0.1 \\\n    --hash=sha256:00\nnowhere-package==1.0\nother==1 ; sys_platform == "never"\n    # via x==y\n'
    )
    folders.requirements.write_text(text, "utf-8")
    finding = findings(folders)["versions"]
    assert finding.level == "act"
    assert finding.details == (
        f"rich: {metadata.version('rich')}, locked is 0.1", "nowhere-package: not installed, locked is 1.0",
    )  # fmt: skip


def test_a_pagefind_that_search_does_not_know_is_named(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "FORMAT", "0.9.")
    assert "plugins/search/deterministic.py knows 0.9.*" in findings(folders)["versions"].details[0]


def test_a_disk_that_fills_is_told(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    folders.evidence.mkdir()
    (folders.evidence / "2018-03.warc.gz").write_bytes(b"x" * 1000)
    monkeypatch.setattr(doctor, "TOTAL_BYTES", 1000)
    assert findings(folders)["disk"].level == "look"
    monkeypatch.setattr(doctor, "LEAST_FREE", 10**18)
    assert findings(folders)["disk"].level == "act"


MANY = [Finding("a", "act", "seven", tuple("1234567")), Finding("b", "ok", "none")]


def test_a_pipe_gets_plain_lines_and_a_terminal_a_table() -> None:
    plain, table = io.StringIO(), io.StringIO()
    show(MANY, Console(file=plain))
    assert plain.getvalue().splitlines() == [
        "act  a: seven", *(f"     {number}" for number in "12345"), "     … and 2 more", "ok   b: none",
    ]  # fmt: skip
    show(MANY, Console(file=table, force_terminal=True, width=60))
    assert "\x1b[1;31mact" in table.getvalue()
    assert json.loads(as_json(MANY))["findings"][0]["details"] == list("1234567"), "scripts get all"
