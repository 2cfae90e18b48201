"""The front matter: written by one function, read back by one, byte for byte."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.errors import ContentProblem
from record.item import Item, body_of, clean_line, dumps, is_edited, loads, seal_of
from record.partial_dates import partial_date
from record.vocabulary import DATE_BASES, HEADLINES_FROM

WIB = dt.timezone(dt.timedelta(hours=7))
ITEM = Item(
    title="Kota Bekasi: #1 di Jawa Barat",
    id="urn:uuid:1",
    date=dt.datetime(2017, 5, 22, tzinfo=WIB),
    places=("kota-bekasi",),
    also=("https://a.example/?a=1,2", "https://b.example/"),
    source_url="https://a.example/1",
    body="Isi.\n\nDua.",
)
anything = st.text(max_size=60)


@given(title=anything, summary=anything, source=anything, body=anything)
def test_what_is_written_is_read_back(title, summary, source, body) -> None:
    item = replace(ITEM, title=title + "x", summary=summary, source=source, body=body)
    text = dumps(item)
    back = loads(text, "x.md")
    assert dumps(back) == text
    assert back.title == clean_line(item.title)
    assert (back.status, back.places, back.also) == (item.status, item.places, item.also)


DAY_KEYS = st.fixed_dictionaries(
    {
        "event_date": st.builds(partial_date, st.dates(dt.date(1990, 1, 1)), st.sampled_from(["day", "month", "year"])),
        "event_precision": st.sampled_from(["", "not-after", "not-before"]),
        "date_basis": st.sampled_from(DATE_BASES),
        "date_evidence": anything,
        "recorded": st.none() | st.dates(),
        "headline_from": st.sampled_from(["", *HEADLINES_FROM]),
    }
)


@given(DAY_KEYS)
def test_what_is_known_of_its_day_is_read_back(values) -> None:
    item = replace(ITEM, date=None, **values)
    back = loads(dumps(item), "x.md")
    assert back == replace(item, date_evidence=clean_line(item.date_evidence), seal=back.seal)
    assert not is_edited(back)


@given(anything)
def test_no_value_injects_a_key(value) -> None:
    lines = dumps(replace(ITEM, title="x" + value, summary=value)).partition("\n\n")[0].split("\n")
    keys = [line.split(":")[0] for line in lines]
    assert len(keys) == len(set(keys))


UNSEEN = "Ke\u00adpala\u200b di\ufeffnas\ufffe\x0bbaru\U000e0001"


def test_what_an_editor_pasted_without_seeing_it_is_left_out() -> None:
    text = dumps(replace(ITEM, summary="RINGKAS", body="ISI"))
    pasted = loads(text.replace("RINGKAS", UNSEEN).replace("ISI", f"{UNSEEN}\n\n{UNSEEN}"), "x.md")
    assert (pasted.summary, pasted.body) == ("Kepala dinas baru", "Kepala dinas baru\n\nKepala dinas baru")
    assert is_edited(pasted)
    assert body_of(text.replace("ISI", UNSEEN)) == "Kepala dinas baru"
    assert is_edited(loads(text.replace("RINGKAS", "Re\u00adsmi"), "x.md"))


def test_what_an_earlier_version_let_through_is_no_edit() -> None:
    old = replace(ITEM, title="Kota Be\u00adkasi", body="Be\u00adkasi.")
    sealed = replace(old, seal=seal_of(old))
    text = dumps(replace(ITEM, title="JUDUL", body="ISI")).replace("JUDUL", old.title).replace("ISI", old.body)
    back = loads(re.sub("Seal: .*", f"Seal: {sealed.seal}", text), "x.md")
    assert (back.title, back.body) == ("Kota Bekasi", "Bekasi.")
    assert not is_edited(back)
    assert dumps(back) == dumps(replace(old))


def test_an_edit_shows() -> None:
    text = dumps(ITEM)
    assert not is_edited(loads(text, "x.md"))
    assert is_edited(loads(text.replace("Kota Bekasi", "Kota Bogor"), "x.md"))
    assert is_edited(loads(text + "Kata editor.\n", "x.md"))
    assert seal_of(ITEM) == loads(text, "x.md").seal


@pytest.mark.parametrize(
    ("line", "becomes", "says"),
    [
        ("Title: ", "Judul: x\nTitle: ", "x.md:1: Judul: unknown key"),
        ("Date: 2017-05-22T00:00:00+07:00", "Date: 22 Mei 2017", "x.md:3: Date: '22 Mei 2017' is no date"),
        ("Date: 2017-05-22T00:00:00+07:00", "Date: 2017-05-22", "has no offset"),
        ("Status: published", "Status: terbit", "'terbit' is not one of published, draft, hidden"),
        ("Id: urn:uuid:1\n", "", "Id: is missing"),
        ("Kind: news", "Kind: news\nKind: news", "given twice"),
        ("Kind: news", "  lanjutan", "expected 'Key: value'"),
        ("Kind: news", "Event_date: 2017-02-30\nDate_basis: text", "Event_date: '2017-02-30' is not in the calendar"),
        ("Kind: news", "Event_date: 2017-02", "Event_date: needs Date_basis"),
        ("Kind: news", "Date_basis: kira-kira", "Date_basis: 'kira-kira' is not one of publisher, address"),
        ("Kind: news", "Headline_from: orang", "Headline_from: 'orang' is not one of page, address, ours"),
        ("Kind: news", "Recorded: kemarin", "Recorded: 'kemarin' is no date"),
        ("Kind: news", "Revised: kemarin", "Revised: 'kemarin' is no date"),
        ("Kind: news", "Revised: 2026-12-02, 2026-12-01", "Revised: must begin with the oldest day"),
        ("Kind: news", "Recorded: 2026-12-02\nRevised: 2026-12-01", "Revised: must begin with the oldest day"),
        ("Status: published", "Status: hidden\nWithdrawn: kemarin", "Withdrawn: 'kemarin' is no date"),
        ("Kind: news", "Withdrawn: 2026-11-29", "Withdrawn: is of a hidden item; write 'Status: hidden'"),
        ("Status: published", "Status: hidden\nWithdrawn_reason: x", "Withdrawn_reason: needs Withdrawn, the day"),
    ],
)
def test_broken_metadata_names_the_line_and_the_cure(line, becomes, says) -> None:
    with pytest.raises(ContentProblem) as caught:
        loads(dumps(ITEM).replace(line, becomes, 1), Path("x.md"))
    assert says in str(caught.value)
