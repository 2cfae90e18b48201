"""News bodies are read fast, and as editors' prose is: the same HTML for all that the collector writes."""

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markupsafe import Markup

from plugins.model.safe_markdown import python_breaks, render, render_body
from record.item import loads
from scrapers.errors import ArticleRejected
from scrapers.extract.article import extract
from scrapers.extract.markdown import escape_text, to_markdown
from scrapers.newsroom import Newsroom, presses
from tests.conftest import ROOT
from tests.extract.score import labels

HOSTILE = (Path(__file__).parent / "hostile.txt").read_text("utf-8").splitlines()
BOTH: dict[str, Callable[[str], Markup]] = {"prose": render, "body": render_body}


def squeezed(text: str) -> str:
    """HTML without the spaces that mean nothing."""
    return re.sub(r">\s+|\s+<", lambda match: match[0].strip(), re.sub(r"\s+", " ", text)).strip()


def as_prose(text: str) -> str:
    """What Python-Markdown makes of it once lines end as it knows them to."""
    return squeezed(render(python_breaks(text)))


def record_bodies() -> Iterator[str]:
    """Those in the record, where most sources allow a link alone, and the summaries, which are as much from outside."""
    for path in sorted((ROOT / "content" / "news").rglob("*.md")):
        item = loads(path.read_text("utf-8"), path)
        yield from (item.body, escape_text(item.summary))


def newsroom_bodies() -> Iterator[str]:
    room = Newsroom(8100)
    for press in presses():
        for article in press.articles:
            yield from _extracted(room.answer(press.id, article.path).body, f"https://{press.id}.example{article.path}")


def labelled_bodies() -> Iterator[str]:
    for path, label in labels():
        yield from _extracted(path.read_bytes(), label["url"])


def _extracted(page: bytes, url: str) -> Iterator[str]:
    try:
        yield extract(page, url).body
    except ArticleRejected:
        return


@pytest.mark.parametrize(
    "bodies", [pytest.param(record_bodies, marks=pytest.mark.record), newsroom_bodies, labelled_bodies]
)
def test_all_bodies_there_are_read_alike(bodies: Callable[[], Iterator[str]]) -> None:
    nonempty = [body for body in bodies() if body]
    assert len(nonempty) > 20
    assert [body for body in nonempty if squeezed(render_body(body)) != as_prose(body)] == []


WORDS = st.lists(
    st.sampled_from(
        ["kota", "Bekasi", "warga", "2018", "aduan", "“pusat”", "cerdas,", "Rp1,5", "A&B", "(LAPOR)", "50%"]
    )
    | st.text("ab1 .,:;!?'\"()-&<>[]{}|*_`#+=~$^/é", min_size=1, max_size=6).map(escape_text),
    min_size=1,
    max_size=6,
).map(" ".join)
PLAIN = st.lists(st.sampled_from(["kota", "Bekasi", "warga", "aduan", "pintar"]), min_size=1, max_size=4).map(" ".join)
ADDRESSES = st.sampled_from(["https://a.example/b_c?d=1&e=*x*", "http://a.example/%28b%29", "javascript:x"])
INLINE = st.one_of(
    WORDS,
    PLAIN.map("**{}**".format),
    PLAIN.map("*{}*".format),
    st.tuples(PLAIN, ADDRESSES).map(lambda pair: f"[{pair[0]}]({pair[1]})"),
)
RUN = st.lists(INLINE, min_size=1, max_size=5).map(" ".join).map(lambda run: "Kota " + " ".join(run.split()))
PARAGRAPH = st.tuples(st.sampled_from(["\n", "\\\n"]), st.lists(RUN, min_size=1, max_size=3)).map(
    lambda pair: pair[0].join(pair[1])
)
TABLE = "| {0} | {1} |\n| --- | --- |\n| {1} | x |"
BLOCK = st.one_of(
    PARAGRAPH,
    PARAGRAPH.map(lambda text: "> " + text.replace("\n", "\n> ")),
    st.tuples(st.integers(1, 6), RUN).map(lambda pair: "#" * pair[0] + " " + pair[1].rstrip("#\\ ")),
    st.lists(RUN, min_size=1, max_size=4).map(lambda rows: "\n".join(f"- {row}" for row in rows)),
    st.lists(RUN, min_size=1, max_size=4).map(lambda rows: "\n".join(f"{n}. {row}" for n, row in enumerate(rows, 1))),
    st.just("---"),
    st.tuples(PLAIN, PLAIN).map(lambda row: TABLE.format(*row)),
)


