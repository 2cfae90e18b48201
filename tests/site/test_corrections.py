"""Corrections and withdrawals where readers meet them, and the link by which they report a mistake."""

import html
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import feedparser
import pytest

from plugins.model.load import load_record
from plugins.model.pages import CorrectionPage
from plugins.model.record import Record
from plugins.pages.report_link import report_link
from plugins.queries import corrections
from plugins.queries.changes import changes
from record.models import Correction
from tests.site.building import CONTENT, build

HERE = Path(__file__).parent
TITLES: list[dict[str, str]] = tomllib.loads((HERE / "corrections.toml").read_text("utf-8"))["title"]
LINKS: list[dict[str, str]] = tomllib.loads((HERE / "report_links.toml").read_text("utf-8"))["link"]


@pytest.fixture(scope="module")
def record() -> Record:
    return load_record(CONTENT)


def text(built: Path, address: str) -> str:
    return (built / address.strip("/") / "index.html").read_text("utf-8")


def correction(**values: Any) -> CorrectionPage:
    row = {"date": "2018-03-10", "page": "/", "was": "a", "now": "b", "why": "c"} | values
    return CorrectionPage(name="x", data=Correction.model_validate(row))


@pytest.mark.parametrize("case", TITLES, ids=lambda case: case.get("case", case["page"]))
def test_a_title_says_where_and_what(record: Record, case: dict[str, str]) -> None:
    assert corrections.title_of(record, correction(page=case["page"], now=case["now"])) == case["title"]


@pytest.mark.parametrize("case", LINKS, ids=lambda case: case.get("case", case["contact"]))
def test_a_report_opens_prepared_where_the_contact_can(case: dict[str, str]) -> None:
    assert report_link(case["contact"], "Keliru & salah", "Halaman: /a?b\n") == case["opens"]


def test_the_entry_leads_to_the_corrected_page_and_keeps_its_id(built: Path, record: Record) -> None:
    feed = feedparser.parse((built / "koreksi/feed.atom").read_bytes())
    by_title = {entry.title: entry for entry in feed.entries}
    entry = by_title["Koreksi: Kota Bekasi: Sumber berbeda: 10 atau 12."]
    assert urlsplit(entry.link).path == "/daerah/kota-bekasi/"
    # Made from the file's name alone: what subscribers had before titles named the page.
    assert feed.entries[0].id == "urn:uuid:a599a5ff-b2dc-58d1-96cc-3fcf7edbd77d"
    page = text(built, "koreksi")
    assert '<a href="/daerah/kota-bekasi/">Koreksi: Kota Bekasi: Sumber berbeda: 10 atau 12.</a>' in page


@pytest.mark.parametrize(
    ("address", "opened", "folded"),
    [
        ("daerah/kota-bekasi", ["10 aplikasi", "10 atau 12", "Satu sumber terlewat"], ["11 kecamatan", "12 kecamatan"]),
        ("en/places/kota-bekasi", ["10 aplikasi", "10 atau 12", "Satu sumber terlewat"], ["11 kecamatan"]),
        ("berita/2017/05/mei", ["22 Juni 2017", "22 Mei 2017", "salah salin &lt;b&gt;"], []),
        ("program", ["25 atau 24 peserta"], ["24 peserta</del>", "menurut sumber kedua"]),
        ("en/programme", ["25 atau 24 peserta"], ["24 peserta</span></del>", "menurut sumber kedua"]),
    ],
)
def test_a_page_says_above_its_heading_what_was_corrected(built: Path, address: str, opened: Any, folded: Any) -> None:
    page = text(built, address)
    notice = page.partition('<div class="notice corrected"')[2].partition("</div>")[0]
    shown, _, below = notice.partition("<details>")
    assert all(words in shown for words in opened)
    assert all(words in below and words not in shown for words in folded)
    assert bool(below) == bool(folded)
    assert page.index(notice) < page.index("<h1>")
    assert notice.count('<span lang="id">') == (notice.count("<del>") * 3 + (address == "en/programme")) * (
        address[:3] == "en/"
    ), "without a translation it is marked as Indonesian"


