"""Which stated address may be a page's own: cases by line; and every place where pages state one."""

import json
from pathlib import Path

import pytest

from scrapers.extract.article import extract
from scrapers.extract.canonical import canonical_address, is_index, names_same

CASES = [json.loads(line) for line in (Path(__file__).parent / "canonicals.jsonl").read_text("utf-8").splitlines()]
TEXT = "Warga menyambut taman baru di tepi sungai itu dengan makan bersama sejak pagi sampai sore. " * 3


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_stated_address_counts_only_if_it_can_be_the_pages_own(case) -> None:
    assert canonical_address(case["url"], case["stated"]) == case["is"]


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="/2017/05/taman-baru-kota">',
        '<link rel="shortlink canonical" href="https://kabar.example/2017/05/taman-baru-kota">',
        '<meta property="og:url" content="https://kabar.example/2017/05/taman-baru-kota">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Taman", "mainEntityOfPage": '
        '{"@id": "https://kabar.example/2017/05/taman-baru-kota"}}</script>',
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Taman", "url": '
        '"https://kabar.example/2017/05/taman-baru-kota"}</script>',
        '<link rel="canonical" href="/berita/"><meta property="og:url" content="/2017/05/taman-baru-kota">',
    ],
)
def test_pages_state_their_address_in_several_places(head) -> None:
    page = (
        f"<html><head><title>Taman Baru Kota Dibuka</title>{head}</head><body><article><p>{TEXT}</p></article></body>"
    )
    article = extract(page.encode(), "https://kabar.example/?p=12")
    assert article.canonical_url == "https://kabar.example/2017/05/taman-baru-kota"


@pytest.mark.parametrize(
    ("asked", "came", "led_away"),
    [
        ("https://kabar.example/berita/taman", "https://kabar.example/", True),
        ("https://kabar.example/berita/taman", "https://kabar.example/berita", True),
        ("https://kabar.example/berita/taman", "https://kabar.example/404", True),
        ("https://kabar.example/?p=12", "https://kabar.example/", True),
        ("https://kabar.example/?p=12", "https://kabar.example/2017/05/taman", False),
        ("http://kabar.example/taman", "https://www.kabar.example/taman/", False),
        ("https://kabar.example/taman", "https://kabar.example/2017/taman", False),
    ],
)
def test_a_redirect_to_a_list_is_seen(asked, came, led_away) -> None:
    assert is_index(came, asked) == led_away


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://kabar.example/a?tiket=x1", "https://kabar.example/a?tiket=y2", True),
        ("https://kabar.example/a?tiket=x1", "https://kabar.example/a", True),
        ("https://kabar.example/a?no=1", "https://kabar.example/a?no=2", False),
        ("https://kabar.example/?x=a", "https://kabar.example/?x=b", False),
        ("https://kabar.example/?judul=taman-kota-baru", "https://kabar.example/?judul=pasar-kota-baru", False),
    ],
)
def test_parameters_of_unknown_names_tell_articles_apart_by_their_values(one, other, same) -> None:
    assert names_same(one, other) == same
