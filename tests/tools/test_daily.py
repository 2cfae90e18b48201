"""A day's run in a real git checkout, with the newsroom as its outlets."""

import datetime as dt
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from invoke.context import Context

import tasks
from record.errors import PantauError
from record.json_lines import write_lines
from record.monitoring import Health
from scrapers.newsroom.server import serve
from scrapers.report import OutletReport, Report
from tests.conftest import ROOT
from tools.daily import Day, Silent, message

TODAY = dt.date(2026, 11, 26)
IDENTITY = {"user.name": "Tes", "user.email": "tes@example.org", "commit.gpgsign": "false"}


class Checkout:
    """A clone with a tiny record, its origin, and a count of what was published."""

    def __init__(self, folder: Path) -> None:
        self.root, self.origin = folder / "clone", folder / "origin.git"
        self.git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.origin))
        self.git(folder, "clone", "--quiet", str(self.origin), str(self.root))
        for key, value in IDENTITY.items():
            self.git(self.root, "config", key, value)
        shutil.copytree(ROOT / "tests/site/content", self.content)
        for name in ("health.jsonl", "outages.jsonl"):
            (self.content / name).unlink()
        (self.root / ".gitignore").write_text(
            "/state/\n/.site/\n/public*\n/evidence/\n/.content.lock\n*.toml\n", "utf-8"
        )
        self.git(self.root, "switch", "--quiet", "--create", "main")
        self.commit_all("Begin")
        self.git(self.root, "push", "--quiet", "--set-upstream", "origin", "main")
        self.published = 0

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def day(self) -> Day:
        return Day(self.content, self.root / "state")

    def git(self, folder: Path, *words: str) -> str:
        command = ["git", "-C", str(folder), *words]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout

    def commit_all(self, subject: str) -> None:
        self.git(self.root, "add", "--all")
        self.git(self.root, "commit", "--quiet", "-m", subject)

    def log(self, folder: Path | None = None) -> list[str]:
        return self.git(folder or self.root, "log", "--format=%s").splitlines()

    def publish(self) -> None:
        self.published += 1

    def run(self, collect: Callable[[], None], *, push: bool = False, today: dt.date = TODAY) -> list[str]:
        return list(self.day.run(collect=collect, publish=self.publish, today=today, push=push))

    def note(self, *outlets: OutletReport, text: str = "") -> Callable[[], None]:
        """A collector that changes one file to `text`, or none, and reports `outlets`."""

        def collect() -> None:
            if text:
                (self.content / "pages/tentang.md").write_text(f"Title: Tentang\n\n{text}\n", "utf-8")
            Report("2026-11-26T01:00:00Z", "2026-11-26T01:00:00Z", list(outlets)).write(self.day.report)

        return collect


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_a_day_with_the_newsroom_is_committed_published_and_safe_to_repeat(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tasks, "CONTENT", checkout.content)
    monkeypatch.setattr(tasks, "STATE", checkout.day.state)
    monkeypatch.setattr(tasks, "SOURCES", checkout.root / "sources.toml")
    # Chromium looks at the pages of a publish in test_publish_site.
    monkeypatch.setattr("tools.publish_site.accessibility", lambda *_: ([], ""))
    with serve() as press:
        tasks.SOURCES.write_text(re.sub(r"(?m)^places = .*$", "places = []", press.sources_toml()), "utf-8")
        tasks.daily(Context(), target=str(checkout.root / "public"))
        assert (checkout.root / "public/sumber/index.html").is_file()
        subject, *_ = before = checkout.log()
        assert re.fullmatch(r"Collect \d+ new, \d+ held; 1 outlet failed", subject)
        body = checkout.git(checkout.root, "log", "-1", "--format=%b")
        assert re.search(r"(?m)^kabar-patriot: \d+ new", body)
        assert re.findall(r"(?m)^(\S+): failed, (\S+)", body) == [("koran-padam", "http-error:")]
        assert checkout.git(checkout.root, "status", "--porcelain") == ""
        release = (checkout.root / "public").resolve()

        capfd.readouterr()
        tasks.daily(Context(), target=str(checkout.root / "public"))
        assert checkout.log() == before, "a second run makes no commit"
        assert (checkout.root / "public").resolve() == release, "and publishes nothing again"
        printed = capfd.readouterr().out
        assert "Nothing changed: nothing was committed.\nWhat is public is up to date: nothing was built." in printed


def test_a_day_without_news_does_nothing_once_all_is_public(checkout: Checkout) -> None:
    lines = checkout.run(checkout.note(OutletReport("a", "unchanged")))
    assert lines == ["Nothing changed: nothing was committed."]
    assert checkout.published == 1, "what was never published is"
    lines = checkout.run(checkout.note(OutletReport("a", "unchanged")))
    assert lines[-1] == "What is public is up to date: nothing was built."
    assert (checkout.published, checkout.log()) == (1, ["Begin"])


def test_a_commit_of_a_person_is_published_too(checkout: Checkout) -> None:
    checkout.run(checkout.note(OutletReport("a", "unchanged")))
    checkout.note(text="Baru")()
    checkout.commit_all("Say it better")
    checkout.run(checkout.note(OutletReport("a", "unchanged")))
    assert checkout.published == 2


