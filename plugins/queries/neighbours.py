"""Places to compare one with: the nearest, and those that resemble it."""

from plugins.model.pages import PlacePage
from plugins.model.record import Record
from record.distance import great_circle_km

COUNT = 4
"""How many places of each sort are given."""
TRAITS = ("province", "kind", "cohort")
"""What may be alike, as keys of a place's file. Size is no trait: most places of the record lack their population."""


def nearest(record: Record, place: PlacePage) -> list[tuple[PlacePage, int]]:
    """The nearest tracked places with their distance in whole km, great circle between the seats of government."""
    return [(other, round(km)) for km, other in _by_distance(record, place)[:COUNT]]


def similar_places(record: Record, place: PlacePage) -> list[tuple[PlacePage, tuple[str, ...]]]:
    """The places, other than the nearest, with the most of `TRAITS` alike, and which these are; nearest first."""
    others = [(other, _shared(place, other)) for _, other in _by_distance(record, place)[COUNT:]]
    return sorted((row for row in others if row[1]), key=lambda row: -len(row[1]))[:COUNT]


def _shared(place: PlacePage, other: PlacePage) -> tuple[str, ...]:
    return tuple(trait for trait in TRAITS if getattr(place.data, trait) == getattr(other.data, trait))


def _by_distance(record: Record, place: PlacePage) -> list[tuple[float, PlacePage]]:
    """Every other place with its distance in km, the nearest first."""
    others = [other for other in record.places.values() if other is not place]
    distances = [(great_circle_km(place.data, other.data), other) for other in others]
    return sorted(distances, key=lambda row: (row[0], row[1].data.slug))
