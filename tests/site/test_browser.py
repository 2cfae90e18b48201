import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.serving import CHROMIUM, QUIET, serving

PAGES = (
    "/", "/daerah/", "/daerah/kota-bekasi/", "/linimasa/", "/berita/2018/02/bermusuhan/", "/berita/2018/03/siaran/",
    "/program/", "/tentang/", "/peta/", "/feeds/", "/data/", "/metodologi/", "/meja/", "/perbedaan/", "/perubahan/",
    "/koreksi/", "/cari/", "/cari/daftar/", "/daerah/kota-bekasi/linimasa/",
    "/inisiatif/kota-bekasi/aduan/", "/program/urut/mou/",
)  # fmt: skip


@pytest.fixture
def address(built: Path) -> Iterator[str]:
    if not CHROMIUM.exists():
        if os.environ.get("PANTAU_REQUIRE_BROWSER") == "1":
            pytest.fail("no Chromium at /usr/bin/chromium")
        pytest.skip("no Chromium at /usr/bin/chromium")
    with serving(built) as where:
        yield where


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_pages_fit_and_ask_nobody_else(width: int, address: str) -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - needed here only

    asked: list[str] = []
    said: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        wide = []
        for path in PAGES:
            page.goto(address + path)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(path)
        browser.close()
    assert wide == []
    assert said == []
    assert [url for url in asked if not url.startswith(address)] == []
