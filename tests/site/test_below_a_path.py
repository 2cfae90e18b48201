"""The site at `https://lain.example/pantau/`, as GitHub shows a project's pages: nothing of it leaves that path."""

import json
import re
import shutil
import threading
import tomllib
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from plugins.language.filters import rooted
from publish.checks.accessibility import accessibility
from publish.checks.cache import CheckCache
from publish.checks.site import check
from publish.checks.weight import weigh
from publish.manifest import digest_files, read_site
from record.site_files import own_address, site_root
from tests.conftest import lacking
from tests.running import in_thread
from tests.site.building import ROOT, files
from tests.site.fixtures import PUBLIC
from tests.site.serving import CHROMIUM, serving
from tests.site.visit import WIDE, Reader
from tools.serve import EVENTS, ChangeLog, Handler

CASES = tomllib.loads((Path(__file__).parent / "own_addresses.toml").read_text("utf-8"))
THEME = ROOT / "theme"
PATH = site_root(PUBLIC)
_LINK = re.compile(r'(?:\b(?:href|src|action)="|; url=)(?P<value>\{\{.*?\}\}|[^"]*)')
WHOLE = re.compile(
    r"#|\{\{ (?:root|site|sender\.site|SITEURL|sender\.contact|CONTACT|report|url|cited\.url|copy\.archive)\b"
)
"""What an address in a template begins with: the site's root, an anchor, or what is a whole address already."""
_QUOTED_PATH = re.compile(r"""["'`(]/[\w$]""")


@pytest.mark.parametrize("case", CASES["root"], ids=str)
def test_the_path_of_a_site(case: dict[str, str]) -> None:
    assert site_root(case["site"]) == case["root"]


@pytest.mark.parametrize("case", CASES["own"], ids=str)
def test_an_address_without_the_path_of_the_site(case: dict[str, str]) -> None:
    assert own_address(case["root"], case["path"]) == case.get("own")


@pytest.mark.parametrize("case", CASES["page"], ids=str)
def test_links_of_an_editors_page(case: dict[str, str]) -> None:
    assert rooted(case["was"], PATH) == case["below"]
    assert rooted(case["was"], "") == case["was"]


@pytest.mark.parametrize("file", sorted((THEME / "templates").iterdir()), ids=lambda file: file.name)
def test_a_template_writes_no_address_by_hand(file: Path) -> None:
    values = [match["value"] for match in _LINK.finditer(file.read_text("utf-8"))]
    assert [value for value in values if not WHOLE.match(value)] == []


@pytest.mark.parametrize("file", sorted((THEME / "static").iterdir()), ids=lambda file: file.name)
def test_neither_script_nor_style_names_an_address_of_the_site(file: Path) -> None:
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("//")]
    assert [line for line in lines if _QUOTED_PATH.search(line)] == []


def test_a_site_below_a_path_has_no_faults(below: Path) -> None:
    assert check(below) == []


def test_a_link_that_leaves_the_path_is_a_fault(below: Path, tmp_path: Path) -> None:
    for name in ("index.html", "404.html", "robots.txt"):
        shutil.copy(below / name, tmp_path / name)
    page = tmp_path / "404.html"
    page.write_text(page.read_text("utf-8").replace(f'href="{PATH}/daerah/"', 'href="/daerah/"', 1), "utf-8")
    assert "the link /daerah/ leads nowhere" in {fault.what for fault in check(tmp_path) if fault.file == "404.html"}


def test_both_sites_have_the_same_files(built: Path, below: Path) -> None:
    here, there = ({name for name in files(site) if "pagefind/" not in name} for site in (built, below))
    assert here - there == {"meja/index.html"}
    assert not there - here


