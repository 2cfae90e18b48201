"""Trees of pages hold no character that is unseen or forbidden, whether it came as itself or as a reference."""

from html.entities import html5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.text import is_clean
from scrapers.markup import parse_page

PAGE = "<title>Ko{0}ta</title><p title='Ko{0}ta'>Ko{0}ta<br>Ko{0}ta<!-- Ko{0}ta --></p>"
UNSEEN = ["&shy;", "&#173;", "&#173", "&#00173;", "&#xAD;", "&#XaD;", "&#8203;", "&#xfffe;", "&zwj;"]
UNSEEN += ["\u00ad", "\ufdd0", "\x01"]
NAMES = sorted({f"&{name}" for name, char in html5.items() if not is_clean(char) and name.endswith(";")})
"""Those that the parser knows; others stay words."""


@pytest.mark.parametrize("char", UNSEEN)
def test_unseen_characters_are_left_out(char: str) -> None:
    tree = parse_page(PAGE.format(char).encode())
    assert tree is not None
    assert list(tree.itertext()) == ["Kota"] * 3
    assert tree.find(".//p").get("title") == "Kota"


@pytest.mark.parametrize(("reference", "char"), [("&#150;", "–"), ("&#x93;", "“"), ("&#128;", "€"), ("\x94", "”")])
def test_c1_controls_are_what_windows_has_there(reference: str, char: str) -> None:
    tree = parse_page(PAGE.format(reference).encode())
    assert tree is not None
    assert tree.findtext(".//title") == f"Ko{char}ta"


@given(st.integers(0, 0x120000), st.sampled_from(["&#{:d};", "&#{:d}", "&#x{:x};", "&#X{:06X};"]), st.text("aFx;&#9 "))
def test_no_number_of_a_character_brings_what_is_unseen(number: int, form: str, rest: str) -> None:
    tree = parse_page(f"<p title='{form.format(number)}'>{form.format(number)}{rest}</p>".encode())
    assert tree is not None
    assert all(is_clean(text) for text in (*tree.itertext(), *tree.xpath("//@title")))


def test_every_name_of_an_unseen_character_is_seen() -> None:
    tree = parse_page(f"<p>{' '.join(NAMES)}</p>".encode())
    assert tree is not None
    assert is_clean(str(tree.text_content()))
