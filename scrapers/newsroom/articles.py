"""The newsroom's outlets and articles, composed from the tables beside this file."""

import datetime as dt
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from record.items import slugify

HERE = Path(__file__).parent
GAP = dt.timedelta(days=11, hours=1, minutes=7)
"""Between two articles of an outlet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsroomArticle:
    """One article: what its page, its feed entry and its expected reading are made from.

    `outlet` is an id, `number` unique among all articles; `is_relative`: its page says "2 jam lalu" instead of a date;
    `places` and `mentions` are slugs, `dateline` is the town before the text, "" for none; `path` is that of its
    address, `views` the count that its page shows.
    """

    outlet: str
    number: int
    title: str
    published: dt.datetime | None
    is_relative: bool = False
    author: str
    paragraphs: tuple[str, ...]
    places: tuple[str, ...]
    mentions: tuple[str, ...]
    dateline: str
    path: str
    views: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One invented outlet with its articles, newest first."""

    id: str
    settings: dict[str, Any]
    articles: tuple[NewsroomArticle, ...]

    @property
    def zone(self) -> dt.timezone:
        """WIB, WITA or WIT."""
        return dt.timezone(dt.timedelta(hours=self.settings["zone"]))


@cache
def presses() -> tuple[Press, ...]:
    """Every outlet of the newsroom."""
    special = _read("special.toml")["article"]
    return tuple(_press(index, row, special) for index, row in enumerate(_read("outlets.toml")["outlet"]))


def _press(index: int, settings: dict[str, Any], special: Sequence[dict[str, Any]]) -> Press:
    articles = [*_composed(index, settings), *_special(settings, special)]
    undated = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
    articles.sort(key=lambda article: (article.published or undated, article.number), reverse=True)
    return Press(id=settings["id"], settings=settings, articles=tuple(articles))


def _composed(index: int, settings: dict[str, Any]) -> Iterator[NewsroomArticle]:
    """Topics dealt out one after the other, outlet by outlet: while there are enough, no two articles share one."""
    topics = _read(_topics_of(settings))["topic"]
    dealt = sum(
        row["count"] for row in _read("outlets.toml")["outlet"][:index] if _topics_of(row) == _topics_of(settings)
    )
    slugs = settings["places"]
    zone = dt.timezone(dt.timedelta(hours=settings["zone"]))
    for turn in range(settings["count"]):
        slug = slugs[turn % len(slugs)]
        topic = topics[(dealt + turn) % len(topics)]
        words = _words(slug, seed=index * 31 + turn * 7)
        moment = (settings["start"] + turn * GAP).replace(tzinfo=zone)
        paragraphs = (topic["lead"], *topic["body"])
        yield _article(
            settings,
            number=1000 * (index + 1) + turn,
            title=topic["title"].format(**words),
            moment=moment,
            paragraphs=tuple(_capital(text.format(**words)) for text in paragraphs),
            places=(slug,) if slug in _tracked() else (),
            mentions=tuple(other for other in topic.get("mentions", ()) if other != slug),
            dateline=words["tempat"].partition(" ")[2],
        )


def _topics_of(settings: dict[str, Any]) -> str:
    return "topics-en.toml" if settings.get("language") == "en" else "topics.toml"


def _special(settings: dict[str, Any], special: Sequence[dict[str, Any]]) -> Iterator[NewsroomArticle]:
    zone = dt.timezone(dt.timedelta(hours=settings["zone"]))
    releases = {release["key"]: release for release in _read("special.toml")["release"]}
    for number, own in enumerate(special, 900):
        if own["outlet"] != settings["id"]:
            continue
        row = _reprinted(own, releases[own["release"]]) if "release" in own else own
        dated = row["date"] not in {"", "relative"}
        yield _article(
            settings,
            number=number,
            title=row["title"],
            moment=dt.datetime.fromisoformat(row["date"]).replace(tzinfo=zone) if dated else None,
            paragraphs=tuple(row["paragraphs"]),
            places=tuple(row["places"]),
            mentions=tuple(row.get("mentions", ())),
            dateline=row.get("dateline", ""),
            is_relative=row["date"] == "relative",
        )


def _reprinted(own: dict[str, Any], release: dict[str, Any]) -> dict[str, Any]:
    """A release as one outlet prints it: its own opening, then the release's words."""
    opening = own["paragraphs"]
    return {**release, **own, "paragraphs": [*opening, *release["paragraphs"][len(opening) :]]}


def _article(
    settings: dict[str, Any], *, number: int, title: str, moment: dt.datetime | None, **fields: Any
) -> NewsroomArticle:
    day = moment or dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    stamps = {mark: day.strftime(f"%{mark}") for mark in "YmdHM"}
    return NewsroomArticle(
        outlet=settings["id"],
        number=number,
        title=_capital(title),
        published=moment,
        author=settings["author"],
        path=settings["path"].format(id=number, slug=slugify(_capital(title)), **stamps),
        views=1000 + number * 37 % 9000,
        **fields,
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
        "unit": "kelurahan" if is_kota else "desa",
        "lurah": "lurah" if is_kota else "kepala desa",
        "dinas": "Dinas Komunikasi dan Informatika",
        "n": str(24 + seed * 13 % 480),
    }


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
