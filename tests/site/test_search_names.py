"""What the search page looks up first: names and where they lead, and the words that a misspelling may stand for."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.search.names import FILE, parts_of
from plugins.search.spelling import MOST_WORDS, spelling_list, word_counts
from record.site_files import site_path

PARTS = {
    "Sakedap": (),
    "Ronda (Rukun Online Warga)": ("Ronda", "Rukun Online Warga"),
    "e-Warga dan e-Lurah": ("e-Warga", "e-Lurah"),
    "LAPOR / SP4N": ("LAPOR", "SP4N"),
    "Ambulans SIAGA dan kunjungan rumah": ("Ambulans SIAGA",),
    "Program Cepat: 11 aplikasi": ("Program Cepat",),
    "Danau Serta Dandang": (),
    "A, B, dan CDE": ("CDE",),
}


@pytest.mark.parametrize("name", PARTS)
def test_a_name_of_several_has_parts(name: str) -> None:
    assert parts_of(name) == PARTS[name]


@given(st.text())
def test_parts_are_of_the_name(name: str) -> None:
    assert all(part in name and part != name for part in parts_of(name))


def test_names_say_where_they_lead_and_what_became_of_it(built: Path) -> None:
    entries = json.loads((built / FILE).read_text("utf-8"))["entries"]
    by_address = {entry["address"]: entry for entry in entries}
    assert {entry["kind"] for entry in entries} >= {"Daerah", "Inisiatif", "Dimensi", "Langkah", "Halaman"}
    for address in by_address:
        page, _, anchor = address.partition("#")
        html = (built / site_path(page)).read_text("utf-8")
        assert not anchor or f'id="{anchor}"' in html, address
    place = by_address["/daerah/kota-bekasi/"]
    assert place["title"] == "Kota Bekasi"
    assert "kabar terakhir" in place["text"]
    assert place["day"]
    app = by_address["/inisiatif/kota-bekasi/aduan/"]
    assert app["also"] == ["Pusat Aduan"]
    assert (app["place"], app["dimension"], app["context"]) == ("kota-bekasi", "governance", "aplikasi")
    assert app["text"].endswith(".")


def fragment(title: str, text: str) -> bytes:
    """A page's title and text as Pagefind keeps them."""
    return gzip.compress(b"pagefind_dcd" + json.dumps({"content": text, "meta": {"title": title}}).encode())


def test_words_are_counted_by_page_and_rare_ones_left_out() -> None:
    pages = [("Aduan warga", "aduan! Kota 2017"), ("Banjir", "aduan warga_x"), ("", "Banjir kota é kota")]
    files = {f"fragment/{number}.pf_fragment": fragment(*page) for number, page in enumerate(pages)}
    assert word_counts({**files, "index/x.pf_index": b"x"}) == {"aduan": 2, "banjir": 2, "kota": 2, "warga": 2}


def test_words_of_all_bundles_are_listed_by_how_frequent_they_are() -> None:
    assert spelling_list([{"aduan": 2, "warga": 3}, {"warga": 5, "banjir": 3}]) == ["", "aduan banjir", "", "warga"]
    assert spelling_list([]) == []


def test_the_list_of_words_has_an_end() -> None:
    listed = spelling_list([{f"kata{number}": 2 + number for number in range(MOST_WORDS + 50)}])
    assert sum(len(text.split()) for text in listed) == MOST_WORDS
    assert "kata49" not in " ".join(listed).split()
