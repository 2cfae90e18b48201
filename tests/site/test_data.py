"""Open data, feeds in their three forms, the calendar and the map: they tell the same as the pages."""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from plugins.exports.open_data import as_csv
from plugins.exports.tables import TABLES
from plugins.pages.map import HEIGHT, WIDTH, project
from tests.site.building import CONTENT, build


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_csv_and_json_tell_the_same_and_are_described(built: Path, table) -> None:
    rows = json.loads((built / f"data/{table.name}.json").read_text("utf-8"))
    lines = list(csv.DictReader(io.StringIO((built / f"data/{table.name}.csv").read_text("utf-8"))))
    assert len(rows) == len(lines) > 0
    package = json.loads((built / "data/datapackage.json").read_text("utf-8"))
    (resource,) = (entry for entry in package["resources"] if entry["path"] == f"{table.name}.csv")
    assert [field["name"] for field in resource["schema"]["fields"]] == list(lines[0]) == list(rows[0])
    for row, line in zip(rows, lines, strict=True):
        cells = {key: in_csv(value) for key, value in row.items()}
        assert {key: value.removeprefix("'") for key, value in line.items()} == cells


def test_drafts_and_hidden_items_are_no_data(built: Path) -> None:
    titles = {row["title"] for row in json.loads((built / "data/items.json").read_text("utf-8"))}
    assert "Konsep rahasia" not in titles
    assert "Berita tersembunyi" not in titles


def in_csv(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "; ".join(value) if isinstance(value, list) else str(value)


@given(st.text(max_size=30))
def test_no_cell_runs_in_a_spreadsheet(text) -> None:
    table = next(table for table in TABLES if table.name == "claims")
    row = {column.name: "" for column in table.columns} | {"value": text}
    (made,) = csv.DictReader(io.StringIO(as_csv(table, [row]), newline=""))
    assert not made["value"].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert made["value"].removeprefix("'") == text.removeprefix("'")


@pytest.mark.parametrize("folder", ["", "daerah/kota-bekasi/", "dimensi/governance/", "daerah/kota-bekasi/governance/"])
def test_the_three_forms_of_a_feed_hold_the_same_entries(built: Path, folder: str) -> None:
    feed = json.loads((built / f"{folder}feed.json").read_text("utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    ids = [item["id"] for item in feed["items"]]
    assert ids
    for kind in ("rss", "atom"):
        assert [entry.id for entry in feedparser.parse((built / f"{folder}feed.{kind}").read_bytes()).entries] == ids


def test_the_list_of_feeds_names_files_that_are_there(built: Path) -> None:
    root = ElementTree.parse(built / "feeds.opml").getroot()  # noqa: S314 - we wrote it
    feeds = [outline.get("xmlUrl") for outline in root.iter("outline") if outline.get("xmlUrl")]
    assert len(feeds) == len(set(feeds)) > 20
    assert all((built / url.partition("8000/")[2]).is_file() for url in feeds)


def test_a_hub_is_named_where_one_is_configured(tmp_path: Path) -> None:
    settings = tmp_path / "hubconf.py"
    settings.write_text("from pelicanconf import *\nWEBSUB_HUB = 'https://hub.example/'\n", "utf-8")
    assert build(CONTENT, tmp_path / "out", str(settings)).returncode == 0
    for kind in ("rss", "atom"):
        feed = feedparser.parse((tmp_path / f"out/feed.{kind}").read_bytes())
        assert not feed.bozo
        assert {"rel": "hub", "href": "https://hub.example/"}.items() <= next(
            link for link in feed.feed.links if link["rel"] == "hub"
        ).items()
    assert json.loads((tmp_path / "out/feed.json").read_text("utf-8"))["hubs"][0]["url"] == "https://hub.example/"


def test_every_place_stands_on_the_map(built: Path) -> None:
    for name, folder in (("peta/index.html", "/daerah/"), ("index.html", "/daerah/"), ("en/index.html", "/en/places/")):
        (whole,) = lxml_html.fromstring((built / name).read_bytes()).xpath("//svg[contains(@class, 'map')]")
        assert whole.xpath(".//a/@href") == [f"{folder}kota-bekasi/", f"{folder}kota-samarinda/"]
        assert [title.partition(":")[0] for title in whole.xpath(".//a/title/text()")] == [
            "Kota Bekasi",
            "Kota Samarinda",
        ]


@pytest.mark.record
def test_every_tracked_place_lies_within_the_map(record_places) -> None:
    for place in record_places.values():
        x, y = project(place.longitude, place.latitude)
        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT
