"""The role of each mention. The tables' own examples are the cases: a name in brackets has the table's role."""

import re

import pytest

from scrapers.decide.places.mention_finder import MentionFinder
from scrapers.decide.places.role_cues import ROLE_CUES, RoleCue
from scrapers.decide.places.roles import PASSING
from scrapers.decide.places.text import prepare

_BRACKETS = re.compile(r"[\[\]]")


@pytest.fixture(scope="module")
def finder(placer) -> MentionFinder:
    return placer._finder


def _role(finder: MentionFinder, sentence: str) -> str:
    """Of the name in brackets."""
    name = re.search(r"\[(.+)\]", sentence)
    assert name
    mentions = finder.find(prepare("Kabar", f"{_BRACKETS.sub('', sentence)}.")).mentions
    return next(mention.role for mention in mentions if mention.text.endswith(name[1]))


@pytest.mark.parametrize("cue", ROLE_CUES, ids=lambda cue: cue.example)
def test_the_example_of_a_table_has_its_role(finder, cue: RoleCue) -> None:
    assert _role(finder, cue.example) == cue.role


@pytest.mark.parametrize(
    "sentence",
    [
        "Pemkot [Bekasi] menata halte bus",
        "Wali Kota [Bogor] meminta sopir tidak berhenti di tikungan arah Depok",
        "Warga [Makassar] menanam cabai di lorong",
        "Banjir merendam rumah di Genuk, [Kota Semarang]",
    ],
)
def test_a_place_whose_news_it_is_does_not_pass(finder, sentence) -> None:
    assert _role(finder, sentence) not in PASSING


@pytest.mark.parametrize(
    ("text", "size", "is_chosen"),
    [
        ("Menteri memberi piagam kepada Kota Bekasi, Kota Bogor, dan Kabupaten Siak.", 3, True),
        ("Cabang dibuka di cabang Bekasi, Bogor, dan Siak.", 3, False),
        ("Lima daerah menang: Kota Bekasi, Kota Bogor, Kota Depok. Menyusul Kota Jambi dan Kabupaten Siak.", 5, True),
        ("Penerimanya:\n1. Kota Bekasi, guru\n2. Kota Bogor, dokter\n3. Kabupaten Siak, bidan", 3, True),
    ],
)  # fmt: skip
def test_a_row_of_names_is_one(finder, text, size, is_chosen) -> None:
    mentions = finder.find(prepare("Kabar", text)).mentions
    assert max(mention.row_size for mention in mentions) == size
    assert all(mention.row_chosen for mention in mentions) == is_chosen
