"""Terms: each page links the first occurrence of one to its explanation, in its own language."""

from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import html as lxml_html

from plugins.model.load import load_record
from plugins.queries.glossary import unexplained
from record.site_files import site_path
from tests.site.building import CONTENT, ROOT
from tools import build_site


def page(built: Path, address: str) -> Any:
    return lxml_html.fromstring((built / site_path(address)).read_bytes())


def term_links(tree: Any) -> list[str]:
    return [link.get("href") for link in tree.iterfind(".//a[@class='term']")]


def test_every_link_of_a_term_leads_to_its_explanation(built: Path) -> None:
    linked = 0
    for path in built.rglob("index.html"):
        tree = lxml_html.fromstring(path.read_bytes())
        links = term_links(tree)
        linked += len(links)
        assert not links or max(Counter(links).values()) == 1, path
        home = "/en/glossary/" if tree.get("lang") == "en" else "/istilah/"
        assert {link.partition("#")[0] for link in links} <= {home}
        for link in links:
            assert page(built, home).get_element_by_id(link.partition("#")[2]).tag == "dt"
    assert linked > 3


def test_terms_stand_by_the_alphabet_with_what_they_mean(built: Path) -> None:
    tree = page(built, "/istilah/")
    assert [name.text_content() for name in tree.iterfind(".//dfn")] == ["Aduan", "RKCI", "SPBE"]
    explained = tree.find(".//dt[@id='spbe']").getnext().text_content()
    assert explained.startswith("Sistem Pemerintahan Berbasis Elektronik: pemakaian teknologi oleh pemerintah")
    assert "Sumber: Kabar Satu" in explained
    assert tree.find(".//dt[@id='rkci']").getnext().text_content() == "belum dijelaskan"
    assert term_links(tree) == [], "a page does not link its own terms"


def test_a_text_of_ours_links_its_term(built: Path) -> None:
    tree = page(built, "/inisiatif/kota-bekasi/aduan/")
    (link,) = [link for link in tree.iterfind(".//a[@class='term']") if link.get("href") == "/istilah/#aduan"]
    assert (link.get("title"), link.find("abbr").get("title")) == ("laporan warga tentang layanan",) * 2
    assert link.getparent().getparent().get("class") == "ours"


def test_the_build_names_terms_without_an_explanation(capsys: pytest.CaptureFixture[str]) -> None:
    build: Any = SimpleNamespace(record=load_record(CONTENT))
    build_site.name_unexplained_terms(build)
    assert capsys.readouterr().out.count("is listed without an explanation") == 1
    assert unexplained(build.record) == ["RKCI"]


@pytest.mark.record
def test_every_term_of_the_record_is_explained() -> None:
    assert unexplained(load_record(ROOT / "content")) == []
