"""Archive documents of feeds: together they hold every entry, and what is closed stays as it is (RFC 5005)."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import pytest

from plugins.exports.feeds import NEWEST, Feed, document_digest, document_entries, documents, feeds, size_of
from plugins.model.keys import PLACE
from plugins.model.load import load_record
from plugins.model.record import Record
from tests.site import many
from tests.site.building import CONTENT

BASE = load_record(CONTENT)


@pytest.mark.parametrize("size", [0, 1, NEWEST, NEWEST + 1, 2 * NEWEST, 3 * NEWEST - 1, 7 * NEWEST + 3])
def test_the_documents_of_a_feed_hold_every_entry_and_each_archive_document_is_full(size: int) -> None:
    entries = list(range(size))
    feed, *archive = documents(size)
    assert entries[feed.start : feed.stop] == entries[:NEWEST]
    assert bool(archive) == (size > NEWEST)
    held = [entries[document.start : document.stop] for document in archive]
    assert {len(part) for part in held} <= {NEWEST}
    assert {*entries[feed.start : feed.stop], *(entry for part in held for entry in part)} == set(entries)
    assert sum(map(len, held)) == len({entry for part in held for entry in part}), "no entry is in two of them"


def fed(days: Sequence[dt.datetime]) -> tuple[Record, Feed]:
    made = many.with_items(BASE, [many.item(number, day) for number, day in enumerate(days)])
    return made, next(feeds(made))


def archived(days: Sequence[dt.datetime]) -> list[tuple[list[Any], Any]]:
    """The ids of the entries and the links of each archive document."""
    record, feed = fed(days)
    return [
        ([entry.id for entry in document_entries(record, feed, document)], document.links)
        for document in documents(size_of(record, *feed.selection))[1:]
    ]


DAYS = [dt.datetime(2019, 1, 1, tzinfo=many.WIB) + dt.timedelta(hours=number) for number in range(4 * NEWEST)]


def test_a_document_that_another_follows_never_changes() -> None:
    for size in range(2 * NEWEST - 3, 3 * NEWEST + 3):
        before, after = archived(DAYS[:size]), archived(DAYS[: size + 1])
        assert after[: len(before) - 1] == before[:-1]
        assert [ids for ids, _ in after][: len(before)] == [ids for ids, _ in before], "the last gains a link, no entry"


def test_an_entry_with_an_old_date_moves_only_what_comes_after_it() -> None:
    days = DAYS[: 3 * NEWEST]
    before, after = archived(days), archived([*days, days[NEWEST + 3] + dt.timedelta(minutes=1)])
    assert after[0] == before[0]
    assert after[1] != before[1]


def test_who_follows_the_links_meets_every_entry(grown: Path) -> None:
    for kind in ("atom", "rss"):
        names, ids, name = [], set(), f"feed.{kind}"
        while name:
            read = feedparser.parse((grown / name).read_bytes())
            names.append(name)
            ids |= {entry.id for entry in read.entries}
            links = {link.rel: link.href for link in read.feed.links}
            name = links.get("prev-archive", "").rpartition("/")[2]
        assert ids == _ids(grown)
        assert names[1:] == [f"feed-{number}.{kind}" for number in range(len(names) - 1, 0, -1)]


def test_json_leads_on_by_next_url(grown: Path) -> None:
    ids, name = set(), "feed.json"
    while name:
        read = json.loads((grown / name).read_bytes())
        ids |= {item["id"] for item in read["items"]}
        name = read.get("next_url", "").rpartition("/")[2]
    assert ids == _ids(grown)


def _ids(site: Path) -> set[str]:
    """Every dated item, as the open data have it."""
    rows = json.loads((site / "data/items.json").read_text("utf-8"))
    return {row["id"] for row in rows if row["published"]}


def test_a_short_feed_has_no_archive_document(built: Path) -> None:
    assert list(built.rglob("feed-*")) == []
    assert b"prev-archive" not in (built / "feed.atom").read_bytes()
    assert "next_url" not in json.loads((built / "feed.json").read_text("utf-8"))


def test_changes_are_archived_too() -> None:
    gone = many.gone(many.items({(2019, 1): 200}))
    made = many.with_items(replace(BASE, citations={}), gone)
    moved = next(feed for feed in feeds(made) if feed.folder == "/perubahan/")
    size = size_of(made, *moved.selection)
    parts = [document_entries(made, moved, document) for document in documents(size)]
    assert len(parts) == 2
    assert len({entry.id for part in parts for entry in part}) == size


def test_a_document_is_rendered_again_when_a_place_of_its_entries_is_renamed() -> None:
    place = BASE.places["kota-bekasi"]
    renamed = replace(place, data=place.data.model_copy(update={"name": "Kota Lain"}))
    changed = replace(BASE, places={**BASE.places, "kota-bekasi": renamed})
    selection = next(feed for feed in feeds(BASE) if feed.place == "kota-bekasi").selection
    digests = [document_digest(record, 0, NEWEST, *selection) for record in (BASE, changed)]
    assert digests[0] != digests[1]
    (trace,) = (trace for key, trace in BASE.dependencies.results.items() if "document_digest" in key)
    assert PLACE("kota-bekasi") in trace.dependencies
