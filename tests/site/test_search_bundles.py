"""The search index in several bundles: only what changed is made anew, and the end is as if all had been."""

import json
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.search import plugin, state
from plugins.search.bundles import OPEN, PRESENT, IndexedPage, bundled, indexed_part
from plugins.search.deterministic import Files
from plugins.search.plugin import FOLDER, LIST, page_digests, refresh
from tests.site.building import files
from tests.site.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SMALL = (4, 2)
MONTHS = ["0", "2015", "2017-05", "2017-06", "2018-01", "2018-02", "2018-03", PRESENT]
WORDS = ["aduan", "banjir", "cerdas", "layanan", "warga"]


def page(month: str, number: int, words: str = "aduan", menu: str = "") -> str:
    year = "Tanpa tanggal" if month in {"0", PRESENT} else month[:4]
    return (
        f'<!DOCTYPE html><html lang="id"><head><title>{menu}</title><link rel="icon" href="data:,"></head><body>{menu}'
        f'<main><article data-pagefind-body><h1>Halaman {number}</h1><span hidden data-pagefind-filter="tahun:{year}" '
        f'data-pagefind-sort="tanggal:{month} /p{number}/"></span><p>{words}</p>'
        "<p data-pagefind-ignore>25 bulan tanpa kabar</p></article></main></body></html>"
    )


def write(site: Path, number: int, text: str) -> None:
    path = site / f"p{number}/index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def bring_up_to_date(site: Path) -> list[str]:
    return refresh(site, page_digests(site), SMALL)


def from_nothing(site: Path) -> Files:
    """The index that a new checkout would make of the same pages."""
    other = site.with_name("fresh")
    shutil.rmtree(other, ignore_errors=True)
    shutil.rmtree(state.path_of(other).parent, ignore_errors=True)
    shutil.copytree(site, other, ignore=shutil.ignore_patterns(FOLDER))
    bring_up_to_date(other)
    return files(other / FOLDER)


