"""The search: the same index each time, found in Chromium what it should find, and light enough for a phone."""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from plugins.search import plugin
from plugins.search.bundles import EVERY, indexed_part
from plugins.search.deterministic import ENTRY, UnknownFormat, in_stable_order
from tests.site.building import ROOT, files
from tests.site.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.site.visit import Reader

PLACES = ["Kota Tua", "Kota Baru", "Kabupaten Sana", "Kabupaten Sini", "Kota Jauh"]
AGAIN = (
    "import sys, types; from plugins.search.plugin import index; index(types.SimpleNamespace(output_path=sys.argv[1]))"
)
MANY = 45


def write_page(site: Path, number: int, text: str = "") -> None:
    """One page of a made-up site, with several values of each filter."""
    filters = [
        f"jenis:{'Berita' if number % 3 else 'Inisiatif'}", f"daerah:{PLACES[number % 5]}",
        f"daerah:{PLACES[(number + 2) % 5]}", f"tahun:{2015 + number % 7}", f"dimensi:D{number % 6}",
    ]  # fmt: skip
    spans = "".join(f'<span hidden data-pagefind-filter="{value}"></span>' for value in filters)
    path = site / f"p{number:02}/index.html"
    path.parent.mkdir(parents=True)
    path.write_text(
        '<!DOCTYPE html><html lang="id"><link rel="icon" href="data:,"><body><main data-pagefind-body>'
        f"<h1>Halaman {number}</h1>{spans}"
        f'<p data-pagefind-sort="tanggal:{2015 + number % 7} p{number:02}">Aduan warga nomor{number} {text}</p>'
        "</main></body></html>",
        "utf-8",
    )


@pytest.fixture
def many(tmp_path: Path) -> Path:
    site = tmp_path / "many"
    for number in range(MANY):
        write_page(site, number)
    return site


def forget(site: Path) -> None:
    """Remove the index of a site, and what is known of it."""
    shutil.rmtree(site.with_name(f".{site.name}.state"), ignore_errors=True)
    shutil.rmtree(site / plugin.FOLDER, ignore_errors=True)


def index(site: Path) -> dict[str, bytes]:
    """Index a site from nothing."""
    forget(site)
    plugin.update_index(site)
    return files(site / plugin.FOLDER)


def index_elsewhere(site: Path, **environment: str) -> dict[str, bytes]:
    """The same in a process of its own, with other hashes and threads."""
    forget(site)
    command = [sys.executable, "-c", AGAIN, str(site)]
    subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True, timeout=60)
    return files(site / plugin.FOLDER)


def test_every_build_gives_the_same_index(many: Path) -> None:
    first = index_elsewhere(many, PYTHONHASHSEED="0", RAYON_NUM_THREADS="1", TOKIO_WORKER_THREADS="1")
    for seed in "24":
        assert index_elsewhere(many, PYTHONHASHSEED=seed, RAYON_NUM_THREADS=seed, TOKIO_WORKER_THREADS=seed) == first
    assert sum(name.startswith("filter/") for name in first) == 4


def test_only_what_is_named_is_left(many: Path) -> None:
    index(many)
    folder = many / plugin.FOLDER
    entry = json.loads((folder / "pagefind-entry.json").read_text("utf-8"))
    assert [path.name for path in folder.glob("*.pf_meta")] == [f"pagefind.{entry['languages']['id']['hash']}.pf_meta"]
    meta = gzip.decompress(next(folder.glob("*.pf_meta")).read_bytes())
    assert all(path.stem.encode() in meta for path in (folder / "filter").iterdir())


def test_a_version_that_is_not_known_is_said_loudly(many: Path) -> None:
    made = index(many)
    with pytest.raises(UnknownFormat, match=r"Pagefind 1\.9\.\d+ .*invoke lock"):
        in_stable_order(made | {ENTRY: made[ENTRY].replace(b'"version":"1.5', b'"version":"1.9')})


