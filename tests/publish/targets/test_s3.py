"""Publishing to a bucket on a real S3 server, which readers read directly."""

import re
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import obstore
import pytest

from publish.manifest import STRAY, TOUCHED, compare, read_site
from publish.targets.bucket import OWN
from publish.targets.s3 import S3
from record.errors import PantauError, StoreFailed
from tests.publish.sites import killed, send, site
from tests.publish.targets.store import Store, lost

FEED = '{"items": []}'
FIRST = {f"{number}/index.html": f"halaman {number}" for number in range(40)} | {
    "index.html": "lama",
    "feed.json": FEED,
}


def test_only_a_changed_page_travels(bucket: S3, tmp_path: Path) -> None:
    assert bucket.public() is None
    assert send(bucket, site(tmp_path / "built", FIRST)) == 42
    before = Store(bucket).modified()
    second = {**FIRST, "3/index.html": "baru"}
    second.pop("7/index.html")
    assert send(bucket, site(tmp_path / "built", second)) == 1
    assert Store(bucket).site() == second
    later = Store(bucket).modified()
    touched = {name for name in later if later[name] != before.get(name) and not name.startswith(OWN)}
    assert touched <= {"3/index.html"}
    public = bucket.public()
    assert public
    assert not compare(public, read_site(tmp_path / "built"))


def test_readers_get_types_and_lifetimes(bucket: S3, tmp_path: Path) -> None:
    send(bucket, site(tmp_path / "built", {"index.html": "a", "feed.json": FEED, "feed.atom": "b", "theme/x.css": "c"}))
    headers = {}
    for name in ("index.html", "feed.json", "feed.atom", "theme/x.css"):
        with urllib.request.urlopen(f"{bucket}/{name}", timeout=10) as answer:  # noqa: S310 - loopback
            headers[name] = (answer.headers["Content-Type"], answer.headers["Cache-Control"])
    assert headers == {
        "index.html": ("text/html; charset=utf-8", "public, max-age=600"),
        "feed.json": ("application/feed+json", "public, max-age=600"),
        "feed.atom": ("application/atom+xml", "public, max-age=600"),
        "theme/x.css": ("text/css; charset=utf-8", "public, max-age=86400"),
    }


def test_a_rollback_puts_back_what_was_replaced_and_removed(bucket: S3, tmp_path: Path) -> None:
    send(bucket, site(tmp_path / "built", FIRST))
    second = {**FIRST, "index.html": "baru", "lagi/index.html": "x"}
    second.pop("7/index.html")
    send(bucket, site(tmp_path / "built", second))
    assert bucket.rollback() == "the site before (1 added, 1 changed, 1 removed)"
    assert Store(bucket).site() == FIRST
    with pytest.raises(PantauError, match="no earlier site is kept"):
        bucket.rollback()
    assert send(bucket, site(tmp_path / "built", second)) == 2
    assert Store(bucket).site() == second


def pages(day: str, numbers: range) -> dict[str, str]:
    """A home page that leads to pages, each as long as it says."""
    links = "".join(f'<a href="/{number}/">{day}</a>' for number in numbers)
    return {"index.html": links} | {f"{number}/index.html": f"{day} {number} ".ljust(20_000, ".") for number in numbers}


def alive(files: dict[str, str]) -> bool:
    """Whether a home page is there, and every page that it leads to."""
    home = re.findall('href="/([^"]+)"', files["index.html"])
    return bool(home) and {f"{link}index.html" for link in home} <= files.keys()


def test_a_kill_in_the_middle_leaves_whole_files_and_no_dead_link(bucket: S3, tmp_path: Path) -> None:
    old, new, last = pages("Senin", range(60)), pages("Selasa", range(40, 160)), pages("Rabu", range(50, 150))
    send(bucket, site(tmp_path / "built", old))
    slow = bucket.model_copy(update={"at_once": 1})
    killed(slow, site(tmp_path / "built", new), until=lambda: len(Store(bucket).site_paths()) > 80)
    files = Store(bucket).site()
    assert all(text in (old.get(name), new.get(name)) for name, text in files.items()), "every file is whole"
    assert alive(files)
    half = bucket.public()
    assert half
    assert STRAY in half.files.values()
    sent = send(bucket, site(tmp_path / "built", last))
    assert (Store(bucket).site(), sent) == (last, len(last))
    bucket.rollback()
    assert Store(bucket).site() == old, "what was whole before is what a rollback gives"


