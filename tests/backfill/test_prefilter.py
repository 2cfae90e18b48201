"""Which pages are read at all."""

import pytest

from scrapers.backfill.prefilter import NamePrefilter, OutletFinder
from scrapers.errors import ArticleRejected
from scrapers.extract.article import extract
from scrapers.sources import Outlet, stranger
from tests.conftest import ROOT
from tests.decide.score import cases


def outlet(name: str, home: str) -> Outlet:
    feed = {"kind": "listing", "url": "https://kabar.example/berita/terbaru", "links": "a"}
    return Outlet.model_validate({"id": name, "name": name, "home": home, "channel": [feed]})


OUTLETS = [
    outlet("kabar", "https://www.kabar.example/"),
    outlet("kabar-bali", "https://bali.kabar.example"),
    outlet("detak-jabar", "https://www.detak.example/jabar"),
    outlet("pemkot", "https://bekasikota.go.example/"),
]


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("https://kabar.example/berita/1/judul", "kabar"),
        ("http://amp.kabar.example:8080/berita/1/judul", "kabar"),
        ("https://ekonomi.kabar.example/1/judul", "kabar"),
        ("https://bali.kabar.example/1/judul", "kabar-bali"),
        ("https://diskominfo.bekasikota.go.example/artikel/9", "pemkot"),
        ("https://www.detak.example/jabar/d-1/judul", "detak-jabar"),
        ("https://www.detak.example/jabarnews/d-1/judul", None),
        ("https://www.detak.example/bola/d-1/judul", None),
        ("https://bukankabar.example/1/judul", None),
        ("https://kabar.example.net/1/judul", None),
        ("https://go.example/1/judul", None),
    ],
)
def test_a_page_belongs_to_the_nearest_home_above_it(url, known) -> None:
    outlet_of_url = OutletFinder(OUTLETS).of(url)
    assert (outlet_of_url.id if outlet_of_url else None) == known


@pytest.mark.parametrize(
    "path",
    ["", "/", "/tag/smart-city/", "/category/nasional", "/berita/page/2/", "/index.html", "/berita/terbaru?page=3",
     "/search?q=bekasi", "/feed/", "/bola/indeks"],
)  # fmt: skip
def test_lists_of_articles_are_no_articles(path) -> None:
    assert OutletFinder(OUTLETS, takes_any=True).of(f"https://kabar.example{path}") is None


@pytest.mark.parametrize("path", ["/index.php/berita/baca/12", "/index.php?id=5", "/archives/1204", "/read/tag-baru"])
def test_addresses_of_old_systems_are_articles(path) -> None:
    assert OutletFinder(OUTLETS).of(f"https://kabar.example{path}") is not None


@pytest.mark.parametrize("url", ["https://[kabar/1", "https://kabar.example:99999/1", "https:///1", "https://lokal/1"])
def test_an_address_that_is_none_has_no_outlet(url) -> None:
    assert OutletFinder(OUTLETS, takes_any=True).of(url) is None


def test_an_outlet_that_nobody_listed_gives_headlines_only() -> None:
    outlet_of_url = OutletFinder(OUTLETS, takes_any=True).of("https://www.lain.example/1")
    assert outlet_of_url == stranger("lain.example")
    assert (outlet_of_url.id, outlet_of_url.rights) == ("lain.example", "link")
    assert OutletFinder(OUTLETS).of("https://www.lain.example/1") is None


@pytest.fixture(scope="module")
def names(placer) -> NamePrefilter:
    return NamePrefilter(placer.clues())


def test_no_text_that_names_a_place_is_passed_over(placer, names) -> None:
    texts = [(case["title"], case["text"], case.get("outlet_places", [])) for case in cases()]
    named = [(title, text) for title, text, hints in texts if placer.place(title, text, hints).is_named]
    assert len(named) > 100
    assert [title for title, text in named if not names.are_in(f"<h1>{title}</h1>{text}".encode())] == []


def test_no_page_that_names_a_place_is_passed_over(placer, names) -> None:
    missed = []
    for file in sorted((ROOT / "tests" / "extract" / "pages").glob("*.html")):
        try:
            article = extract(file.read_bytes(), "https://kabar.example/1")
        except ArticleRejected:
            continue
        if placer.place(article.title, article.text).is_named and not names.are_in(file.read_bytes()):
            missed.append(file.name)
    assert missed == []


@pytest.mark.parametrize(
    ("page", "named"),
    [
        ("<p>KotaBekasi hari ini</p>", True),
        ("<p>warga kota solo</p>", True),
        ("<p>Kutai\nKartanegara</p>", True),
        ("<p>Pemkot Bekassi</p>", True),
        ("<p>Kota Be&shy;ka&shy;si</p>", True),
        ("<p>Kota Be&#173;ka&#xAD;si</p>", True),
        ("<p>Kota Be\u00adka\u200bsi</p>", True),
        ("<p>solo per oggi, no solo mañana</p>", False),
        ("<p>The budget of Lakewood</p>", False),
        ("<p>Kodiak and Minnesota</p>", False),
        ("<p>委員会は予算を発表した。</p>", False),
    ],
)
def test_names_are_looked_for_as_whole_words(names, page, named) -> None:
    assert names.are_in(page.encode()) == named
    assert names.are_in(page.encode("utf-16"))