@pytest.mark.parametrize("content", [b"pagefind_dcd\x81\x00", b"pagefind_dcd\x9f\xff", b"pagefind_dcd\xff"])
def test_a_file_that_is_not_known_is_said_loudly(many: Path, content: bytes) -> None:
    made = index(many)
    name = next(name for name in made if name.startswith("filter/"))
    with pytest.raises(UnknownFormat, match=r"deterministic\.py does not know"):
        in_stable_order(made | {name: gzip.compress(content)})


ANSWERS = {
    "an error": (['{"message_id": 1, "payload": {"type": "Error", "message": "rusak"}}'], "p00/index.html: rusak"),
    "no answer": ([], "; install the requirements anew"),
    "no protocol": (["x"], "; install the requirements anew"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for Pagefind is a script")
@pytest.mark.parametrize("case", ANSWERS)
def test_an_error_of_pagefind_is_reported(
    case: str, many: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers, message = ANSWERS[case]
    program = tmp_path / "pagefind"
    program.write_text(
        f"#!{sys.executable}\nimport base64, sys\n"
        "def answer(text):\n"
        "    while sys.stdin.read(1) != ',': pass\n"
        "    print(end=base64.b64encode(text.encode()).decode() + ',', flush=True)\n"
        """answer('{"message_id": 0, "payload": {"type": "NewIndex", "index_id": 0}}')\n"""
        f"for text in {answers!r}: answer(text)\n",
        "utf-8",
    )
    program.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(program))
    with pytest.raises(plugin.SearchFailed) as failed:
        plugin.index(SimpleNamespace(output_path=str(many)))
    assert message in str(failed.value)


def test_a_missing_pagefind_is_reported(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(many / "nowhere"))
    with pytest.raises(plugin.SearchFailed, match="install the requirements anew"):
        plugin.index(SimpleNamespace(output_path=str(many)))


_BLOCKS = re.compile(r"</?(?:article|dd|div|dl|dt|h\d|li|ol|p|section|span|ul)\b[^>]*>")


def test_no_two_words_are_glued_in_what_a_result_shows(built: Path) -> None:
    for path in (built / plugin.FOLDER / "fragment").iterdir():
        raw = gzip.decompress(path.read_bytes())
        page = json.loads(raw[raw.index(b"{") :])
        html = indexed_part((built / page["url"].lstrip("/") / "index.html").read_text("utf-8"))
        shown = re.sub(r"<[^>]+>", "", _BLOCKS.sub(" ", re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)))
        assert set(re.findall(r"\w+", page["content"])) <= set(re.findall(r"\w+", unescape(shown))), page["url"]


def test_all_script_is_light(built: Path) -> None:
    weights = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in sorted(built.rglob("*.js"))}
    assert sorted(weights) == ["banding.js", "cari.js", "daerah.js", "pagefind.js"]
    assert weights["cari.js"] <= 5200
    assert sum(weights.values()) < 19_500


def test_the_script_asks_for_the_word_that_every_page_has(built: Path) -> None:
    assert f'const EVERY = "{EVERY}"' in (built / "theme/cari.js").read_text("utf-8")


def test_only_pages_that_look_names_up_have_a_script(built: Path) -> None:
    scripted = {name for name, data in files(built).items() if name.endswith(".html") and b'<script type="mod' in data}
    assert scripted == {"cari/index.html", "index.html", "en/index.html"}


def test_the_plain_index_leads_everywhere(built: Path) -> None:
    page = (built / "cari/daftar/index.html").read_text("utf-8")
    assert "perlu JavaScript" in page
    for anchor in ("daerah", "dimensi", "tahun", "inisiatif"):
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page
    for address in ("/daerah/kota-bekasi/", "/dimensi/governance/", "/berita/2017/", "/inisiatif/kota-bekasi/aduan/"):
        assert f'href="{address}"' in page


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    said: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.close()
    assert said == []


