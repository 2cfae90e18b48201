"""Archives as they are named: files, folders, addresses that answer well or badly."""

import gzip
import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from record.errors import FileProblem
from scrapers.backfill.codings import zstd
from scrapers.backfill.files import archive_names, fingerprint_of, opened
from scrapers.errors import ArchiveProblem
from scrapers.sources import Defaults
from tests.backfill.maker import Capture, write

PAGES = [Capture(url=f"https://kabar.example/{number}", body=b"<p>Kabar</p>" * 99) for number in range(40)]


def read(name: Path | str, scratch: Path, *, is_done: bool = False) -> bytes | None:
    with opened(str(name), scratch, defaults=Defaults(timeout=5), is_done=lambda _: is_done) as archive:
        return archive.path.read_bytes() if archive else None


def test_a_folder_gives_its_archives_by_name(tmp_path) -> None:
    for name in ("b.warc", "a.warc.gz", "2019/z.warc.gz", "catatan.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    folder = [str(tmp_path / name) for name in ("2019/z.warc.gz", "a.warc.gz", "b.warc")]
    address = "https://arsip.example/c.warc.gz"
    assert archive_names([address, str(tmp_path), str(tmp_path / "catatan.txt")]) == [
        address, *folder, str(tmp_path / "catatan.txt")
    ]  # fmt: skip


def test_what_is_not_there_is_named(tmp_path) -> None:
    with pytest.raises(FileProblem, match="no such file or folder"):
        archive_names([str(tmp_path / "tidak-ada.warc")])
    with pytest.raises(FileProblem, match="no file in this folder"):
        archive_names([str(tmp_path)])


def test_a_mark_follows_the_content_and_not_the_name(tmp_path) -> None:
    one, two = write(tmp_path / "a.warc", PAGES), write(tmp_path / "b.warc", PAGES[1:])
    (tmp_path / "c.warc").write_bytes(one.read_bytes())
    assert fingerprint_of(one) == fingerprint_of(tmp_path / "c.warc")
    assert fingerprint_of(one) != fingerprint_of(two)
    assert read(one, tmp_path, is_done=True) is None


def test_a_file_that_is_packed_as_one_piece_is_unpacked(tmp_path) -> None:
    plain = write(tmp_path / "a.warc", PAGES, packed=False).read_bytes()
    whole = tmp_path / "a.warc.gz"
    whole.write_bytes(gzip.compress(plain))
    assert read(whole, tmp_path) == plain
    whole.write_bytes(gzip.compress(plain)[:-600])
    cut_off = read(whole, tmp_path)
    assert cut_off is not None
    assert 0 < len(cut_off) < len(plain)
    assert plain.startswith(cut_off)


def test_a_zstandard_file_is_unpacked(tmp_path) -> None:
    plain = write(tmp_path / "a.warc", PAGES, packed=False).read_bytes()
    trained = zstd.train_dict([plain[at : at + 300] for at in range(0, len(plain) - 300, 150)], 2000)
    frame = struct.pack("<II", 0x184D2A5D, len(trained.dict_content)) + trained.dict_content
    packed = {
        "whole": zstd.compress(plain),
        "frames": zstd.compress(plain[:900]) + zstd.compress(plain[900:]),
        "remark": struct.pack("<II", 0x184D2A50, 4) + b"kami" + zstd.compress(plain),
        "dictionary": frame
        + zstd.compress(plain[:900], zstd_dict=trained)
        + zstd.compress(plain[900:], zstd_dict=trained),
    }
    for name, content in packed.items():
        (tmp_path / f"{name}.warc.zst").write_bytes(content)
        assert read(tmp_path / f"{name}.warc.zst", tmp_path) == plain
    (tmp_path / "cut.warc.zst").write_bytes(packed["frames"][:-20])
    cut_off = read(tmp_path / "cut.warc.zst", tmp_path)
    assert cut_off
    assert plain.startswith(cut_off)


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "no WARC file"), (b"<html>", "no WARC file"), (b"\x28\xb5\x2f\xfd", "no WARC file")]
)
def test_a_file_that_is_no_archive_is_refused(tmp_path, content, said) -> None:
    (tmp_path / "a.warc").write_bytes(content)
    with pytest.raises(ArchiveProblem, match=said):
        read(tmp_path / "a.warc", tmp_path)


class Host:
    """Serves one file; `breaks` times it ends in the middle."""

    def __init__(self, content: bytes) -> None:
        self.content, self.breaks, self.resumes, self.asked = content, 0, True, []

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        asked = handler.headers.get("Range")
        self.asked.append(asked)
        if handler.path != "/a.warc.gz":
            handler.send_error(404)
            return
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.resumes else 0
        rest = self.content[start:]
        handler.send_response(206 if start else 200)
        handler.send_header("ETag", '"v1"')
        handler.send_header("Content-Length", str(len(rest)))
        handler.end_headers()
        self.breaks -= 1
        handler.wfile.write(rest[: len(rest) // 2] if self.breaks >= 0 else rest)


@pytest.fixture
def host(tmp_path) -> Iterator[tuple[Host, str]]:
    made = Host(write(tmp_path / "there.warc.gz", PAGES).read_bytes())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.answer(self)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield made, f"http://127.0.0.1:{server.server_address[1]}/a.warc.gz"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("breaks", "resumes"), [(0, True), (2, True), (2, False)])
def test_an_address_is_loaded_whole_however_often_it_breaks(host, tmp_path, breaks, resumes) -> None:
    made, url = host
    made.breaks, made.resumes = breaks, resumes
    assert read(url, tmp_path) == made.content
    size = len(made.content)
    assert made.asked[:2] == ([None, f"bytes={size // 2}-"] if breaks else [None])


def test_an_address_that_was_read_is_not_asked_again(host, tmp_path) -> None:
    made, url = host
    assert read(url, tmp_path, is_done=True) is None
    assert made.asked == []


def test_an_address_that_fails_is_named(host, tmp_path) -> None:
    made, url = host
    with pytest.raises(ArchiveProblem, match="answered 404"):
        read(f"{url}x", tmp_path)
    made.breaks = 99
    made.resumes = False
    with pytest.raises(ArchiveProblem, match="could not be loaded in 4 tries"):
        read(url, tmp_path)
    with pytest.raises(ArchiveProblem, match="could not be loaded"):
        read("http://127.0.0.1:9/a.warc.gz", tmp_path)
