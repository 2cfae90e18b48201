"""One article or two, and what is furniture."""

import pytest

from scrapers.decide.health import NO_TEXT, judge_pages
from scrapers.decide.identity import (
    fingerprint,
    has_become_another,
    is_article_of_its_own,
    is_furniture,
    is_same_article,
    tells_news,
)
from scrapers.report import OutletReport

PARK = (
    "Pemerintah Kota Bekasi membuka taman di Jatiasih dengan jalur lari dan kolam ikan bagi warga sekitar, Senin pagi."
)
BUS = "Dua bus listrik diuji di Kalimalang sampai akhir bulan tanpa karcis, dan sopirnya mengaku heran akan sunyinya."
ABOUT = (
    "Selamat datang di kanal kami. Anda dapat mengirim kabar kepada redaksi kami setiap hari lewat surel yang tersedia."
)


@pytest.mark.parametrize(
    ("title", "text", "same", "another"),
    [
        ("Kota Bekasi Buka Taman di Jatiasih", PARK, True, False),
        ("Kota Bekasi Buka Taman di Jatiasih", BUS, True, False),
        ("Ralat: Kota Bekasi Buka Taman di Jatiasih", PARK, True, False),
        ("Taman Jatiasih Dibuka", PARK.replace("Senin", "Selasa"), True, False),
        ("Kota Bekasi Buka Taman Lain di Jatiasih", BUS, False, False),
        ("Bus Listrik Diuji", BUS, False, True),
        ("Bus Listrik Diuji", "", False, True),
        ("Kota Bekasi Buka Taman di Jatiasih", ABOUT, True, True),
    ],
)
def test_title_or_text_make_it_the_same(title: str, text: str, same: bool, another: bool) -> None:
    known = ("Kota Bekasi Buka Taman di Jatiasih", PARK)
    assert is_same_article(title, text, *known) == same
    assert has_become_another(title, text, *known) == another


@pytest.mark.parametrize(
    ("others", "is_own", "is_news", "is_known", "furniture"),
    [
        ({"a"}, True, True, False, False),
        ({"a"}, False, True, False, True),
        ({"b"}, True, True, False, False),
        ({"b"}, True, False, False, True),
        ({"b"}, True, True, True, True),
        ({"b", "c", "d"}, True, True, False, True),
    ],
)
def test_one_text_on_several_pages(
    others: set[str], is_own: bool, is_news: bool, is_known: bool, furniture: bool
) -> None:
    assert is_furniture("a", others, is_own=is_own, is_news=is_news, is_known=is_known) == furniture


def test_an_article_has_a_day_a_length_and_a_fitting_headline() -> None:
    long = f"{PARK} {PARK} {PARK}"
    assert is_article_of_its_own("Taman Jatiasih Dibuka", long, is_dated=True)
    assert not is_article_of_its_own("Taman Jatiasih Dibuka", long, is_dated=False)
    assert not is_article_of_its_own("Taman Jatiasih Dibuka", PARK, is_dated=True)
    assert not is_article_of_its_own("Kabar Patriot", long, is_dated=True)


@pytest.mark.parametrize(("text", "news"), [(PARK * 2, True), (ABOUT * 2, False), ("Taman dibuka.", False)])
def test_news_tells_of_somebody(text: str, news: bool) -> None:
    assert tells_news(text) == news


def test_a_fingerprint_is_of_the_words() -> None:
    assert fingerprint("Taman  dibuka,\nSenin.") == fingerprint("taman dibuka senin")
    assert fingerprint("taman") != fingerprint("tamat")


@pytest.mark.parametrize(
    ("pages", "kinds", "textless", "has_yielded", "failed", "fault"),
    [
        (3, [], 0, True, False, ""),
        (3, ["login"], 0, True, False, "not-an-article: 1 of 3 pages (login 1); open one in a browser"),
        (3, ["login", "list"], 0, False, True, "not-an-article: 2 of 3 pages (list 1, login 1); open one in a browser"),
        (1, ["login"], 0, False, True, "not-an-article: 1 of 1 pages (login 1); open one in a browser"),
        (2, [], 2, True, True, NO_TEXT),
        (2, [], 2, False, False, ""),
        (0, [], 0, True, False, ""),
    ],
)
def test_an_outlet_fails_where_most_pages_hold_no_article(
    pages: int, kinds: list[str], textless: int, has_yielded: bool, failed: bool, fault: str
) -> None:
    rejected = [{"url": "u", "reason": "not-an-article", "kind": kind} for kind in kinds]
    rejected += [{"url": "u", "reason": "no-text"}] * textless
    report = OutletReport("a", "ok", pages=pages, rejected=rejected)
    assert judge_pages(report, has_yielded=has_yielded) == (failed, fault)
