"""The outlets' own page, feed and table."""

import json
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from plugins.language import words
from plugins.model.load import load_record
from plugins.model.record import Record
from plugins.queries.source_health import newest, source_changes, standings
from record.vocabulary import OutageState
from scrapers.errors import FetchFault, RejectReason
from tests.site.building import CONTENT


@pytest.fixture(scope="module")
def record() -> Record:
    return load_record(CONTENT)


def test_the_worst_stand_first_and_all_are_there(record: Record) -> None:
    states = [(one.line.outlet, one.state) for one in standings(record)]
    assert states == [("tiga", "blind"), ("dua", "amber"), ("satu", "well"), ("empat", "new")]


def test_the_feed_has_each_change_once_and_no_recovery_that_was_none(record: Record) -> None:
    rows = [(change.day.isoformat(), change.title) for change in source_changes(record)]
    assert rows == [
        ("2018-02-25", "Kabar Tiga: tidak terbaca"),
        ("2018-02-22", "Kabar Tiga: terbaca, tetapi ada yang janggal"),
        ("2018-02-02", "Kabar Dua: terbaca, tetapi ada yang janggal"),
        ("2018-02-01", "Kabar Satu: terbaca lagi"),
        ("2018-01-05", "Kabar Satu: tidak terbaca"),
    ]
    twice = replace(record, outages=(*record.outages, *record.outages))
    ids = [change.id for change in source_changes(twice)]
    assert len(ids) == len(set(ids)) == len(rows), "an id stands in the feed once"


def test_an_entry_keeps_its_id_when_the_outage_ends(record: Record) -> None:
    before = {change.id for change in source_changes(record)}
    ended = tuple(outage.model_copy(update={"until": outage.until or newest(record)}) for outage in record.outages)
    assert before < {change.id for change in source_changes(replace(record, outages=ended))}


def test_only_blindness_is_drawn_on_timelines(built: Path) -> None:
    page = (built / "linimasa/index.html").read_text("utf-8")
    assert "Kabar Satu tidak dapat dibaca" in page
    assert "Kabar Dua tidak dapat dibaca" not in page


def test_page_feed_and_table_tell_the_same(built: Path) -> None:
    page = (built / "sumber/index.html").read_text("utf-8")
    rows = {row["outlet"]: row for row in json.loads((built / "data/sources.json").read_text("utf-8"))}
    assert (rows["satu"]["pause"], rows["satu"]["yielded"], rows["satu"]["usual"]) == (3.0, 4, 5)
    assert "<td>tiap 3 hari</td><td>4 dari 5</td>" in page
    assert "Kabar Empat &amp; Kawan &lt;b&gt;" in page
    titles = [item["title"] for item in json.loads((built / "sumber/feed.json").read_text("utf-8"))["items"]]
    assert titles[0] == "Kabar Tiga: tidak terbaca"
    assert all(f">{title}</p>" in page for title in titles)


def test_every_state_and_reason_has_its_words() -> None:
    assert set(get_args(OutageState)) <= set(words.SOURCE_STATES)
    assert set(get_args(OutageState)) == set(words.SOURCE_RECOVERIES)
    others = {"no-text", "not-an-article", "unreadable", "no-link", "empty", "quiet"}
    assert set(words.OUTAGES) == {*get_args(FetchFault), *others}
    assert {"no-text", "not-an-article", "unreadable"} <= {
        part for whole in get_args(RejectReason) for part in (get_args(whole) or [whole])
    }


@pytest.mark.parametrize(
    ("days", "said"),
    [(None, "belum dapat dikatakan"), (1.0, "tiap hari"), (2.5, "tiap 2,5 hari"), (10.0, "tiap 10 hari")],
)
def test_a_pause_is_said_in_words(days: float | None, said: str) -> None:
    assert words.pause_words(days) == said
