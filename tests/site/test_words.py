"""Numbers and days as pages write them; a new case of a day is a table in day_words.toml."""

import datetime as dt
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from plugins.language.catalogue import TRANSLATIONS, catalogue
from plugins.language.dates import date_words, short_date
from plugins.language.day_words import FACT_BASES, ITEM_DAYS, UNITS, basis_words, item_day_words
from plugins.language.filters import FILTERS, percent, regions
from record.item import Item
from record.item_day import item_day
from record.vocabulary import DATE_BASES, PRECISIONS
from tests.site.building import ROOT

DAYS = tomllib.loads(Path(__file__).with_name("day_words.toml").read_text("utf-8"))
PLAIN = tomllib.loads(Path(__file__).with_name("plain_words.toml").read_text("utf-8"))["word"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (percent(0.974), "97%"),
        (percent(1), "100%"),
        (percent(None), "–"),
    ],
)
def test_numbers_are_written_as_indonesian_writes_them(text: str, words: str) -> None:
    assert text == words


def test_only_names_of_regions_are_warned_of() -> None:
    names = ["Kabupaten Bekasi", "Pemkab Bekasi", "Kotamobagu", "Kecamatan Purwakarta (Kota Cilegon)", "Bekasi"]
    assert regions(names) == ["Kabupaten Bekasi", "Kecamatan Purwakarta (Kota Cilegon)"]


def test_a_source_line_can_show_the_day_that_its_address_states() -> None:
    stated = FILTERS["hari_alamat"]("https://kabar.example/2019/05/16/aduan")
    assert (stated.date, stated.precision) == (dt.date(2019, 5, 16), "day")
    assert FILTERS["hari_alamat"]("https://kabar.example/aduan") is None


def in_english(message: str) -> str:
    return catalogue(ROOT / "theme" / TRANSLATIONS)[message]


@pytest.mark.parametrize("case", DAYS["item"], ids=lambda case: case["id"])
def test_an_item_s_day_says_how_it_is_known(case: dict[str, Any]) -> None:
    day, *rest = case["day"] or [None]
    known = dt.date.fromisoformat(day) if day else None
    assert item_day_words(known, *rest) == case["id"]
    assert item_day_words(known, *rest, translate=in_english) == case["en"]


@pytest.mark.parametrize("case", DAYS["fact"], ids=lambda case: case["id"])
def test_a_fact_s_day_says_how_it_is_known_where_its_source_does_not(case: dict[str, Any]) -> None:
    assert basis_words(*case["basis"]) == case["id"]
    assert basis_words(*case["basis"], translate=in_english) == case["en"]


def test_every_basis_and_precision_has_its_words() -> None:
    assert {basis for _, basis in ITEM_DAYS} == set(DATE_BASES) == {"publisher", *FACT_BASES}
    assert set(UNITS) == set(PRECISIONS)
    item = Item(title="a", id="b")
    for basis in DATE_BASES:
        known = [item_day(replace(item, date_basis=basis), dt.date(2017, 5, 22))]
        known += [item_day(replace(item, date_basis=basis, event_date="2017"), None)]
        assert {(day.of, day.basis) for day in known if day} <= set(ITEM_DAYS)


def test_a_bound_is_called_one_in_narrow_columns_too() -> None:
    day = dt.date(2020, 3, 3)
    assert date_words(day, "not-after") == "paling lambat 3 Maret 2020"
    assert [short_date(day, precision) for precision in PRECISIONS] == [
        "Mar 2020",
        "Mar 2020",
        "2020",
        "≤ Mar 2020",
        "≥ Mar 2020",
    ]


@pytest.fixture(scope="module")
def sources(built: Path) -> dict[str, str]:
    """The source of every Indonesian page by its address."""
    pages = [path for path in built.rglob("index.html") if path.relative_to(built).parts[0] != "en"]
    return {path.parent.relative_to(built).as_posix(): path.read_text("utf-8") for path in pages}


@pytest.mark.parametrize("case", PLAIN, ids=lambda case: case["new"])
def test_the_site_says_it_in_plain_words(sources: dict[str, str], case: dict[str, Any]) -> None:
    assert case["new"] in sources[case["own"]]
    found = {(address, old) for address, source in sources.items() for old in case["old"] if old in source}
    assert found == set()
