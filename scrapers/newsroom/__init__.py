"""An embedded newsroom: invented outlets with the make of real ones, for the demo and the tests.

Texts are our own, districts are real, people and outlets are invented. Pages hold no clock: the same bytes each time,
but for one article that says "2 jam lalu".
"""

import datetime as dt
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from scrapers.store.items import slugify

HERE = Path(__file__).parent
GAP = dt.timedelta(days=11, hours=1, minutes=7)
"""Between two articles of an outlet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as its newsroom knows it: the truth that pages, feeds and expectations are made from."""

    outlet: str
    number: int
    title: str
    published: dt.datetime | None
    is_relative: bool = False
    author: str
    paragraphs: tuple[str, ...]
    places: tuple[str, ...]
    path: str
    views: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One invented outlet with its articles, newest first."""

    id: str
    settings: dict[str, Any]
    articles: tuple[Article, ...]

    @property
    def zone(self) -> dt.timezone:
        """WIB, WITA or WIT."""
        return dt.timezone(dt.timedelta(hours=self.settings["zone"]))


@cache
def presses() -> tuple[Press, ...]:
    """Every outlet of the newsroom."""
    settings = _read("outlets.toml")["outlet"]
    special = _read("special.toml")["article"]
    return tuple(_press(index, row, special) for index, row in enumerate(settings))


def _press(index: int, settings: dict[str, Any], special: Sequence[dict[str, Any]]) -> Press:
    articles = [*_composed(index, settings), *_special(settings, special)]
    undated = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
    articles.sort(key=lambda article: (article.published or undated, article.number), reverse=True)
    return Press(id=settings["id"], settings=settings, articles=tuple(articles))


def _composed(index: int, settings: dict[str, Any]) -> Iterator[Article]:
    """Topics dealt out to places so that no outlet uses one topic twice for a place."""
    topics = _read("topics-en.toml" if settings.get("language") == "en" else "topics.toml")["topic"]
    slugs = settings["places"]
    zone = dt.timezone(dt.timedelta(hours=settings["zone"]))
    for turn in range(settings["count"]):
        slug = slugs[turn % len(slugs)]
        topic = topics[(index * 5 + turn + turn // len(slugs)) % len(topics)]
        words = _words(slug, seed=index * 31 + turn * 7)
        moment = (settings["start"] + turn * GAP).replace(tzinfo=zone)
        paragraphs = (topic["lead"], *_some(topic["body"], turn))
        yield _article(
            settings,
            number=1000 * (index + 1) + turn,
            title=topic["title"].format(**words),
            moment=moment,
            paragraphs=tuple(_capital(text.format(**words)) for text in paragraphs),
            places=(slug,) if slug in _tracked() else (),
        )


def _special(settings: dict[str, Any], special: Sequence[dict[str, Any]]) -> Iterator[Article]:
    zone = dt.timezone(dt.timedelta(hours=settings["zone"]))
    for number, row in enumerate(special, 900):
        if row["outlet"] == settings["id"]:
            dated = row["date"] not in {"", "relative"}
            yield _article(
                settings,
                number=number,
                title=row["title"],
                moment=dt.datetime.fromisoformat(row["date"]).replace(tzinfo=zone) if dated else None,
                paragraphs=tuple(row["paragraphs"]),
                places=tuple(row["places"]),
                is_relative=row["date"] == "relative",
            )


def _article(
    settings: dict[str, Any],
    *,
    number: int,
    title: str,
    moment: dt.datetime | None,
    paragraphs: tuple[str, ...],
    places: tuple[str, ...],
    is_relative: bool = False,
) -> Article:
    day = moment or dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    stamps = {mark: day.strftime(f"%{mark}") for mark in "YmdHM"}
    path = settings["path"].format(id=number, slug=slugify(_capital(title)), **stamps)
    return Article(
        outlet=settings["id"],
        number=number,
        title=_capital(title),
        published=moment,
        is_relative=is_relative,
        author=settings["author"],
        paragraphs=paragraphs,
        places=places,
        path=path,
        views=1000 + number * 37 % 9000,
    )


def _words(slug: str, *, seed: int) -> dict[str, str]:
    """What fills the braces for a place."""
    kind = slug.partition("-")[0]
    place = _read("places.toml")[slug]
    name = place["tempat"].partition(" ")[2]
    is_kota = kind == "kota"
    return {
        **place,
        "pemda": f"Pemerintah {place['tempat']}",
        "singkat": f"{'Pemkot' if is_kota else 'Pemkab'} {name}",
        "kepala": f"{'Wali Kota' if is_kota else 'Bupati'} {name}",
        "dinas": "Dinas Komunikasi dan Informatika",
        "n": str(24 + seed * 13 % 480),
    }


def _some(body: Sequence[str], turn: int) -> list[str]:
    """Four of the paragraphs, another one left out each time."""
    left_out = turn % len(body)
    return [text for position, text in enumerate(body) if position != left_out or len(body) < 5]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _tracked() -> frozenset[str]:
    """Slugs that the record tracks; the rest of places.toml are namesakes and strangers."""
    strangers = {"kabupaten-bekasi", "kabupaten-bogor", "kabupaten-lombok-timur", "kota-padang"}
    return frozenset(_read("places.toml").keys() - strangers)


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text("utf-8"))
