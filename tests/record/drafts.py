"""Drafts that wait in a content folder, for the tests of the review tray and its terminal."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from record.item import Item, loads
from record.items import Items
from record.review import Review
from record.tray import Proposal, Tray

MAY = dt.datetime(2019, 5, 16, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def draft(title: str, review: str = "place-unsure", **facts) -> Item:
    slug = title.lower().replace(" ", "-")
    base = Item(
        title=title,
        id=f"urn:uuid:{slug}",
        date=MAY,
        places=("kota-bandung",),
        outlet="kabar",
        source="Kabar",
        source_url=f"https://kabar.example/{slug}",
        digest="sha256:1",
        status="draft",
        review=review,
        because=("kota-bandung = Bandung",),
    )
    return replace(base, **facts)


def published(title: str, **facts) -> Item:
    return draft(title, status="published", review="", **facts)


def suggest(content: Path, item: Item, *proposals: Proposal) -> Path:
    """Store an item and what it proposes, as a run does."""
    Tray(content).propose(item, proposals)
    return Items(content).add(item)


def read(path: Path) -> Item:
    return loads(path.read_text("utf-8"), path)


def only(content: Path):
    (entry,) = Review(content).waiting()
    return entry
