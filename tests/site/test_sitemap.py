"""The sitemap: what it lists, and the days on which the record last moved."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from lxml import etree as lxml_etree

from plugins.build import LOCAL
from plugins.exports.sitemap import dated, sitemaps
from plugins.model.load import load_record
from plugins.model.news import News
from plugins.model.record import Record
from plugins.queries.last_modified import last_modified
from tests.site.building import CONTENT

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
MEI, UNDATED = "/berita/2017/05/mei/", "/berita/0000/00/tanpa/"


@pytest.fixture(scope="module")
def record() -> Record:
    return load_record(CONTENT)


def sitemap_days(built: Path) -> list[tuple[str, str | None]]:
    root = lxml_etree.fromstring((built / "sitemap.xml").read_bytes())
    rows = [(url.findtext(f"{SITEMAP}loc"), url.findtext(f"{SITEMAP}lastmod")) for url in root]
    return [(str(place).removeprefix(LOCAL), day) for place, day in rows]


def test_the_sitemap_lists_what_may_be_found_with_days_of_the_record(built: Path) -> None:
    rows = sitemap_days(built)
    assert [page for page, _ in rows] == sorted(_listed(built))
    facts = [day for page, day in rows if page.startswith(("/fakta/", "/en/facts/"))]
    assert set(facts) <= {"2026-11-24", "2026-11-29"}, "when a fact was recorded"
    assert {page: day for page, day in rows if page.startswith("/mingguan/2018")} == {
        "/mingguan/2018-W10/": "2018-03-11",
        "/mingguan/2018-W11/": "2018-03-18",
    }
    known = ("/fakta/", "/en/facts/", "/mingguan/")
    days = [dt.date.fromisoformat(day) for page, day in rows if day and not page.startswith(known)]
    assert min(days) >= dt.date(2015, 1, 1)
    assert max(days) == dt.date(2018, 3, 13), "the record's own last day, not today"


def _listed(built: Path) -> list[str]:
    pages = {path.relative_to(built).as_posix(): path.read_text("utf-8") for path in built.rglob("*.html")}
    noindex = '<meta name="robots" content="noindex">'
    return [f"/{name.removesuffix('index.html')}" for name, text in pages.items() if noindex not in text]


DAYS = {
    "an item: its date": ("/berita/2018/03/suara-lain/", "2018-03-06"),
    "an item that was corrected": (MEI, "2018-03-10"),
    "an item without any date": (UNDATED, None),
    "an initiative: its newest step": ("/inisiatif/kota-samarinda/aduan/", "2015-05-22"),
    "an initiative: when we noted it": ("/inisiatif/kota-bekasi/aduan/", "2018-03-11"),
    "a list: what it lists": ("/inisiatif/", "2018-03-11"),
    "a dimension with nothing in it": ("/dimensi/branding/", None),
    "corrections": ("/koreksi/", "2018-03-10"),
    "a page of our own": ("/tentang/", None),
    "a hidden item": ("/berita/2018/02/sembunyi/", None),
}


@pytest.mark.parametrize("case", DAYS)
def test_a_page_moves_when_its_record_does(record: Record, case: str) -> None:
    address, day = DAYS[case]
    modified = last_modified(record).get(address)
    assert (modified.isoformat() if modified else None) == day


@pytest.mark.parametrize("mark", ["modified", "changed", "collected", "gone"])
def test_an_item_moves_its_page_its_place_and_the_lists(record: Record, mark: str) -> None:
    moment = dt.datetime(2019, 7, 8, 9, tzinfo=dt.UTC)
    moved = dataclasses.replace(record, pages=tuple(_marked(news, mark, moment) for news in record.pages))
    days = last_modified(moved)
    for address in (UNDATED, *_places_of(moved, UNDATED), "/", "/berita/", "/linimasa/", "/data/"):
        assert days[address] == moment.date(), address
    assert days["/berita/2018/03/suara-lain/"] == dt.date(2018, 3, 6)


def _marked(news: News, mark: str, moment: dt.datetime) -> News:
    if news.address != UNDATED:
        return news
    return news.changed(**{mark: moment})


def _places_of(record: Record, address: str) -> list[str]:
    (news,) = (news for news in record.undated if news.address == address)
    assert news.item.places
    homes = [record.places[slug].address for slug in news.item.places]
    return [page for home in homes for page in (home, f"{home}linimasa/")]


def test_an_english_page_moves_with_the_page_it_translates() -> None:
    day = dt.date(2018, 1, 2)
    rows = dated(["/en/", "/en/method/", "/en/places/x/", "/"], {"/": day, "/daerah/x/": day})
    assert rows == [("/", day), ("/en/", day), ("/en/method/", None), ("/en/places/x/", day)]


def test_a_long_sitemap_becomes_an_index_with_parts() -> None:
    day = dt.date(2018, 1, 2)
    rows = [("/a/", dt.date(2017, 1, 1)), ("/b&c/", day), ("/d/", None)]
    made = sitemaps(rows, "https://lain.example", most=2)
    assert list(made) == ["/sitemap.xml", "/sitemap-1.xml", "/sitemap-2.xml"]
    trees = {address: lxml_etree.fromstring(text.encode()) for address, text in made.items()}
    assert trees["/sitemap.xml"].tag == f"{SITEMAP}sitemapindex"
    assert [tree.findtext(f"{SITEMAP}loc") for tree in trees["/sitemap.xml"]] == [
        "https://lain.example/sitemap-1.xml",
        "https://lain.example/sitemap-2.xml",
    ]
    assert [tree.findtext(f"{SITEMAP}lastmod") for tree in trees["/sitemap.xml"]] == ["2018-01-02", None]
    addresses = [url.findtext(f"{SITEMAP}loc") for name in ("/sitemap-1.xml", "/sitemap-2.xml") for url in trees[name]]
    assert addresses == [f"https://lain.example{address}" for address, _ in rows]


def test_a_sitemap_that_fits_is_one_file() -> None:
    assert list(sitemaps([("/a/", None), ("/b/", None)], LOCAL, most=2)) == ["/sitemap.xml"]
