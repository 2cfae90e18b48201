"""Entries of feeds: everything that became known is one, with its days, in the order in which it became known."""

import datetime as dt
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from plugins.language.feed_words import recorded_words, translated, when_words
from plugins.model.load import load_record
from plugins.model.pages import CorrectionPage
from plugins.model.record import Record
from plugins.queries.changes import changes
from plugins.queries.feed_entries import EVERYTHING, Selection, feed_entries, feed_size
from plugins.queries.feed_entry import ENTRY_KINDS, FeedEntry
from record.item import Item
from record.models import Claim, Correction
from tests.site import many
from tests.site.building import CONTENT

BASE = load_record(CONTENT)
CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "feed_entries.toml").read_text("utf-8"))["entry"]
DAY = dt.date(2026, 12, 1)


def entry(record: Record, title: str, kind: str = "") -> FeedEntry:
    (found,) = [one for one in feed_entries(record) if one.title == title and kind in ("", one.kind)]
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_an_entry_says_what_happened_when_and_of_whom(case: dict[str, Any]) -> None:
    made = entry(BASE, case["title"], case["kind"])
    expected = {name: value for name, value in case.items() if name != "case"}
    assert {name: plain(getattr(made, name)) for name in expected} == expected


def plain(value: object) -> object:
    """As TOML has it; "" for a moment that is not known."""
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return [*value] if isinstance(value, tuple) else "" if value is None else value


def test_every_kind_of_entry_is_there_once_and_newest_first() -> None:
    entries = feed_entries(BASE)
    assert {one.kind for one in entries} == {*ENTRY_KINDS}
    assert len({one.id for one in entries}) == len(entries) == feed_size(BASE, *EVERYTHING)
    assert [one.order for one in entries] == sorted((one.order for one in entries), reverse=True)
    assert {one.id for one in entries if one.kind == "item"} == {
        news.item.id for news in BASE.pages if news.is_published
    }


def test_entries_of_changes_keep_the_ids_that_readers_have() -> None:
    assert {change.id for change in changes(BASE)} <= {one.id for one in feed_entries(BASE)}


def test_what_is_found_late_is_the_newest() -> None:
    late = replace(many.item(1, dt.datetime(2015, 1, 1, tzinfo=many.WIB)), recorded=DAY)
    undated = replace(many.item(2, None), recorded=DAY)
    early = replace(many.item(3, dt.datetime(2026, 11, 30, tzinfo=many.WIB)), recorded=DAY - dt.timedelta(days=1))
    record = many.with_items(BASE, [early, undated, late])
    assert [one.title for one in feed_entries(record)][:3] == [late.title, undated.title, early.title]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"recorded": DAY}, DAY),
        ({"collected": dt.datetime(2026, 11, 30, 22, tzinfo=dt.UTC)}, dt.date(2026, 11, 30)),
        ({}, dt.date(2018, 3, 5)),
        ({"date": None, "event_date": "2017-05", "date_basis": "text"}, dt.date(2017, 5, 1)),
    ],
    ids=["recorded", "collected", "published", "event"],
)
def test_where_an_item_says_no_day_of_its_record_the_nearest_counts(values: dict[str, Any], expected: dt.date) -> None:
    item = replace(many.item(0, dt.datetime(2018, 3, 5, 9, tzinfo=many.WIB)), **values)
    (made,) = feed_entries(many.with_items(BASE, [item]), Selection(kinds=("item",)))
    assert (made.recorded, made.is_recorded) == (expected, bool({"recorded", "collected"} & {*values}))


def test_an_entry_is_in_the_feeds_of_what_it_is_of() -> None:
    for one in feed_entries(BASE):
        for place in ("", *one.places):
            for dimension in ("", *one.dimensions):
                assert one in feed_entries(BASE, Selection(place, dimension, kinds=(one.kind,)))
        for address in one.initiatives:
            assert one.id in {other.id for other in feed_entries(BASE, Selection(initiative=address))}
    assert feed_entries(BASE, Selection("kota-samarinda", kinds=("item",)))
    assert all("kota-samarinda" in one.places for one in feed_entries(BASE, Selection("kota-samarinda")))


def test_some_days_can_be_asked_for() -> None:
    day = dt.date(2018, 3, 9)
    between = feed_entries(BASE, since=day, until=day + dt.timedelta(days=1))
    assert [one.recorded.day for one in between] == [10, 9, 9]
    assert feed_entries(BASE, since=dt.date(2030, 1, 1)) == []
    assert len(feed_entries(BASE, until=dt.date(2026, 11, 29))) == len(feed_entries(BASE))


def updated(item: Item, **changed: Any) -> dt.datetime:
    record = replace(many.with_items(BASE, [item]), **changed)
    (made,) = feed_entries(record, Selection(kinds=("item",)))
    return made.updated


