"""One batch in, what is worth keeping out: what servers and crawlers leave in archives."""

import datetime as dt
import gzip
import pickle
import zlib
from dataclasses import replace
from pathlib import Path

import brotli
import pytest

from scrapers.backfill.batch import Batch, BatchResult, SearchSpec, code_digest, read_batch
from scrapers.backfill.codings import zstd
from scrapers.errors import BackfillFailed
from scrapers.sources import Outlet
from tests.backfill.maker import Capture, write
from tests.conftest import article

OUTLET = Outlet.model_validate(
    {
        "id": "kabar", "name": "Kabar", "home": "https://kabar.example/", "rights": "full",
        "channel": [{"kind": "feed", "url": "https://kabar.example/feed/"}],
    }
)  # fmt: skip
URL = "https://kabar.example/berita/1"
PAGE = str(article("Pusat kendali Kota Bekasi dibuka").body).encode()
PACKED = (("Content-Encoding", "gzip"),)


def search(places, **changes) -> SearchSpec:
    facts = {"takes_any": False, "most_bytes": 5_000_000, "code": code_digest()} | changes
    return SearchSpec(outlets=(OUTLET,), places=places, **facts)


def read(tmp_path: Path, places, *pages: Capture, **changes) -> BatchResult:
    path = write(tmp_path / "made.warc.gz", pages)
    return read_batch(search(places, **changes).packed(), Batch(str(path), 0, path.stat().st_size))


def test_a_page_about_a_tracked_place_is_sighted(tmp_path, places) -> None:
    result = read(tmp_path, places, Capture(url=URL, body=PAGE, when=dt.datetime(2019, 5, 16, 3, 4, 5, tzinfo=dt.UTC)))
    [match] = result.matches
    assert match.content.article.title == "Pusat kendali Kota Bekasi dibuka"
    assert match.content.placement.about == ("kota-bekasi",)
    assert (match.page.outlet.id, match.page.first.url, match.page.first.body) == ("kabar", URL, PAGE)
    assert match.page.first.fetched == dt.datetime(2019, 5, 16, 3, 4, 5, tzinfo=dt.UTC)
    assert (result.records, result.damaged, result.pages) == (3, 0, {"kabar": 1})


def test_it_can_travel_and_bytes_that_came_along_say_the_same(tmp_path, places) -> None:
    path = write(tmp_path / "made.warc.gz", [Capture(url=URL, body=PAGE)])
    here = read_batch(search(places).packed(), Batch(str(path), 0, path.stat().st_size))
    there = read_batch(search(places).packed(), Batch("/elsewhere/made.warc.gz", 0, 0, path.read_bytes()))
    assert pickle.loads(pickle.dumps(here)).matches == there.matches  # noqa: S301


@pytest.mark.parametrize(
    "changes",
    [
        {"status": 404},
        {"status": 302},
        {"kind": "application/pdf"},
        {"kind": "application/json; charset=utf-8"},
        {"type": "revisit"},
        {"type": "resource"},
        {"url": "https://lain.example/1"},
        {"url": "ftp://kabar.example/1"},
        {"url": "https://kabar.example:99999/1"},
        {"url": "https://kabar.example/"},
    ],
    ids=str,
)
def test_what_is_no_page_of_an_outlet_is_passed_over(tmp_path, places, changes) -> None:
    result = read(tmp_path, places, replace(Capture(url=URL, body=PAGE), **changes), Capture(url=URL, body=PAGE))
    assert len(result.matches) == 1
    assert result.pages == {"kabar": 1}
    assert result.damaged == 0


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (Capture(url=URL, body=PAGE, warc_headers={"WARC-Truncated": "length"}), "truncated"),
        (Capture(url=URL, body=PAGE + b" " * 20_000), "too-large"),
        (Capture(url=URL, body=gzip.compress(PAGE + b" " * 9_000_000), headers=PACKED), "too-large"),
        (Capture(url=URL, body=b"Kota Bekasi tanpa satu tanda pun"), "not-html"),
        (Capture(url=URL, body=b"<title>Kota Bekasi</title><p>Pendek.</p>"), "no-text"),
    ],
)  # fmt: skip
def test_a_page_that_cannot_be_kept_is_rejected_with_its_reason(tmp_path, places, page, reason) -> None:
    result = read(tmp_path, places, page, most_bytes=10_000)
    assert result.rejected == [("kabar", {"url": URL, "reason": reason})]
    assert (result.pages, result.matches) == ({"kabar": 1}, [])


def test_pages_of_a_known_outlet_about_other_things_are_counted(tmp_path, places) -> None:
    other = str(article("Panen raya", "Petani di lereng gunung memanen cabai dan bawang. " * 9).body).encode()
    suggests = other.replace(b"gunung", b"gunung dekat Jalan Bekasi Raya")
    result = read(tmp_path, places, Capture(url=URL, body=other), Capture(url=f"{URL}2", body=suggests))
    assert result.unplaced["kabar"] + len(result.matches) == 2
    assert result.pages == {"kabar": 2}


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


