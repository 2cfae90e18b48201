"""What readers, browsers, servers and programs find at an address that moved or is gone."""

import json
import shutil
from pathlib import Path

import pytest

from publish.checks.accessibility import violations
from tests.site.building import CONTENT, build
from tests.site.visit import Reader

MOVED, NOW, GONE = "/berita/2017/05/salah-eja/", "/berita/2017/05/mei/", "/berita/2018/02/ditarik/"


def page(site: Path, address: str) -> str:
    return (site / address.lstrip("/") / "index.html").read_text("utf-8")


def test_a_page_that_moved_leads_on_and_is_taken_for_the_new_one(built: Path) -> None:
    text = page(built, MOVED)
    assert f'<meta http-equiv="refresh" content="0; url={NOW}">' in text
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{NOW}">' in text
    assert MOVED not in (built / "sitemap.xml").read_text("utf-8")


def test_a_page_that_is_gone_says_why(built: Path) -> None:
    text = page(built, GONE)
    assert "Penerbit menarik beritanya &amp; meminta maaf." in text
    assert "noindex" in text
    assert "http-equiv" not in text


def test_servers_and_programs_have_tables_too(built: Path) -> None:
    assert (built / "_redirects").read_text("utf-8") == f"{MOVED} {NOW} 301\n"
    assert (built / "_moved.map").read_text("utf-8") == f'"{MOVED}" "{NOW}";\n'
    assert json.loads((built / "_moved.json").read_text("utf-8"))[1] == {
        "address": GONE, "to": None, "ids": ["urn:uuid:00000000-0000-4000-8000-00000000dead"]
    }  # fmt: skip


def test_a_page_in_both_languages_moves_in_both(tmp_path: Path) -> None:
    content = shutil.copytree(CONTENT, tmp_path / "content")
    row = '[[moved]]\naddress = "/daerah/kota-lama/"\nto = "/daerah/kota-bekasi/"\nwhy = "Ganti nama."\n'
    (content / "moved.toml").write_text(row, "utf-8")
    assert build(content, tmp_path / "site").returncode == 0
    there = page(tmp_path / "site", "/en/places/kota-lama/")
    assert 'url=/en/places/kota-bekasi/">' in there
    assert "This page has moved" in there
    assert '<span lang="id">Ganti nama.</span>' in there
    assert "/en/places/kota-lama/ /en/places/kota-bekasi/ 301" in (tmp_path / "site/_redirects").read_text("utf-8")


BROKEN = {
    "no reason": ('why = "Alamat yang lama salah eja."', "", "moved.toml:3: moved.0.why: this key is missing"),
    "another site": (f'to = "{NOW}"', 'to = "https://lain.example/"', "moved.toml:5: moved.0.to: "),
    "no such page": (f'to = "{NOW}"', 'to = "/tidak-ada/"', "moved.toml:5: to: there is no page /tidak-ada/"),
    "a page that is there": (MOVED, "/daerah/", "moved.toml:4: address: /daerah/ is a page of the site"),
    "the same twice": (GONE, MOVED, f"moved.toml:4: address: {MOVED} stands there twice"),
    "no address of ours": (MOVED, '/a b"c/', "moved.toml:4: "),
    "no TOML": ("[[gone]]", "[[gone]", "moved.toml:8: not valid TOML"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_line_that_cannot_be_is_named(case: str, tmp_path: Path) -> None:
    old, new, said = BROKEN[case]
    content = shutil.copytree(CONTENT, tmp_path / "content")
    text = (content / "moved.toml").read_text("utf-8")
    assert old in text
    (content / "moved.toml").write_text(text.replace(old, new, 1), "utf-8")
    done = build(content, tmp_path / "site")
    assert done.returncode != 0
    assert said in done.stderr


@pytest.mark.browser
def test_a_browser_is_led_on_and_axe_finds_nothing_on_the_rest(address: str, reader: Reader) -> None:
    visit = reader.open(address + MOVED)
    visit.page.wait_for_url(address + NOW)
    assert violations(reader.open(address + GONE).page) == []
