"""The gazetteer is whole."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.distance import great_circle_km
from record.text import fold
from scrapers.gazetteer import count_districts, load, load_seats
from scrapers.gazetteer.lookup import find_regions, similar_regions
from scrapers.gazetteer.seats import Town, match_seats

CASES = tomllib.loads(Path(__file__).with_name("region_names.toml").read_text("utf-8"))["case"]
FURTHEST_KM = 7
"""Between two points that both stand for one seat: the regent's office and the middle of its town."""
ZONES = {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"}


def test_every_region_is_there_with_what_is_known_of_it() -> None:
    regions = load().regions
    kinds = Counter(region.kind for region in regions.values())
    assert kinds == {"provinsi": 38, "kabupaten": 416, "kota": 98}
    assert {region.zone for region in regions.values()} == ZONES
    assert all(region.province in regions for region in regions.values())
    assert all(bool(region.capital) == (region.kind != "kota") for region in regions.values())
    assert len({region.slug for region in regions.values()}) == len(regions)


def test_names_that_mean_one_region_do_not_mean_another() -> None:
    regions = load().regions
    owners = Counter(fold(name) for region in regions.values() if region.kind != "provinsi" for name in region.names)
    assert [name for name, times in owners.items() if times > 1] == []


def test_kecamatan_landmarks_and_leaders_belong_to_a_region() -> None:
    gazetteer = load()
    assert len(gazetteer.districts) > 7000
    assert {district.region for district in gazetteer.districts} <= set(gazetteer.regions)
    assert {code for code, _ in (*gazetteer.landmarks, *gazetteer.leaders)} <= set(gazetteer.regions)


@pytest.mark.record
def test_the_tracked_places_are_in_it_under_their_code(record_places) -> None:
    regions = load().regions
    for slug, place in record_places.items():
        region = regions[place.kemendagri_code]
        assert (region.slug, region.zone) == (slug, place.timezone)
        assert (region.capital, regions[region.province].name) == (place.capital, place.province)
        assert place.districts is None or place.districts.value == count_districts()[region.code]
        named = [district.name for district in load().districts if district.region == region.code]
        assert place.districts is None or place.districts.names == named


@pytest.mark.record
def test_the_tracked_places_are_where_geonames_has_their_seats(record_places) -> None:
    seats = load_seats()
    both = [(place, seats[place.kemendagri_code]) for place in record_places.values() if place.kemendagri_code in seats]
    assert len(both) > 20
    assert [place.slug for place, seat in both if great_circle_km(place, seat) > FURTHEST_KM] == []


def test_seats_are_those_of_known_regions_within_indonesia() -> None:
    seats, regions = load_seats(), load().regions
    assert len(seats) == 473
    assert {regions[code].kind for code in seats} == {"kabupaten", "kota"}
    assert all(
        -11 < seat.latitude < 6 and 95 < seat.longitude < 141.1 and seat.number.isdigit() for seat in seats.values()
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case["says"]))
def test_a_name_means_the_regions_that_bear_it(case) -> None:
    regions = find_regions(case["says"], load().regions.values())
    assert sorted(region.slug for region in regions) == sorted(case["means"])


def test_every_region_is_meant_by_its_slug_and_by_its_full_name_alone() -> None:
    regions = list(load().regions.values())
    for region in regions[::25]:
        assert find_regions(region.slug, regions) == find_regions(region.full_name.upper(), regions) == [region]


def test_a_slip_is_answered_with_the_nearest_names() -> None:
    regions = load().regions.values()
    assert [region.slug for region in similar_regions("Bandungg", regions)][:2] == ["kabupaten-bandung", "kota-bandung"]
    assert similar_regions("xyz qqq", regions) == similar_regions("", regions) == []


@given(st.text(max_size=40))
def test_any_words_are_looked_up(words) -> None:
    regions = list(load().regions.values())[:30]
    assert set(find_regions(words, regions)) <= set(regions)
    assert len(similar_regions(words, regions)) <= 4


ROWS = [
    ["90.01", "kabupaten", "Satu", "Kotasatu", "Asia/Jakarta", "Satu Lama"],
    ["90.02", "kabupaten", "Dua", "Pusat", "Asia/Jakarta", ""],
    ["90.71", "kota", "Tiga", "", "Asia/Jakarta", ""],
    ["90.72", "kota", "Jauh", "", "Asia/Jakarta", ""],
]
AREAS = {
    1: ["Kabupaten Satu Lama"],
    2: ["Kabupaten Dua", "Dua Regency"],
    3: ["Kota Administrasi Tiga"],
    4: ["Kota Lain"],
}


@pytest.mark.parametrize(
    ("towns", "by_hand", "seats"),
    [
        ([], {}, {}),
        # Another spelling, and a region that has another name there.
        ([Town(7, "Kota Satu", -1.5, 110.25, 1)], {}, {"90.01": ("-1.50000", "110.25000", "7", "Kota Satu")}),
        # A town of that name elsewhere is none.
        ([Town(7, "Pusat", -1, 110, 1), Town(8, "Tiga", -1, 110, 4)], {}, {}),
        # Nor is one of two.
        ([Town(7, "Pusat", -1, 110, 2), Town(8, "Pusat", -2, 111, 2)], {}, {}),
        ([Town(8, "Tiga", -2, 111, 3)], {}, {"90.71": ("-2.00000", "111.00000", "8", "Tiga")}),
        # What a person chose stays, also where it is none or is gone.
        (
            [Town(7, "Pusat", -1, 110, 2), Town(8, "Pusat", -2, 111, 2)],
            {"90.02": "8", "90.71": "", "90.72": "99"},
            {
                "90.02": ("-2.00000", "111.00000", "8", "Pusat", "hand"),
                "90.71": ("", "", "", "", "hand"),
                "90.72": ("", "", "99", "", "hand"),
            },
        ),
    ],
)
def test_a_seat_is_the_one_town_of_its_name_in_its_region(towns, by_hand, seats) -> None:
    assert {code: tuple(rest) for code, *rest in match_seats(ROWS, AREAS, towns, by_hand)} == seats
