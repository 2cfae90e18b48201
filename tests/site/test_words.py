"""Numbers as pages write them."""

import datetime as dt

import pytest

from plugins.language.filters import FILTERS, latitude, longitude, percent, regions


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (latitude(-8.6), "8,60° LS"),
        (latitude(1.474), "1,47° LU"),
        (longitude(115.1764), "115,18° BT"),
        (longitude(-0.13), "0,13° BB"),
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
