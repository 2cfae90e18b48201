"""A Pelican user finds what an article has, and is told where a stray article belongs."""

import datetime as dt
from pathlib import Path

import pytest
from jinja2 import Environment
from pelican.contents import Article

from plugins.model.load import load_record
from plugins.model.misplaced import misplaced
from plugins.model.news import News
from record.errors import ContentFaults
from tests.site.building import CONTENT

TEMPLATE = """{{ article.url }} {{ article.date.isoformat() }} {{ article.category }} \
{% for tag in article.tags %}{{ tag.url }} {% endfor %}{{ article.metadata.source_url }} {{ article.lang }}"""


@pytest.fixture(scope="module")
def news() -> News:
    return load_record(CONTENT).page("/berita/2018/03/siaran/")


def test_a_template_for_articles_shows_news(news: News) -> None:
    shown = Environment(autoescape=True).from_string(TEMPLATE).render(article=news)
    assert shown == (
        f"berita/2018/03/siaran/ {news.item.date:%Y-%m-%d}T08:00:00+07:00 siaran pers dimensi/governance/ "
        f"{news.item.source_url} id"
    )


def test_news_has_what_pelican_gives_every_article(news: News) -> None:
    article = Article("", {"title": "a", "date": dt.datetime.now(dt.UTC), "slug": "a"})
    names = {name for name in vars(article) if not name.startswith("_")}
    machinery = {"settings", "date_format", "timezone", "locale_date", "relative_source_path"}
    assert {name for name in names - machinery if not hasattr(news, name)} == set()
    assert {"url", "save_as", "content", "summary", "category", "tags", "modified"} <= set(dir(news))


def test_what_a_file_leaves_out_is_no_metadata(news: News) -> None:
    assert news.metadata["title"] == news.title
    assert "modified" not in news.metadata
    assert "body" not in news.metadata


@pytest.mark.parametrize(
    "path",
    [
        "artikel.md",
        "blog/2019/hari.rst",
        "cities/jawa/kota-lain.md",
        "initiatives/app.md",
        "programme/a/b.md",
        "x.HTML",
    ],
)
def test_an_article_where_nothing_reads_it_is_told_where_it_belongs(tmp_path: Path, path: str) -> None:
    stray = tmp_path / path
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_text("Title: A\n\nB\n", "utf-8")
    with pytest.raises(ContentFaults, match=r"nothing reads this file; news goes into news/YYYY/MM/") as raised:
        load_record(tmp_path)
    assert [fault.path for fault in raised.value.faults] == [stray]


@pytest.mark.parametrize("path", [".#a.md", "cities/.DS_Store", "pages/en/about.md", "peta.toml", ".git/readme.md"])
def test_files_of_editors_and_pages_are_no_strays(tmp_path: Path, path: str) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("x", "utf-8")
    assert list(misplaced(tmp_path)) == []
