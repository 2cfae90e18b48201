"""Articles on several pages: which link is the next page, and one text of all."""

from dataclasses import replace

import pytest

from scrapers.extract.article import extract
from scrapers.extract.parts import following_part, join_parts

FIRST = "https://kabar.example/read/2021/07/08/123/taman-kota"


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        ("?page=2", f"{FIRST}?page=2"),
        ("?page=all", f"{FIRST}?page=all"),
        ("/read/2021/07/08/123/taman-kota/2", f"{FIRST}/2"),
        ("/read/2021/07/08/123/taman-kota/halaman-2", f"{FIRST}/halaman-2"),
        ("?page=3", ""),
        ("/read/2021/07/08/124/pasar?page=2", ""),
        ("/read/2021/07/08/123", ""),
        ("https://lain.example/read/2021/07/08/123/taman-kota?page=2", ""),
        ("http://[", ""),
        ("?komentar=2", ""),
    ],
)
def test_only_the_articles_own_pages_are_followed(href, leads) -> None:
    page = f'<p>Hai <a href="{href}">lagi</a></p>'.encode()
    assert following_part(page, FIRST, first=FIRST, number=2) == leads


def test_the_whole_beats_the_second_page() -> None:
    page = b'<a href="?page=2">2</a><a href="?page=all">Semua</a>'
    assert following_part(page, FIRST, first=FIRST, number=2) == f"{FIRST}?page=all"
    assert following_part(page, f"{FIRST}?page=all", first=FIRST, number=3) == ""


def test_numbers_that_name_articles_are_no_pages() -> None:
    page = b'<a href="/berita/8">Berita lain</a>'
    assert (
        following_part(page, "https://kabar.example/berita/7", first="https://kabar.example/berita/7", number=8) == ""
    )


def test_a_doubt_about_one_page_is_one_about_all() -> None:
    url, second = _article(f"{FIRST}?page=2", "Tiga.")
    parts = [_article(FIRST, "Satu.", "Dua."), (url, replace(second, is_doubted=True))]
    assert join_parts(parts).is_doubted
    assert not join_parts(parts[:1]).is_doubted


def _article(url: str, *paragraphs: str) -> tuple[str, object]:
    long = "".join(
        f"<p>{text} {'Warga menyambutnya dengan gembira di balai kota pagi ini. ' * 3}</p>" for text in paragraphs
    )
    return url, extract(f"<html><body><h1>Taman Kota</h1><article>{long}</article></body></html>".encode(), url)


def test_pages_are_joined_and_repeated_paragraphs_are_not() -> None:
    text = join_parts([_article(FIRST, "Satu.", "Dua."), _article(f"{FIRST}?page=2", "Dua.", "Tiga.")]).text
    assert [text.count(word) for word in ("Satu.", "Dua.", "Tiga.")] == [1, 1, 1]


def test_a_page_with_the_whole_replaces_the_rest() -> None:
    text = join_parts([_article(FIRST, "Satu. Baca"), _article(f"{FIRST}?page=all", "Satu.", "Dua.")]).text
    assert "Baca" not in text
    assert "Dua." in text