@pytest.fixture
def window(reader: "Reader") -> Iterator["Page"]:
    """The window that tests share which change nothing in it: a new one takes longer than a search."""
    visit = reader.open("about:blank")
    yield visit.page
    assert visit.said == []


def results(page: "Page", where: str, **asked: str) -> list[str]:
    """The titles that a search in the address shows, once it has said how many there are."""
    from playwright.sync_api import expect  # noqa: PLC0415 - needed here only

    page.goto(f"{where}/cari/?{urlencode(asked)}")
    expect(page.locator("#jumlah")).not_to_be_empty()
    return page.locator("#hasil a").all_inner_texts()


PUSAT, DIBUKA = "Pemkot Bekasi Buka Pusat Aduan", "Pusat Aduan Dibuka di Bekasi"
WARGA, UNDATED = "Warga Menilai Pusat Aduan Bekasi Lambat", "Berita tanpa tanggal"
RENCANA, LAMA = "Bekasi Susun Rencana", "Halaman lama tentang Bekasi"
MEI, MALAM = 'Bekasi & Samarinda "Cerdas"', "Lewat tengah malam"
SEARCHES = {
    "place": (
        {"daerah": "kota-bekasi"},
        ["Kota Bekasi", LAMA, WARGA, DIBUKA, PUSAT, RENCANA, "Aduan warga", MEI, UNDATED],
    ),
    "dimension": ({"dimensi": "living"}, [MALAM]),
    "year": ({"tahun": "2017"}, ["Aduan warga", MALAM, MEI]),
    "no date": ({"tahun": "tanpa-tanggal"}, [UNDATED]),
    "kind": ({"jenis": "inisiatif"}, ["Aduan warga", "Aduan warga"]),
    "all": ({"daerah": "kota-bekasi", "dimensi": "governance", "tahun": "2018"}, [LAMA, PUSAT]),
    "all, a word": ({"q": "aduan", "daerah": "kota-bekasi", "dimensi": "governance", "tahun": "2018"}, [PUSAT]),
    "another word": ({"q": "cerdas", "daerah": "kota-bekasi", "jenis": "berita"}, [MEI]),
    "nothing in common": ({"daerah": "kota-bekasi", "dimensi": "living"}, []),
    "unknown value": ({"daerah": "kota-hilang", "dimensi": "living"}, [MALAM]),
    "stem": ({"q": "mengadukan", "tahun": "2018", "dimensi": "governance"}, [PUSAT]),
    "stop words": ({"q": "siaran untuk pusat yang aduan", "jenis": "berita"}, [PUSAT]),
    "hidden": ({"q": "tersembunyi"}, []),
    "draft": ({"q": "rahasia"}, []),
    "boilerplate": ({"q": "wayback"}, []),
    "a name": ({"q": "Aduan warga", "jenis": "inisiatif"}, ["Aduan warga", "Aduan warga"]),
    "another name, and its place": ({"q": "pusat aduan bekasi", "jenis": "inisiatif"}, ["Aduan warga"]),
    "a government": ({"q": "PEMKOT Samarinda", "jenis": "daerah"}, ["Kota Samarinda"]),
    "a letter too few": ({"q": "samarnda", "jenis": "daerah"}, ["Kota Samarinda"]),
    "two letters that changed places": ({"q": "bekais", "jenis": "daerah"}, ["Kota Bekasi"]),
    "words written as one": ({"q": "aduanwarga", "jenis": "inisiatif", "daerah": "kota-bekasi"}, ["Aduan warga"]),
    "a word of pages misspelt": ({"q": "mengadukn", "tahun": "2018", "dimensi": "governance"}, []),
    "the beginning of a word": (
        {"q": "rencan", "jenis": "berita", "daerah": "kota-bekasi", "tahun": "2018"},
        [RENCANA],
    ),
    "a word that no page has": ({"q": "cerdas qwertz", "daerah": "kota-bekasi", "jenis": "berita"}, [MEI]),
    "words that no page has together": (
        {"q": "siaran cerdas", "daerah": "kota-bekasi", "jenis": "berita"},
        [MEI, PUSAT],
    ),
}


