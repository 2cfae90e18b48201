import hashlib
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from plugins.exports.sitemap import sitemaps
from publish.checks.fault import Fault
from publish.checks.site import check

NOISE = "".join(hashlib.sha256(bytes([number % 256, number // 256])).hexdigest() for number in range(1200))
PLANTED: dict[str, dict[str, tuple[str, str, str, str]]] = {
    "first": {
        "link": ("index.html", 'href="/daerah/"', 'href="/hilang/"', "/hilang/ leads nowhere"),
        "feed": ("feed.rss", "</channel>", "", "no valid feed: not well-formed"),
        "feed at another address": (
            "koreksi/feed.atom",
            '/koreksi/feed.atom" rel="self"',
            '/feed.atom" rel="self"',
            "not its own address",
        ),
        "JSON Feed": ("dimensi/governance/feed.json", '"version"', '"versi"', "no valid feed"),
        "heavy page": ("daerah/kota-bekasi/index.html", "</main>", f"{NOISE}</main>", "bytes, at most"),
        "cell of another type": ("data/places.csv", ",2017,", ",dua ribu,", "row 2, cohort: 'dua ribu' is not of its"),
        "short row": ("data/claims.csv", ",", "", "has the columns"),
        "rows that only one table has": ("data/milestones.json", "[\n {", "[\n {},\n {", "but milestones.json has"),
        "sitemap": ("sitemap.xml", "/tentang/", "/hilang/", "leads nowhere"),
    },
    "second": {
        "anchor": ("index.html", 'href="#isi"', 'href="#hilang"', "has no anchor"),
        "robots": ("robots.txt", "Sitemap:", "Sitemaps:", "names no sitemap"),
        "column": ("data/places.csv", "cohort", "angkatan", "has the columns"),
        "table that is not named": ("data/datapackage.json", '"path": "claims.csv"', '"path": "klaim.csv"', "missing"),
    },
    "third": {
        "html": ("index.html", "<footer", "<p></b><footer", "HTML error"),
        "broken address": ("index.html", 'href="/daerah/"', 'href="//[daerah/"', "is no address"),
        "picture that is gone": ("index.html", "</main>", '<img src="/x.png" alt=""></main>', "/x.png leads nowhere"),
        "feed announced as what it is not": (
            "index.html",
            "application/rss+xml",
            "text/xml",
            "announced as 'text/xml'",
        ),
    },
}
"""Faults, by the site they are planted in together: the file, what stood there and stands there, what is said of it."""
CASES = [(site, case) for site, cases in PLANTED.items() for case in cases]


def test_a_good_site_has_no_faults(checked: Callable[..., list[Fault]]) -> None:
    assert checked(lambda site: None) == []


@pytest.fixture(scope="module")
def faults_of(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[Fault]]:
    """The faults of one of the sites, which is checked once."""

    @cache
    def faults(name: str) -> list[Fault]:
        folder = shutil.copytree(built, tmp_path_factory.mktemp("planted") / name)
        for file, old, new, _ in PLANTED[name].values():
            text = (folder / file).read_text("utf-8")
            assert old in text, file
            (folder / file).write_text(text.replace(old, new, 1), "utf-8")
        return check(folder)

    return faults


@pytest.mark.parametrize(("name", "case"), CASES)
def test_a_planted_fault_is_found(name: str, case: str, faults_of: Callable[[str], list[Fault]]) -> None:
    file, _, _, what = PLANTED[name][case]
    # A table and its twin as JSON are one to the checks.
    assert [fault for fault in faults_of(name) if fault.file.split(".")[0] == file.split(".")[0] and what in fault.what]


def test_every_part_of_a_long_sitemap_is_checked(checked: Callable[..., list[Fault]]) -> None:
    parts = sitemaps([("/tentang/", None), ("/hilang/", None)], "https://lain.example", most=1)

    def cut(site: Path) -> None:
        for address, text in parts.items():
            (site / address.lstrip("/")).write_text(text, "utf-8")

    assert [(fault.file, fault.what) for fault in checked(cut)] == [("sitemap-2.xml", "/hilang/ leads nowhere")]


def test_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    assert "index.html" in str(check(tmp_path)[0])
