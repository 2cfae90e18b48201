"""Telling places apart; a new case is a line in places.jsonl."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.decide.places import Placer
from scrapers.decide.places.role_cues import ROLE_CUES
from scrapers.gazetteer import load
from tests.conftest import PLACES, place

CASES = [json.loads(line) for line in (Path(__file__).parent / "places.jsonl").read_text("utf-8").splitlines()]
LOCAL = [region for region in load().regions.values() if region.kind != "provinsi"]
GOVERNMENTS = {r.slug: ("Pemkot" if r.kind == "kota" else "Pemkab", r.name) for r in LOCAL}
NAMES = [name for region in load().regions.values() for name in (region.name, region.capital, *region.names) if name]
PHRASES = [phrase.strip() for cue in ROLE_CUES for phrase in cue.phrases.split(",")]


@pytest.fixture(scope="module")
def few() -> Placer:
    """Of four places, two of them namesakes."""
    return Placer({row[0]: place(*row) for row in PLACES})


@pytest.fixture(scope="module")
def untracked() -> Placer:
    return Placer({})


@pytest.fixture(scope="module")
def everywhere() -> Placer:
    """Of all 514."""
    return Placer({slug: place(slug, slug, "Jawa", "Asia/Jakarta", []) for slug in GOVERNMENTS})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_text_is_filed(case, few) -> None:
    placed = few.place(case["title"], case["text"], case.get("outlet_places", []))
    assert (list(placed.about), list(placed.mentions)) == (case["about"], case["mentions"])
    assert bool(placed.candidates) == case.get("unsure", False)


def test_the_order_of_two_main_places_is_the_titles(few) -> None:
    placed = few.place(
        "Pemkot Bekasi dan Pemkot Samarinda Berbagi Data", "Wali Kota Samarinda hadir. Kota Samarinda mulai."
    )
    assert placed.about == ("kota-bekasi", "kota-samarinda")


CUED = [
    "Pemkot",
    "Bupati",
    "Gubernur",
    "Kota",
    "Kab.",
    "Kelurahan",
    "Polres",
    "Mantan",
    "asal",
    "tengah",
    "dan",
    "Raya",
    "di",
]
NOISE = [
    "",
    ",",
    ". ",
    " – ",
    "\n",
    "\n1. ",
    ": ",
    " | ",
    "(",
    "”",
    "Baca juga:",
    "İ",
    "kategori kota:",
    "Rp 112 T",
    "\t\t",
]


@st.composite
def texts_of_the_lexicon(draw: st.DrawFn) -> str:
    """Names, cues and noise in any order, in any case."""
    words = st.sampled_from([*NAMES, *CUED, *PHRASES, *NOISE])
    text = " ".join(draw(st.lists(words, max_size=30)))
    return draw(st.sampled_from([text, text.upper(), text.title(), text.replace(" ", "")]))


@given(title=st.text(max_size=60) | texts_of_the_lexicon(), text=st.text(max_size=200) | texts_of_the_lexicon())
def test_no_text_breaks_the_placer(everywhere, title, text) -> None:
    placed = everywhere.place(title, text)
    named = [*placed.about, *placed.mentions, *placed.candidates]
    assert len(set(named)) == len(named)
    assert placed.others == tuple(dict.fromkeys(placed.others))


def test_a_place_that_nobody_tracks_is_placed_too(untracked) -> None:
    text = "Pemkab Cirebon memperbaiki jalan di Plumbon. Bupati Cirebon meminta warga Kota Cirebon memutar."
    placed = untracked.place("Pemkab Cirebon Perbaiki Jalan", text)
    assert placed.about == placed.mentions == ()
    assert placed.others == ("Kabupaten Cirebon", "Kota Cirebon"), "what the text is about comes first"


def test_every_kota_and_kabupaten_is_placed_by_its_government(everywhere) -> None:
    """In the plainest text; of a name that one region has alone the bare name is enough for others to be found."""
    wrong = {
        slug: placed.about
        for slug, (kind, name) in GOVERNMENTS.items()
        if (placed := everywhere.place(f"{kind} {name} Buka Taman", f"{kind} {name} membuka taman kemarin.")).about
        != (slug,)
    }
    assert wrong == {}
