"""The first occurrence of a term is linked, and nothing else changes; a new case is a table in term_links.toml."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.language.term_links import link_terms, spellings

CASES = tomllib.loads(Path(__file__).with_name("term_links.toml").read_text("utf-8"))["case"]
FORMS = [
    ("SPBE", "spbe", 'Sistem "Elektronik" <b>'),
    ("OPD", "opd", "Organisasi"),
    *((word, "bimtek", "Bimbingan teknis") for word in spellings("Bimtek")),
    *((word, "perbup", "Peraturan") for word in spellings("Perbup / Perwali")),
    *((word, "quick", "Cepat") for word in spellings("Quick")),
    *((word, "quick-win", "Program cepat") for word in spellings("Quick win", ["Quick Win"])),
]
LINK = re.compile(r'<a class="term" href="/istilah/#[a-z-]+" title="([^"<>]*)"><abbr title="\1">([^<]*)</abbr></a>')


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_the_first_occurrence_of_a_term_is_linked(case: dict[str, str]) -> None:
    assert LINK.sub(r"[\2]", link_terms(case["html"], FORMS, "/istilah/")) == case["marked"]


def test_a_link_says_what_the_term_stands_for() -> None:
    title = "Sistem &#34;Elektronik&#34; &lt;b&gt;"
    assert link_terms("SPBE", FORMS, "/en/glossary/") == (
        f'<a class="term" href="/en/glossary/#spbe" title="{title}"><abbr title="{title}">SPBE</abbr></a>'
    )


PIECES = st.lists(
    st.sampled_from(("SPBE", " ", "bimtek", "<p>", "</p>", '<a href="#">', "</a>", "<q>", "</q>", "&lt;"))
)


@given(PIECES.map("".join))
def test_without_its_links_a_page_is_what_it_was(html: str) -> None:
    linked = link_terms(html, FORMS, "/istilah/")
    assert LINK.sub(r"\2", linked) == html
    assert all(linked.count(f'#{anchor}"') <= 1 for anchor in ("spbe", "bimtek"))


@pytest.mark.parametrize(
    ("term", "also", "words"),
    [
        ("SPBE", [], ["SPBE"]),
        ("MoU", [], ["MoU"]),
        ("Bimtek", [], ["Bimtek", "bimtek"]),
        ("Perbup / Perwali", [], ["Perbup", "Perwali", "perbup", "perwali"]),
        ("Quick win", ["Quick Win"], ["Quick win", "Quick Win", "quick win"]),
        ("Ditjen Aptika", [], ["Ditjen Aptika"]),
    ],
)
def test_how_texts_write_a_term(term: str, also: list[str], words: list[str]) -> None:
    assert spellings(term, also) == words
