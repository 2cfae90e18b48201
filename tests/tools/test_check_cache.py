"""A check that remembers finds exactly what a full check finds, whatever happened to the site since."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from plugins.incremental import state_folder
from publish.checks import site as checks
from publish.checks.cache import CheckCache
from publish.checks.site import check
from publish.manifest import digest_files
from tools import check_cache

PARTS = (
    "index.html",
    "robots.txt",
    "sitemap.xml",
    "tentang",
    "koreksi",
    "cari/index.html",
    "data",
    "theme",
    "pagefind",
)
"""What the checked site has of the tiny site: some of each kind of file that is checked."""
EDITED = (
    "index.html", "robots.txt", "sitemap.xml", "tentang/index.html", "koreksi/index.html", "koreksi/feed.atom",
    "koreksi/feed.rss", "koreksi/feed.json", "cari/index.html", "data/places.csv", "data/places.json",
    "data/datapackage.json", "theme/site.css", "theme/icon.svg", "pagefind/bundles.json",
)  # fmt: skip
NEW = ("data/baru.csv", "koreksi/baru/index.html", "koreksi/feed-1.atom", "sitemap-2.xml", "x.png")
EDITS: dict[str, Callable[[str], str]] = {
    "emptied": lambda _: "",
    "cut off": lambda text: text[: len(text) * 2 // 3],
    "id twice": lambda text: text.replace("<main", '<p id="isi"></p><main', 1),
    "dead link": lambda text: text.replace("</main>", '<a href="/hilang/#isi">x</a></main>', 1),
    "link to what may come": lambda text: text.replace("</main>", '<a href="/koreksi/baru/#isi">x</a></main>', 1),
    "broken markup": lambda text: text.replace("</main>", "</b></main>", 1),
    "heavy": lambda text: text.replace("</main>", '<img src="/x.png"><img src="/y.png"></main>', 1),
    "another address": lambda text: text.replace("http://127.0.0.1:8000", "https://lain.example"),
    "another language": lambda text: text.replace(">id<", ">???<", 1),
    "another column": lambda text: text.replace("cohort", "angkatan"),
    "not searched": lambda text: text.replace("data-pagefind-body", "data-x"),
}


@pytest.fixture(scope="module")
def small(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some of the tiny site."""
    folder = tmp_path_factory.mktemp("small") / "site"
    for part in PARTS:
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (built / part).is_dir() else shutil.copy)(built / part, folder / part)
    return folder


def edit(site: Path, small: Path, name: str, how: str) -> None:
    """Change, remove, bring back or add one file."""
    path, whole = site / name, small / name
    if how == "removed":
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path if path.exists() and how != "restored" else whole if whole.exists() else small / "koreksi/index.html"
    text = before.read_text("utf-8")
    path.write_text(EDITS[how](text) if how in EDITS else text, "utf-8")
    # No time says that it changed.
    os.utime(path, (1, 1))


def both_ways(site: Path, earlier: CheckCache) -> CheckCache:
    """Check with what is remembered and without, and compare; what is remembered then."""
    results = CheckCache(digest_files(site), earlier.after)
    assert check(site, results) == check(site)
    return results


@settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(st.sampled_from(EDITED + NEW), st.sampled_from(("removed", "restored", *EDITS))),
        min_size=2,
        max_size=4,
    )
)
def test_any_edits(small: Path, tmp_path: Path, edits: list[tuple[str, str]]) -> None:
    site = tmp_path / "site"
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(small, site)
    results = both_ways(site, CheckCache({}))
    for name, how in edits:
        edit(site, small, name, how)
        results = both_ways(site, results)


SPREADING = [
    ("tentang/index.html", "link to what may come", "koreksi/baru/index.html"),
    ("index.html", "heavy", "x.png"),
    ("koreksi/feed.atom", "restored", "robots.txt"),
    ("tentang/index.html", "restored", "koreksi/index.html"),
]
"""An edit, and another file whose coming and going changes what is said of the first."""


@pytest.mark.parametrize(("name", "how", "other"), SPREADING)
def test_what_is_said_of_a_file_follows_the_others(
    small: Path, tmp_path: Path, name: str, how: str, other: str
) -> None:
    site = shutil.copytree(small, tmp_path / "site")
    edit(site, small, name, how)
    results = both_ways(site, CheckCache({}))
    for step in ("restored", "removed", "restored"):
        edit(site, small, other, step)
        results = both_ways(site, results)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that checks read, in the order in which they do."""
    names: list[str] = []
    real = checks.read_file
    monkeypatch.setattr(
        checks, "read_file", lambda output, file, site: (names.append(file), real(output, file, site))[1]
    )
    yield names


def checked(site: Path, *, clean: bool = False) -> None:
    results = check_cache.load(site, clean=clean)
    check(site, results)
    check_cache.save(site, results)


def test_only_what_changed_is_read(
    small: Path, tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = shutil.copytree(small, tmp_path / "site")
    checked(site)
    everything = set(read)
    state = state_folder(site) / check_cache.FILE

    def read_again(*, clean: bool = False) -> set[str]:
        read.clear()
        checked(site, clean=clean)
        return set(read)

    assert read_again() == set()
    edit(site, small, "tentang/index.html", "dead link")
    assert read_again() == {"tentang/index.html"}
    assert read_again(clean=True) == everything
    for damage in (lambda data: data[:-1], lambda data: data[:50] + b"?" + data[51:], lambda _: b""):
        state.write_bytes(damage(state.read_bytes()))
        assert read_again() == everything
    monkeypatch.setattr(check_cache.fingerprints, "installed_libraries", lambda: ["lxml-0.dist-info"])
    assert read_again() == everything


def test_a_site_that_changed_while_it_was_checked_is_not_remembered(small: Path, tmp_path: Path) -> None:
    site = shutil.copytree(small, tmp_path / "site")
    results = check_cache.load(site)
    check(site, results)
    edit(site, small, "index.html", "dead link")
    check_cache.save(site, results)
    assert not (state_folder(site) / check_cache.FILE).exists()
