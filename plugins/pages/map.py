"""The site's map of Indonesia: its projection, its outline, the positions of places, and what of it is shown larger."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from record.models import Place

WEST, NORTH, SCALE = 94.5, 6.5, 20
"""Plate carrée: at the equator a degree is as long both ways; 20 units a degree, a unit is some 5 km."""
WIDTH, HEIGHT = 940, 360

OUTLINE = Path(__file__).parents[2] / "theme" / "templates" / "outline.svg"
"""The `d` of one path; `python -m tools.map_outline` makes it."""

PHONE = 328
"""Pixels that the map is wide on a phone of 360."""
FINGER, NAIL = 26, 12
"""Pixels between two places on the whole map below which a finger does not hit the right one (WCAG 2.5.8 asks for 24),
and on a part that is shown larger; there a name is beside most, and a still larger part for each pair would fill a
phone's screen many times."""
SMALLEST = 16
"""Units that an inset is wide at least, some 80 km: so that two neighbouring places do not fill it."""
SHAPE = 0.62
"""The height of an inset, in parts of its width."""
LABEL_UNITS = 0.034
"""The height of a label's letters, in parts of the inset's width: 11 pixels on a phone."""
LETTER_WIDTH = 0.56
"""The mean width of a letter, in parts of its height."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A part of the map, in its units."""

    left: float
    top: float
    width: float
    height: float

    @property
    def view_box(self) -> str:
        """As SVG has it."""
        return f"{self.left:g} {self.top:g} {self.width:g} {self.height:g}"


@dataclass(frozen=True)
class Label:
    """Where the name of a place stands beside its point: the end of the text that is at `x` is its `anchor`."""

    x: float
    y: float
    anchor: str


@dataclass(frozen=True)
class Sheet:
    """The map or a part of it shown larger: the places that can be hit on it, and those for which it is too small.

    `crowds` are the numbers of the sheets that show these larger, with the part of this one that they show.
    """

    number: int
    box: Box
    places: tuple[str, ...]
    crowds: tuple[tuple[int, Box], ...]
    labels: Mapping[str, Label]


def project(longitude: float, latitude: float) -> tuple[int, int]:
    """Degrees (WGS 84) in whole units of the map."""
    x, y = _project_exactly(longitude, latitude)
    return round(x), round(y)


def spot(place: Place) -> tuple[int, int]:
    """The position of a place, in whole units of the map."""
    return project(place.longitude, place.latitude)


def exact_spot(place: Place) -> Point:
    """The same, as exactly as the place's coordinates are."""
    x, y = _project_exactly(place.longitude, place.latitude)
    return round(x, 2), round(y, 2)


def _project_exactly(longitude: float, latitude: float) -> Point:
    return (longitude - WEST) * SCALE, (NORTH - latitude) * SCALE


def sheets(places: Mapping[str, Place]) -> list[Sheet]:
    """The whole map, then a larger sheet of each part where places lie too close together for a finger, and so on."""
    points = {slug: exact_spot(place) for slug, place in sorted(places.items())}
    names = {slug: place.name for slug, place in places.items()}
    made: list[Sheet] = []
    waiting = [(Box(0, 0, WIDTH, HEIGHT), tuple(points))]
    while waiting:
        box, members = waiting.pop(0)
        groups = _groups({slug: points[slug] for slug in members}, (NAIL if made else FINGER) * box.width / PHONE)
        alone = tuple(group[0] for group in groups if len(group) == 1)
        crowds = [(_around([points[slug] for slug in group]), tuple(group)) for group in groups if len(group) > 1]
        # A sheet that would show no larger what it shows already ends the search.
        crowds = [(part, group) for part, group in crowds if part.width < box.width]
        alone += tuple(slug for slug in members if slug not in alone and not any(slug in group for _, group in crowds))
        first = len(made) + len(waiting) + 1
        numbered = tuple((first + at, part) for at, (part, _) in enumerate(crowds))
        labels = _labels(box, alone, points, names) if made else {}
        made.append(Sheet(len(made), box, alone, numbered, labels))
        waiting += crowds
    return made


def _groups(points: Mapping[str, Point], apart: float) -> list[list[str]]:
    """Places in groups, so that any two of different groups are at least so many units apart."""
    groups: list[list[str]] = []
    for slug, (x, y) in points.items():
        near = [group for group in groups if any(_distance(points[other], (x, y)) < apart for other in group)]
        groups = [group for group in groups if group not in near] + [[*(one for group in near for one in group), slug]]
    return groups


def _distance(one: Point, other: Point) -> float:
    return ((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5  # type: ignore[no-any-return]


def _around(points: Sequence[Point]) -> Box:
    """The part of the map that shows points with room for their names, in the shape of all insets."""
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    width = max(SMALLEST, (right - left) * 1.4, (bottom - top) * 1.3 / SHAPE)
    height = width * SHAPE
    box = Box((left + right - width) / 2, (top + bottom - height) / 2, width, height)
    return Box(*(round(value, 2) for value in (box.left, box.top, box.width, box.height)))


def _labels(box: Box, slugs: Iterable[str], points: Mapping[str, Point], names: Mapping[str, str]) -> dict[str, Label]:
    """A label for each place that lies in none of the others and on no point, right of its point if there is room."""
    size = box.width * LABEL_UNITS
    taken = [_square(point, size) for point in points.values()]
    labels = {}
    for slug in slugs:
        for label in _around_point(points[slug], size):
            own = _extent(label, names[slug], size)
            if _inside(own, box) and not any(_overlap(own, other) for other in taken):
                labels[slug] = label
                taken.append(own)
                break
    return labels


def _around_point(point: Point, size: float) -> Iterator[Label]:
    x, y = point
    for anchor, dx in (("start", 1.0), ("end", -1.0)):
        for dy in (0.35, -0.45, 1.15):
            yield Label(round(x + dx * size, 2), round(y + dy * size, 2), anchor)
    for dy in (-1.0, 1.8):
        yield Label(round(x, 2), round(y + dy * size, 2), "middle")


_Extent = tuple[float, float, float, float]
"""Left, top, right and bottom."""
_BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""How much of a text stands before its place, by its anchor."""


def _extent(label: Label, name: str, size: float) -> _Extent:
    width = len(name) * size * LETTER_WIDTH
    left = label.x - width * _BEFORE[label.anchor]
    return left, label.y - size, left + width, label.y + size * 0.25


def _square(point: Point, size: float) -> _Extent:
    x, y = point
    return x - size * 0.7, y - size * 0.7, x + size * 0.7, y + size * 0.7


def _inside(own: _Extent, box: Box) -> bool:
    return own[0] >= box.left and own[2] <= box.left + box.width and own[1] >= box.top


def _overlap(one: _Extent, other: _Extent) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
