"""Plugins of Pelican that others wrote: they work, or are refused with the reason."""

import shutil
from pathlib import Path

import pytest

from tests.site.building import CONTENT, ROOT, build, files

SETTINGS = """
import sys
sys.path.insert(0, {root!r})
from pelicanconf import *
PLUGIN_PATHS = [{folder!r}]
PLUGINS = [*PLUGINS, "other"]
"""
GATHERS = """
# As a sitemap's: gathers each page when it is written, and writes a list at the end.
from pathlib import Path
from pelican import signals
PAGES = []
def gather(path, context):
    article = context.get("article") or context.get("page")
    PAGES.append(f"{Path(path).name} {article.url if article else context['output_file']}")
def finish(pelican):
    Path(pelican.output_path, "list.txt").write_text("\\n".join(sorted(PAGES)))
def register():
    signals.content_written.connect(gather)
    signals.finalized.connect(finish)
"""
CHANGES = """
# As one that adds to the head of pages: changes each file in place.
from pathlib import Path
from pelican import signals
def change(path, context):
    page = Path(path)
    page.write_text(page.read_text("utf-8").replace("</head>", "<meta name=tambahan></head>"), "utf-8")
def register():
    signals.content_written.connect(change)
"""
ARTICLES = """
# As one that links neighbouring articles.
from pelican import signals
def link(generator):
    pass
def register():
    signals.article_generator_finalized.connect(link)
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return shutil.copytree(CONTENT, tmp_path / "content")


def settings(folder: Path, plugin: str) -> str:
    (folder / "other.py").write_text(plugin, "utf-8")
    path = folder / "settings.py"
    path.write_text(SETTINGS.format(root=str(ROOT), folder=str(folder)), "utf-8")
    return str(path)


def test_a_plugin_that_gathers_pages_gets_every_page_at_every_build(tmp_path: Path, content: Path, built: Path) -> None:
    with_plugin = settings(tmp_path, GATHERS)
    for title in ("satu", "dua"):
        path = content / "news/2017/05/2017-05-22-mei.md"
        path.write_text(path.read_text("utf-8").replace("Summary: ", f"Summary: {title} ", 1), "utf-8")
        done = build(content, tmp_path / "site", with_plugin)
        assert done.returncode == 0, done.stderr
        lines = (tmp_path / "site" / "list.txt").read_text("utf-8").splitlines()
        pages = [name for name in files(built) if name.endswith(".html")]
        assert len(lines) == len(pages)
        assert {"index.html berita/2017/05/mei/", "index.html tentang/", "404.html 404.html"} <= set(lines)


def test_a_plugin_that_changes_pages_in_place_works(tmp_path: Path, content: Path, built: Path) -> None:
    with_plugin = settings(tmp_path, CHANGES)
    for _ in range(2):
        assert build(content, tmp_path / "site", with_plugin).returncode == 0
        for name, data in files(built).items():
            if name.endswith(".html"):
                shown = (tmp_path / "site" / name).read_bytes()
                assert shown == data.replace(b"</head>", b"<meta name=tambahan></head>"), name


def test_a_plugin_for_articles_is_refused_with_the_reason(tmp_path: Path, content: Path) -> None:
    done = build(content, tmp_path / "site", settings(tmp_path, ARTICLES))
    assert done.returncode
    assert "other listens to article_generator_finalized, which is never sent: news is read" in done.stderr
    assert not (tmp_path / "site").exists()
