"""The gazetteer is whole."""

from collections import Counter

import pytest

from record.text import fold
from scrapers.gazetteer import load

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
