"""Places that are like one: of its kind, its province, its cohort; of those that share as much, the nearest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from plugins.incremental.tracking import query
from plugins.model.pages import PlacePage
from plugins.model.record import Record
from record.distance import great_circle_km
from record.models import Place

MOST_ALIKE = 3
"""How many places a place is set beside at first: with itself four, as many as a screen has room for."""
MOST_CHOICES = 11
"""How many places can be set beside a place on its own page of `/banding/`: the page is made again when what it says of
one of them changes."""
Trait = Literal["kind", "province", "cohort"]
_Row = tuple[str, tuple[Trait, ...], int]
"""Slug, shared traits, whole km."""


@dataclass(frozen=True)
class AlikePlace:
    """A place, what it shares with another, and how far off it is in whole km (great circle, seats of government)."""

    place: PlacePage
    traits: tuple[Trait, ...]
    km: int


def alike(record: Record, place: PlacePage, most: int = MOST_ALIKE) -> list[AlikePlace]:
    """The `most` places that share most with this one; pages that ask depend on these and not on every place's file."""
    return [AlikePlace(record.places[slug], traits, km) for slug, traits, km in _alike(record, place.data.slug, most)]


@query
def _alike(record: Record, slug: str, most: int) -> tuple[_Row, ...]:
    return rank({other: place.data for other, place in record.places.items()}, slug)[:most]


def rank(places: Mapping[str, Place], slug: str) -> tuple[_Row, ...]:
    """All other places, those first that share most with the one called `slug`."""
    rows = [(other, *_shared(places[slug], place)) for other, place in places.items() if other != slug]
    return tuple(sorted(rows, key=lambda row: (-len(row[1]), row[2], row[0])))


def _shared(place: Place, other: Place) -> tuple[tuple[Trait, ...], int]:
    traits = tuple(trait for trait in get_args(Trait) if getattr(place, trait) == getattr(other, trait))
    return traits, round(great_circle_km(place, other))
