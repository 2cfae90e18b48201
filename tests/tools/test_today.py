"""A maintainer's day on one screen, of planted checkouts."""

import datetime as dt
import io
import os
import subprocess
from pathlib import Path

import pytest
from rich.console import Console

from record.items import Items
from record.tray import Proposal
from scrapers.report import OutletReport, Report
from scrapers.store.run_state import RunState
from tests.record.drafts import MAY, draft, published, suggest
from tools.reader_reports import read_reports
from tools.state_index import BriefIndex
from tools.today import KEYS, Checkout, Line, Urgency, look, next_step, show

NOW = dt.datetime(2019, 5, 20, 8, 0, tzinfo=dt.UTC)
MAIL = """From: pembaca@warga.example
Subject: =?utf-8?q?Kesalahan_di_Pantau_100=3A_/daerah/kota-bekasi/?=
Content-Type: text/plain; charset=utf-8

Halaman: https://pantau.example/daerah/kota-bekasi/
Yang keliru: tanggalnya
"""


@pytest.fixture
def checkout(content: Path) -> Checkout:
    """One on which a run was done today, all was built and published, and nothing waits."""
    root = content.parent
    made = Checkout(root, content, root / "state", NOW)
    Report("2019-05-20T06:00:00Z", "2019-05-20T06:10:00Z", [OutletReport("kabar", "ok", new=2)]).write(
        root / "state" / "report.json"
    )
    (root / "reports").mkdir()
    made.output_stamp.parent.mkdir()
    for path in (made.output_stamp, root / "public"):
        path.touch()
    age(content)
    return made


def age(content: Path) -> None:
    for path in content.rglob("*"):
        os.utime(path, (1, 1))


def lines(checkout: Checkout) -> list[Line]:
    return [line for _, found in look(Checkout(checkout.root, checkout.content, checkout.state, NOW)) for line in found]


def step(checkout: Checkout) -> str:
    return next_step(look(Checkout(checkout.root, checkout.content, checkout.state, NOW)))


def printed(checkout: Checkout, *, terminal: bool, width: int = 80) -> list[str]:
    console = Console(file=io.StringIO(), force_terminal=terminal, width=width, color_system=None)
    show(look(Checkout(checkout.root, checkout.content, checkout.state, NOW)), console)
    return console.file.getvalue().splitlines()


def test_when_all_is_done_it_says_so(checkout: Checkout) -> None:
    assert step(checkout) == ""
    assert printed(checkout, terminal=False) == [
        "Came in: today: 2 new, 0 changed, 0 of them wait, 1 outlets: state/report.json",
        "Came in: kabar 2: git log -1 --stat content",
        "Next: nothing; invoke doctor looks at all the rest",
    ]


def test_each_thing_leads_on_and_the_first_to_do_comes_next(checkout: Checkout) -> None:
    """One after the other is planted, each more urgent than the last."""
    content, root = checkout.content, checkout.root
    assert subprocess.run(["git", "-C", str(root), "init", "-q"], check=False).returncode == 0
    assert step(checkout) == "git add content"
    (content / "corrections").mkdir()
    (content / "corrections" / "2019-05-20-a.md").write_text("+++\n+++\n", "utf-8")
    checkout.output_stamp.unlink()
    assert step(checkout) == "invoke build publish"
    (root / "reports" / "a.eml").write_text(MAIL, "utf-8")
    assert step(checkout) == "reports/a.eml"
    suggest(content, draft("Taman", collected=MAY), Proposal("milestone", "mou", "MoU diteken."))
    assert step(checkout) == "invoke review"
    texts = [line.text for line in lines(checkout)]
    assert f"1 unsure which place is meant: {KEYS['place-unsure']}" in texts
    assert "the oldest waits 4 days" in texts
    Report("2019-05-15T06:00:00Z", "2019-05-15T06:10:00Z", [OutletReport("kabar", "failed")]).write(
        root / "state" / "report.json"
    )
    assert step(checkout) == "invoke scrape"
    assert "no run for 5 days: does the schedule work?" in [line.text for line in lines(checkout)]
    (root / "state" / "daily.unfinished").write_text("2019-05-20\n", "utf-8")
    assert step(checkout) == "invoke daily"
    checkout.output_stamp.touch()
    os.utime(checkout.output_stamp, (2, 2))
    assert step(checkout).startswith("content/corrections/2019-05-20-a.md"), "a build would stop at it"
    assert all(line.leads_to for line in lines(checkout))


