"""What machines read of the pages: Open Graph, schema.org, descriptions, the sitemap and its days."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from PIL import Image

from plugins.build import LOCAL
from plugins.model.load import load_record
from plugins.model.record import Record
from plugins.pages.structured_data import LOCALES, PICTURE_SIZE, article, dataset, description_of, jsonld, shortened
from plugins.queries.last_modified import last_modified
from tests.site.building import CONTENT

LINES = (Path(__file__).parent / "hostile.txt").read_text("utf-8").splitlines()
BREAKING = ["</script><script>alert(1)</script>", "<!-- <script>", "]]>", "a & b &amp; &quot;", "\u2028\u2029", '"\\']
TYPES = {"BreadcrumbList", "Claim", "NewsArticle", "Dataset", "WebSite", "AdministrativeArea"}
ADDRESSES = {"@id", "url", "item", "image", "mainEntityOfPage", "contentUrl", "license", "citation"}
MEI, HOSTILE, UNDATED = "/berita/2017/05/mei/", "/berita/2018/02/bermusuhan/", "/berita/0000/00/tanpa/"

MOVED = {"/berita/2017/05/salah-eja/": MEI}

Pages = dict[str, Any]


@pytest.fixture(scope="module")
def pages(built: Path) -> Pages:
    """Every page's tree by address."""
    trees = {}
    for path in sorted(built.rglob("*.html")):
        name = path.relative_to(built).as_posix()
        trees[f"/{name.removesuffix('index.html')}"] = lxml_html.fromstring(path.read_bytes())
    return trees


@pytest.fixture(scope="module")
def record() -> Record:
    return load_record(CONTENT)


def things(tree: Any) -> list[dict[str, Any]]:
    return [json.loads(script.text) for script in tree.iter("script") if script.get("type") == "application/ld+json"]


def of_type(pages: Pages, address: str, name: str) -> dict[str, Any]:
    (thing,) = (thing for thing in things(pages[address]) if thing["@type"] == name)
    return thing


def meta(tree: Any, name: str) -> str:
    (content,) = tree.xpath(f"//meta[@property={name!r} or @name={name!r}]/@content")
    return str(content)


def is_listed(tree: Any) -> bool:
    return not tree.xpath("//meta[@name='robots']")


