"""The site's map of Indonesia: its projection, its outline, and the positions of places."""

from pathlib import Path

from record.models import Place

WEST, NORTH, SCALE = 94.5, 6.5, 20
"""Plate carrée: at the equator a degree is as long both ways; 20 units a degree, a unit is some 5 km."""
WIDTH, HEIGHT = 940, 360

OUTLINE = Path(__file__).parents[2] / "theme" / "templates" / "outline.svg"
"""The `d` of one path; `python -m tools.map_outline` makes it."""


def project(longitude: float, latitude: float) -> tuple[int, int]:
    """Degrees (WGS 84) in units of the map."""
    return round((longitude - WEST) * SCALE), round((NORTH - latitude) * SCALE)


def spot(place: Place) -> tuple[int, int]:
    """The position of a place, in units of the map."""
    return project(place.longitude, place.latitude)