@pytest.mark.parametrize(
    "page",
    [
        Capture(url=URL, body=gzip.compress(PAGE), headers=PACKED),
        Capture(url=URL, body=brotli.compress(PAGE), headers=(("Content-Encoding", "br"),)),
        Capture(url=URL, body=zstd.compress(PAGE), headers=(("Content-Encoding", "zstd"),)),
        Capture(url=URL, body=zstd.compress(PAGE[:99]) + zstd.compress(PAGE[99:]),
                headers=(("Content-Encoding", "ZSTD"),)),
        Capture(url=URL, body=zlib.compress(PAGE), headers=(("Content-Encoding", "deflate"),)),
        Capture(url=URL, body=zlib.compress(PAGE)[2:-4], headers=(("Content-Encoding", "deflate"),)),
        Capture(url=URL, body=brotli.compress(gzip.compress(PAGE)), headers=(("Content-Encoding", "gzip, br"),)),
        Capture(url=URL, body=chunked(brotli.compress(PAGE)),
                headers=(("Transfer-Encoding", "chunked"), ("Content-Encoding", "br"))),
        Capture(url=URL, body=PAGE, headers=(("Content-Encoding", "gzip"),)),
        Capture(url=URL, body=PAGE, headers=(("Content-Encoding", "br"),)),
        Capture(url=URL, body=chunked(PAGE), headers=(("Transfer-Encoding", "chunked"),)),
        Capture(url=URL, body=chunked(gzip.compress(PAGE)),
                headers=(("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip"))),
        Capture(url=f"<{URL}>", body=PAGE),
        Capture(url=URL, body=PAGE, kind=""),
        Capture(url=URL, body=PAGE, kind="TEXT/HTML;charset=us-ascii"),
    ],
)  # fmt: skip
def test_pages_come_as_servers_send_them(tmp_path, places, page) -> None:
    [match] = read(tmp_path, places, page).matches
    assert match.page.first.body == PAGE


@pytest.mark.parametrize("real", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "koi8-r", "x-tidak-ada"])
def test_a_false_charset_changes_no_words(tmp_path, places, real, charset) -> None:
    text = PAGE.decode().replace("Anggaran", "“Anggaran” café")
    page = Capture(url=URL, body=text.encode(real), kind=f"text/html; charset={charset}")
    [match] = read(tmp_path, places, page).matches
    assert "“Anggaran” café" in match.content.article.text


@pytest.mark.parametrize(
    "page",
    [
        Capture(url=URL, body=gzip.compress(PAGE)[:60] + bytes(400), headers=PACKED),
        Capture(url=URL, body=brotli.compress(PAGE)[:200], headers=(("Content-Encoding", "br"),)),
        Capture(url=URL, body=zstd.compress(PAGE)[:200], headers=(("Content-Encoding", "zstd"),)),
        Capture(url=URL, body=PAGE, headers=(("Content-Encoding", "sandi"),)),
        Capture(url=URL, body=PAGE, warc_headers={"WARC-Date": "kemarin"}),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_understood_costs_itself(tmp_path, places, page) -> None:
    result = read(tmp_path, places, page, Capture(url=f"{URL}0", body=PAGE))
    assert [match.page.first.url for match in result.matches] == [f"{URL}0"]
    assert result.damaged + len(result.rejected) + result.unplaced["kabar"] == 1


def test_further_pages_join_their_article_and_are_none_of_their_own(tmp_path, places) -> None:
    link = b'<a href="/berita/1?page=2">2</a></article>'
    first = Capture(url=URL, body=PAGE.replace(b"</article>", link))
    second_text = str(article("Pusat kendali Kota Bekasi dibuka", "Bagian kedua dari kabar itu. " * 9).body).encode()
    second = Capture(url=f"{URL}?page=2", body=second_text)
    for order in ((first, second), (second, first)):
        [match] = read(tmp_path, places, *order).matches
        assert [part.url for part in match.page.parts] == [URL, f"{URL}?page=2"]
        assert "Bagian kedua" in match.content.article.text
    assert read(tmp_path, places, second).matches == []


def test_any_outlet_when_asked_for(tmp_path, places) -> None:
    page = Capture(url="https://www.lain.example/berita/1", body=PAGE)
    assert read(tmp_path, places, page).matches == []
    [match] = read(tmp_path, places, page, takes_any=True).matches
    assert (match.page.outlet.id, match.page.outlet.rights) == ("lain.example", "link")


def test_a_worker_of_another_edition_refuses(tmp_path, places) -> None:
    with pytest.raises(BackfillFailed, match="another edition"):
        read(tmp_path, places, Capture(url=URL, body=PAGE), code="lain")


@pytest.mark.parametrize(
    ("coding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress), ("zstd", zstd.compress)],
)
def test_a_coded_bomb_is_too_large(tmp_path, places, coding, pack) -> None:
    bomb = Capture(url=URL, body=pack(bytes(3_000_000)), headers=(("Content-Encoding", coding),))
    assert read(tmp_path, places, bomb, most_bytes=1_000_000).rejected == [
        ("kabar", {"url": URL, "reason": "too-large"})
    ]
