"""Records archived and read back: whole, cut off, damaged, too many."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from scrapers.errors import EvidenceProblem
from scrapers.fetch.entry import ChannelEntry
from scrapers.fetch.page import FetchedPage, FetchedPart
from scrapers.sources import Outlet
from scrapers.store.cdxj import surt
from scrapers.store.evidence import Evidence

OUTLET = Outlet.model_validate(
    {
        "id": "kabar", "name": "Kabar", "home": "https://kabar.example/",
        "channel": [{"kind": "feed", "url": "https://kabar.example/feed/"}],
    }
)  # fmt: skip
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


def page(name: str = "a", body: bytes = b"<p>Hai</p>", when: dt.datetime = NOON, parts: int = 1) -> FetchedPage:
    url = f"https://kabar.example/{name}"
    headers = (("content-type", "text/html"), ("content-encoding", "gzip"), ("x-baris", "satu\r\ndua"))
    entry = ChannelEntry(url, published="Senin,\n22 Mei 2017")
    return FetchedPage(
        OUTLET, entry, tuple(FetchedPart(f"{url}?page={n}", body, 200, headers, when) for n in range(parts))
    )


def responses(evidence: Evidence):
    return [[evidence.read(part) for part in parts] for parts in evidence.pages()]


def test_what_is_kept_is_read_back(tmp_path) -> None:
    ids = Evidence(tmp_path).add(page(parts=2))
    records = next(Evidence(tmp_path).pages())
    assert tuple(part.id for part in records) == ids
    assert len(set(ids)) == 2
    read = Evidence(tmp_path).read(records[1])
    assert (read.url, read.body, read.status, read.fetched) == (
        "https://kabar.example/a?page=1",
        b"<p>Hai</p>",
        200,
        NOON,
    )
    assert dict(read.headers) == {"content-type": "text/html", "x-baris": "satu dua", "Content-Length": "10"}


def test_records_are_warc_that_others_read(tmp_path) -> None:
    Evidence(tmp_path).add(page())
    with (tmp_path / "2026-11.warc.gz").open("rb") as stream:
        record = next(ArchiveIterator(stream, check_digests="raise"))
        assert record.rec_headers.get_header("WARC-Type") == "response"
        assert record.rec_headers.get_header("WARC-Target-URI") == "https://kabar.example/a?page=0"
        assert record.rec_headers.get_header("WARC-Date") == "2026-11-24T12:00:00Z"
        assert record.content_stream().read() == b"<p>Hai</p>"


def test_the_newest_reading_of_a_page_counts(tmp_path) -> None:
    evidence = Evidence(tmp_path)
    evidence.add(page(body=b"lama", parts=2))
    evidence.add(page("b"))
    evidence.add(page(body=b"baru", when=NOON + dt.timedelta(days=40)))
    assert [[part.body for part in parts] for parts in responses(evidence)] == [[b"<p>Hai</p>"], [b"baru"]]
    assert sorted(path.name for path in tmp_path.glob("*.gz")) == ["2026-11.warc.gz", "2027-01.warc.gz"]


def test_an_older_reading_that_comes_later_does_not_count(tmp_path) -> None:
    evidence = Evidence(tmp_path)
    evidence.add(page(body=b"baru", parts=2))
    evidence.add(page(body=b"lama", when=NOON - dt.timedelta(days=3), parts=3))
    evidence.add(page("b", when=NOON - dt.timedelta(days=1)))
    assert [[part.body for part in parts] for parts in responses(evidence)] == [[b"<p>Hai</p>"], [b"baru", b"baru"]]


def test_a_record_is_kept_once(tmp_path) -> None:
    first = Evidence(tmp_path).add(page(parts=2))
    whole = (tmp_path / "2026-11.warc.gz").read_bytes()
    assert Evidence(tmp_path).add(page(parts=2)) == first
    assert (tmp_path / "2026-11.warc.gz").read_bytes() == whole


@pytest.mark.parametrize("cut", [1, 30, 100_000])
def test_a_record_cut_off_by_a_kill_is_taken_away(tmp_path, cut) -> None:
    Evidence(tmp_path).add(page())
    file = tmp_path / "2026-11.warc.gz"
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:cut][:-1])
    Evidence(tmp_path).add(page("b"))
    assert file.read_bytes().startswith(whole)
    assert len(responses(Evidence(tmp_path))) == 2
    with file.open("rb") as stream:
        assert len([record.rec_type for record in ArchiveIterator(stream)]) == 2


def test_a_lost_index_is_made_anew(tmp_path) -> None:
    Evidence(tmp_path).add(page(parts=2))
    index = tmp_path / "2026-11.cdxj"
    written = index.read_text("utf-8")
    index.unlink()
    assert len(responses(Evidence(tmp_path))) == 1
    assert index.read_text("utf-8") == written.replace(r"Senin,\n22", "Senin, 22")


def test_a_damaged_index_is_made_anew(tmp_path) -> None:
    Evidence(tmp_path).add(page(parts=3))
    index = tmp_path / "2026-11.cdxj"
    written = index.read_text("utf-8")
    index.write_text(written.replace(" 20261124", " kemarin", 1), "utf-8")
    assert [len(parts) for parts in responses(Evidence(tmp_path))] == [3]
    assert index.read_text("utf-8") == written.replace(r"Senin,\n22", "Senin, 22")


def test_a_record_that_was_cut_off_is_not_taken_into_an_index_that_is_made_anew(tmp_path) -> None:
    Evidence(tmp_path).add(page(parts=2))
    file = tmp_path / "2026-11.warc.gz"
    file.write_bytes(file.read_bytes()[:-5])
    (tmp_path / "2026-11.cdxj").unlink()
    assert [len(parts) for parts in responses(Evidence(tmp_path))] == [1]
    Evidence(tmp_path).add(page(parts=2))
    assert [len(parts) for parts in responses(Evidence(tmp_path))] == [2]


def test_a_line_of_the_index_that_was_cut_off_leaves_with_its_record(tmp_path) -> None:
    Evidence(tmp_path).add(page(parts=2))
    index = tmp_path / "2026-11.cdxj"
    index.write_bytes(index.read_bytes()[:-9])
    assert [len(parts) for parts in responses(Evidence(tmp_path))] == [1]
    Evidence(tmp_path).add(page("b"))
    Evidence(tmp_path).add(page("c"))
    assert [len(parts) for parts in responses(Evidence(tmp_path))] == [1, 1, 1]


def test_a_last_line_without_its_line_break_counts(tmp_path) -> None:
    Evidence(tmp_path).add(page(parts=2))
    index = tmp_path / "2026-11.cdxj"
    index.write_bytes(index.read_bytes().rstrip())
    assert [len(parts) for parts in responses(Evidence(tmp_path))] == [2]
    Evidence(tmp_path).add(page("b"))
    assert [len(parts) for parts in responses(Evidence(tmp_path))] == [2, 1]


def test_an_index_of_the_old_format_gives_way(tmp_path) -> None:
    Evidence(tmp_path).add(page())
    (tmp_path / "2026-11.cdxj").rename(tmp_path / "2026-11.jsonl")
    assert len(responses(Evidence(tmp_path))) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2026-11.cdxj", "2026-11.warc.gz"]


def test_a_sorted_index_is_read_as_well(tmp_path) -> None:
    evidence = Evidence(tmp_path)
    evidence.add(page("z", parts=2))
    evidence.add(page("a"))
    before = responses(evidence)
    index = tmp_path / "2026-11.cdxj"
    index.write_text("".join(sorted(index.read_text("utf-8").splitlines(keepends=True))), "utf-8")
    assert responses(Evidence(tmp_path)) == before


def test_an_index_line_is_what_tools_of_web_archives_write(tmp_path) -> None:
    Evidence(tmp_path).add(page())
    key, stamp, text = (tmp_path / "2026-11.cdxj").read_text("utf-8").split(" ", 2)
    size = (tmp_path / "2026-11.warc.gz").stat().st_size
    assert (key, stamp) == ("example,kabar)/a?page=0", "20261124120000")
    # As cdxj-indexer 1.5 writes it; what follows is ours.
    assert list(json.loads(text).items())[:7] == [
        ("url", "https://kabar.example/a?page=0"), ("mime", "text/html"), ("status", "200"),
        ("digest", "sha1:OMXSAX752LGTBZTF4DHK5R6B46QX6YNE"), ("length", str(size)), ("offset", "0"),
        ("filename", "2026-11.warc.gz"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("url", "key"),
    [
        # Each as the package surt 0.3.1 has it, but for the last.
        ("http://www.kabar.example/berita/1?b=2&a=1#x", "example,kabar)/berita/1?a=1&b=2"),
        ("https://kabar.example:8080/A/B/", "example,kabar:8080)/a/b"),
        ("http://127.0.0.1:39/a?utm_source=rss", "1,0,0,127:39)/a?utm_source=rss"),
        ("http://kabar.example", "example,kabar)/"),
        ("https://Kabar.Example/a b/%C3%A9?x=Ü", "example,kabar)/a%20b/%c3%a9?x=%c3%9c"),
        ("http://[::1]:80/x", "::1)/x"),
        ("https://[kabar/ 1", "https://%5bkabar/%201"),
    ],
)
def test_a_key_sorts_by_host_and_holds_no_space(url, key) -> None:
    assert surt(url) == key


def test_a_damaged_record_is_named_and_the_others_are_read(tmp_path) -> None:
    evidence = Evidence(tmp_path)
    evidence.add(page())
    evidence.add(page("b"))
    first, second = (parts[0] for parts in evidence.pages())
    file = tmp_path / first.file
    data = bytearray(file.read_bytes())
    data[first.offset + 20 : first.offset + 60] = b"\0" * 40
    file.write_bytes(data)
    with pytest.raises(EvidenceProblem, match="its item stays"):
        evidence.read(first)
    assert evidence.read(second).body == b"<p>Hai</p>"
    with pytest.raises(EvidenceProblem):
        evidence.read(replace(first, file="2001-01.warc.gz"))


def test_files_rotate_and_the_oldest_go_with_a_word(tmp_path) -> None:
    evidence = Evidence(tmp_path, file_bytes=1, total_bytes=2000)
    for number in range(6):
        evidence.add(page(str(number)))
    assert evidence.removed
    assert sum(path.stat().st_size for path in tmp_path.glob("*.gz")) < 3000
    names = [path.name for path in tmp_path.glob("*.gz")]
    assert "2026-11.warc.gz" in evidence.removed
    assert len(names) == len(set(names)) == 6 - len(evidence.removed)
    assert len(responses(evidence)) == len(names)


def test_what_made_room_is_archived_again_when_it_comes_again(tmp_path) -> None:
    evidence = Evidence(tmp_path, file_bytes=1, total_bytes=1)
    old = page("lama", when=NOON - dt.timedelta(400))
    evidence.add(old)
    for name in "bc":
        evidence.add(page(name))
    assert evidence.removed
    ids = evidence.add(old)
    assert set(ids) <= {record.id for parts in evidence.pages() for record in parts}


@settings(max_examples=30)
@given(body=st.binary(max_size=300), published=st.text(max_size=40), value=st.text(max_size=30))
def test_nothing_from_outside_breaks_a_record(tmp_path_factory, body, published, value) -> None:
    evidence = Evidence(tmp_path_factory.mktemp("evidence"))
    made = page(body=body)
    part = replace(made.parts[0], headers=(("x-y", value),))
    evidence.add(replace(made, entry=ChannelEntry("https://kabar.example/a", published=published), parts=(part,)))
    evidence.add(page("b"))
    assert [parts[0].body for parts in responses(evidence)] == [body, b"<p>Hai</p>"]