OLD, NEW = pages("Senin", range(3)), pages("Selasa", range(2, 5))


def rounds(bucket: S3, tmp_path: Path, fault: BaseException, *, for_good: bool) -> Iterator[tuple[S3, str]]:
    """A place that holds OLD, where a publish of NEW was stopped after none, one, two … changes, and at which."""
    old, new = site(tmp_path / "old", OLD), site(tmp_path / "new", NEW)
    for after in count():
        place = S3(**bucket.model_dump() | {"prefix": f"{bucket.prefix}-{after}", "at_once": 1})
        send(place, old)
        with lost(after, fault, for_good=for_good) as asked, suppress(StoreFailed, KeyboardInterrupt):
            send(place, new)
            return
        yield place, asked[after]


@pytest.mark.parametrize("fault", [OSError(5, "lost"), KeyboardInterrupt()], ids=["refused", "stopped"])
def test_a_store_that_refuses_any_change_or_a_stop_leaves_the_old_site_whole(
    fault: BaseException, bucket: S3, tmp_path: Path
) -> None:
    cleared, seen = "delete ['.pantau/next/", 0
    for place, change in rounds(bucket, tmp_path, fault, for_good=False):
        done = change.startswith(cleared)
        assert Store(place).site() == (NEW if done else OLD), change
        public = place.public()
        assert public
        assert not compare(public, read_site(tmp_path / ("new" if done else "old"))), "the manifest says so as well"
        seen += 1
    assert seen > 3 * len(NEW), "each file travelled, was set aside, and was copied into place"


def test_a_kill_at_any_change_leaves_whole_files_and_no_dead_link(bucket: S3, tmp_path: Path) -> None:
    mixed = []
    for place, change in rounds(bucket, tmp_path, OSError(5, "lost"), for_good=True):
        files = Store(place).site()
        assert all(text in (OLD.get(name), NEW.get(name)) for name, text in files.items()), change
        assert alive(files), change
        if files not in (OLD, NEW):
            mixed.append(place)
            assert change.startswith(("copy .pantau/next/", "put .pantau/manifest", "delete ['0/")), (
                "only while copying"
            )
    assert len(mixed) > len(NEW)
    send(mixed[2], tmp_path / "new")
    assert Store(mixed[2]).site() == NEW
    assert not [name for name in Store(mixed[2]).modified() if "/next/" in name]
    mixed[2].rollback()
    assert Store(mixed[2]).site() == OLD


def test_a_first_publish_that_was_killed_goes_on(bucket: S3, tmp_path: Path) -> None:
    built = site(tmp_path / "built", FIRST)
    killed(bucket.model_copy(update={"at_once": 1}), built, until=lambda: len(Store(bucket).site_paths()) > 3)
    send(bucket, built)
    assert Store(bucket).site() == FIRST


def test_what_another_hand_changed_is_sent_again(bucket: S3, tmp_path: Path) -> None:
    built = site(tmp_path / "built", FIRST)
    send(bucket, built)
    Store(bucket).put("3/index.html", b"lain")
    public = bucket.public()
    assert public
    assert public.files["3/index.html"] == TOUCHED
    assert send(bucket, built) == 1
    assert Store(bucket).site() == FIRST


def test_what_is_not_ours_is_left_alone(bucket: S3, tmp_path: Path) -> None:
    Store(bucket).put("index.html", b"mereka")
    with pytest.raises(PantauError, match="holds something that we did not make"):
        send(bucket, site(tmp_path / "built", FIRST))
    assert Store(bucket).site() == {"index.html": "mereka"}


def test_a_store_that_refuses_is_said(bucket: S3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "salah")
    with pytest.raises(StoreFailed, match=r"situs/.*; what was there still works") as refused:
        bucket.public()
    assert len(str(refused.value)) < 600
    assert "salah" not in str(refused.value)


def test_a_copy_that_cannot_be_set_aside_stops_the_publish(
    bucket: S3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(bucket, site(tmp_path / "built", FIRST))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(obstore, "copy", full)
    with pytest.raises(StoreFailed, match="No space left"):
        send(bucket, site(tmp_path / "built", FIRST | {"index.html": "baru"}))
    assert Store(bucket).site() == FIRST
