"""Publishing releases to a bucket on a real S3 server, read through nginx."""

from contextlib import closing, suppress
from pathlib import Path

import pytest

from plugins.exports.http_headers import HEADERS
from publish.manifest import compare, read_site
from publish.targets.bucket import OWN
from publish.targets.s3 import S3
from publish.targets.s3_releases import S3Releases
from record.errors import PantauError, StoreFailed
from tests.publish.servers import Asker, faults, nginx_before
from tests.publish.sites import send, site
from tests.publish.targets.store import Store, lost
from tests.waiting import wait_until

FEED = '{"items": []}'
STOOD = {
    "index.html": "lama",
    "404.html": "tiada",
    "a/index.html": "lama a",
    "b/index.html": "b".ljust(900, "."),
    "theme/x.css": "c",
    "feed.json": FEED,
    "data/items.json": "[]",
    "data/x.csv": "d",
    "kalender.ics": "e",
    "pagefind/fragment/id_1.pf_fragment": "f",
    "_headers": "g",
}
COMES = {**STOOD, "index.html": "baru", "404.html": "tidak ada", "c/index.html": "baru c"}
del COMES["a/index.html"]


def test_readers_see_one_release_at_every_address_whatever_fails(released: S3Releases, tmp_path: Path) -> None:
    def shown() -> dict[str, tuple[int, bytes]]:
        return {name: ask("/" + name.removesuffix("index.html"))[::2] for name in sorted(STOOD | COMES)}

    def whole(files: dict[str, str]) -> dict[str, tuple[int, bytes]]:
        missing = 404, files["404.html"].encode()
        seen = {name: (200, text.encode()) for name, text in files.items() if name != "_headers"}
        return {name: seen.get(name, missing) for name in sorted(STOOD | COMES)}

    send(released, site(tmp_path / "built", STOOD))
    built, after = site(tmp_path / "built", COMES), 0
    asked: list[str] = []
    with nginx_before(str(released), tmp_path) as where, closing(Asker(where)) as ask:
        while Store(released).release() == 1:
            assert shown() == whole(STOOD), asked[-1:]
            assert Store(released).releases()["1"] == STOOD
            with lost(after, OSError(5, "lost"), for_good=True) as asked, suppress(StoreFailed):
                send(released, built)
            after += 1
        assert after > len(COMES)
        wait_until(lambda: shown() == whole(COMES))
        number = Store(released).release()
        assert released.rollback() == f"release 1 instead of {number}"
        wait_until(lambda: shown() == whole(STOOD))
    send(released, built)
    assert Store(released).releases() == {"1": STOOD, f"{Store(released).release()}": COMES}, "nothing else is left"
    assert len(Store(released).modified(OWN)) == 3


def test_a_server_before_releases_says_every_header(released: S3Releases, tmp_path: Path) -> None:
    for files in (COMES, STOOD):
        send(released, site(tmp_path / "built", files))
    with nginx_before(str(released), tmp_path) as where, closing(Asker(where)) as ask:
        served = [name for name in STOOD if name != "_headers"]
        assert [fault for name in served for fault in faults(name, STOOD[name].encode(), ask)] == []
        status, headers, body = ask("/tidak/")
        assert (status, body) == (404, b"tiada")
        assert headers.items() >= HEADERS.items()
        assert ask("/b")[1]["Location"] == "/b/"
        _, headers, body = ask("/b/", **{"Accept-Encoding": "gzip"})
        assert (headers["Content-Encoding"], headers["Vary"]) == ("gzip", "Accept-Encoding")
        assert ask("/b/", **{"If-None-Match": ask("/b/")[1]["Etag"]})[0] == 304
        for hostile in ("/b/%0d%0aRange:%20bytes=0-1", "/b/index.html%3Facl", "/.pantau/current", "/b%2f..%2f..%2f1/x"):
            assert ask(hostile)[0] in (400, 404), hostile
        assert ask("/index.html?acl", Authorization="AWS4-HMAC-SHA256 Credential=x")[::2] == (200, b"lama")


def test_a_release_is_copied_by_the_store_but_for_what_changed(released: S3Releases, tmp_path: Path) -> None:
    assert released.public() is None
    assert send(released, site(tmp_path / "built", STOOD)) == len(STOOD)
    Store(released).put("releases/1/theme/x.css", b"lain")
    with lost(1000, OSError()) as asked:
        assert send(released, site(tmp_path / "built", COMES)) == 4
    sent = {line.removeprefix("put releases/2/") for line in asked if line.startswith("put releases/")}
    assert sent == {"index.html", "404.html", "c/index.html", "theme/x.css"}
    assert Store(released).releases()["2"] == COMES
    public = released.public()
    assert public
    assert not compare(public, read_site(tmp_path / "built"))


def test_a_first_release_that_was_killed_is_begun_anew(released: S3Releases, tmp_path: Path) -> None:
    built = site(tmp_path / "built", STOOD)
    with lost(4, OSError(5, "lost"), for_good=True), pytest.raises(StoreFailed, match="publish again"):
        send(released, built)
    assert released.public() is None
    with pytest.raises(PantauError, match="no earlier release"):
        released.rollback()
    send(released, site(tmp_path / "built", COMES))
    assert Store(released).releases() == {"1": COMES}


def test_releases_are_not_mixed_with_what_is_not_theirs(bucket: S3, released: S3Releases, tmp_path: Path) -> None:
    send(bucket, site(tmp_path / "built", STOOD))
    with pytest.raises(PantauError, match="holds something that we did not make"):
        send(released, tmp_path / "built")
    assert Store(bucket).site() == STOOD
