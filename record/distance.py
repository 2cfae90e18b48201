"""How far apart two places are."""

import math
from typing import Protocol

_EARTH_KM = 6371.0
"""The mean radius of the earth (IUGG)."""


class Position(Protocol):
    """Anything with degrees: `Place`, a seat of the gazetteer."""

    @property
    def latitude(self) -> float: ...  # noqa: D102
    @property
    def longitude(self) -> float: ...  # noqa: D102


def great_circle_km(one: Position, two: Position) -> float:
    """The distance over the sphere in km (haversine formula)."""
    a, b = math.radians(one.latitude), math.radians(two.latitude)
    across = math.radians(two.longitude - one.longitude)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))
