"""Whether readers find what they look for: labelled queries on the real record, the first result alone counting."""

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.site.building import ROOT, build
from tests.site.fixtures import made_once
from tests.site.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUERIES = Path(__file__).with_name("search_queries.jsonl")
LEAST = {"place": 0.95, "initiative": 0.95, "words": 0.85}
"""Share of queries whose first result is right, by kind."""
_ASK = """async (query) => {
  const told = document.getElementById("jumlah");
  told.textContent = "";
  document.querySelector("[name=q]").value = query;
  document.getElementById("cari").requestSubmit();
  while (!told.textContent) await new Promise((wake) => setTimeout(wake, 3));
  return document.querySelector("#hasil a")?.getAttribute("href") ?? "";
}"""


class Query(NamedTuple):
    """A query, and the addresses (patterns of `fnmatch`) one of which should come first.

    `split` is `fit` for what the search was made with, `tune` for what it was corrected by, `held` for what was not
    looked at before it was done; `typo` says whether it is misspelt.
    """

    split: str
    kind: str
    typo: bool
    query: str
    first: list[str]


def queries() -> list[Query]:
    return [Query(**json.loads(line)) for line in QUERIES.read_text("utf-8").splitlines()]


def test_the_labelled_set_is_what_it_says() -> None:
    rows = queries()
    assert len({row.query for row in rows}) == len(rows) == 120
    for kind in LEAST:
        chosen = [row for row in rows if row.kind == kind]
        assert len(chosen) == 40
        assert sum(row.typo for row in chosen) == 13
    assert [sum(row.split == name for row in rows) for name in ("fit", "tune", "held")] == [60, 30, 30]


def build_real(folder: Path) -> None:
    """Build the real record in `folder`."""
    done = build(ROOT / "content", folder / "site")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the real site is served: the demo's, unless it has another script; else one is built where it must."""
    site, script = ROOT / "demo/public", Path("theme/cari.js")
    if not (site / script).is_file() or (site / script).read_bytes() != (ROOT / "theme/static/cari.js").read_bytes():
        if os.environ.get("PANTAU_REQUIRE_BROWSER") != "1":
            pytest.skip(f"no site of today in {site}: run `./run demo` first")
        site = made_once(tmp_path_factory, "real-site", build_real) / "site"
    with serving(site) as address:
        yield address


@pytest.mark.browser
@pytest.mark.record
def test_the_first_result_is_right(where: str, browser: "Browser", capsys: pytest.CaptureFixture[str]) -> None:
    page = browser.new_page()
    page.goto(f"{where}/cari/")
    right, wrong = defaultdict(list), []
    for row in queries():
        address = page.evaluate(_ASK, row.query)
        is_right = any(fnmatchcase(address, pattern) for pattern in row.first)
        right[row.kind].append(is_right)
        right[row.split].append(is_right)
        wrong += [] if is_right else [f"{row.query}: {address}"]
    page.close()
    shares = {name: sum(rows) / len(rows) for name, rows in right.items()}
    with capsys.disabled():
        said = ", ".join(f"{name} {share:.3f}" for name, share in shares.items())
        print("\nFirst result right:", said, *wrong, sep="\n")
    assert all(shares[kind] >= least for kind, least in LEAST.items()), wrong


FIRST = {
    "a name": ("tangsel", 1, 20_000),
    "words of pages": ("korupsi internet", 8, 155_000),
    "a misspelt word of pages": ("keamnaan", 9, 155_000),
}
"""Query, and what at most is loaded beside the page itself until its first result is there: requests, bytes.

With the record alone it is at most 150 kB; the demo has more pages.
"""
_WATCH = """(query) => new Promise((found) => {
  setTimeout(() => found([]), 20000);
  performance.clearResourceTimings();
  new MutationObserver(() => found(performance.getEntriesByType("resource")
    .filter(({ name }) => !name.endsWith("icon.svg")).map(({ encodedBodySize }) => encodedBodySize)))
    .observe(document.getElementById("hasil"), { childList: true });
  document.querySelector("[name=q]").value = query;
  document.getElementById("cari").requestSubmit();
})"""


@pytest.mark.browser
@pytest.mark.record
@pytest.mark.parametrize("case", FIRST)
def test_a_first_result_is_light(case: str, where: str, browser: "Browser") -> None:
    query, requests, weight = FIRST[case]
    page = browser.new_context().new_page()
    page.goto(f"{where}/cari/")
    loaded = page.evaluate(_WATCH, query)
    assert page.locator("#hasil a").count()
    page.context.close()
    assert len(loaded) <= requests
    assert sum(loaded) <= weight
