"""Each mistake through the real command: one line with file, line and remedy, and nothing that stood is gone."""

import os
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from filelock import FileLock
from invoke.exceptions import Exit

from record.content_tree import PASSED_OVER
from tests.conftest import article
from tests.running import run_main
from tests.site.building import CONTENT, files
from tools.publish_site import publish

MISTAKES: dict[str, list[dict[str, Any]]] = tomllib.loads(Path(__file__).with_name("mistakes.toml").read_text("utf-8"))
COMMANDS = {"build": "tools.build_site", "pelican": "pelican"}


def cases(kind: str) -> Any:
    return pytest.mark.parametrize("case", MISTAKES[kind], ids=lambda case: case["case"])


@dataclass(frozen=True)
class Project:
    """A content folder and the site that was built of it."""

    folder: Path
    first: dict[str, bytes] = field(default_factory=dict)
    """The files of the site as it was built first."""
    said: list[str] = field(default_factory=list)
    """What that build printed."""

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def arguments(self, settings: str = "pelicanconf.py") -> list[str]:
        return [str(self.content), "-o", str(self.site), "-s", settings]

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Whatever happens meanwhile, the site and the content stay as they are."""
        content, site = files(self.content), files(self.site)
        yield
        assert (files(self.content), files(self.site)) == (content, site)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = Project(tmp_path_factory.mktemp("mistakes"))
    shutil.copytree(CONTENT, made.content)
    done = run_main("tools.build_site", made.arguments(), {})
    assert done.returncode == 0, done.stderr
    made.first.update(files(made.site))
    made.said.extend(done.stdout.splitlines())
    return made


def assert_said(done: CompletedProcess[str], line: str) -> None:
    """One line, word for word, nothing else, and a status that stops what comes after."""
    assert done.stderr == f"{line}\n"
    assert "Traceback" not in done.stdout
    assert done.returncode == 1


@contextmanager
def made(path: Path, case: dict[str, Any]) -> Iterator[None]:
    """The mistake of a case in the file at `path`, mended afterwards."""
    before = path.read_bytes() if path.exists() else None
    new_folders = [folder for folder in path.parents if not folder.exists()]
    path.parent.mkdir(parents=True, exist_ok=True)
    if "link" in case or "pipe" in case:
        path.unlink(missing_ok=True)
        path.symlink_to(case["link"]) if "link" in case else os.mkfifo(path)
    elif "text" in case:
        path.write_text(case["text"], "utf-8")
    else:
        assert before
        text = before.decode()
        assert case["old"] in text
        path.write_bytes(text.replace(case["old"], case["new"], 1).encode(case.get("encoding", "utf-8")))
    yield
    path.unlink()
    if before is not None:
        path.write_bytes(before)
    for folder in new_folders:
        folder.rmdir()


@cases("content")
def test_a_mistake_in_content_is_named_and_nothing_is_touched(project: Project, case: dict[str, Any]) -> None:
    path = project.content / case["file"]
    with project.unchanged(), made(path, case):
        done = run_main(COMMANDS[case.get("command", "build")], project.arguments(), {})
    if "line" in case:
        assert done.stderr.startswith(case["line"])
        assert done.stderr.endswith(f"{case['says']}\n")
        assert done.stderr.count("\n") == done.returncode == 1
    else:
        assert_said(done, f"{path}{case['says']}".replace("{content}", str(project.content)))


@cases("disk")
def test_what_a_disk_refuses_is_named_with_its_file(project: Project, case: dict[str, Any]) -> None:
    refused = str(project.folder / case["folder"])
    path = project.content / "news/2017/05/2017-05-22-mei.md"
    with made(path, {"old": "Kutipan dari penerbit.", "new": f"Kutipan: {case['case']}."}):
        content = files(project.content)
        arguments = [case.get("what", "write"), case["error"], refused, COMMANDS[case.get("command", "build")]]
        done = run_main("tests.tools.failing_disk", [*arguments, *project.arguments()], {})
        assert files(project.content) == content
    assert done.stderr.count("\n") == done.returncode == 1
    assert refused in done.stderr
    assert done.stderr.endswith(f"{case['says']}\n")
    assert "Traceback" not in done.stdout
    assert files(project.site).keys() == project.first.keys()


@cases("settings")
def test_a_mistake_in_settings_is_named(project: Project, tmp_path: Path, case: dict[str, Any]) -> None:
    settings = tmp_path / "settings.py"
    settings.write_text("\n".join(["import sys", "from pelicanconf import *", *case["lines"], ""]), "utf-8")
    with project.unchanged():
        done = run_main("tools.build_site", project.arguments(str(settings)), case.get("environment", {}))
    assert_said(done, f"{settings}{case['says']}")


def test_a_file_where_the_site_goes_is_named(project: Project, tmp_path: Path) -> None:
    output = tmp_path / "output"
    output.write_text("bukan folder", "utf-8")
    for command in COMMANDS.values():
        done = run_main(command, [str(project.content), "-o", str(output), "-s", "pelicanconf.py"], {})
        assert_said(done, f"{output}: a file stands where the site's folder goes; move it away, then build again")
    assert output.read_text("utf-8") == "bukan folder"


def test_a_content_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    lost = tmp_path / "isi"
    done = run_main("tools.build_site", [str(lost), "-o", str(tmp_path / "site"), "-s", "pelicanconf.py"], {})
    assert_said(done, f"{lost}: no such folder; give the content/ folder")


def test_a_build_without_a_contact_warns_once(project: Project) -> None:
    assert [line for line in project.said if "CONTACT" in line] == [
        "Warning: CONTACT is empty: readers have nowhere to report mistakes; "
        "set CONTACT in pelicanconf.py or PANTAU_CONTACT to a mailto: or https: address."
    ]


def test_what_editors_and_systems_leave_changes_nothing(project: Project, tmp_path: Path) -> None:
    """In every folder, and a byte order mark in every text that people edit."""
    beside = Project(tmp_path)
    shutil.copytree(project.content, beside.content)
    names = [pattern.replace("*", "x") for pattern in PASSED_OVER if not pattern.startswith("__")]
    folders = [beside.content, *(path for path in beside.content.rglob("*") if path.is_dir())]
    for path in [path for path in beside.content.rglob("*") if path.is_file()]:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    for folder in folders:
        for name in (*names, ".#x.md", "._x.md", "~$x.md", ".x.md.swp", "x.md~", "#x.md#"):
            (folder / name).write_bytes(b"\0<<<<<<< \xff")
        (folder / ".#kota-x.md").symlink_to("editor@mesin.1234:1")
    done = run_main("tools.build_site", beside.arguments(), {})
    assert (done.returncode, done.stderr) == (0, "")
    assert files(beside.site) == project.first


@pytest.mark.parametrize("target", ["pagess", "publik"])
def test_a_slip_in_a_target_is_refused_before_anything_is_built(project: Project, target: str) -> None:
    with project.unchanged(), pytest.raises(Exit) as ended:
        publish(project.content, target)
    assert ended.value.code == 1
    assert ended.value.message == (
        f"publishconf.py: PUBLISH_TARGETS: no target is called {target!r}; known are public; "
        f"a folder is told by a path with a slash, such as ./{target}"
    )
    assert not (project.folder / target).exists()
    assert not (project.folder / ".site" / "public").exists()


def test_a_second_publish_is_refused_in_a_sentence(project: Project) -> None:
    built = project.folder / ".site" / "public"
    built.parent.mkdir(exist_ok=True)
    with FileLock(built.with_suffix(".lock")), pytest.raises(Exit) as ended:
        publish(project.content, str(project.folder / "public"))
    assert ended.value.message == (f"{built}: another publish is at work here; wait for its end, then publish again")


OUTAGES = '{"outlet": "kabar", "name": "Kabar", "start": "2026-11-01", "reason": "timeout: x"}\n'
HEALTH = '{"outlet": "kabar", "name": "Kabar", "home": "http://127.0.0.1/", "success": "2026-11-20"}\n'


def test_a_scrape_without_any_network_tells_readers_nothing(site, collect, content) -> None:
    (content / "outages.jsonl").write_text(OUTAGES, "utf-8")
    (content / "health.jsonl").write_text(HEALTH, "utf-8")
    before = files(content)
    lost = site.sources(home="http://127.0.0.1:9/", channel={"kind": "feed", "url": "http://127.0.0.1:9/feed/"})
    lost = lost.replace(str(site.port), "9")
    run = collect("\ufeff" + lost + lost.partition("[[outlet]]")[2].join(["[[outlet]]", ""]).replace("kabar", "radar"))
    assert (run.status, [row["status"] for row in run.report["outlets"]]) == (3, ["failed", "failed"])
    assert files(content) == before
    assert "Traceback" not in run.errors


@pytest.mark.parametrize("folder", ["content/news", "evidence", "state"])
def test_a_scrape_on_a_disk_that_refuses_says_so_and_loses_nothing(site, content, tmp_path: Path, folder: str) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    sources = tmp_path / "sources.toml"
    sources.write_text(site.sources(), "utf-8")
    before = files(content)
    refused = tmp_path / folder
    command = ["collect", "--sources", str(sources), "--content", str(content)]
    done = run_main("tests.tools.failing_disk", ["write", "ENOSPC", str(refused), "scrapers.__main__", *command], {})
    said = [line for line in done.stderr.splitlines() if str(refused) in line]
    assert done.returncode == 1
    assert len(said) == 1
    assert "free some space" in said[0]
    assert "Traceback" not in done.stderr + done.stdout
    assert files(content) == before
