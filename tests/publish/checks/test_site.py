import hashlib
import shutil
from pathlib import Path

import pytest

from plugins.exports.sitemap import sitemaps
from publish.checks.site import check

NOISE = "".join(hashlib.sha256(bytes([number % 256, number // 256])).hexdigest() for number in range(1200))
PLANTED = {
    "link": ("index.html", 'href="/daerah/"', 'href="/hilang/"', "leads nowhere"),
    "anchor": ("index.html", 'href="#isi"', 'href="#hilang"', "has no anchor"),
    "html": ("index.html", "<footer", "<p></b><footer", "HTML error"),
    "feed": ("feed.rss", "</channel>", "", "no valid feed: not well-formed"),
    "feed at another address": ("koreksi/feed.atom", "/koreksi/feed.atom", "/feed.atom", "not its own address"),
    "JSON Feed": ("koreksi/feed.json", '"version"', '"versi"', "no valid feed"),
    "feed announced as what it is not": ("index.html", "application/rss+xml", "text/xml", "is announced as 'text/xml'"),
    "robots": ("robots.txt", "Sitemap:", "Sitemaps:", "names no sitemap"),
    "heavy page": ("daerah/kota-bekasi/index.html", "</main>", f"{NOISE}</main>", "bytes, at most"),
    "cell of another type": ("data/places.csv", ",2017,", ",dua ribu,", "row 2, cohort: 'dua ribu' is not of its type"),
    "column": ("data/places.csv", "cohort", "angkatan", "has the columns"),
    "short row": ("data/claims.csv", ",", "", "has the columns"),
    "rows that only one table has": ("data/milestones.json", "[\n {", "[\n {},\n {", "but milestones.json has"),
    "table that is not named": ("data/datapackage.json", '"path": "claims.csv"', '"path": "klaim.csv"', "missing"),
    "sitemap": ("sitemap.xml", "/tentang/", "/hilang/", "leads nowhere"),
}


def test_a_good_site_has_no_faults(built: Path) -> None:
    assert check(built) == []


@pytest.mark.parametrize("case", PLANTED)
def test_a_planted_fault_is_found(case: str, built: Path, tmp_path: Path) -> None:
    name, old, new, what = PLANTED[case]
    site = shutil.copytree(built, tmp_path / "site")
    text = (site / name).read_text("utf-8")
    assert old in text
    (site / name).write_text(text.replace(old, new, 1), "utf-8")
    # A table and its twin as JSON are one to the checks.
    assert [fault for fault in check(site) if fault.file.split(".")[0] == name.split(".")[0] and what in fault.what]


def test_every_part_of_a_long_sitemap_is_checked(built: Path, tmp_path: Path) -> None:
    site = shutil.copytree(built, tmp_path / "site")
    parts = sitemaps([("/tentang/", None), ("/hilang/", None)], "https://lain.example", most=1)
    for address, text in parts.items():
        (site / address.lstrip("/")).write_text(text, "utf-8")
    assert [(fault.file, fault.what) for fault in check(site)] == [("sitemap-2.xml", "/hilang/ leads nowhere")]


def test_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    assert "index.html" in str(check(tmp_path)[0])
