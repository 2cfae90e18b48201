"""`invoke follow`: writes the file of one more place, with all that the gazetteer and the programme know of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from record.atomic_write import write_text
from record.content_files import read_programme
from record.content_tree import content_files
from record.distance import great_circle_km
from record.errors import PantauError
from record.models import Place
from record.places import tracked_places
from record.programme import Programme
from record.toml_writer import to_fenced_toml
from scrapers.gazetteer import DECREE, District, Region, count_districts, load, load_seats
from scrapers.gazetteer.lookup import find_regions, letters, similar_regions

ALIASES = {
    "kabupaten": ("Pemkab {}", "Pemerintah Kabupaten {}", "Kab. {}", "Bupati {}", "Diskominfo Kabupaten {}"),
    "kota": ("Pemkot {}", "Pemerintah Kota {}", "Wali Kota {}", "Walikota {}", "Diskominfo Kota {}"),
}
"""How the news call a place's government, by its kind; {} is the name."""
NAMESAKES = {
    "kabupaten": ("Kabupaten {}", "Pemkab {}"),
    "kota": ("Kota {}", "Pemkot {}"),
    "provinsi": ("Provinsi {}", "Pemprov {}"),
}
"""How the news call a region that another may be taken for, by its kind."""
DISTRICT_WORDS = {"34": "Kapanewon", "9": "Distrik"}
"""What a kecamatan is called where it is not called so, by the beginning of the code: DI Yogyakarta, Papua."""
MOST_NEIGHBOURS = 3
NEXT = """\
Next, write what no table knows: its website, who led it, who reports on it, what happened (docs/panduan-editor.md, 3).
  invoke build        makes its page, timeline, feeds, its mark on the map and its entry in the search
  invoke reprocess    looks for it in the news that are kept as evidence; `invoke scrape` does from now on
  git add {path}"""
"""The last words; `path` is the new file's."""


class CannotFollow(PantauError):
    """What was asked for names no place, or several, or leaves something open: see `str()`, ask again."""


@dataclass(frozen=True, slots=True)
class FollowRequest:
    """What `invoke follow` was asked; `cohort` is 0, the degrees are "" where the tables shall say them."""

    name: str
    cohort: int = 0
    latitude: str = ""
    longitude: str = ""


def follow(content: Path, request: FollowRequest) -> Iterator[str]:
    """Write `content/cities/<slug>.md`, and say what stands in it and what to do next, a line each.

    A place that is followed already stays as it is. Raises `CannotFollow` before anything is written, `ContentProblem`
    for a file of the record with a fault, `StoreFailed` where the file cannot be written.
    """
    region = _region(request.name)
    places = tracked_places(content)
    if known := _followed(region, places):
        yield f"{region.full_name} is followed already: {_shown(content, known)}. Nothing was changed."
        return
    cohort, why = _cohort(region, content, request.cohort)
    position, where = _position(region, request)
    place = make_place(region, cohort, position)
    write_text(content / "cities" / f"{region.slug}.md", to_fenced_toml(place, unset=False))
    yield f"{_shown(content, region.slug)} is written."
    yield f"{place.name} ({region.code}), {place.province}{f', seat {place.capital}' if place.capital else ''}; {why}."
    yield f"It is at {place.latitude:.4f}, {place.longitude:.4f}: {where}. {_near(place, places.values())}"
    yield NEXT.format(path=_shown(content, region.slug))


def make_place(region: Region, cohort: int, position: dict[str, float]) -> Place:
    """The place as the gazetteer has it; `position` is `latitude` and `longitude` in degrees.

    Raises `CannotFollow` for a position outside Indonesia.
    """
    values: dict[str, Any] = {
        "slug": region.slug,
        "name": region.full_name,
        "kind": region.kind,
        "province": load().regions[region.province].name,
        "kemendagri_code": region.code,
        "capital": region.capital,
        **position,
        "timezone": region.zone,
        "cohort": cohort,
        "aliases": aliases_of(region),
        "confusable": confusable_with(region),
        "districts": {
            "value": count_districts()[region.code],
            "source": DECREE,
            "names": [district.name for district in load().districts if district.region == region.code],
        },
    }
    try:
        return Place.model_validate(values)
    except ValidationError as error:
        faults = ", ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise CannotFollow(
            f"{region.full_name} cannot be followed so ({faults}); mend the option. Nothing was written."
        ) from error


def aliases_of(region: Region) -> list[str]:
    """Names that mean this place alone: its government's, its nicknames, and the bare name where nobody else has it."""
    # The gazetteer also calls some by their seat, as reporters do: Cikarang is no name of Kabupaten Bekasi.
    names = (region.name, *(name for name in region.names if name not in region.capital))
    own = [name for name in names if _bearers()[letters(name)] == [region]]
    return list(dict.fromkeys([*own, *(form.format(region.name) for form in ALIASES[region.kind])]))


def confusable_with(region: Region) -> list[str]:
    """Names that look like the place's and mean another: of namesakes, of longer or shorter names, of kecamatan."""
    namesakes = [other for other in _bearers()[letters(region.name)] if other is not region]
    names = [form.format(other.name) for other in namesakes for form in NAMESAKES[other.kind]]
    names += [other.full_name for other in load().regions.values() if _is_part(other, region)]
    names += [region.name] if namesakes else []
    for district in _districts()[letters(region.name)]:
        word = next((word for code, word in DISTRICT_WORDS.items() if district.region.startswith(code)), "Kecamatan")
        around = "" if district.region == region.code else f" ({load().regions[district.region].full_name})"
        names.append(f"{word} {district.name}{around}")
    return list(dict.fromkeys(names))


