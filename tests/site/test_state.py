"""What a build as a whole makes of what the last one left: nothing to do, a kill, other code, cached files."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.incremental import state_folder
from plugins.model.load import load
from plugins.model.news_cache import NewsCache, NewsContext, read_news
from record.errors import ContentProblem
from tests.running import run_main
from tests.site import many
from tests.site.building import CONTENT, ROOT, arguments, build, files
from tests.waiting import wait_until


def test_an_editor_s_own_files_beside_the_news_are_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "news/2017/05"
    folder.mkdir(parents=True)
    (folder / ".#2017-05-22-mei.md").symlink_to("somebody@a-machine.1234")
    (folder / "._2017-05-22-mei.md").write_bytes(b"\0\5\x16\7")
    faults: list[ContentProblem] = []
    assert read_news(tmp_path / "news", NewsContext({}, frozenset(), {}), NewsCache(), faults).news == faults == []


def run(content: Path, output: Path, **environment: str) -> str:
    command = [
        sys.executable,
        "-m",
        "tools.build_site",
        str(content),
        "-o",
        str(output),
        "-s",
        "pelicanconf.py",
    ]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def test_when_nothing_changed_nothing_is_done_and_any_change_is_seen(tmp_path: Path) -> None:
    content, output = shutil.copytree(CONTENT, tmp_path / "content"), tmp_path / "site"
    _age(tmp_path)
    assert "new or changed" in run(content, output)
    times = {name: (output / name).stat().st_mtime_ns for name in files(output)}
    assert "nothing changed" in run(content, output)
    page = output / "berita/2017/05/mei/index.html"
    page.write_text("rusak")
    assert "1 are new or changed" in run(content, output)
    assert "nothing changed" not in run(content, output, PANTAU_CONTACT="mailto:a@b.example")
    (output / "pagefind" / "pagefind-entry.json").unlink()
    assert "0 are new or changed" in run(content, output)
    assert (output / "pagefind" / "pagefind-entry.json").exists()
    (content / "moved.toml").unlink()  # a line there leads to this item
    (content / "news/2017/05/2017-05-22-mei.md").unlink()
    assert "removed" in run(content, output)
    assert not page.exists()
    after = {name: (output / name).stat().st_mtime_ns for name in times if (output / name).exists()}
    same = {name for name in after if after[name] == times[name]}
    assert {"404.html", "theme/site.css", "berita/2018/03/suara-lain/index.html", "kartu.png"} & same >= {
        "404.html",
        "theme/site.css",
        "berita/2018/03/suara-lain/index.html",
    }


def _age(folder: Path) -> None:
    """Wait until the files are old enough to be known by their times."""
    newest = max(path.stat().st_ctime for path in folder.rglob("*"))
    time.sleep(max(0.0, newest + 2 - time.time()))


def test_a_build_of_many_items_that_is_killed_in_the_middle_does_the_next_no_harm(tmp_path: Path) -> None:
    content, output = shutil.copytree(CONTENT, tmp_path / "content"), tmp_path / "site"
    items = many.items({(2019, 2): 130, (2020, 4): 60, (2021, 5): 120})
    many.write(content, items[:190])
    assert build(content, output).returncode == 0
    for path in sorted(content.glob("news/20*/*/*.md"))[::2]:
        path.write_text(re.sub(r"^Title: ", "Title: Baru ", path.read_text("utf-8"), count=1), "utf-8")
    many.write(content, items[190:])
    command = [sys.executable, "-m", "pelican", str(content), "-o", str(output), "-s", "pelicanconf.py"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True) as running:
        # In the midst of its lists; tests/interrupts/ kills builds of few items everywhere.
        page = output / "berita/2019/index.html"
        wait_until(lambda: b"Baru" in page.read_bytes() or running.poll() is not None)
        assert running.poll() is None, "the build ended before it could be killed"
        os.killpg(running.pid, signal.SIGKILL)
    for path in sorted(content.glob("news/2021/*/*.md"))[::2]:
        path.unlink()
    assert build(content, output).returncode == 0
    assert build(content, tmp_path / "scratch").returncode == 0
    assert files(output) == files(tmp_path / "scratch")
    assert not (state_folder(output) / "unfinished").exists()


def _link_of_an_editor(folder: Path) -> None:
    (folder / ".#base.html").symlink_to("somebody@a-machine.1234")


def _time_to_come(folder: Path) -> None:
    os.utime(folder / "base.html", (time.time() + 3600,) * 2)


def test_another_word_in_a_plugin_s_code_reaches_every_page_that_says_it(tmp_path: Path) -> None:
    project = tmp_path / "project"
    for name in ("plugins", "record", "theme", "tools"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pelicanconf.py", project)
    command = [sys.executable, "-m", "tools.build_site", str(CONTENT), "-s", "pelicanconf.py"]

    def made(output: Path) -> dict[str, bytes]:
        arguments = [*command[:4], "-o", str(output), *command[4:]]
        done = subprocess.run(arguments, cwd=project, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return files(output)

    before = made(tmp_path / "site")
    words = project / "plugins" / "language" / "words.py"
    # The English of a word goes with it.
    for path in (words, project / "theme" / "translations" / "en.po"):
        path.write_text(path.read_text("utf-8").replace('"siaran pers"', '"siaran resmi"'), "utf-8")
    after = made(tmp_path / "site")
    assert b"siaran resmi" in after["berita/2018/03/siaran/index.html"]
    assert after == made(tmp_path / "scratch") != before


@pytest.mark.parametrize("leave", [_link_of_an_editor, _time_to_come])
def test_code_that_proves_nothing_by_its_times_ends_no_build(tmp_path: Path, leave: Callable[[Path], None]) -> None:
    theme = shutil.copytree(ROOT / "theme", tmp_path / "theme")
    leave(theme / "templates")
    settings = tmp_path / "settings.py"
    settings.write_text(f"from pelicanconf import *\nTHEME = {str(theme)!r}\n", "utf-8")
    for _ in range(2):
        done = run_main("tools.build_site", arguments(CONTENT, tmp_path / "site", str(settings)), {})
        assert (done.returncode, done.stderr) == (0, "")
        assert "nothing changed" not in done.stdout


def test_what_a_file_of_the_record_says_is_the_same_when_it_was_cached() -> None:
    first = load(CONTENT, NewsCache())
    again = load(CONTENT, first.news, first.parsed)
    assert again.parsed == first.parsed
    assert again.changed == frozenset()
    for one, two in zip(first.record.places.values(), again.record.places.values(), strict=True):
        assert one.data == two.data
    assert [entry.data for entry in first.record.initiatives] == [entry.data for entry in again.record.initiatives]
    assert first.record.programme == again.record.programme
    assert [page.item for page in first.record.pages] == [page.item for page in again.record.pages]
