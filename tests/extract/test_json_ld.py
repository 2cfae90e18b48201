"""JSON-LD as templates write it; a new way is a line in json_ld.jsonl."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from scrapers.extract.json_ld import ARTICLE_KINDS, read_blocks
from scrapers.extract.metadata import Metadata
from scrapers.extract.tree import HtmlPage

CASES = [json.loads(line) for line in (Path(__file__).parent / "json_ld.jsonl").read_text("utf-8").splitlines()]
WRAPPERS = ("{}", "<!--\n{}\n-->", "//<![CDATA[\n{}\n//]]>", "/*<![CDATA[*/{}/*]]>*/", "\ufeff{};", "<![CDATA[{}]]>")
TEXTS = st.text(st.characters(exclude_characters="&", codec="utf-8"), max_size=20)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_the_article_is_read(case) -> None:
    scripts = "".join(
        f'<script type="{case.get("type", "application/ld+json")}">{text}</script>' for text in case["scripts"]
    )
    tree = lxml_html.document_fromstring(f"<html><head>{scripts}</head><body><p>Kabar</p></body></html>")
    linked = Metadata(HtmlPage(tree, "https://kabar.example/berita/uji")).linked
    author = linked.get("author")
    first = author[0] if isinstance(author, list) else author
    read = {
        "headline": linked.get("headline"),
        "published": linked.get("datePublished"),
        "author": first.get("name") if isinstance(first, dict) else first,
    }
    assert read == {key: case.get(key) for key in read}


@given(st.sampled_from(sorted(ARTICLE_KINDS)), TEXTS, st.sampled_from(WRAPPERS), st.booleans())
def test_a_wrapping_changes_nothing(kind, headline, wrapper, as_ascii) -> None:
    thing = {"@type": kind, "headline": headline, "about": [{"name": headline}]}
    assert read_blocks(wrapper.format(json.dumps(thing, ensure_ascii=as_ascii)))[0] == thing


@given(st.text(st.sampled_from('{}[]",:/*\\<!->a1 \n\u00a0'), max_size=60))
def test_no_script_breaks_the_reader(text) -> None:
    assert all(isinstance(thing, dict) for thing in read_blocks(text))