@cache
def _bearers() -> dict[str, list[Region]]:
    """The regions that bear a name or nickname, by its letters."""
    bearers: defaultdict[str, list[Region]] = defaultdict(list)
    for region in load().regions.values():
        for key in dict.fromkeys(map(letters, (region.name, *region.names))):
            bearers[key].append(region)
    return bearers


@cache
def _districts() -> dict[str, list[District]]:
    """The kecamatan of a name, by its letters."""
    districts: defaultdict[str, list[District]] = defaultdict(list)
    for district in load().districts:
        districts[letters(district.name)].append(district)
    return districts


def _is_part(one: Region, two: Region) -> bool:
    """Whether the words of one name are some of the other's, as in Bandung and Bandung Barat."""
    short, long = sorted((f" {one.name} ", f" {two.name} "), key=len)
    return short != long and short in long


def _region(name: str) -> Region:
    """The one region that `name` means. Raises `CannotFollow`."""
    everywhere = load().regions.values()
    regions = [region for region in everywhere if region.kind != "provinsi"]
    means = find_regions(name, regions)
    if len(means) == 1:
        return means[0]
    if means:
        raise CannotFollow(f"{name!r} means {_listed(means)}; give one of these words. Nothing was written.")
    if find_regions(name, everywhere):
        raise CannotFollow(f"{name!r} is a provinsi; give one of its kabupaten or kota. Nothing was written.")
    similar = similar_regions(name, regions)
    advice = f"the nearest are {_listed(similar)}" if similar else "give a name such as kabupaten-ogan-ilir"
    raise CannotFollow(f"No kabupaten or kota is called {name!r}; {advice}. Nothing was written.")


def _listed(regions: Iterable[Region]) -> str:
    return ", ".join(f"{region.slug} ({load().regions[region.province].name})" for region in regions)


def _followed(region: Region, places: dict[str, Place]) -> str:
    """The slug under which the region is followed; "" if it is not."""
    codes = {place.kemendagri_code: slug for slug, place in places.items()}
    return region.slug if region.slug in places else codes.get(region.code, "")


def _shown(content: Path, slug: str) -> str:
    """The place's file as people name it, `content/cities/kota-bogor.md`."""
    return f"{content.name}/cities/{slug}.md"


def _cohort(region: Region, content: Path, asked: int) -> tuple[int, str]:
    """The year in which the place joined, and who says so. Raises `CannotFollow` where nobody does, or two differ."""
    programme = [read_programme(path)[0] for path in content_files(content, "programme/*.md")]
    listed: dict[int, list[str]] = {}
    for year, said_by, names in (row for file in programme for row in _lists(file)):
        if letters(region.full_name) in map(letters, names):
            listed.setdefault(year, []).append(said_by)
    if listed:
        year = min(listed)
        if asked not in {0, year}:
            raise CannotFollow(
                f"{region.full_name} joined in {year}, listed by {listed[year][0]}, not in {asked}; leave "
                "--cohort out, or mend that list in content/programme/. Nothing was written."
            )
        return year, f"cohort {year}, listed by {', '.join(listed[year])}"
    years = sorted({cohort.year for file in programme for cohort in file.cohort})
    if not asked or (years and asked not in years):
        unknown = f" and has no cohort of {asked}" if asked else ""
        known = f"one of {', '.join(map(str, years))}" if years else "a year"
        raise CannotFollow(
            f"content/programme/ lists {region.full_name} in no cohort{unknown}; say when it joined: --cohort and "
            f"{known}. Nothing was written."
        )
    return asked, f"cohort {asked} by your word (content/programme/ lists it in none)"


def _lists(file: Programme) -> Iterator[tuple[int, str, Sequence[str]]]:
    """Each list of members in one of the programme's files: the cohort's year, who says it, the places' full names."""
    yield from ((roster.cohort, roster.said_by, roster.places) for roster in file.roster)
    yield from ((member.cohort, member.said_by, [member.place]) for member in file.member)


def _position(region: Region, request: FollowRequest) -> tuple[dict[str, float], str]:
    """Degrees by the place's keys, and who says so. Raises `CannotFollow` where nobody does."""
    asked = {"latitude": request.latitude, "longitude": request.longitude}
    if all(asked.values()):
        return {key: _degrees(key, words) for key, words in asked.items()}, "by your word"
    seat = load_seats().get(region.code)
    if any(asked.values()) or seat is None:
        town = ", ".join(filter(None, (region.capital or region.name, load().regions[region.province].name)))
        reason = "Give both" if any(asked.values()) else f"No table knows where the seat of {region.full_name} is: give"
        raise CannotFollow(
            f"{reason} --latitude and --longitude, in degrees (-3.2525 is south); look for the government's office in "
            f"{town} on https://www.openstreetmap.org/ or https://www.geonames.org/. Nothing was written."
        )
    return {"latitude": seat.latitude, "longitude": seat.longitude}, f"{seat.town}, GeoNames {seat.number}"


def _degrees(key: str, words: str) -> float:
    try:
        return float(words.replace(",", "."))
    except ValueError as error:
        raise CannotFollow(
            f"--{key} {words!r} is no number of degrees, such as -3.2525. Nothing was written."
        ) from error


def _near(place: Place, others: Iterable[Place]) -> str:
    """The nearest followed places, by which a wrong position shows."""
    by_distance = sorted((great_circle_km(place, other), other.name) for other in others)
    near = ", ".join(f"{name} {km:.0f} km" for km, name in by_distance[:MOST_NEIGHBOURS])
    return f"The nearest followed places: {near}." if near else "It is the first place that is followed."
