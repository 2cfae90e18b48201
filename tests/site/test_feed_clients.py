"""Feeds as programs of subscribers read them: nothing old comes again as new, edits arrive, and days stay days.

`feeds_before/` has feeds of the tiny site as they were when they held items alone, at the addresses of today's.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest

from plugins.exports.feed_formats import FORMS, Document, Entry
from tests.site.feed_clients import CLIENTS, Client, Shown
from tests.site.serving import serving

BEFORE = Path(__file__).parent / "feeds_before"
FEEDS = sorted(path.relative_to(BEFORE).with_suffix("").as_posix() for path in BEFORE.rglob("*.atom"))
EACH = pytest.mark.parametrize(("kind", "form"), [(kind, form) for kind in CLIENTS for form in kind.forms])

DAY = dt.date(2018, 3, 6)
ZONES = {name: dt.timezone(dt.timedelta(hours=hours)) for name, hours in (("WIB", 7), ("WITA", 8), ("WIT", 9))}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    with serving(site) as where:
        yield where


def ids_in(file: Path) -> set[str]:
    """The ids of a feed's entries."""
    if file.suffix == ".json":
        return {item["id"] for item in json.loads(file.read_text("utf-8"))["items"]}
    return {entry.id for entry in feedparser.parse(file.read_bytes()).entries}


def subscribed(kind: type[Client], folder: Path, address: str) -> Client:
    folder.mkdir(parents=True)
    return kind(folder, address)


@EACH
def test_what_was_shown_before_is_not_shown_again_as_new(
    kind: type[Client], form: str, site: Path, address: str, built: Path, tmp_path: Path
) -> None:
    for feed in FEEDS:
        program = subscribed(kind, tmp_path / feed / kind.__name__, f"{address}/feed.{form}")
        before, after = (ids_in(folder / f"{feed}.{form}") for folder in (BEFORE, built))
        (site / f"feed.{form}").write_bytes((BEFORE / f"{feed}.{form}").read_bytes())
        program.poll()
        assert {entry.id for entry in program.shown()} == before
        program.mark_all_as_read()

        (site / f"feed.{form}").write_bytes((built / f"{feed}.{form}").read_bytes())
        program.poll()
        shown = Counter(entry.id for entry in program.shown())
        assert [id_ for id_, count in shown.items() if count > 1] == [], feed
        assert {entry.id for entry in program.shown() if entry.is_new} == after - before, feed


def entry(zone: str) -> Entry:
    """One that tells of `DAY`, which is known as a day only, in a zone of Indonesia."""
    noon = dt.datetime.combine(DAY, dt.time(12), ZONES[zone])
    link = f"https://pantau.example/{zone}/"
    return Entry(f"urn:x:{zone}", f"Kabar {zone}", link, "<p>Semula.</p>", noon, noon, "Kabar Kota", (link,))


def write(site: Path, form: str, *entries: Entry) -> None:
    stem = "https://pantau.example/feed"
    updated = max(one.updated for one in entries)
    document = Document("Pantau", "Jejak.", "id", "https://pantau.example/", stem, "Pantau", updated, entries)
    (site / f"feed.{form}").write_text(FORMS[form](document), "utf-8")


@EACH
def test_an_edit_is_shown_and_is_no_new_entry(
    kind: type[Client], form: str, site: Path, address: str, tmp_path: Path
) -> None:
    program = subscribed(kind, tmp_path / "home", f"{address}/feed.{form}")
    first, second = entry("WIB"), entry("WIT")
    write(site, form, first, second)
    program.poll()
    program.mark_all_as_read()
    write(site, form, first, replace(second, content="<p>Diralat.</p>", updated=second.updated + dt.timedelta(1)))
    program.poll()
    assert sorted(program.shown()) == [Shown(one.id, one.title, is_new=False) for one in (first, second)]
    edited = "<p>Diralat.</p>" if program.shows_edits else "<p>Semula.</p>"
    assert program.texts() == {first.id: "<p>Semula.</p>", second.id: edited}


@EACH
def test_a_day_is_the_same_day_wherever_the_reader_is(
    kind: type[Client], form: str, site: Path, address: str, tmp_path: Path
) -> None:
    program = subscribed(kind, tmp_path / "home", f"{address}/feed.{form}")
    entries = [entry(zone) for zone in ZONES]
    write(site, form, *entries)
    program.poll()
    for zone in ("America/Sao_Paulo", "Europe/Berlin", "Asia/Jakarta", "Asia/Jayapura", "Pacific/Auckland"):
        assert program.days(zone) == dict.fromkeys((one.id for one in entries), DAY), zone