def times(site: Path) -> dict[str, int]:
    return {path.as_posix(): path.stat().st_mtime_ns for path in (site / FOLDER).rglob("*") if path.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Three pages of each month, in four bundles."""
    folder = tmp_path / "site"
    for number in range(3 * len(MONTHS)):
        write(folder, number, page(MONTHS[number % len(MONTHS)], number))
    bring_up_to_date(folder)
    return folder


NUMBERS = st.integers(0, 20)
WRITTEN = st.tuples(NUMBERS, st.sampled_from(MONTHS), st.sampled_from(WORDS), st.sampled_from(["", "menu"]))
EDITS = st.lists(st.one_of(WRITTEN, NUMBERS.map(lambda number: (number,))), min_size=1, max_size=6)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(EDITS, min_size=1, max_size=3))
def test_any_edits_end_as_if_all_were_made_anew(rounds: list[list[Any]], tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.rmtree(tmp_path)
    for number in range(12):
        write(site, number, page(MONTHS[number % len(MONTHS)], number))
    for edits in [[], *rounds]:
        for number, *texts in edits:
            if texts:
                month, words, menu = texts
                write(site, number, page(month, number, words, menu))
            else:
                shutil.rmtree(site / f"p{number}", ignore_errors=True)
        bring_up_to_date(site)
        assert files(site / FOLDER) == from_nothing(site)
        assert bring_up_to_date(site) == []


def test_there_are_bundles_by_time(site: Path) -> None:
    assert json.loads((site / FOLDER / LIST).read_bytes()) == ["2018-01", "2017-06", "2015"]
    assert not list((site / FOLDER / "2015").glob("*.js"))
    assert sum((site / FOLDER / name / "fragment").is_dir() for name in ("", "2018-01", "2017-06", "2015")) == 4


CHANGES = {
    "a new page": (lambda site: write(site, 99, page(PRESENT, 99)), [OPEN]),
    "an old page's words": (lambda site: write(site, 1, page("2015", 1, "banjir")), ["2015"]),
    "an old page gone": (lambda site: shutil.rmtree(site / "p2"), ["2017-06"]),
    "every menu": (lambda site: [write(site, n, page(MONTHS[n % 8], n, menu="x")) for n in range(24)], []),
    "how long ago": (lambda site: write(site, 1, page("2015", 1).replace("25 bulan", "26 bulan")), []),
    "nothing": (lambda site: None, []),
}


@pytest.mark.parametrize("case", CHANGES)
def test_only_the_bundle_of_a_change_is_made_anew(case: str, site: Path) -> None:
    change, made = CHANGES[case]
    before = times(site)
    change(site)
    assert bring_up_to_date(site) == made
    unchanged = [path for path, time in before.items() if times(site).get(path) == time]
    assert len(unchanged) >= len(before) - 5
    assert made or unchanged == list(before)
    assert files(site / FOLDER) == from_nothing(site)


def test_a_deleted_page_leaves_nothing(site: Path) -> None:
    write(site, 99, page("2015", 99, "rahasiaku"))
    bring_up_to_date(site)
    shutil.rmtree(site / "p99")
    bring_up_to_date(site)
    assert files(site / FOLDER) == from_nothing(site)


def spoil(path: Path, content: bytes) -> None:
    path.write_bytes(content)


DAMAGE = {
    "state lost": lambda site, state: state.unlink(),
    "state cut short": lambda site, state: spoil(state, state.read_bytes()[:-9]),
    "state no JSON": lambda site, state: spoil(state, b"\xff"),
    "state changed by hand": lambda site, state: spoil(state, state.read_bytes().replace(b"2015", b"2016")),
    "state of other code": lambda site, path: state.save(path, state.SearchState("other")),
    "index gone": lambda site, state: shutil.rmtree(site / FOLDER),
    "bundle gone": lambda site, state: shutil.rmtree(site / FOLDER / "2015"),
    "file gone": lambda site, state: next((site / FOLDER / "2015/fragment").iterdir()).unlink(),
    "file cut short": lambda site, state: spoil(next((site / FOLDER / "index").iterdir()), b"x"),
    "file too many": lambda site, state: spoil(site / FOLDER / "2015/fragment/x.pf_fragment", b"x"),
    "folder too many": lambda site, state: shutil.copytree(site / FOLDER / "2015", site / FOLDER / "2014"),
    "list gone": lambda site, state: (site / FOLDER / LIST).unlink(),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_damage_is_noticed_and_mended(case: str, site: Path) -> None:
    whole = files(site / FOLDER)
    DAMAGE[case](site, state.path_of(site))
    bring_up_to_date(site)
    assert files(site / FOLDER) == whole
    assert bring_up_to_date(site) == []


@pytest.mark.parametrize("after", range(4))
def test_a_build_killed_in_the_middle_is_made_good(after: int, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(site, 1, page("2015", 1, "banjir"))
    writes = iter(range(after))
    put = Path.write_bytes

    def write_or_die(path: Path, content: bytes) -> int:
        if path.is_relative_to(site / FOLDER) and next(writes, None) is None:
            raise KeyboardInterrupt
        return put(path, content)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", write_or_die)
        with pytest.raises(KeyboardInterrupt):
            bring_up_to_date(site)
    write(site, 1, page("2015", 1))  # back as it was: the old state's digests fit again
    bring_up_to_date(site)
    assert files(site / FOLDER) == from_nothing(site)


def test_another_pagefind_makes_all_anew(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugin, "version", lambda name: "1.5.3")
    assert bring_up_to_date(site) == [OPEN, "2018-01", "2017-06", "2015"]


def test_a_small_record_is_one_bundle() -> None:
    pages = {f"p{n:04}": IndexedPage("", f"20{n % 20:02}-01", "x") for n in range(1999)}
    assert list(bundled(pages)) == [OPEN]


@given(st.dictionaries(st.text("ab/", min_size=1, max_size=6), st.sampled_from(["", *MONTHS]), max_size=60))
def test_bundles_follow_one_another_and_hold_each_page_once(months: dict[str, str]) -> None:
    pages = {name: IndexedPage("", month, "") for name, month in months.items()}
    made = bundled(pages, SMALL)
    assert sorted(name for names in made.values() for name in names) == sorted(name for name in pages if months[name])
    spans = [[months[name] for name in names] for names in made.values() if names]
    assert all(min(newer) > max(older) for newer, older in pairwise(spans))
    assert all(len(names) >= 2 for name, names in made.items() if name != OPEN)
    assert list(bundled(dict(reversed(pages.items())), SMALL).items()) == list(made.items())


def test_a_page_that_is_not_searched_is_in_no_bundle() -> None:
    assert indexed_part('<html lang="id"><main>x</main>') == ""
    assert indexed_part("<html><body><p data-pagefind-body>x") == "<html><body><p data-pagefind-body>x"


@pytest.fixture
def answered(browser: "Browser", built: Path, site: Path) -> Iterator[Any]:
    """How to ask the search page, with the site's own pages in four bundles."""
    for folder in ("theme", "cari"):
        shutil.copytree(built / folder, site / folder)
    tab = browser.new_page()
    said: list[str] = []
    asked: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("response", lambda response: asked.append(response.url))
    with serving(site) as where:

        def ask(query: str) -> tuple[str, list[str], list[str]]:
            from playwright.sync_api import expect  # noqa: PLC0415 - needed here only

            tab.goto(f"{where}/cari/?{query}")
            expect(tab.locator("#jumlah")).not_to_be_empty()
            while tab.locator("#lagi").is_visible():
                shown = tab.locator("#hasil a").count()
                tab.locator("#lagi").press("Enter")
                tab.locator("#hasil a").nth(shown).wait_for()
            return (
                tab.locator("#jumlah").inner_text(),
                tab.locator("#hasil a").all_inner_texts(),
                asked,
            )

        yield ask
    tab.close()
    assert said == []


def titles(*months: str) -> list[str]:
    """The pages of some months as a reader expects them: the newest first."""
    numbers = [number for number in range(3 * len(MONTHS)) if MONTHS[number % len(MONTHS)] in months]
    numbers.sort(key=lambda number: f"{MONTHS[number % len(MONTHS)]} /p{number}/", reverse=True)
    return [f"Halaman {number}" for number in numbers]


@pytest.mark.browser
def test_filters_reach_into_every_bundle(answered: Any) -> None:
    status, shown, _ = answered("tahun=2017")
    assert (status, shown) == ("6 halaman, yang terbaru lebih dulu.", titles("2017-05", "2017-06"))


@pytest.mark.browser
def test_results_of_all_bundles_stay_in_the_order_of_time(answered: Any) -> None:
    status, shown, _ = answered("tahun=tanpa-tanggal")
    assert (status, shown) == ("6 halaman, yang terbaru lebih dulu.", titles("0", PRESENT))


@pytest.mark.browser
def test_a_word_is_counted_in_every_bundle(answered: Any, site: Path) -> None:
    status, shown, asked = answered("q=mengadukan")
    assert status == "24 halaman, yang paling sesuai lebih dulu."
    assert sorted(shown) == sorted(titles(*MONTHS))
    assert sum("wasm" in url for url in asked) == 1