@st.composite
def dialect(draw: st.DrawFn) -> str:
    """A body as the collector may write it; lists and quotes do not meet, for Python-Markdown would join them."""
    blocks = draw(st.lists(BLOCK, min_size=1, max_size=6))
    return "\n\nAntara.\n\n".join(blocks)


@given(dialect())
def test_the_dialect_is_read_alike(text: str) -> None:
    assert squeezed(render_body(text)) == as_prose(text)


DECIDED = {
    "a line's end": ("a\\\nb", "<p>a<br>b</p>"),
    "a line's end beside an emphasis for Python-Markdown": ("**a,**b\\\nc", "<p><strong>a,</strong>b<br>c</p>"),
    "a list right after a paragraph": ("a\n- b\n- c", "<p>a</p><ul><li>b</li><li>c</li></ul>"),
    "a list in a list": ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    "a list's second paragraph": ("- a\n\n  b", "<ul><li><p>a</p><p>b</p></li></ul>"),
    "a list with brackets": ("1) a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
    "a year at the start of a line": ("a\n2018. b", "<p>a 2018. b</p>"),
    "a table right after a paragraph": (
        "a\n| b |\n| --- |\n| c |",
        "<p>a</p><table><thead><tr><th>b</th></tr></thead><tbody><tr><td>c</td></tr></tbody></table>",
    ),
    "two quotes": ("> a\n\n> b", "<blockquote><p>a</p></blockquote><blockquote><p>b</p></blockquote>"),
    "fenced code": ("```\na  &\n```", "<pre><code>a &amp;</code></pre>"),
    "a hashtag": ("#kota", "<p>#kota</p>"),
    "an emphasis that a comma closes": ("**Bekasi,**kota", "<p><strong>Bekasi,</strong>kota</p>"),
    "an asterisk": ("5 \\* 5", "<p>5 * 5</p>"),
    "raw HTML": ("a <b>c</b>", "<p>a &lt;b&gt;c&lt;/b&gt;</p>"),
    "raw HTML in code": ("`a < b`", "<p><code>a &lt; b</code></p>"),
    "the page's own heading": ("# a", "<h2>a</h2>"),
}


@pytest.mark.parametrize("case", DECIDED)
def test_what_a_person_may_write_is_decided(case: str) -> None:
    text, expected = DECIDED[case]
    assert squeezed(render_body(text)) == expected


MEANT = {
    "br": "<p>a<br>b</p>",
    "nested list": "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
    "item of two paragraphs": "<ol><li><p>a</p><p>b</p></li></ol>",
    "code": "<pre><code>a &amp; b</code></pre>",
    "quote": "<blockquote><p>a</p><p>b</p></blockquote>",
    "table": "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>",
}


@pytest.mark.parametrize("case", MEANT)
def test_a_body_shows_what_the_source_showed(case: str) -> None:
    assert squeezed(render_body(to_markdown(MEANT[case], "https://a.example/"))) == MEANT[case]


@pytest.mark.parametrize("reader", BOTH.values(), ids=BOTH)
@given(words=st.text(max_size=120) | st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3).map("\n".join))
def test_raw_html_shows_as_text(reader: Callable[[str], Markup], words: str) -> None:
    shown = lxml_html.fragment_fromstring(str(reader("Kata: " + words)), create_parent="div")
    assert not list(shown.iter("script", "img", "svg", "iframe", "title", "b"))
    assert reader("Kata: <b>").startswith("<p>Kata: &lt;b&gt;")
    assert all(link.get("href", "").startswith("http") for link in shown.iter("a"))
    assert html.unescape(reader("Kata: <script>x</script>")) == "<p>Kata: <script>x</script></p>"
