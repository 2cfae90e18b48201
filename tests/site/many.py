"""Made news in any number, for what grows: as a record in memory, or as files."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from plugins.model.news import News
from plugins.model.record import Record
from record.item import Item, dumps
from record.vocabulary import DIMENSIONS, NEWS_KINDS

WIB = dt.timezone(dt.timedelta(hours=7))
SLUGS = ("kota-bekasi", "kota-samarinda")
SPREAD = {(2019, 2): 130, (2019, 7): 90, (2020, 4): 60, (2022, 1): 3}
"""How many items a month: a year that is cut by month, one that is not, one without any, and one with few."""
UNDATED = 210


def items(spread: Mapping[tuple[int, int], int], undated: int = 0) -> list[Item]:
    """So many items each month (all of one place, half of two; kinds and dimensions in turn), and without a date."""
    months = [month for month, count in spread.items() for _ in range(count)]
    days = [dt.datetime(*month, 1 + number % 28, 9, number % 60, tzinfo=WIB) for number, month in enumerate(months)]
    return [item(number, day) for number, day in enumerate([*days, *[None] * undated])]


def item(number: int, day: dt.datetime | None) -> Item:
    """One of them."""
    return Item(
        title=f"Kabar ke-{number} tentang layanan kota",
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"kabar-{number}").urn,
        date=day,
        places=SLUGS[: 1 + number % 2],
        dimensions=DIMENSIONS[number % 7 : number % 7 + 1],
        kind=NEWS_KINDS[number % 3],
        source=f"Kabar {number % 5}",
        source_url=f"https://kabar{number % 5}.example/{number}",
        summary=f"Ringkasan kabar ke-{number}.",
    )


def gone(made: Iterable[Item]) -> list[Item]:
    """The same, every third of them gone at its source: so many changes."""
    moment = dt.datetime(2022, 3, 1, tzinfo=WIB)
    return [replace(entry, gone=moment) if number % 3 == 0 else entry for number, entry in enumerate(made)]


def with_items(record: Record, made: Iterable[Item]) -> Record:
    """The record with them instead of its own news."""
    return replace(record, pages=tuple(_news(entry) for entry in made))


def _news(entry: Item) -> News:
    path = Path(_name(entry))
    return News.of(entry, path, f"/berita/{path.parent}/{path.stem[11:]}/", entry.date)


def write(content: Path, made: Iterable[Item]) -> None:
    """Write their files into a content folder."""
    for entry in made:
        path = content / "news" / _name(entry)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dumps(entry), "utf-8")


def _name(entry: Item) -> str:
    slug = entry.title.lower().replace(" ", "-")
    return f"{entry.date:%Y/%m/%Y-%m-%d}-{slug}.md" if entry.date else f"0000/00/0000-00-00-{slug}.md"
