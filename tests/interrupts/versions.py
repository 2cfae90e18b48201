"""Two versions of a small content folder, between which a command is interrupted."""

import shutil
from pathlib import Path

from tests.site.building import CONTENT, files

BUILD = "tools.build_site"
SETTINGS = "tests/interrupts/settings.py"
Version = tuple[Path, dict[str, bytes]]
"""A content folder, and the files of its clean build."""


def write_edited(folder: Path) -> Path:
    """The content of the test site with an item, a place and a page changed, one item added and one gone."""
    copy = shutil.copytree(CONTENT, folder)
    _replace(copy / "news/2018/03/2018-03-05-siaran.md", "Title: ", "Title: Baru: ")
    _add_to_a_page(copy)
    _replace(copy / "cities/kota-samarinda.md", "latitude = -", "latitude = -1")
    (copy / "news/2018/02/2018-02-03-sembunyi.md").unlink()
    added = shutil.copy(copy / "news/2018/03/2018-03-06-suara-lain.md", copy / "news/2018/03/2018-03-07-tambahan.md")
    for old, new in (("Id: urn:uuid:0", "Id: urn:uuid:f"), ("/aduan", "/tambahan"), ("2018-03-06T", "2018-03-07T")):
        _replace(Path(added), old, new)
    return copy


def write_with_another_page(folder: Path) -> Path:
    """The same with one page changed, which is quickly built and checked."""
    copy = shutil.copytree(CONTENT, folder)
    _add_to_a_page(copy)
    return copy


def put(version: Path, content: Path) -> None:
    """Make `content` equal to `version`; files that are the same stay untouched."""
    wanted, there = files(version), files(content)
    for name in there.keys() - wanted.keys():
        (content / name).unlink()
    for name, data in wanted.items():
        if there.get(name) != data:
            path = content / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def _add_to_a_page(content: Path) -> None:
    # To its text: a page's title stands in the menu, and so on every page.
    with (content / "pages/tentang.md").open("a", encoding="utf-8") as page:
        page.write("\nSatu kalimat lagi.\n")


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, path
    path.write_text(text.replace(old, new, 1), "utf-8")
