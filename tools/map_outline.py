"""Makes the map's outline once: `python -m tools.map_outline countries-50m.json`, from npm's world-atlas 2.0.2.

world-atlas (ISC) repackages Natural Earth (public domain) as TopoJSON. The result is committed as
`theme/templates/outline.svg`, the `d` of one path; nothing of this runs in a build.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from plugins.pages.map import OUTLINE, project

INDONESIA = "360"
"""ISO 3166-1 numeric."""

Point = tuple[float, float]


def main(source: Path) -> None:
    """Write the outline from a TopoJSON file of countries."""
    topology = json.loads(source.read_bytes())
    shapes = topology["objects"]["countries"]["geometries"]
    islands = next(shape["arcs"] for shape in shapes if shape.get("id") == INDONESIA)
    rings = (_ring(topology, island[0]) for island in islands)
    OUTLINE.write_text("".join(filter(None, map(_path, rings))) + "\n", encoding="utf-8")


def _ring(topology: dict[str, object], arcs: Sequence[int]) -> Iterator[Point]:
    """The points of a ring; an arc's number below zero means that arc backwards (TopoJSON)."""
    for number in arcs:
        points = list(_arc(topology, number if number >= 0 else ~number))
        yield from points if number >= 0 else reversed(points)


def _arc(topology: dict[str, object], number: int) -> Iterator[Point]:
    scale, shift = (topology["transform"][key] for key in ("scale", "translate"))  # type: ignore[index]
    x = y = 0
    for step_x, step_y in topology["arcs"][number]:  # type: ignore[index]
        x, y = x + step_x, y + step_y
        yield x * scale[0] + shift[0], y * scale[1] + shift[1]


def _path(points: Iterator[Point]) -> str:
    """Relative steps between points that differ at this scale; nothing for an islet of less than three."""
    placed = [project(*point) for point in points]
    corners = [placed[0], *(here for last, here in pairwise(placed) if here != last)]
    if len(set(corners)) < 3:
        return ""
    steps = (f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(corners))
    # In an SVG path a minus sign parts two numbers by itself.
    return f"M{corners[0][0]} {corners[0][1]}l{' '.join(steps)}z".replace(" -", "-")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
