"""Cutting and reading WARC bytes: whole, damaged, hostile."""

import gzip
import zlib
from pathlib import Path

import pytest

from scrapers.backfill import warc_records
from scrapers.backfill.warc_records import WarcRecord, cut, is_packed_whole, records
from tests.backfill.maker import Capture, write

PAGES = [Capture(url=f"https://kabar.example/{number}", body=b"<p>Kabar %d</p>" % number * 90) for number in range(12)]


def made(tmp_path: Path, pages: list[Capture], *, packed: bool = True) -> bytes:
    return write(tmp_path / "made.warc", pages, packed=packed).read_bytes()


def all_of(data: bytes, size: int = 700, *, exact: bool = False) -> list[WarcRecord]:
    return [record for start, end in cut(data, size, exact=exact) for record in records(data, start, end)]


def urls(all_records: list[WarcRecord]) -> list[str]:
    headers = [record.fields() for record in all_records if not record.fault]
    return [fields["warc-target-uri"] for fields in headers if fields["warc-type"] == "response"]


WHOLE = [page.url for page in PAGES]


@pytest.mark.parametrize("size", [1, 700, 10**9])
@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("packed", [False, True])
def test_batches_cover_a_file_and_no_record_is_cut(tmp_path, packed, exact, size) -> None:
    data = made(tmp_path, PAGES, packed=packed)
    spans = list(cut(data, size, exact=exact))
    assert [spans[0][0], *(end for _, end in spans)] == [*(start for start, _ in spans), len(data)]
    all_records = all_of(data, size, exact=exact)
    assert urls(all_records) == WHOLE
    assert len(all_records) == 25
    assert not any(record.fault for record in all_records)
    assert all_records[2].block.endswith(PAGES[0].body)


def test_a_file_may_end_without_its_last_line_breaks(tmp_path) -> None:
    assert urls(all_of(made(tmp_path, PAGES, packed=False).rstrip())) == WHOLE


@pytest.mark.parametrize("exact", [False, True])
def test_damage_in_a_packed_record_costs_that_record(tmp_path, exact) -> None:
    data = bytearray(made(tmp_path, PAGES))
    members = list(cut(bytes(data), 1))
    start = members[8][0]
    data[start + 20 : start + 90] = bytes(70)
    all_records = all_of(bytes(data), exact=exact)
    assert urls(all_records) == [url for url in WHOLE if url != WHOLE[3]]
    assert [record.fault for record in all_records if record.fault] == ["broken"]


@pytest.mark.parametrize("declared", [b"9999999", b"12", b"x"])
def test_a_plain_record_with_a_false_length_costs_that_record(tmp_path, declared) -> None:
    data = made(tmp_path, PAGES, packed=False)
    head = data.index(b"https://kabar.example/3\r\n", data.index(b"https://kabar.example/3\r\n") + 9)
    start = data.index(b"Content-Length: ", head) + len("Content-Length: ")
    data = data[:start] + declared + data[data.index(b"\r\n", start) :]
    all_records = all_of(data)
    assert urls(all_records) == [url for url in WHOLE if url != WHOLE[3]]
    assert {record.fault for record in all_records} == {"", "broken"}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("less", [3, 200, 900])
def test_a_file_that_was_cut_off_gives_what_is_whole(tmp_path, packed, less) -> None:
    all_records = all_of(made(tmp_path, PAGES, packed=packed)[:-less])
    expected = WHOLE if not packed and less == 3 else urls(all_records)
    assert urls(all_records) == WHOLE[: len(expected)]
    assert len(expected) >= len(WHOLE) - 2
    assert packed == (all_records[-1].fault == "unfinished")


def stored(data: bytes) -> bytes:
    """Packed without being pressed: what is inside stands there byte by byte."""
    pack = zlib.compressobj(0, wbits=31)
    return pack.compress(data) + pack.flush()


def test_an_archive_inside_a_page_is_not_read_as_records(tmp_path) -> None:
    forged = made(tmp_path, [Capture(url="https://kabar.example/palsu", body=b"<p>Palsu</p>" * 50)] * 9)
    plain = made(tmp_path, [*PAGES[:1], Capture(url="https://jahat.example/", body=forged), *PAGES[1:]], packed=False)
    data = b"".join(stored(plain[start:end]) for start, end in cut(plain, 1))
    quick = [list(records(data, start, end)) for start, end in cut(data, 900)]
    assert any(all_records[-1].fault == "unfinished" for all_records in quick), (
        "the cut fell into the page, and it shows"
    )
    sound = next(all_records for all_records in quick if all_records[-1].fault == "unfinished")
    assert "https://kabar.example/palsu" not in urls(sound)
    assert urls(all_of(data, 900, exact=True)) == [WHOLE[0], "https://jahat.example/", *WHOLE[1:]]


def test_of_a_record_that_is_too_large_only_the_header_is_kept(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(warc_records, "LARGEST", 3_000)
    for packed in (True, False):
        large = Capture(url="https://kabar.example/besar", body=b"x" * 9_000)
        all_records = all_of(made(tmp_path, [*PAGES[:2], large, *PAGES[2:]], packed=packed))
        assert urls(all_records) == WHOLE
        faulty = [record for record in all_records if record.fault]
        assert [(r.fault, r.block, r.fields()["warc-target-uri"]) for r in faulty] == [("too-large", b"", large.url)]


def test_a_file_that_is_packed_as_one_piece_is_known(tmp_path) -> None:
    plain = made(tmp_path, PAGES, packed=False)
    assert is_packed_whole(gzip.compress(plain))
    assert not is_packed_whole(made(tmp_path, PAGES))
    assert not is_packed_whole(plain)
    assert not is_packed_whole(gzip.compress(b"kabar"))
    assert not is_packed_whole(b"\x1f\x8b\x08 no gzip")
