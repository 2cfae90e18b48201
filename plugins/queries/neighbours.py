"""Places to compare one with: the nearest, and those of similar size."""

import math
from dataclasses import dataclass

from plugins.model.pages import PlacePage
from plugins.model.record import Record
from record.distance import great_circle_km

COUNT = 4
"""How many places of each sort are given."""


def nearest(record: Record, place: PlacePage) -> list[tuple[PlacePage, int]]:
    """The nearest tracked places with their distance in whole km, great circle between the seats of government."""
    distances = [
        (great_circle_km(place.data, other.data), other) for other in record.places.values() if other is not place
    ]
    by_distance = sorted(distances, key=lambda row: (row[0], row[1].data.slug))
    return [(other, round(km)) for km, other in by_distance[:COUNT]]


@dataclass(frozen=True)
class SimilarPlaces:
    """Places of similar size, and `by` what size they were chosen: "population", "districts" or "news"."""

    places: tuple[PlacePage, ...]
    by: str


def similar_places(record: Record, place: PlacePage) -> SimilarPlaces:
    """Places of similar size, other than the nearest, closest in size first.

    Size is the population, else the number of districts within the same kind, else the number of news items: the first
    that is known of this place and of any other.
    """
    near = [other.data.slug for other, _ in nearest(record, place)]
    others = [other for slug, other in sorted(record.places.items()) if other is not place and slug not in near]
    for by, size in _SIZES.items():
        mine = size(record, place)
        known = [(theirs, other) for other in others if (theirs := size(record, other))]
        if by == "districts":
            known = [(theirs, other) for theirs, other in known if other.data.kind == place.data.kind]
        if mine and known:
            # By ratio: a place twice as large is as far away as one half as large.
            known.sort(key=lambda row: abs(math.log(row[0] / mine)))
            return SimilarPlaces(tuple(other for _, other in known[:COUNT]), by)
    return SimilarPlaces((), "news")


def _population(_record: Record, place: PlacePage) -> int:
    return place.data.population.value if place.data.population else 0


def _districts(_record: Record, place: PlacePage) -> int:
    return place.data.districts.value if place.data.districts else 0


def _news_count(record: Record, place: PlacePage) -> int:
    return record.news_count(place.data.slug)


_SIZES = {"population": _population, "districts": _districts, "news": _news_count}
"""What a place's size may be measured by, the best first; each gives 0 where it is not known."""