def test_updated_moves_with_every_change() -> None:
    item = replace(many.item(0, dt.datetime(2018, 3, 5, 9, tzinfo=many.WIB)), recorded=DAY)
    noon = dt.datetime(2026, 12, 1, 12, tzinfo=many.WIB)
    page = many.with_items(BASE, [item]).pages[0].address
    row = {"date": "2026-12-05", "page": page, "was": "a", "now": "b", "why": "c"}
    correction = CorrectionPage(name="x", data=Correction.model_validate(row))
    assert updated(item) == noon
    assert updated(replace(item, revised=("2026-12-03", "2026-12-04"))) == noon + dt.timedelta(days=3)
    assert updated(item, corrections=(correction,)) == noon + dt.timedelta(days=4)
    assert updated(replace(item, modified=noon + dt.timedelta(hours=1))) == noon + dt.timedelta(hours=1)
    assert updated(replace(item, recorded=dt.date(2018, 3, 1))) == item.date, "nothing changes before it is published"


def claim(name: str, value: str, recorded: str, source: str = "https://satu.example/") -> Claim:
    row = {"id": name, "recorded": recorded, "subject": "jumlah sensor", "value": value, "said_by": name}
    return Claim.model_validate(row | {"sources": [source]})


def with_claims(*claims: Claim, corrections: tuple[CorrectionPage, ...] = ()) -> Record:
    programme = BASE.programme.model_copy(update={"claim": [*claims]})
    return replace(BASE, programme=programme, corrections=corrections)


def disputes(record: Record) -> dict[str, FeedEntry]:
    return {one.id: one for one in feed_entries(record, Selection(kinds=("dispute",))) if "jumlah sensor" in one.title}


def test_a_dispute_is_known_when_a_version_comes_that_differs() -> None:
    first, second = claim("c1", "5", "2026-11-01"), claim("c2", "6", "2026-11-03")
    same, third = claim("c3", "6", "2026-11-04"), claim("c4", "7", "2026-11-05")
    assert disputes(with_claims(first)) == {}
    (new,) = disputes(with_claims(second, first)).values()
    assert (new.recorded, new.text) == (dt.date(2026, 11, 3), "c2: 6. Yang lain: 5 (c1).")
    more = disputes(with_claims(first, second, same, third))
    assert new.id in more
    assert {one.address for one in more.values()} == {"/fakta/c2/", "/fakta/c4/"}


def test_a_correction_settles_a_dispute_and_its_entries_stay() -> None:
    first, second = claim("c1", "5", "2026-11-01"), claim("c2", "6", "2026-11-03")
    before = disputes(with_claims(first, second))
    row = {"date": "2026-11-10", "page": "/fakta/c1/", "was": "5", "now": "6", "why": "Salah salin."}
    page = CorrectionPage(name="sensor", data=Correction.model_validate(row))
    after = disputes(with_claims(first.model_copy(update={"value": "6"}), second, corrections=(page,)))
    assert before.keys() < after.keys()
    (settled,) = (one for one in after.values() if one.id not in before)
    assert (settled.title, settled.recorded) == ("Perbedaan selesai: jumlah sensor", dt.date(2026, 11, 10))


@pytest.mark.parametrize(
    ("day", "precision", "basis", "of", "words"),
    [
        (dt.date(2017, 5, 22), "day", "publisher", "published", "Terbit: 22 Mei 2017."),
        (dt.date(2017, 5, 22), "day", "text", "event", "Terjadi: 22 Mei 2017 (tanggal menurut teks sumbernya)."),
        (dt.date(2017, 5, 1), "month", None, "event", "Terjadi: Mei 2017."),
        (dt.date(2017, 1, 1), "year", None, "said", "Diberitakan: 2017."),
        (
            dt.date(2020, 3, 3),
            "not-after",
            "archive",
            "copy",
            "Terbit paling lambat 3 Maret 2020, menurut salinan arsip.",
        ),
        (dt.date(2017, 5, 22), "day", None, "recorded", ""),
        (None, "", None, "event", "Harinya tidak diketahui."),
    ],
)
def test_words_say_when_it_was(day: dt.date | None, precision: str, basis: str | None, of: str, words: str) -> None:
    assert when_words(day, precision, basis, of) == words


def test_words_say_when_we_learned_of_it() -> None:
    assert recorded_words(dt.date(2026, 11, 29)) == "Kami catat: 29 November 2026."


def test_an_entry_can_be_said_in_another_language_but_for_what_publishers_wrote() -> None:
    made = entry(BASE, "Aduan warga, Kota Bekasi: diumumkan")
    english = {made.text.pattern: "%(summary)s From %(before)s to %(status)s."}  # type: ignore[attr-defined]
    said = translated(made.text, lambda words: english.get(words, f"<{words}>"), str.upper)
    assert said == "TERNYATA BARU RENCANA. From <diluncurkan> to <diumumkan>."
    withdrawn = entry(BASE, "Ditarik: Berita yang dicabut")
    assert translated(withdrawn.title, str, str.upper) == withdrawn.title