def test_a_page_without_a_correction_has_no_notice(built: Path) -> None:
    pages = [path for path in built.rglob("*.html") if "notice corrected" in path.read_text("utf-8")]
    assert {path.parent.relative_to(built).as_posix() for path in pages} == {
        "berita/2017/05/mei", "daerah/kota-bekasi", "en/places/kota-bekasi", "en/programme", "program",
        "fakta/fakta-01", "fakta/fakta-03", "en/facts/fakta-01", "en/facts/fakta-03",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("address", "beside"),
    [
        ("daerah/kota-bekasi", ["Nota kesepahaman diteken", "Nota kesepahaman diteken", "Jumlah aplikasi"]),
        ("en/places/kota-bekasi", ["signed in Makassar", "Jumlah aplikasi"]),
        ("linimasa", ["Nota kesepahaman diteken"]),
        ("perbedaan", ["Jumlah aplikasi"]),
    ],
)
def test_a_mark_stands_beside_each_fact_that_was_corrected(built: Path, address: str, beside: list[str]) -> None:
    parts = text(built, address).split('<details class="note mark">')
    assert len(parts) == len(beside) + 1
    assert all(words in before for words, before in zip(beside, parts, strict=False))


def test_a_notice_is_open_as_long_as_it_is_short() -> None:
    assert corrections.fits_open(correction(why="x" * (corrections.LONGEST_OPEN - 2)))
    assert not corrections.fits_open(correction(why="x" * (corrections.LONGEST_OPEN - 1)))


def test_a_withdrawn_item_says_when_and_why_and_so_do_the_changes(built: Path, record: Record) -> None:
    page = text(built, "berita/2018/02/dicabut")
    reason = "Penerbit meminta kutipannya dihapus &amp; menyebut alasannya."
    assert f'<b>Ditarik <time datetime="2018-03-06">6 Maret 2018</time>.</b> {reason}' in page
    feed = feedparser.parse((built / "perubahan/feed.atom").read_bytes())
    (entry,) = (entry for entry in feed.entries if entry.title == "Ditarik: Berita yang dicabut")
    assert html.unescape(reason) in html.unescape(entry.summary)
    assert entry.published.startswith("2018-03-06")
    assert urlsplit(entry.link).path == "/berita/2018/02/dicabut/"
    assert "Ditarik" not in text(built, "berita/2018/02/sembunyi"), "of an item without a day nothing is said"
    hidden = record.page("/berita/2018/02/dicabut/")
    moved = hidden.changed(withdrawn=hidden.item.withdrawn.replace(day=7), withdrawn_reason="")
    others = tuple(news for news in record.pages if news.address != hidden.address)
    (later,) = (row for row in changes(replace(record, pages=(*others, moved))) if row.kind == "withdrawn")
    assert (later.day.day, later.text.rpartition(". ")[2]) == (7, "Sebabnya tidak ditulis.")
    assert later.id == entry.id, "a day that is corrected makes no new entry"


def test_each_page_has_a_link_that_reports_it(tmp_path: Path, built: Path) -> None:
    settings = tmp_path / "contactconf.py"
    settings.write_text('from pelicanconf import *\nCONTACT = "mailto:meja@amati.example"\n', "utf-8")
    assert build(CONTENT, tmp_path / "site", str(settings)).returncode == 0
    expected = {
        "daerah/kota-bekasi": ["/daerah/kota-bekasi/", "Versi: 2018-03-06", "Bagian yang keliru"],
        "en/places/kota-bekasi": ["/en/places/kota-bekasi/", "Version: 2018-03-06", "What is wrong"],
        "berita/2017/05/mei": ["/berita/2017/05/mei/", "Id: urn:uuid:00000000-0000-4000-8000-000000000001"],
        "inisiatif/kota-bekasi/aduan": ["Id: fakta-07", "Versi: 20"],
        "tentang": ["Halaman: http://127.0.0.1:8000/tentang/"],
    }
    for address, parts in expected.items():
        body = report(text(tmp_path / "site", address))
        assert all(part in body for part in parts), body
    pages = [path for path in (tmp_path / "site").rglob("index.html") if "sematkan" not in path.parts]
    linked = [bool(report(path.read_text("utf-8"))) for path in pages]
    assert sum(linked) >= len(linked) - 5, "all but the stubs of pages that moved, and pages in frames"
    assert not report(text(built, "tentang")), "without a contact there is none"


def report(page: str) -> str:
    """The text of the mail that the link in a page's foot prepares; "" where there is no such link."""
    match = re.search(r'<li><a href="([^"]+)" rel="nofollow">(?:Laporkan kekeliruan|Report a mistake)</a></li>', page)
    return parse_qs(urlsplit(html.unescape(match[1])).query)["body"][0] if match else ""
