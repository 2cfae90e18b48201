"""Why a place was named, and what was refused."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.decide.places import Placer
from scrapers.decide.places.text import is_furniture
from tests.conftest import ROOT


def test_the_words_that_decided_are_told_as_they_stand(placer) -> None:
    placed = placer.place("Pemkot Bekasi Tambah Taman", "Wali Kota Bekasi membuka taman. Warga Kota Bogor datang.")
    assert placed.about == ("kota-bekasi",)
    words = {reason.slug: reason.words for reason in placed.reasons}
    assert words["kota-bekasi"][:2] == ("Pemkot Bekasi", "Wali Kota Bekasi")
    assert words["kota-bogor"] == ("Kota Bogor",)


def test_labels_and_namesakes_are_told_as_refused(placer) -> None:
    text = "Alumni Institut Teknologi Bandung membantu Pemkab Bekasi. Kantor ada di Kelurahan Tangerang."
    placed = placer.place("Pemkab Bekasi Bangun Turbin", text)
    assert placed.about == placed.mentions == ()
    assert {(refused.words, refused.why) for refused in placed.refused} == {
        ("Kabupaten Bekasi", "other-kind"),
        ("Institut Teknologi Bandung", "label"),
        ("Kelurahan Tangerang", "village"),
    }
    assert "Kabupaten Bekasi" in placed.others


def test_a_bare_name_that_nothing_settles_waits_with_its_candidates(placer) -> None:
    placed = placer.place("Bandung Menata Trotoar", "Trotoar dilebarkan di Bandung.")
    assert not placed.is_sure
    assert placed.candidates == ("kota-bandung", "kabupaten-bandung")
    assert placed.about == placed.mentions == (), "nothing is filled in"
    assert {reason.slug: reason.words for reason in placed.reasons} == dict.fromkeys(placed.candidates, ("Bandung",))


def test_the_outlets_place_settles_a_bare_name_and_never_the_text(placer) -> None:
    assert placer.place("Bandung Menata Trotoar", "Lebar.", ["kabupaten-bandung"]).about == ("kabupaten-bandung",)
    overruled = placer.place("Wali Kota Bandung Menata Trotoar", "Lebar.", ["kabupaten-bandung"])
    assert overruled.about == ("kota-bandung",)


def test_a_place_that_the_gazetteer_does_not_know_is_told_apart_all_the_same(places) -> None:
    place = places["kota-bekasi"].model_copy(
        update={"slug": "kota-cendana", "name": "Kota Cendana", "kind": "kota", "kemendagri_code": "", "aliases": []}
    )
    placer = Placer({"kota-cendana": place})
    assert placer.place("Pemkot Cendana Buka Taman", "Wali Kota Cendana hadir.").about == ("kota-cendana",)
    assert placer.place("Pemkot Bekasi Buka Taman", "Wali Kota Bekasi hadir.").about == ()


@pytest.mark.parametrize(
    ("line", "furniture"),
    [
        ("Baca juga: Bogor Hujan Es", True),
        ("Beranda > Daerah > Bekasi", True),
        ("Bekasi | Bogor | Depok", True),
        ("Lokasi Lain: Tangsel, Kota Bogor", True),
        ("(2) Kota Tangerang, 1,4 hari;", False),
        ("Wali Kota: Bekasi Siap Menjadi Tuan Rumah.", False),
        ("Kota Bekasi", False),
    ],
)
def test_menus_and_pointers_are_no_part_of_an_article(line, furniture) -> None:
    assert is_furniture(line) is furniture


@given(
    st.text(alphabet=st.sampled_from("Kota Bandung Pemkab.\n-–:|(1) bupati di İß"), max_size=200), st.text(max_size=40)
)
def test_any_text_is_answered_and_its_reasons_stand_in_it(placer, text, title) -> None:
    placed = placer.place(title, text)
    assert {reason.slug for reason in placed.reasons} == {*placed.about, *placed.mentions, *placed.candidates}
    assert not set(placed.about) & set(placed.mentions)
    assert all(not set(",=+\n") & set(word) for reason in placed.reasons for word in reason.words)


def test_the_command_tells_why_when_asked(tmp_path) -> None:
    (tmp_path / "a.txt").write_text("Pemkot Bekasi Buka Taman\nWarga Persib Bandung datang.\n", "utf-8")
    command = [sys.executable, "-m", "scrapers", "place", str(tmp_path / "a.txt")]
    plain, explained = (
        json.loads(subprocess.run([*command, *more], cwd=ROOT, capture_output=True, text=True, check=True).stdout)
        for more in ([], ["--why"])
    )
    assert set(plain) == {"about", "mentions", "others"}
    assert explained["because"] == {"kota-bekasi": ["Pemkot Bekasi"]}
    assert explained["refused"] == {"Persib Bandung": "label"}