def test_every_absolute_address_has_the_path(below: Path) -> None:
    for name, data in files(below).items():
        if name.endswith((".html", ".rss", ".atom", ".json", ".opml", ".ics", ".csv", ".xml", ".txt", ".bib", ".ris")):
            # A line of a calendar is folded after 75 bytes.
            text = data.replace(b"\r\n ", b"").decode()
            assert not re.findall(r"https://lain\.example/(?!pantau/(?!pantau/))[^\"'<> ]*", text), name
            assert "127.0.0.1" not in text, name
    home = (below / "index.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{PUBLIC}/">' in home
    assert f'<meta property="og:image" content="{PUBLIC}/kartu.png">' in home
    assert f"{PUBLIC}/berita/2017/05/mei/" in (below / "feed.rss").read_text("utf-8")
    assert f"{PUBLIC}/daerah/" in (below / "sitemap.xml").read_text("utf-8")


def test_no_attribute_of_a_page_leaves_the_path(below: Path) -> None:
    for name, data in files(below).items():
        if name.endswith(".html"):
            left = re.findall(rf"""\s[\w-]+=["']?(?:\d+; url=)?/(?!{PATH[1:]}/)[^"'>]*""", data.decode())
            assert left == [], name


def test_files_for_hosts_name_addresses_with_the_path(below: Path) -> None:
    moved, now = "/pantau/berita/2017/05/salah-eja/", "/pantau/berita/2017/05/mei/"
    assert (below / "_redirects").read_text("utf-8") == f"{moved} {now} 301\n"
    assert (below / "_moved.map").read_text("utf-8") == f'"{moved}" "{now}";\n'
    assert {row["address"] for row in json.loads((below / "_moved.json").read_text("utf-8"))} > {moved}
    rules = [line for line in (below / "_headers").read_text("utf-8").splitlines() if not line.startswith(" ")]
    assert all(line.startswith("/pantau/") for line in rules)
    assert f"0; url={now}" in (below / "berita/2017/05/salah-eja/index.html").read_text("utf-8")


def test_the_gate_sees_the_same_addresses_wherever_the_site_lies(built: Path, below: Path) -> None:
    here, there = read_site(built), read_site(below)
    assert here.entries == there.entries
    assert here.stubs == there.stubs


def test_a_page_weighs_the_same(built: Path, below: Path) -> None:
    assert weigh(below, "/").files.keys() == weigh(built, "/").files.keys()
    assert all(weigh(below, "/").files.values())


@pytest.fixture
def served(below: Path) -> Iterator[str]:
    handler = partial(Handler, directory=str(below), changes=ChangeLog(), root=PATH)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_preview_lies_at_the_path_too(served: str, below: Path) -> None:
    style = (below / "theme/site.css").read_bytes()
    for start in ("/", PATH, f"{PATH}/"):
        with urlopen(served + start) as answer:  # noqa: S310 - our own server
            assert answer.url == f"{served}{PATH}/"
            assert answer.read().startswith((below / "index.html").read_bytes())
    with urlopen(f"{served}{PATH}/theme/site.css") as answer:  # noqa: S310 - our own server
        assert answer.read() == style
    for outside in ("/daerah/", "/theme/site.css", f"{PATH}lain/"):
        with pytest.raises(HTTPError, match="404"):
            urlopen(served + outside)  # noqa: S310 - our own server


def test_an_open_page_below_a_path_learns_of_its_change(below: Path) -> None:
    changes = ChangeLog()
    changes.add("daerah/index.html")
    handler = partial(Handler, directory=str(below), changes=changes, root=PATH)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}{EVENTS}{PATH}/daerah/?0"
        with urlopen(address) as answer:
            assert answer.read().startswith(b"data")


@pytest.fixture(scope="module")
def address(below: Path) -> Iterator[str]:
    """Where the site is served, at its path."""
    with serving(below, PATH) as where:
        yield where


@pytest.mark.browser
def test_a_reader_walks_through_it(address: str, reader: Reader) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415 - needed here only

    visit = reader.open(f"{address}/tidak/ada/", WIDE)
    page = visit.page
    page.get_by_role("link", name="Beranda").click()
    expect(page).to_have_url(f"{address}/")
    page.locator("#daerah-saya").fill("bekasi")
    page.locator("#pilih-daerah > ul a").first.click()
    expect(page).to_have_url(f"{address}/daerah/kota-bekasi/")
    page.locator(".masthead .other a").click()
    expect(page).to_have_url(f"{address}/en/places/kota-bekasi/")
    page.goto(f"{address}/berita/2017/05/salah-eja/")
    expect(page).to_have_url(f"{address}/berita/2017/05/mei/")
    page.locator(".masthead .find a").click()
    expect(page).to_have_url(f"{address}/cari/")
    page.locator("#cari [name=q]").fill("aduan")
    page.locator("#hasil a").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert page.url.startswith(f"{address}/")
    assert not page.url.startswith(f"{address}/cari/")
    assert [url for url in visit.asked if not url.startswith(f"{address}/")] == []
    assert [word for word in visit.said if "404" not in word] == []


@pytest.mark.browser
def test_accessibility_is_checked_below_a_path(below: Path, tmp_path: Path) -> None:
    if not CHROMIUM.exists():
        lacking(f"no Chromium at {CHROMIUM}")
    for name in ("theme/site.css", "theme/icon.svg", "robots.txt", "tentang/index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(below / name, tmp_path / name)
    results = CheckCache(digest_files(tmp_path))
    assert in_thread(accessibility, tmp_path, results) == ([], "Accessibility: looked at 1 pages, one of each kind.")
    (trace,) = results.after.values()
    assert {file for file, _ in trace[0]} >= {"tentang/index.html", "theme/site.css"}
