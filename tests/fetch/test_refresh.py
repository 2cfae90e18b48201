"""Refreshes that move a page, and those that do not; a new case is a line of `CASES`."""

from dataclasses import replace

import pytest

from scrapers.fetch.refresh import is_move
from tests.conftest import Answer, article

PAGE = "https://kabar.example/a"
TEXT = article("Kabar Kota Bekasi").body
SIGN = "<p>Halaman ini sudah pindah. <a href='/b'>Lanjut</a></p>"
CASES = [
    (TEXT, 60, "/a", False),
    (TEXT, 0, "/a", False),
    (TEXT, 5, "https://www.kabar.example/a/?utm_source=x#isi", False),
    (TEXT, 5, "/a?muat=1", False),
    (TEXT, 0, "/a?muat=1", False),
    (TEXT, 60, "/", False),
    (TEXT, 0, "/", False),
    (TEXT, 0, "/index.php", False),
    (TEXT, 10, "/b", False),
    (TEXT, 0, "/b", True),
    (SIGN, 0, "/a", False),
    (SIGN, 300, "/b", False),
    (SIGN, 0, "/b", True),
    (SIGN, 5, "/b", True),
    (SIGN, 0, "/", True),
    ("", 0, "/b", True),
]


@pytest.mark.parametrize(("page", "delay", "target", "moves"), CASES)
def test_a_refresh_is_a_move_only_from_a_page_that_is_a_sign(page, delay, target, moves) -> None:
    address = target if target.startswith("https:") else f"https://kabar.example{target}"
    assert is_move(PAGE, address, delay, page if isinstance(page, bytes) else page.encode()) is moves


def test_a_page_that_loads_itself_anew_is_read_once_and_entries_without_links_are_named(site, collect) -> None:
    def refreshing(page: Answer, content: str) -> Answer:
        head = f'<head><meta http-equiv="refresh" content="{content}">'
        return replace(page, body=str(page.body).replace("<head>", head, 1))

    sign = Answer('<html><head><base href="/x/"></head><body>pindah</body></html>')
    site.answers = {
        "/feed/": site.feed("/a", "/b", "/c"),
        "/a": refreshing(article("Kabar Kota Bekasi"), "60;url=/a"),
        "/b": refreshing(article("Taman Kota Bekasi"), "60; URL=/"),
        "/c": refreshing(sign, "0;url=d"),
        "/x/d": article("Pasar Kota Bekasi"),
    }
    site.answers["/lain/"] = Answer("<rss><channel><item><title>Kabar</title></item></channel></rss>", "text/xml")
    other = site.sources(id="lain", channel={"kind": "feed", "url": f"{site.base}/lain/"}).split("[[outlet]]")[1]
    run = collect(f"{site.sources()}[[outlet]]{other}")
    assert (run.outlet()["new"], run.outlet()["rejected"]) == (3, [])
    assert sorted(path for path in site.paths() if path != "/robots.txt") == [
        "/a",
        "/b",
        "/c",
        "/feed/",
        "/lain/",
        "/x/d",
    ]
    assert (run.outlet("lain")["status"], run.outlet("lain")["error"].partition(":")[0]) == ("ok", "no-link")