def pairs(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every key with its text, through all levels."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from pairs(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from pairs(part, key)
    else:
        yield key, value


def test_structured_data_is_of_known_types_with_absolute_addresses(pages: Pages) -> None:
    typed = [(page, thing) for page, tree in pages.items() for thing in things(tree)]
    assert {thing["@type"] for _, thing in typed} == TYPES
    assert {thing["@context"] for _, thing in typed} == {"https://schema.org"}
    relative = [(page, key, text) for page, thing in typed for key, text in pairs(thing) if key in ADDRESSES]
    assert [row for row in relative if not urlsplit(row[2]).netloc] == []
    assert [row for row in relative if not urlsplit(row[2]).scheme.startswith("http")] == []


def test_the_trail_is_the_one_that_readers_see(pages: Pages) -> None:
    seen = {page: nav[0] for page, tree in pages.items() if (nav := tree.xpath("//nav[@class='crumbs']"))}
    assert {"/daerah/kota-bekasi/linimasa/tonggak/", MEI, "/tentang/", "/en/places/"} <= set(seen)
    for page, nav in seen.items():
        visible = [(step.text_content(), step.xpath("string(a/@href)")) for step in nav.iter("li")]
        steps = of_type(pages, page, "BreadcrumbList")["itemListElement"]
        assert [(step["name"], step.get("item", "").removeprefix(LOCAL)) for step in steps] == visible, page
        assert [step["position"] for step in steps] == list(range(1, len(visible) + 1))
    silent = [page for page, tree in pages.items() if page not in seen and "BreadcrumbList" in str(things(tree))]
    assert silent == []


def test_our_page_cites_and_calls_only_our_own_words_ours(pages: Pages) -> None:
    ours, theirs = of_type(pages, MEI, "NewsArticle"), of_type(pages, HOSTILE, "NewsArticle")
    assert (ours["headline"], ours["abstract"]) == ('Bekasi & Samarinda "Cerdas" (Kabar Satu)', "Ringkasan contoh.")
    assert ours["publisher"]["name"] == ours["author"]["name"] == "Pantau 100"
    assert ours["isBasedOn"]["url"] == ours["citation"] == "https://satu.example/mei"
    assert ours["isBasedOn"]["publisher"]["name"] == "Kabar Satu"
    assert [place["name"] for place in ours["about"]] == ["Kota Bekasi"]
    assert [place["name"] for place in ours["mentions"]] == ["Kota Samarinda"]
    assert not {"author", "abstract", "articleBody", "description"} & set(theirs)


def test_the_original_has_a_date_only_where_one_is_known(pages: Pages) -> None:
    thing = of_type(pages, MEI, "NewsArticle")
    assert thing["isBasedOn"]["datePublished"] == "2017-05-22T14:05:00+07:00"
    assert "datePublished" not in thing, "that day is the original's, not ours"
    undated = of_type(pages, UNDATED, "NewsArticle")
    assert [key for key, _ in pairs(undated) if key.startswith("date")] == []
    assert pages[UNDATED].xpath("//meta[@property='article:published_time']") == []
    assert meta(pages[MEI], "article:published_time") == "2017-05-22T14:05:00+07:00"


def test_an_article_says_when_we_recorded_it_and_when_it_moved(record: Record) -> None:
    (news,) = (news for news in record.listed if news.address == MEI)
    assert "dateModified" not in article(record, LOCAL, "Pantau 100", news)
    days = {"collected": dt.datetime(2018, 1, 1, tzinfo=dt.UTC), "changed": dt.datetime(2018, 1, 2, 3, tzinfo=dt.UTC)}
    moved = news.changed(**days)
    thing = article(record, LOCAL, "Pantau 100", moved)
    assert (thing["datePublished"], thing["dateModified"]) == ("2018-01-01T00:00:00+00:00", "2018-01-02T03:00:00+00:00")


def test_a_place_says_where_it_is(pages: Pages) -> None:
    place = of_type(pages, "/daerah/kota-bekasi/", "AdministrativeArea")
    assert place["name"] == "Kota Bekasi"
    assert place["containedInPlace"]["name"] == "Jawa Barat"
    assert place["containedInPlace"]["containedInPlace"]["name"] == "Indonesia"
    assert -11 < place["geo"]["latitude"] < 6


def test_the_home_page_says_whose_site_it_is(pages: Pages) -> None:
    site = of_type(pages, "/", "WebSite")
    assert (site["name"], site["publisher"]["@type"]) == ("Pantau 100", "Organization")


def test_the_data_page_lists_every_file(pages: Pages, built: Path, record: Record) -> None:
    data = of_type(pages, "/data/", "Dataset")
    files = {urlsplit(entry["contentUrl"]).path.lstrip("/") for entry in data["distribution"]}
    there = {path.relative_to(built).as_posix() for path in (built / "data").glob("*.*") if path.stem != "datapackage"}
    assert files == there - {"data/index.html"}
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert data["temporalCoverage"] == "2015-05-01/2018-11-11", "an event's day counts, a bound does not"
    assert data["dateModified"] == last_modified(record)["/data/"].isoformat()


def test_an_empty_record_claims_no_days() -> None:
    thing = dataset(Record(), LOCAL, "Pantau 100", ["items"], "https://lisensi.example/", "Data")
    assert not {"temporalCoverage", "dateModified"} & set(thing)


def test_links_are_shown_with_a_picture_that_is_there(pages: Pages, built: Path) -> None:
    used = set()
    for page, tree in pages.items():
        if page.startswith(("/sematkan/", "/en/embed/")):
            # A part of another page, which has the picture.
            continue
        own = LOCAL + MOVED.get(page, page)
        assert meta(tree, "og:url") == own == tree.xpath("string(//link[@rel='canonical']/@href)")
        assert meta(tree, "og:title") == tree.findtext(".//title").removesuffix(" · Pantau 100")
        assert meta(tree, "og:description") == meta(tree, "description")
        assert meta(tree, "og:image:alt")
        assert meta(tree, "og:locale") == LOCALES[tree.get("lang")]
        assert (int(meta(tree, "og:image:width")), int(meta(tree, "og:image:height"))) == PICTURE_SIZE
        used.add(meta(tree, "og:image").removeprefix(LOCAL))
    places = ("daerah/kota-bekasi", "daerah/kota-samarinda")
    initiatives = ("inisiatif/kota-bekasi/aduan", "inisiatif/kota-samarinda/aduan")
    assert used == {"/kartu.png", *(f"/{folder}/kartu.png" for folder in (*places, *initiatives))}
    for name in used:
        path = built / name.lstrip("/")
        assert path.stat().st_size <= 40_000
        with Image.open(path) as image:
            assert image.size == PICTURE_SIZE


@pytest.mark.parametrize(
    ("page", "kind", "picture"),
    [
        ("/", "website", "/kartu.png"),
        (MEI, "article", "/daerah/kota-bekasi/kartu.png"),
        (HOSTILE, "article", "/daerah/kota-samarinda/kartu.png"),
        ("/inisiatif/kota-samarinda/aduan/", "website", "/inisiatif/kota-samarinda/aduan/kartu.png"),
        ("/en/initiatives/kota-bekasi/aduan/", "website", "/inisiatif/kota-bekasi/aduan/kartu.png"),
        ("/daerah/kota-bekasi/linimasa/", "website", "/daerah/kota-bekasi/kartu.png"),
        ("/tentang/", "website", "/kartu.png"),
    ],
)
def test_a_page_shows_the_picture_of_its_main_place(pages: Pages, page: str, kind: str, picture: str) -> None:
    assert (meta(pages[page], "og:type"), meta(pages[page], "og:image")) == (kind, LOCAL + picture)


def test_a_picture_is_described_in_the_pages_language(pages: Pages) -> None:
    assert meta(pages["/daerah/kota-bekasi/"], "og:image:alt") == "Letak Kota Bekasi di peta Indonesia"
    english = pages["/en/places/kota-bekasi/"]
    assert meta(english, "og:image:alt") == "Where Kota Bekasi is on the map of Indonesia"
    assert meta(english, "og:image") == LOCAL + "/daerah/kota-bekasi/kartu.png"


def test_titles_and_descriptions_tell_pages_apart(pages: Pages) -> None:
    listed = [tree for tree in pages.values() if is_listed(tree)]
    titles = Counter((tree.get("lang"), tree.findtext(".//title")) for tree in listed)
    assert [title for title, count in titles.items() if count > 1 or not title[1].strip()] == []
    descriptions = Counter(meta(tree, "description") for tree in listed)
    assert [text for text in descriptions if not 1 <= len(text) <= 160] == []
    assert [text for text, count in descriptions.items() if count > 1] == []


def test_an_item_without_a_summary_says_who_wrote_it_and_when(record: Record) -> None:
    descriptions = {news.address: description_of(news) for news in record.listed}
    assert (
        descriptions["/berita/2018/03/suara-lain/"]
        == "Warga Menilai Pusat Aduan Bekasi Lambat (Lensa Warga, 6 Maret 2018)"
    )
    assert descriptions[MEI] == "Ringkasan contoh. (Kabar Satu, 22 Mei 2017)"


def test_long_words_of_others_make_no_long_description(record: Record) -> None:
    news = record.listed[0]
    wordy = news.changed(summary="kata " * 90, source="Penerbit " * 40)
    assert len(description_of(wordy)) <= 160


@given(st.text(max_size=400), st.integers(2, 200))
def test_a_shortened_text_fits_and_begins_like_the_whole(text: str, length: int) -> None:
    short = shortened(text, length)
    assert len(short) <= length
    assert text.startswith(short.removesuffix("…"))


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [("satu dua tiga", 13, "satu dua tiga"), ("satu dua, tiga", 11, "satu dua…"), ("x" * 9, 5, "xxxx…")],
)
def test_a_text_is_cut_after_a_word(text: str, length: int, short: str) -> None:
    assert shortened(text, length) == short


@given(st.text(max_size=80) | st.sampled_from(LINES + BREAKING))
def test_no_title_breaks_out_of_structured_data(text: str) -> None:
    printed = str(jsonld({"name": text, text: [text]}))
    page = lxml_html.document_fromstring(f"<html><head>{printed}</head><body><p id='after'></p></body></html>")
    (script,) = page.iter("script")
    assert json.loads(script.text)["name"] == text
    assert page.get_element_by_id("after").getparent().tag == "body"
    inner = printed.partition(">")[2].rpartition("</script>")[0]
    assert not set("<>&\u2028\u2029") & set(inner)