@pytest.mark.browser
@pytest.mark.parametrize("case", SEARCHES)
def test_a_search_finds(case: str, window: "Page", address: str) -> None:
    asked, titles = SEARCHES[case]
    assert results(window, address, **asked) == titles
    assert window.locator("#nihil").is_visible() == (not titles)


@pytest.mark.browser
def test_a_result_says_what_it_is(window: "Page", address: str) -> None:
    results(window, address, q="mengadukan", tahun="2018", dimensi="governance")
    row = window.locator("#hasil li")
    assert row.locator(".meta").inner_text() == "Berita · 5 Maret 2018 · Kota Bekasi"
    assert "Aduan" in row.locator("mark").all_inner_texts()
    results(window, address, tahun="tanpa-tanggal")
    assert "Tanpa tanggal" in window.locator("#hasil .meta").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize("query", ["Kota Bekasi", "bekasi", "Kota Bekais"])
def test_a_name_comes_first_with_its_verdict(query: str, window: "Page", address: str) -> None:
    assert results(window, address, q=query)[0] == "Kota Bekasi"
    first = window.locator("#hasil li").first
    assert first.locator("a").get_attribute("href") == "/daerah/kota-bekasi/"
    assert first.locator(".meta").inner_text().startswith("Daerah · Jawa Barat · terakhir diberitakan ")
    assert "kabar terakhir" in first.locator("p").last.inner_text()
    assert results(window, address, q=query).count("Kota Bekasi") == 1


@pytest.mark.browser
def test_a_misspelling_is_said_and_a_query_without_results_offers_the_likest(window: "Page", address: str) -> None:
    results(window, address, q="samarnda")
    assert "“samarnda” tidak ada; ini hasil untuk “samarinda”" in window.locator("#jumlah").inner_text()
    assert results(window, address, q="sammmarindo") == []
    assert window.locator("#mirip a").first.inner_text() == "Kota Samarinda"
    assert results(window, address, q="samarinda")
    assert not window.locator("#mirip").is_visible()


@pytest.mark.browser
def test_a_search_by_filters_alone_loads_one_part_of_the_words(address: str, reader: "Reader") -> None:
    visit = reader.open("about:blank")
    visit.asked.clear()
    assert results(visit.page, address, daerah="kota-bekasi")
    assert sum("/pagefind/index/" in url for url in visit.asked) == 1


@pytest.mark.browser
def test_an_initiative_is_found_by_its_place_and_does_not_say_its_status_twice(window: "Page", address: str) -> None:
    assert results(window, address, q="kota", daerah="kota-samarinda", jenis="inisiatif") == ["Aduan warga"]
    excerpt = window.locator("#hasil li p").last.inner_text()
    assert "Kota Samarinda" in excerpt
    assert "per 22" not in excerpt
    assert excerpt.count("terdengar") == 1


@pytest.mark.browser
def test_more_results_come_on_demand(page: "Page", built: Path, many: Path) -> None:
    index(many)
    shutil.copytree(built / "theme", many / "theme")
    shutil.copytree(built / "cari", many / "cari")
    with serving(many) as where:
        titles = results(page, where, jenis="berita")
        newest = [number for number in range(MANY) if number % 3]
        newest.sort(key=lambda number: (number % 7, number), reverse=True)
        assert titles == [f"Halaman {number}" for number in newest[:20]]
        assert page.locator("#jumlah").inner_text() == "30 halaman, yang terbaru lebih dulu."
        page.get_by_role("button", name="Muat lagi").press("Enter")
        page.locator("#hasil li").nth(29).wait_for()
        assert page.locator("#hasil a").all_inner_texts() == [f"Halaman {number}" for number in newest]
        assert page.evaluate("document.activeElement.textContent") == f"Halaman {newest[20]}"
        assert page.locator("#lagi").is_hidden()
        page.locator("#hasil a").last.press("Enter")
        page.wait_for_url("**/p*/")
        page.go_back()
        page.locator("#hasil li").nth(29).wait_for()


