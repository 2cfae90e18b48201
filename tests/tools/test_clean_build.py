"""`invoke build --clean`: as from nothing, but nothing goes before the content is known to be right."""

import shutil
from pathlib import Path

import pytest
from invoke.exceptions import Exit

from plugins.incremental import state_folder
from tests.site.building import CONTENT, files
from tools.commands import build

ITEM = "news/2017/05/2017-05-22-mei.md"
SETTINGS = "pelicanconf.py"


def test_a_clean_build_removes_nothing_until_the_content_is_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, output = shutil.copytree(CONTENT, tmp_path / "content"), tmp_path / "site"
    build(content, output, SETTINGS)
    (output / "berita" / "lama.html").write_text("dari dulu", "utf-8")
    before, state = files(output), files(state_folder(output))
    text = (content / ITEM).read_text("utf-8")
    (content / ITEM).write_text(text.replace("Title:", "Judul:"), "utf-8")
    with pytest.raises(Exit, match="what was there before still stands"):
        build(content, output, SETTINGS, clean=True)
    assert files(output) == before
    assert files(state_folder(output)).keys() >= state.keys()
    (content / ITEM).write_text(text, "utf-8")
    (state_folder(output) / "search.json").write_text("rusak", "utf-8")
    build(content, output, SETTINGS, clean=True)
    assert files(output) == {name: data for name, data in before.items() if name != "berita/lama.html"}
    capsys.readouterr()
    build(content, output, SETTINGS)
    assert "0 are new or changed" in capsys.readouterr().out, "the next build goes on from the clean one"
