"""The small pages that other sites frame, the code to copy for them, and the numbers of a place's chart."""

import csv
import io
import re
from pathlib import Path

import pytest
from lxml import html as lxml_html

from plugins.exports.http_headers import EMBEDS, HEADERS, headers_of

LOCAL = "http://127.0.0.1:8000"
FULL = {
    "/sematkan/kota-bekasi/": "/daerah/kota-bekasi/",
    "/sematkan/kota-bekasi/linimasa/": "/daerah/kota-bekasi/",
    "/sematkan/kota-samarinda/": "/daerah/kota-samarinda/",
    "/en/embed/kota-bekasi/": "/en/places/kota-bekasi/",
}


def page(built: Path, address: str) -> lxml_html.HtmlElement:
    return lxml_html.fromstring((built / address[1:] / "index.html").read_bytes())


@pytest.mark.parametrize("address", FULL)
def test_an_embed_is_a_part_of_the_full_page_and_leads_there(built: Path, address: str) -> None:
    tree = page(built, address)
    assert tree.xpath("string(//meta[@name='robots']/@content)") == "noindex"
    assert tree.xpath("string(//link[@rel='canonical']/@href)") == LOCAL + FULL[address]
    assert tree.xpath("string(//footer/a/@href)").startswith(FULL[address])
    assert {(link.get("target"), "noopener" in link.get("rel")) for link in tree.iter("a")} == {("_top", True)}
    assert not tree.xpath("//script | //img | //iframe | //form | //@style")


def test_the_summary_counts_what_the_page_lists(built: Path) -> None:
    summary, full = page(built, "/sematkan/kota-bekasi/"), page(built, "/daerah/kota-bekasi/")
    steps, newest = (re.sub(r"\s+", " ", dd.text_content()) for dd in summary.iter("dd"))
    reached = full.xpath("//ol[@class='strip']/li")
    assert steps == f"{len([step for step in reached if step.get('class') == 'has'])}/{len(reached)}"
    counts = summary.xpath("//*[@class='plain verdict-key']/li/b/text()")
    promises = full.xpath(
        "//*[@id='inisiatif']/..//*[contains(@class, 'init')]//a[starts-with(@href, '/inisiatif/')]/@href"
    )
    assert sum(map(int, counts)) == len(set(promises))
    assert newest in re.sub(r"\s+", " ", full.xpath("string(//*[@id='berita']/following-sibling::p)"))


def test_the_timeline_has_the_newest_entries_first_each_with_its_source(built: Path) -> None:
    entries = page(built, "/sematkan/kota-bekasi/linimasa/").xpath("//ol/li")
    days = [entry.xpath("string(.//time/@datetime)") for entry in entries]
    assert days == sorted(days, reverse=True)
    assert 0 < len(entries) <= 8
    assert all(entry.xpath(".//a/@href") for entry in entries)
    assert "Papan nama dipasang" not in "".join(entry.text_content() for entry in entries), "a bound tells no day"


@pytest.mark.parametrize("address", ["/daerah/kota-bekasi/", "/en/places/kota-bekasi/"])
def test_the_code_to_copy_frames_pages_that_are_there(built: Path, address: str) -> None:
    codes = page(built, address).xpath("//details[@class='embed']//pre/code/text()")
    frames = [lxml_html.fragment_fromstring(code) for code in codes]
    assert len(frames) == (2 if address.startswith("/daerah/") else 1)
    for frame in frames:
        assert FULL[frame.get("src").removeprefix(LOCAL)] == address
        assert frame.get("loading") == "lazy"
        assert "Kota Bekasi" in frame.get("title")


def test_only_what_is_made_for_it_may_be_framed(built: Path) -> None:
    names = [path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()]
    open_to_all = {name for name in names if "frame-ancestors *" in headers_of(name)["Content-Security-Policy"]}
    folders = tuple(pattern.removesuffix("*") for pattern in EMBEDS)
    assert open_to_all == {name for name in names if name.startswith(folders)}
    assert all(headers_of(name) == HEADERS for name in set(names) - open_to_all)


@pytest.mark.parametrize("place", ["kota-bekasi", "kota-samarinda"])
def test_a_charts_numbers_are_a_table(built: Path, place: str) -> None:
    data = (built / f"daerah/{place}/grafik.csv").read_bytes()
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    rows = list(csv.DictReader(io.StringIO(data.decode())))
    chart = page(built, f"/daerah/{place}/").xpath("string(//svg[@class='chart']/@aria-label)")
    assert chart.endswith(": " + ", ".join(f"{row['year']}: {row['events']}" for row in rows))
