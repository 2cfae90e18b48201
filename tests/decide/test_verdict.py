"""Whole sentences, zones and the words shown."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.decide.places import Placement
from scrapers.decide.verdict import compose, in_zone, sentences
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
