"""What `invoke serve` shows: the site, and what was just saved."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from plugins.search.bundles import digest
from tests.site.building import CONTENT, ROOT
from tests.waiting import wait_until
from tools import serve
from tools.serve import EVENTS, reload_script

NEWS = "news/2017/05/2017-05-22-mei.md"
PAGE = "berita/2017/05/mei/"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    content = shutil.copytree(CONTENT, tmp_path / "content")
    command = [sys.executable, "-m", "tools.serve", str(content), "-o", str(tmp_path / "site")]
    command += ["-s", "pelicanconf.py", "-p", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            match = next(match for line in server.stdout if (match := re.search(r"http://127\.0\.0\.1:\d+/", line)))
            yield match[0], content
        finally:
            children = children_of(server.pid)
            server.terminate()
            server.wait()
    index = [command for command in running() if "plugins.search.plugin" in command and str(tmp_path) in command]
    assert not index, "what makes the index ends as well"
    assert children
    wait_until(lambda: not any(map(status, children)), 20)


def children_of(pid: int) -> list[Path]:
    """The folders in /proc of the processes that this one started."""
    return [path for path in Path("/proc").glob("[0-9]*") if f"\nPPid:\t{pid}\n" in status(path)]


def status(process: Path) -> str:
    """What /proc says of a process; "" of one that has ended."""
    with suppress(OSError):
        return (process / "status").read_text("utf-8", "replace")
    return ""


def running() -> Iterator[str]:
    """The command lines of all processes, where they can be read."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            yield path.read_text("utf-8", "replace")


def read(url: str) -> bytes:
    with urlopen(url, timeout=60) as answer:  # noqa: S310 - our own server
        body: bytes = answer.read()
        return body


def test_the_search_index_follows_what_was_saved_last(served: tuple[str, Path], tmp_path: Path) -> None:
    path, page, known = served[1] / NEWS, tmp_path / "site" / PAGE / "index.html", tmp_path / ".site.state/search.json"
    for number in range(3):
        # The second and third come while the index is made: that is left, and begun anew.
        path.write_text(re.sub(r"^Title: .*", f"Title: Judul {number}", path.read_text("utf-8"), count=1), "utf-8")
        wait_until(lambda title=f"Judul {number}": title in page.read_text("utf-8"))
    wait_until(lambda: known.is_file() and f'"{digest(page.read_bytes())}"' in known.read_text("utf-8"))
    assert (tmp_path / "site/pagefind/pagefind-entry.json").is_file()


def has_changed(site: str, page: str, shown: int) -> bool:
    """Whether an open page learns that it changed, while it waits."""
    return read(f"{site[:-1]}{EVENTS}/{page}?{shown}").startswith(b"data")


def test_an_open_page_is_told_of_what_is_saved_and_then_shows_it(served: tuple[str, Path]) -> None:
    site, content = served
    before = read(site + PAGE)
    shown = int(before.rpartition(b"?")[2].partition(b'"')[0])
    assert before.endswith(reload_script(shown))
    assert read(site + "theme/site.css") == (ROOT / "theme/static/site.css").read_bytes()
    with pytest.raises(HTTPError, match="404"):
        read(site + "tidak-ada/")
    path = content / NEWS
    path.write_text(re.sub(r"^Title: .*", "Title: Judul baru", path.read_text("utf-8"), count=1), "utf-8")
    for page in (PAGE, "daerah/kota-bekasi/"):
        wait_until(lambda page=page: has_changed(site, page, shown))
        assert b"Judul baru" in read(site + page)
        assert not read(site + page).endswith(reload_script(shown))


def test_a_fault_is_said_and_the_site_stays_until_it_is_mended(served: tuple[str, Path]) -> None:
    site, content = served
    path = content / NEWS
    text = path.read_text("utf-8")
    path.write_text(text.replace("Title:", "Judul:"), "utf-8")
    path.with_name("2017-05-23-lain.md").write_text("rusak", "utf-8")
    assert read(site + PAGE)
    path.with_name("2017-05-23-lain.md").unlink()
    path.write_text(re.sub(r"^Title: .*", "Title: Sudah benar", text, count=1), "utf-8")
    wait_until(lambda: b"Sudah benar" in read(site + PAGE))


def test_a_page_is_told_of_itself_and_of_what_pages_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "LONGEST_WAIT", 0.01)
    changes = serve.ChangeLog()
    changes.add("berita/satu/index.html")
    assert changes.wait("berita/satu/index.html", 0)
    assert not changes.wait("berita/satu/index.html", changes.number)
    assert not changes.wait("berita/dua/index.html", 0)
    changes.add("feed.rss")
    assert not changes.wait("berita/dua/index.html", 0)
    changes.add("theme/site.css")
    assert changes.wait("berita/dua/index.html", 2)
