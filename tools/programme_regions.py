"""`invoke regions`: writes where each place is that the programme's tables name, also those that are not followed."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from record.atomic_write import write_text
from record.content_files import read_programme
from record.content_tree import content_files
from record.errors import ContentProblem
from record.programme import ALL_PARTICIPANTS, NamedRegion, Programme
from record.toml_writer import to_fenced_toml
from scrapers.gazetteer import Region, load
from scrapers.gazetteer.lookup import find_regions

FILE = "wilayah.md"
"""The file of `content/programme/` that is written whole; no other file has `[[region]]`."""


def write_regions(content: Path) -> Iterator[str]:
    """Write `content/programme/wilayah.md` anew, and say how many regions it has.

    Raises `ContentProblem` for a name that means no region or several, before anything is written, and `StoreFailed`.
    """
    path = content / "programme" / FILE
    rows = [_row(name, file) for name, file in sorted(_names(content).items())]
    write_text(path, to_fenced_toml(Programme(region=rows), unset=False))
    yield f"{path.name}: {len(rows)} regions"


def named_places(programme: Programme) -> Iterator[str]:
    """Every place that the tables name, repeated where it is repeated."""
    for roster in programme.roster:
        yield from roster.places
    yield from (member.place for member in programme.member)
    yield from (result.place for result in programme.evaluation if result.place != ALL_PARTICIPANTS)


def _names(content: Path) -> dict[str, Path]:
    """Every name, and the first file that has it."""
    names: dict[str, Path] = {}
    for path in content_files(content, "programme/*.md"):
        for name in named_places(read_programme(path)[0]):
            names.setdefault(name, path)
    return names


def _row(name: str, file: Path) -> NamedRegion:
    regions = load().regions
    found = _of_that_name(name, regions.values())
    if len(found) != 1:
        meant = f"means {', '.join(region.full_name for region in found)}" if found else "is in no table of regions"
        raise ContentProblem(file, f"{name!r} {meant}; write it with its kind, as in 'Kabupaten Blora'", key="place")
    (region,) = found
    return NamedRegion(name=name, kemendagri_code=region.code, province=regions[region.province].name)


def _of_that_name(name: str, regions: Iterable[Region]) -> list[Region]:
    """The region of this full name; only where there is none, those that the name may mean."""
    regions = list(regions)
    return [region for region in regions if region.full_name == name] or find_regions(name, regions)
