"""Whole sentences, zones and the words shown."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.item import Item
from scrapers.decide.places import Placement
from scrapers.decide.verdict import compose, in_zone, sentences, succeed
from scrapers.extract.article import Article
from scrapers.extract.dates import WIB, WITA
from scrapers.sources import Outlet


@pytest.mark.parametrize(
    ("text", "most", "excerpt"),
    [
        ("Satu dua. Tiga empat. Lima.", 4, "Satu dua. Tiga empat."),
        ("Satu dua tiga empat lima.", 4, ""),
        ("“Satu dua,” kata Budi. Tiga.", 4, "“Satu dua,” kata Budi."),
        ("Rp1.494 kali 2.500 jadi. Besar.", 10, "Rp1.494 kali 2.500 jadi. Besar."),
    ],
)
def test_excerpts_are_whole_sentences(text, most, excerpt) -> None:
    assert sentences(text, most) == excerpt


@given(st.text(max_size=400), st.integers(1, 60))
def test_excerpts_are_never_longer(text, most) -> None:
    assert len(sentences(text, most).split()) <= most


def test_a_bare_date_is_the_places_midnight_and_a_time_moves_to_the_places_zone() -> None:
    assert in_zone(dt.date(2017, 5, 22), WITA).isoformat() == "2017-05-22T00:00:00+08:00"
    noon = dt.datetime(2017, 5, 22, 12, tzinfo=WIB)
    assert in_zone(noon, WITA).isoformat() == "2017-05-22T13:00:00+08:00"
    assert in_zone(None, WIB) is None


@pytest.mark.parametrize(("is_doubted", "review"), [(False, ""), (True, "text-unsure")])
def test_a_doubted_text_waits(is_doubted, review) -> None:
    article = Article(
        title="Taman Kota Bekasi",
        published=dt.datetime(2017, 5, 22, 12, tzinfo=WIB),
        modified=None,
        author=None,
        language="id",
        canonical_url="https://kabarkota.example/berita/1",
        image=None,
        body="Taman dibuka.",
        text="Taman dibuka.",
        is_doubted=is_doubted,
    )
    outlet = Outlet.model_validate(
        {
            "id": "kabar-kota",
            "name": "Kabar Kota",
            "home": "https://kabarkota.example/",
            "channel": [{"kind": "feed", "url": "https://kabarkota.example/feed/"}],
        }
    )
    fetched = dt.datetime(2017, 5, 23, 12, tzinfo=WIB)
    item = compose(article, Placement(("kota-bekasi",), ()), outlet=outlet, zones={}, fetched=fetched)
    assert (item.status, item.review) == ("draft" if review else "published", review)


MAY, JUNE = (dt.datetime(2017, month, 1, tzinfo=WIB) for month in (5, 6))
EVENT = {"event_date": "2017-05", "date_basis": "text", "date_evidence": "Disebut dalam teks."}
OFF_ADDRESS = EVENT | {"date_basis": "address"}


@pytest.mark.parametrize(
    ("known", "fresh", "becomes"),
    [
        ({"date": MAY}, {"date": MAY, "date_basis": "publisher"}, {"date_basis": ""}),
        ({"date": MAY, "date_basis": "address"}, {"date": MAY, "date_basis": "publisher"}, {"date_basis": "address"}),
        (
            {"date": MAY, "date_basis": "address"},
            {"date": JUNE, "date_basis": "publisher"},
            {"date_basis": "publisher"},
        ),
        ({"date": MAY, "date_basis": "publisher"}, {}, {"date_basis": ""}),
        (EVENT, {}, EVENT),
        (EVENT, {"date": JUNE, "date_basis": "publisher"}, EVENT | {"date_basis": "publisher", "date_evidence": ""}),
        (OFF_ADDRESS, {}, OFF_ADDRESS),
        (OFF_ADDRESS, {"date": JUNE, "date_basis": "publisher"}, {"date_basis": "publisher", "event_date": ""}),
    ],
)
def test_a_newer_version_loses_nothing_that_is_known_of_the_day(
    known: dict[str, Any], fresh: dict[str, Any], becomes: dict[str, Any]
) -> None:
    old = Item(title="Taman", id="a", status="draft", recorded=dt.date(2017, 6, 2), digest="x", **known)
    newer = succeed(old, Item(title="Taman", id="b", status="draft", digest="x", **fresh))
    assert newer.recorded == old.recorded
    assert {name: getattr(newer, name) for name in becomes} == becomes