def test_work_that_lies_in_content_is_not_taken(checkout: Checkout) -> None:
    (checkout.content / "cities/baru.md").write_text("setengah jadi", "utf-8")
    with pytest.raises(PantauError, match=r"content/cities/baru\.md; commit or put aside"):
        checkout.run(checkout.note(OutletReport("a", "ok", new=1), text="Baru"))
    assert (checkout.log(), checkout.published) == (["Begin"], 0)


def test_only_content_is_committed_whatever_else_is_staged(checkout: Checkout) -> None:
    (checkout.root / "kode.py").write_text("x = 1\n", "utf-8")
    checkout.git(checkout.root, "add", "kode.py")
    checkout.run(checkout.note(OutletReport("a", "ok", new=1), text="Baru"))
    assert checkout.git(checkout.root, "show", "--format=", "--name-only", "HEAD").split() == [
        "content/pages/tentang.md"
    ]
    assert checkout.git(checkout.root, "status", "--porcelain") == "A  kode.py\n"


def test_what_a_run_that_was_cut_off_left_is_taken_up(checkout: Checkout) -> None:
    def cut_off() -> None:
        checkout.note(OutletReport("a", "ok", new=1), text="Baru")()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        checkout.run(cut_off)
    checkout.run(checkout.note(OutletReport("a", "unchanged")))
    assert checkout.log() == ["Note tentang.md", "Begin"]
    (checkout.content / "cities/baru.md").write_text("setengah jadi", "utf-8")
    with pytest.raises(PantauError):
        checkout.run(checkout.note(OutletReport("a", "unchanged")))


def test_a_publication_that_failed_is_tried_again(checkout: Checkout) -> None:
    def fail() -> None:
        raise PantauError("a fault in the site")

    collect = checkout.note(OutletReport("a", "ok", new=1), text="Baru")
    with pytest.raises(PantauError, match="a fault"):
        list(checkout.day.run(collect=collect, publish=fail, today=TODAY))
    assert len(checkout.log()) == 2
    checkout.run(checkout.note(OutletReport("a", "unchanged")))
    assert (len(checkout.log()), checkout.published) == (2, 1)


def test_push_takes_what_others_did_and_gives_what_we_did(checkout: Checkout, tmp_path: Path) -> None:
    other = tmp_path / "other"
    checkout.git(tmp_path, "clone", "--quiet", str(checkout.origin), str(other))
    for key, value in IDENTITY.items():
        checkout.git(other, "config", key, value)
    (other / "baca.md").write_text("x\n", "utf-8")
    checkout.git(other, "add", "baca.md")
    checkout.git(other, "commit", "--quiet", "-m", "Another's")
    checkout.git(other, "push", "--quiet")
    checkout.run(checkout.note(OutletReport("a", "ok", new=1), text="Baru"), push=True)
    assert checkout.log(checkout.origin) == ["Collect 1 new", "Another's", "Begin"]


def test_a_pull_that_cannot_be_joined_leaves_the_checkout_as_it_was(checkout: Checkout, tmp_path: Path) -> None:
    other = tmp_path / "other"
    checkout.git(tmp_path, "clone", "--quiet", str(checkout.origin), str(other))
    for folder, text in ((other, "satu"), (checkout.root, "dua")):
        for key, value in IDENTITY.items():
            checkout.git(folder, "config", key, value)
        (folder / "content/pages/tentang.md").write_text(f"Title: {text}\n\n", "utf-8")
        checkout.git(folder, "commit", "--quiet", "-am", text)
    checkout.git(other, "push", "--quiet")
    with pytest.raises(PantauError, match="git pull failed"):
        checkout.run(checkout.note(OutletReport("a", "ok")), push=True)
    assert checkout.log() == ["dua", "Begin"]
    assert checkout.git(checkout.root, "status", "--porcelain") == ""


def test_long_silence_is_said_when_the_day_is_done(checkout: Checkout) -> None:
    lines = [Health(outlet="a", name="A", home="https://a.example/", days=[TODAY - dt.timedelta(14)])]
    write_lines(checkout.content / "health.jsonl", lines)
    checkout.commit_all("Health")
    checkout.run(checkout.note(OutletReport("a", "unchanged")))
    with pytest.raises(Silent, match="15 days ago"):
        checkout.run(checkout.note(OutletReport("a", "unchanged")), today=TODAY + dt.timedelta(1))
    with pytest.raises(Silent, match="Not one outlet answered"):
        checkout.run(checkout.note(OutletReport("a", "failed"), OutletReport("b", "failed")))
    assert checkout.published == 1


CASES = json.loads((Path(__file__).parent / "messages.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_message_tells_what_a_run_changed(case) -> None:
    outlets = [OutletReport(**row) for row in case["outlets"]]
    report = Report("", "", outlets, held=case.get("held", {}))
    assert message(report, case.get("files", [])) == "\n".join(case["message"]) + "\n"
