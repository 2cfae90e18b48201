"""Places that are like one: of its kind, its cohort, its province; of those that share as much, the nearest first."""

from dataclasses import dataclass
from typing import Literal, get_args

from plugins.model.pages import PlacePage
from plugins.model.record import Record
from record.distance import great_circle_km

MOST_ALIKE = 3
"""How many places a place is set beside at first: with itself four, as many as a screen has room for."""
MOST_CHOICES = 30
"""How many places can be set beside a place on its own page of `/banding/`: each one costs the page some 300 bytes."""
Trait = Literal["kind", "province", "cohort"]


@dataclass(frozen=True)
class AlikePlace:
    """A place, what it shares with another, and how far off it is in whole km (great circle, seats of government)."""

    place: PlacePage
    traits: tuple[Trait, ...]
    km: int


def alike(record: Record, place: PlacePage) -> list[AlikePlace]:
    """All other places, those first that share most with this one."""
    others = [_compared(place, other) for other in record.places.values() if other is not place]
    return sorted(others, key=lambda other: (-len(other.traits), other.km, other.place.data.slug))


def _compared(place: PlacePage, other: PlacePage) -> AlikePlace:
    traits = tuple(trait for trait in get_args(Trait) if getattr(place.data, trait) == getattr(other.data, trait))
    return AlikePlace(other, traits, round(great_circle_km(place.data, other.data)))