@pytest.mark.parametrize("name", ["news/2019/05/2019-05-16-a.md", "tray/decisions.jsonl", "outages.jsonl"])
def test_a_broken_file_is_named_and_the_rest_still_shown(name: str, checkout: Checkout) -> None:
    path = checkout.content / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("oops\n", "utf-8")
    assert step(checkout) == f"content/{name}:1"
    assert any("2 new" in line for line in printed(checkout, terminal=False))


def test_it_fits_one_screen_whatever_there_is(checkout: Checkout) -> None:
    content = checkout.content
    for number, reason in enumerate(KEYS):
        Items(content).add(draft(f"Taman {number}", reason.replace("draft", ""), collected=MAY))
    suggest(content, published("Nota"), Proposal("milestone", "mou", "MoU diteken."))
    for number in range(9):
        (checkout.root / "reports" / f"{number}.eml").write_text(MAIL * 2, "utf-8")
        bad = content / "news" / "2019" / "05" / f"2019-05-1{number}-rusak.md"
        bad.write_text("oops " * 30, "utf-8")
    rows = [OutletReport(f"outlet-{number}", "failed", "timeout: " + "lama " * 40) for number in range(30)]
    rows.append(OutletReport("kabar", "ok", new=3))
    report = Report("2019-05-01T06:00:00Z", "2019-05-01T06:10:00Z", rows, held={"kabar": 3})
    report.write(checkout.state / "report.json")
    (content / "citations.jsonl").write_text(
        '{"url": "https://kabar.example/a", "state": "gone", "checked": "2019-05-01"}\n', "utf-8"
    )
    (content / "outages.jsonl").write_text(
        "".join(
            f'{{"outlet": "o{n}", "name": "Kabar {n}", "start": "2019-05-0{n + 1}", "reason": "timeout"}}\n'
            for n in range(8)
        ),
        "utf-8",
    )
    shown = printed(checkout, terminal=True)
    assert len(shown) <= 30
    assert max(map(len, shown)) <= 80
    assert "\x1b" not in "\n".join(printed(checkout, terminal=False))


def test_it_is_shown_while_a_run_holds_the_state(checkout: Checkout) -> None:
    Items(checkout.content).add(draft("Taman"))
    with RunState(checkout.state):
        index = BriefIndex(checkout.state)
        found = look(Checkout(checkout.root, checkout.content, checkout.state, NOW, index))
    assert next_step(found) == "invoke review"


def test_a_folder_that_is_not_there_is_said(checkout: Checkout) -> None:
    (checkout.root / "reports").rmdir()
    (checkout.state / "report.json").unlink()
    texts = [line.text for line in lines(checkout)]
    assert "no run yet" in texts
    assert "save their mails in reports/ to see them here" in texts


REPORTS = {
    "surat.eml": (MAIL, "Kesalahan di Pantau 100: /daerah/kota-bekasi/", "/daerah/kota-bekasi/"),
    "catatan.md": (
        "# Telepon warga\n\nhttps://pantau.example/fakta/k7m2x9qd/ salah",
        "Telepon warga",
        "/fakta/k7m2x9qd/",
    ),
    "kosong.txt": ("", "kosong.txt", ""),
    "jahat.eml": ("Subject: a\x1b[31mb\n\n\x00", "ab", ""),
    "rusak.eml": ("Content-Type: text/plain; charset=tidak-ada\nSubject: =?x?y?z?=\n\n\xff", "=?x?y?z?=", ""),
    "gambar.jpg": ("", None, ""),
}


def test_reports_are_read_whatever_they_hold(tmp_path: Path) -> None:
    for name, (text, _, _) in REPORTS.items():
        (tmp_path / name).write_bytes(text.encode("latin-1", "replace"))
    read = {report.path.name: (report.subject, report.page) for report in read_reports(tmp_path)}
    assert read.keys() == {name for name, (_, subject, _) in REPORTS.items() if subject is not None}
    for name, (subject, page) in read.items():
        assert (subject, page) == REPORTS[name][1:] or (subject, page) == (name, ""), name


def test_the_first_to_do_is_the_most_urgent() -> None:
    found = [("a", [Line("x", "invoke a", Urgency.SAVE)]), ("b", [Line("y", "invoke b", Urgency.MEND), Line("z", "c")])]
    assert next_step(found) == "invoke b"
