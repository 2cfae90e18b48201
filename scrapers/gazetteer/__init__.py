"""The gazetteer: every provinsi, kabupaten, kota and kecamatan of Indonesia, with the names people use for them."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

FOLDER = Path(__file__).parent
DECREE = "Kepmendagri Nomor 300.2.2-2138 Tahun 2025"
"""The interior ministry's list that codes, names and kecamatan follow, as a source cites it."""

RegionKind = Literal["provinsi", "kabupaten", "kota"]


@dataclass(frozen=True, slots=True)
class Region:
    """One region: `code` of Kemendagri ("32.75"; two digits for a provinsi), `name` without its `kind`.

    `capital` is the seat of a kabupaten's or provinsi's government, `zone` its IANA time zone, `names` the short forms,
    nicknames and other spellings.
    """

    code: str
    kind: RegionKind
    name: str
    capital: str
    zone: str
    names: tuple[str, ...]

    @property
    def province(self) -> str:
        """The code of its provinsi; a provinsi's own."""
        return self.code[:2]

    @property
    def slug(self) -> str:
        """Kind and name, as the site names places: `kota-bekasi`."""
        return f"{self.kind}-{self.name.lower().replace(' ', '-')}"

    @property
    def full_name(self) -> str:
        """Kind and name: `Kota Bekasi`, `Provinsi Jambi`."""
        return f"{self.kind.capitalize()} {self.name}"


@dataclass(frozen=True, slots=True)
class District:
    """A kecamatan (distrik, kapanewon, kemantren) of the region with code `region`; `is_word`: an everyday word too."""

    region: str
    name: str
    is_word: bool


@dataclass(frozen=True, slots=True)
class Village:
    """A desa or kelurahan of `region`; `needs_cue`: its name is an everyday word, or other places have it too."""

    region: str
    name: str
    needs_cue: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a region's seat of government is: degrees, and the `town` of GeoNames with this `number` that says so."""

    latitude: float
    longitude: float
    number: str
    town: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The tables: `regions` by code, all `districts`, the `villages` of the tracked places and of their namesakes.

    `landmarks` and `leaders` are pairs of code and name: a landmark is a thing or neighbourhood in a region by which
    people name it, a leader its head of government.
    """

    regions: dict[str, Region]
    districts: tuple[District, ...]
    villages: tuple[Village, ...]
    landmarks: tuple[tuple[str, str], ...]
    leaders: tuple[tuple[str, str], ...]


@cache
def load() -> Gazetteer:
    """The committed tables, read once."""
    regions = {
        code: Region(code, cast("RegionKind", kind), name, capital, zone, tuple(filter(None, names.split(";"))))
        for code, kind, name, capital, zone, names in read_rows(FOLDER / "regions.tsv")
    }
    districts = tuple(
        District(code.rpartition(".")[0], name, word == "word")
        for code, name, word in read_rows(FOLDER / "districts.tsv", width=3)
    )
    villages = tuple(Village(code, name, bool(why)) for code, name, why in read_rows(FOLDER / "villages.tsv", width=3))
    return Gazetteer(regions, districts, villages, _pairs("landmarks.tsv"), _pairs("leaders.tsv"))


@cache
def load_seats() -> dict[str, Seat]:
    """The seats whose position is known, by the region's code, read once; apart, since placing has no use for them."""
    return {
        code: Seat(float(latitude), float(longitude), number, town)
        for code, latitude, longitude, number, town, _ in read_rows(FOLDER / "seats.tsv")
        if latitude
    }


@cache
def count_districts() -> Counter[str]:
    """How many kecamatan (distrik, kapanewon, kemantren) each region has, by its code."""
    # By code: one that has two names has two rows.
    codes = {row[0] for row in read_rows(FOLDER / "districts.tsv")}
    return Counter(code.rpartition(".")[0] for code in codes)


def _pairs(file: str) -> tuple[tuple[str, str], ...]:
    return tuple((code, name) for code, name in read_rows(FOLDER / file, width=2))


def read_rows(path: Path, width: int = 6) -> list[list[str]]:
    """Tab-separated rows of `width` columns; trailing empty ones may be left out, lines with # are notes."""
    lines = path.read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [row + [""] * (width - len(row)) for row in rows]
