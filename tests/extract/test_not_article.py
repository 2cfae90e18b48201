"""Answers that are no article are called by their kind; articles that tell of such things stay articles."""

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.errors import ArticleRejected
from scrapers.extract.article import extract
from tests.extract.answers.__main__ import rejection
from tests.extract.answers.cases import cases

ANSWERS = cases("not_articles.jsonl")
RIGHT_KINDS = 0.95
"""Share of the answers whose kind is right as well; some may be called either way."""


def test_answers_are_no_articles() -> None:
    found = [(case, *rejection(case.html.encode(), case.url)) for case in ANSWERS]
    passed = [(case.kind, case.title) for case, reason, _ in found if not reason]
    assert passed == [(case.kind, case.title) for case in ANSWERS if case.missed]
    assert {reason for _, reason, _ in found} == {"", "not-an-article"}
    assert sum(kind == case.kind for case, _, kind in found) >= RIGHT_KINDS * len(found)


def test_articles_that_tell_of_such_things_stay_articles() -> None:
    assert [case.title for case in cases("articles.jsonl") if rejection(case.html.encode(), case.url) != ("", "")] == []


def test_a_page_of_which_nothing_can_be_said_keeps_its_reason() -> None:
    with pytest.raises(ArticleRejected, match="no-text"):
        extract(b"<title>Foto</title><h1>Foto</h1><p>Foto.</p>", "https://a.example/foto")


@given(st.text(max_size=300), st.text(max_size=60))
@settings(max_examples=40)
def test_no_words_break_the_judgement(text: str, title: str) -> None:
    page = f"<title>{escape(title)}</title><h1>{escape(title)}</h1><p>{escape(text)}</p>"
    assert rejection(page.encode("utf-8", "replace"), "https://a.example/berita/1")[0] in {
        "", "no-text", "no-title", "not-html", "not-an-article"
    }  # fmt: skip
