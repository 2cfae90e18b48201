"""Words from outside through the whole way, to the page: they show as words and do nothing."""

import datetime as dt
import html
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from plugins.model.safe_markdown import render, render_body
from publish.checks.site import check
from record.item import Item, dumps, loads
from scrapers.extract.markdown import escape_text, to_markdown
from tests.site.building import CONTENT, build

LINES = (Path(__file__).parent / "hostile.txt").read_text("utf-8").splitlines()
ODD = ["a\nStatus: draft", "b\r\n\r\nStatus: draft", "c\u2028Status: draft", "d\x00\u202e\u200b\ufeff", "e\x85Id: x"]
WIB = dt.timezone(dt.timedelta(hours=7))
SAFE_TAGS = frozenset(
    [
        "p",
        "br",
        "hr",
        "strong",
        "em",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "a",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]
)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "/berita/", "x"])
def test_a_link_that_may_not_lead_anywhere_is_plain_words(address: str) -> None:
    """An `a` with a rel and no address is not valid HTML."""
    assert render(f"Ini [kata *miring*]({address}).") == "<p>Ini kata <em>miring</em>.</p>"
    assert ">kata</a>" in render("[kata](https://satu.example/)")


def item(number: int, words: str) -> Item:
    body = to_markdown(f"<p>{html.escape(words)}</p><div>{words}</div>", "https://a.example/")
    return Item(
        title=f"Judul {number} {words}",
        id=f"urn:x:{number}",
        date=dt.datetime(2017, 5, 22, tzinfo=WIB),
        outlet="satu",
        source=f"Harian {words}",
        source_url=f"https://{'id.scribd.com/document' if number == SHARED else 'a.example'}/{number}",
        rights="full",
        digest="sha256:x",
        summary=words,
        body=f"{body}\n\n{escape_text(words)}",
    )


SHARED = 0
"""The item whose address is a copy that a reader shared."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hostile")
    for folder in ("cities", "programme", "pages"):
        if (CONTENT / folder).is_dir():
            (place / "content").mkdir(exist_ok=True)
            (place / "content" / folder).symlink_to(CONTENT / folder)
    news = place / "content" / "news" / "2017" / "05"
    news.mkdir(parents=True)
    for number, words in enumerate([*LINES, *ODD]):
        (news / f"2017-05-22-jahat-{number}.md").write_text(dumps(item(number, words)), "utf-8")
    done = build(place / "content", place / "site")
    assert done.returncode == 0, done.stderr
    return place / "site"


def test_the_site_of_hostile_words_is_sound(hostile) -> None:
    assert [fault for fault in check(hostile) if "jahat" in str(fault)] == []
    assert len(list(hostile.glob("berita/2017/05/jahat-*/index.html"))) == len(LINES) + len(ODD)


def test_no_words_become_markup(hostile) -> None:
    for page in hostile.glob("berita/2017/05/jahat-*/index.html"):
        tree = lxml_html.fromstring(page.read_bytes())
        article = tree.find(".//article")
        assert not list(article.iter("script", "img", "iframe", "svg", "object", "style", "form")), page
        for element in tree.iter("*"):
            assert not [name for name in element.attrib if name.startswith("on")], page
            assert "javascript:" not in (element.get("href") or "").lower().replace("\n", ""), page


def test_no_template_is_run_and_no_link_of_ours_is_resolved(hostile) -> None:
    number = next(n for n, words in enumerate(LINES) if words.startswith("{{"))
    assert "{{ 7*7 }}" in (hostile / f"berita/2017/05/jahat-{number}/index.html").read_text("utf-8")
    number = next(n for n, words in enumerate(LINES) if words.startswith("{filename}"))
    assert "{filename}/pages/tentang.md" in (hostile / f"berita/2017/05/jahat-{number}/index.html").read_text("utf-8")


def test_feeds_hold_the_words_as_words(hostile) -> None:
    for name in ("feed.rss", "feed.atom"):
        tree = lxml_html.fromstring((hostile / name).read_bytes())
        assert not list(tree.iter("script", "img", "iframe")), name


@pytest.mark.parametrize("reader", [render, render_body])
@given(words=st.text(max_size=120) | st.sampled_from(LINES))
def test_no_text_becomes_markup(reader, words) -> None:
    for made in (escape_text(words), to_markdown(f"<p>{html.escape(words)}</p>", ""), to_markdown(words, ""), words):
        rendered = str(reader(made))
        if not rendered.strip():
            continue
        tree = lxml_html.fragment_fromstring(rendered, create_parent="div")
        assert {element.tag for element in tree.iterdescendants()} <= SAFE_TAGS
        assert all(set(element.attrib) <= {"href", "rel"} for element in tree.iterdescendants())
        assert all(link.get("href", "http").startswith("http") for link in tree.iter("a"))


@given(st.text(max_size=80) | st.sampled_from(LINES + ODD))
def test_a_file_is_stable_and_holds_what_was_meant(words) -> None:
    text = dumps(item(1, words))
    back = loads(text, "x.md")
    assert dumps(back) == text
    assert (back.status, back.id) == ("published", "urn:x:1")
    assert not [char for char in text if ord(char) < 32 and char != "\n"] or "\t" in text


@pytest.mark.parametrize(
    ("number", "words"), [(SHARED, "Buka salinan yang dibagikan di"), (1, "Baca berita aslinya di")]
)
def test_a_shared_copy_does_not_pass_for_the_original(hostile, number: int, words: str) -> None:
    page = lxml_html.fromstring((hostile / f"berita/2017/05/jahat-{number}/index.html").read_bytes())
    assert page.find_class("original")[0].text_content().startswith(words)
