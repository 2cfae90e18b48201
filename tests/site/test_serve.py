"""What `invoke serve` shows: the site, and what was just saved."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from plugins.incremental.serve import EVENTS, reload_script
from tests.site.building import CONTENT, ROOT

NEWS = "news/2017/05/2017-05-22-mei.md"
PAGE = "berita/2017/05/mei/"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    content = shutil.copytree(CONTENT, tmp_path / "content")
    command = [sys.executable, "-m", "plugins.incremental.serve", str(content), "-o", str(tmp_path / "site")]
    command += ["-s", "pelicanconf.py", "-p", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            found = next(match for line in server.stdout if (match := re.search(r"http://127\.0\.0\.1:\d+/", line)))
            yield found[0], content
        finally:
            server.terminate()


def read(url: str) -> bytes:
    with urlopen(url, timeout=60) as answer:  # noqa: S310 - our own server
        found: bytes = answer.read()
        return found


def test_an_open_page_is_told_of_what_is_saved_and_then_shows_it(served: tuple[str, Path]) -> None:
    site, content = served
    assert read(site + PAGE).endswith(reload_script(1))
    assert read(site + "theme/site.css") == (ROOT / "theme/static/site.css").read_bytes()
    with pytest.raises(HTTPError, match="404"):
        read(site + "tidak-ada/")
    path = content / NEWS
    path.write_text(re.sub(r"^Title: .*", "Title: Judul baru", path.read_text("utf-8"), count=1), "utf-8")
    while not read(f"{site[:-1]}{EVENTS}?1").startswith(b"data"):
        pass
    assert b"Judul baru" in read(site + PAGE)
    assert read(site + PAGE).endswith(reload_script(2))


def test_a_fault_is_said_and_the_site_stays_until_it_is_mended(served: tuple[str, Path]) -> None:
    site, content = served
    path = content / NEWS
    text = path.read_text("utf-8")
    path.write_text(text.replace("Title:", "Judul:"), "utf-8")
    path.with_name("2017-05-23-lain.md").write_text("rusak", "utf-8")
    assert read(site + PAGE)
    path.with_name("2017-05-23-lain.md").unlink()
    path.write_text(re.sub(r"^Title: .*", "Title: Sudah benar", text, count=1), "utf-8")
    while b"Sudah benar" not in read(site + PAGE):
        read(f"{site[:-1]}{EVENTS}?1")
