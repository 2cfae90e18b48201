"""What parts words, and what addresses are relative to; new cases are lines in gaps.jsonl and bases.jsonl."""

import json
from pathlib import Path

import pytest
from lxml import html as lxml_html

from scrapers.extract.metadata import Metadata
from scrapers.extract.tree import HtmlPage, text_of


def _cases(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (Path(__file__).parent / name).read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", _cases("gaps.jsonl"), ids=lambda case: case["html"])
def test_words_are_parted_as_a_browser_shows_them(case) -> None:
    assert text_of(lxml_html.fragment_fromstring(case["html"])) == case["text"]


@pytest.mark.parametrize("case", _cases("bases.jsonl"), ids=lambda case: case["head"])
def test_addresses_are_relative_to_the_page_s_base(case) -> None:
    source = f'<html><head>{case["head"]}</head><body><a href="{case["href"]}">x</a></body></html>'
    page = HtmlPage(lxml_html.document_fromstring(source), "https://kabar.example/berita/2017/uji.html")
    metadata = Metadata(page)
    assert page.base == case["base"]
    assert next(page.tree.iter("a")).get("href") == case["link"]
    assert metadata.canonical() == case.get("canonical", page.url)
    assert metadata.image() == case.get("image")
