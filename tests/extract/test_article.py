"""Pages in, expected records beside them: a new case is two files in cases/."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import markdown

from scrapers.errors import ArticleRejected
from scrapers.extract.article import extract
from scrapers.extract.clean import body, is_junk
from scrapers.extract.language import language_of
from scrapers.extract.markdown import escape_text, to_markdown, to_text
from scrapers.sources import Selectors

TITLES = [json.loads(line) for line in (Path(__file__).parent / "titles.jsonl").read_text("utf-8").splitlines()]
BYLINES = [json.loads(line) for line in (Path(__file__).parent / "bylines.jsonl").read_text("utf-8").splitlines()]
CASES = sorted((Path(__file__).parent / "cases").glob("*.html"))


@pytest.mark.parametrize("page", CASES, ids=lambda page: page.stem)
def test_a_page_gives_its_article(page) -> None:
    case = json.loads(page.with_suffix(".json").read_text("utf-8"))
    selectors = Selectors.model_validate(case.pop("selectors", {}))
    article = extract(page.read_bytes(), case.pop("url"), selectors=selectors).as_json()
    assert {key: article[key] for key in case} == case


@pytest.mark.parametrize("case", TITLES, ids=lambda case: case["case"])
def test_a_headline_is_found_in_every_dress(case) -> None:
    paragraphs = "<p>Warga menyambut taman baru di tepi sungai itu dengan makan bersama sejak pagi sampai sore.</p>" * 4
    body = f"{case['body']}<div class='entry-content'>{paragraphs}</div>"
    page = f"<html><head>{case['head']}</head><body>{body}</body></html>"
    assert extract(page.encode(), "https://kabarkota.example/berita/1").title == case["title"]


@pytest.mark.parametrize("case", BYLINES, ids=lambda case: case["case"])
def test_the_writer_is_named(case) -> None:
    paragraphs = "<p>Warga menyambut taman baru di tepi sungai itu dengan makan bersama sejak pagi sampai sore.</p>" * 4
    title = "<title>Wali Kota Resmikan Taman di Tepi Sungai</title>"
    body = f"{case['before']}<div class='entry-content'>{paragraphs}</div>"
    page = f"<html><head>{title}{case.get('head', '')}</head><body>{body}</body></html>"
    assert extract(page.encode(), "https://kabarkota.example/berita/1").author == case["author"]


@pytest.mark.parametrize("line", (Path(__file__).parent / "junk.txt").read_text("utf-8").splitlines())
def test_furniture_is_known(line) -> None:
    assert is_junk(line)


@pytest.mark.parametrize(
    "line",
    [
        "Baca buku membuat anak betah di perpustakaan, kata wali kota.",
        "Editor surat kabar itu datang terlambat karena hujan lebat di Bekasi sejak pagi.",
        "Dibaca bersama-sama, puisi itu terdengar berbeda.",
        "Foto bersama menutup acara di alun-alun.",
    ],
)
def test_sentences_are_not_furniture(line) -> None:
    assert not is_junk(line)


@pytest.mark.parametrize(
    ("page", "reason"),
    [(b"", "not-html"), (b"<html><body><p>Hai</p></body></html>", "no-title"), (b"<title>Judul</title>", "no-text")],
)
def test_what_is_no_article_says_why(page, reason) -> None:
    with pytest.raises(ArticleRejected) as caught:
        extract(page, "https://a.example/")
    assert caught.value.reason == reason


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_no_bytes_break_extraction(page) -> None:
    try:
        extract(page, "https://a.example/")
    except ArticleRejected as rejected:
        assert rejected.reason in {"not-html", "no-title", "no-text"}


@example("`0`")
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=80))
def test_escaped_text_shows_as_itself_and_makes_no_markup(text) -> None:
    html = markdown(escape_text("x " + " ".join(text.split())))
    assert {tag.name for tag in BeautifulSoup(html, "html.parser").find_all()} <= {"p"}


@pytest.mark.parametrize(
    ("text", "stated", "language"),
    [
        ("Warga yang datang dari desa itu tidak akan pulang dan menunggu di balai.", "en", "id"),
        ("The mayor of the city said that the buses are to run from Monday.", "id", "en"),
        ("Halo", "id", "id"),
        ("Halo", None, None),
        ("Ṣùgbọ́n kò sí ẹni tí ó mọ̀.", "yo", "yo"),
    ],
)
def test_the_language_is_the_texts(text, stated, language) -> None:
    assert language_of(text, stated) == language


def test_a_page_full_of_boxes_is_read_all_the_same() -> None:
    box = '<div><h3><a href="/{n}">Foto {n}</a></h3><p>Ia membagikan foto nomor {n} dari kota kelahirannya.</p></div>'
    page = f"<title>Foto Bintang Film</title><div>{''.join(box.format(n=n) for n in range(8))}</div>"
    assert "foto nomor 3" in extract(page.encode(), "https://a.example/").text


def test_scripts_without_spaces_are_long_enough() -> None:
    page = f"<title>市政府</title><article><p>{'市政府今天宣布新的公共交通计划。' * 9}</p></article>"
    assert "公共交通" in extract(page.encode(), "https://a.example/").text


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Acara selesai sore.\n\n(Humas Pemkot)", "Acara selesai sore."),
        ("Acara selesai sore. (Diskominfo)", "Acara selesai sore."),
        ("Acara selesai sore. (rls/hms)", "Acara selesai sore."),
        ("Acara dibuka Komisi Pemberantasan Korupsi (KPK)", "Acara dibuka Komisi Pemberantasan Korupsi (KPK)"),
        ("Acara dihadiri warga (termasuk anak-anak).", "Acara dihadiri warga (termasuk anak-anak)."),
        ("Warga di balai kota (Foto: Humas)\n\nAcara selesai sore.", "Acara selesai sore."),
        ("Acara selesai sore.\n\n***", "Acara selesai sore."),
    ],
)
def test_signatures_and_captions_go_and_sentences_stay(text, own) -> None:
    assert body(text, "Judul") == own


def test_links_are_absolute_and_only_to_the_web() -> None:
    html = '<p><a href="/a b">satu</a> <a href="javascript:alert(1)">dua</a> <a href="//b.example/(x)">tiga</a></p>'
    assert to_markdown(html, "https://a.example/c/") == (
        "[satu](https://a.example/a%20b) dua [tiga](https://b.example/%28x%29)"
    )


@pytest.mark.parametrize(
    ("html", "made"),
    [
        (".XML", ".XML"),
        ("catatan.html", "catatan.html"),
        ("https://a.example/", "https://a.example/"),
        ("<?xml version='1.0'?><p>Hai</p>", "Hai"),
        ("<html><body><p>Hai</p></body></html>", "Hai"),
        ("", ""),
    ],
)
def test_text_that_resembles_a_file_or_xml_is_text(html, made) -> None:
    assert to_markdown(html, "") == made


def test_markup_in_text_stays_text() -> None:
    made = to_markdown("<p>&lt;script&gt;alert(1)&lt;/script&gt; {filename}/x</p><script>alert(2)</script>", "")
    assert "<script" not in markdown(made)
    assert "{filename}" not in made
    assert to_text(made) == "<script>alert(1)</script> {filename}/x"
