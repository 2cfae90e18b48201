"""Text becomes Markdown becomes HTML and shows as the same words, whatever they look like, wherever they stand."""

import html
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html as lxml_html

from plugins.model.safe_markdown import python_breaks, render, render_body
from record.text import clean_text
from scrapers.extract.markdown import escape_text, to_markdown, to_text

MARKUP = json.loads((Path(__file__).parent / "markup_words.json").read_text("utf-8"))
"""What some reader of Markdown takes for markup, and words between."""
TEXTS = st.lists(
    st.sampled_from(MARKUP)
    | st.text("ab1 .,:;!?'\"()-&<>[]{}|*_`#+=~$^/é\\\n\t", max_size=4)
    | st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=3),
    max_size=10,
).map("".join)
READERS: dict[str, Callable[[str], str]] = {
    "prose": lambda markdown: str(render(python_breaks(markdown))),
    "body": lambda markdown: str(render_body(markdown)),
}
PLACES = [
    "{}",
    "<p>{}</p>",
    "<div>{}</div><p>x</p>",
    "<p>x</p>{}",
    "<p>x<br>{}<br></p>",
    "<p><span>{}</span>x</p>",
    "<p>{}<a href='https://a.example/'>x</a></p>",
    "<ul><li>{}</li><li>x<br></li></ul>",
    "<ul><li>x<ul><li>{}</li></ul></li></ul>",
    "<ol><li><p>{}</p><p>x</p></li></ol>",
    "<blockquote><p>{}</p></blockquote>",
    "<h2>{}</h2>",
    "<dl><dt>x</dt><dd>{}</dd></dl>",
    "<table><tr><th>a</th><th>b</th></tr><tr><td>{}</td><td>c</td></tr></table>",
    "<pre>{}</pre>",
    "<p><code>{}</code></p>",
]
"""Where a page may have a text; what Markdown has no word for shows as words too."""


def words_of(text: str) -> str:
    return " ".join(text.split())


def shown(page: str) -> str:
    """All that a page shows."""
    return str(lxml_html.fragment_fromstring(page, create_parent="div").text_content())


@given(TEXTS)
def test_text_shows_as_itself(text: str) -> None:
    markdown = escape_text(text)
    for readable in (*(shown(read(markdown)) for read in READERS.values()), to_text(markdown)):
        assert words_of(readable) == words_of(clean_text(text))


@given(text=TEXTS, place=st.sampled_from(PLACES))
@example(text="- ", place=PLACES[-3])
@example(text="---", place=PLACES[-3].replace("c</td>", "---</td>"))
def test_a_page_s_words_show_as_they_stood_there(text: str, place: str) -> None:
    markdown = to_markdown(place.format(html.escape(text)), "")
    expected = "".join(re.sub("<[^>]*>", "", place).format(clean_text(text)).split())
    for readable in (*(shown(read(markdown)) for read in READERS.values()), to_text(markdown)):
        assert "".join(readable.split()) == expected


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@pytest.mark.parametrize("words", MARKUP)
def test_every_mark_shows_as_itself(reader: Callable[[str], str], words: str) -> None:
    for text in (words, f"{words}Kota", f"{words} Kota", f"Kota\n{words}", f"Kota\n{words} x\n{words}"):
        assert words_of(shown(reader(escape_text(text)))) == words_of(text)
        page = to_markdown(f"<p>{html.escape(text)}</p><p>x</p>", "")
        assert words_of(shown(reader(page)).removesuffix("x")) == words_of(text)


CODE = "<pre><code>a &amp; *b*\n\n```\n# &lt;c&gt; \\_</code></pre><p>d*</p>"


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_code_is_as_it_was_written(reader: Callable[[str], str]) -> None:
    markdown = to_markdown(CODE, "")
    tree = lxml_html.fragment_fromstring(reader(markdown), create_parent="div")
    assert tree.findtext("pre/code") == "a & *b*\n```\n# <c> \\_\n"
    assert to_text(markdown) == "a & *b* ``` # <c> \\_\nd*"


@pytest.mark.parametrize("tag", ["a href='https://a.example/'", "b", "strong", "em", "i"])
def test_an_inline_element_around_blocks_leaves_no_marks(tag: str) -> None:
    markdown = to_markdown(f"<div><{tag}><p>a</p><p>b</p></{tag.partition(' ')[0]}></div>", "")
    assert markdown == "a\n\nb"