@pytest.mark.browser
def test_the_address_keeps_the_search_and_back_works(page: "Page", address: str) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415 - needed here only

    page.goto(address + "/cari/")
    page.get_by_label("Kata").fill("aduan")
    page.get_by_label("Kata").press("Enter")
    expect(page).to_have_url(f"{address}/cari/?q=aduan")
    page.get_by_role("combobox", name="Daerah", exact=True).select_option("Kota Samarinda")
    expect(page).to_have_url(f"{address}/cari/?q=aduan&daerah=kota-samarinda")
    page.get_by_role("combobox", name="Tahun", exact=True).select_option("2015")
    expect(page.locator("#hasil a")).to_have_text(["Aduan warga"])
    page.go_back()
    page.go_back()
    expect(page).to_have_url(f"{address}/cari/?q=aduan")
    expect(page.get_by_role("combobox", name="Daerah", exact=True)).to_have_value("")
    expect(page.locator("#hasil a", has_text=PUSAT)).to_be_visible()
    page.go_back()
    expect(page.locator("#jumlah")).to_be_empty()
    expect(page.locator("#hasil li")).to_have_count(0)


@pytest.mark.browser
def test_hostile_words_are_text(page: "Page", built: Path, tmp_path: Path) -> None:
    attack = "<img src=x onerror=console.log(1)>"
    site = tmp_path / "site"
    shutil.copytree(built / "theme", site / "theme")
    shutil.copytree(built / "cari", site / "cari")
    write_page(site, 1, attack.replace("<", "&lt;") + " selesai")
    index(site)
    with serving(site) as where:
        assert results(page, where, q=attack) == ["Halaman 1"]
        assert page.get_by_label("Kata").input_value() == attack
        assert attack in page.locator("#hasil").inner_text()
        assert results(page, where, q="<b>tidak", daerah="<b>") == []
        assert page.locator("main img").count() == 0


@pytest.mark.browser
def test_without_script_the_form_leads_to_the_plain_index(address: str, reader: "Reader") -> None:
    page = reader.open(address + "/cari/", script=False).page
    assert page.get_by_text("Tanpa JavaScript").is_visible()
    page.get_by_role("combobox", name="Daerah", exact=True).select_option("Kota Bekasi")
    page.get_by_role("button", name="Cari").click()
    assert page.url.startswith(address + "/cari/daftar/")
    assert page.get_by_role("link", name="Kota Bekasi", exact=True).count() == 1


@pytest.mark.browser
def test_an_index_that_cannot_be_read_leaves_the_plain_index(address: str, page: "Page") -> None:
    page.route("**/pagefind.js", lambda route: route.fulfill(content_type="text/javascript", body="throw 1"))
    results(page, address, q="aduan")
    assert "tidak dapat dimuat" in page.locator("#jumlah").inner_text()
    page.get_by_role("button", name="Cari").click()
    page.wait_for_url("**/cari/daftar/?*")


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_results_fit_do_not_jump_and_can_be_tapped(width: int, page: "Page", address: str) -> None:
    watch = "new PerformanceObserver(l => { for (const e of l.getEntries()) window.moved += e.value })"
    page.add_init_script(f"window.moved = 0; {watch}.observe({{type: 'layout-shift', buffered: true}})")
    page.set_viewport_size({"width": width, "height": 740})
    assert results(page, address, daerah="kota-bekasi")
    assert page.evaluate("moved") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for target in page.locator("#cari input, #cari select, #cari button, #hasil a").all():
        box = target.bounding_box()
        assert box
        assert box["height"] >= 44
