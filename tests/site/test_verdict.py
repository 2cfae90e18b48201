"""The verdict on the built site: every page, picture and table says the same, and nothing silent looks like running."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from plugins.language.verdict_words import verdict_words
from plugins.model.load import load_record
from plugins.model.record import Record
from plugins.pages.map import WIDTH, exact_spot, sheets
from plugins.pages.social_pictures import place_card, site_card
from plugins.queries.outcomes import outcome, verdict
from plugins.queries.standings import ORDERS, standings
from plugins.queries.threads import threads
from record.models import Place
from record.vocabulary import OUTCOMES
from tests.site.building import CONTENT, ROOT


@pytest.fixture(scope="module")
def record() -> Record:
    return load_record(CONTENT)


@pytest.fixture(scope="module")
def living() -> Record:
    return load_record(ROOT / "content")


def page(built: Path, address: str) -> Any:
    return lxml_html.fromstring((built / address.strip("/") / "index.html").read_bytes())


def text_of(element: Any) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()


def test_every_page_says_the_verdict_of_its_place(built: Path, record: Record) -> None:
    for slug, place in record.places.items():
        own = verdict(record, slug)
        brief, whole = (verdict_words(own, brief=brief) for brief in (True, False))
        line = text_of(page(built, place.address).find_class("verdict-line")[0])
        assert line.lower().startswith(f"{brief}.".lower())
        assert whole in (built / f"daerah/{slug}/index.html").read_text("utf-8"), "the page's description"
        assert brief.lower() in text_of(page(built, f"/sematkan/{slug}/").find("body")).lower()
        assert f"{whole[0].upper()}{whole[1:]}." in [text_of(one) for one in page(built, "/daerah/").iter("p")]
        titles = page(built, "/peta/").xpath("//svg//a/title/text()")
        assert verdict_words(own, place.data.name) in titles
        proven = f"{own.count('proven')} dari {own.total}"
        assert f"{proven} terbukti berjalan" in [text_of(one) for one in page(built, "/").iter("p")]
        assert place_card(record, slug).figures[0] == (proven, "terbukti berjalan")
        feed = feedparser.parse((built / f"daerah/{slug}/feed.atom").read_bytes()).feed
        assert feed.title.endswith(f"({proven} terbukti berjalan)")
        assert feed.subtitle.endswith(f" {whole[0].upper()}{whole[1:]}.")
    assert site_card(record).figures[0][0] == f"{verdict(record).count('proven')} dari {verdict(record).total}"


def test_the_tables_have_what_pages_say(built: Path, record: Record) -> None:
    with (built / "data/verdicts.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["scope"]: row for row in csv.DictReader(file)}
    assert rows["semua"]["sentence"] == verdict_words(verdict(record))
    for slug, place in record.places.items():
        own = verdict(record, slug)
        assert [int(rows[slug][name]) for name in OUTCOMES] == [count for _, count in own.counts]
        assert rows[slug]["sentence"] == verdict_words(own, place.data.name)
        assert sum(int(rows[f"{slug}/{name}"]["total"]) for name in ("governance", "living")) <= own.total
    outcomes = json.loads((built / "data/outcomes.json").read_text("utf-8"))
    known = {entry.data.id: outcome(record, entry) for entry in record.initiatives}
    assert {row["initiative"]: row["outcome"] for row in outcomes} == known


@pytest.mark.parametrize("order", ORDERS)
def test_places_can_be_sorted_by_a_link(built: Path, record: Record, order: str) -> None:
    address = "/daerah/" if order == "nama" else f"/daerah/urut/{order}/"
    names = [text_of(one) for one in page(built, address).xpath("//ol[contains(@class, 'tiles')]//h2")]
    assert names == [row.name for row in standings(record, order)]
    links = page(built, "/").xpath("//*[@id='urut']//a/@href")
    assert order == "nama" or f"{address}#urut" in links


@pytest.mark.record
def test_orders_put_first_what_they_say(living: Record) -> None:
    shares = [row.verdict.count("proven") / row.verdict.total for row in standings(living, "hasil")]
    assert shares == sorted(shares, reverse=True)
    days = [row.newest.day for row in standings(living, "kabar") if row.newest]
    assert days == sorted(days, reverse=True)
    steps = [row.reached for row in standings(living, "langkah")]
    assert steps == sorted(steps, reverse=True)


@pytest.mark.record
def test_each_initiative_counts_once_in_its_place_and_dimension(living: Record) -> None:
    whole = verdict(living)
    for parts in ([verdict(living, slug) for slug in living.places], _by_dimension(living)):
        assert [sum(part.count(name) for part in parts) for name in OUTCOMES] == [count for _, count in whole.counts]
        assert max(part.day for part in parts if part.day) == whole.day


def _by_dimension(record: Record) -> list[Any]:
    return [verdict(record, "", name) for name in {entry.data.dimension for entry in record.initiatives}]


@pytest.mark.record
def test_threads_lead_there_and_back(living: Record) -> None:
    counted = 0
    for news in living.listed:
        for thread in threads(living, news):
            if thread.after:
                back = [one for one in threads(living, thread.after) if one.initiative == thread.initiative]
                assert [one.before for one in back] == [news]
                assert (news.day or "") <= (thread.after.day or "")
                counted += 1
    assert counted > 100


def test_the_map_shows_every_tracked_place_once_to_tap(record_places: dict[str, Place]) -> None:
    made = sheets(record_places)
    assert sorted(slug for sheet in made for slug in sheet.places) == sorted(record_places)
    numbers = [number for sheet in made for number, _ in sheet.crowds]
    assert sorted(numbers) == [sheet.number for sheet in made[1:]]


@given(st.lists(st.tuples(st.floats(-10.9, 5.9), st.floats(95.1, 141)), max_size=12))
def test_any_places_stand_on_some_sheet_within_its_box(positions: list[tuple[float, float]]) -> None:
    common = {"kind": "kota", "province": "P", "timezone": "Asia/Jakarta", "cohort": 2017}
    places = {
        f"kota-{at}": Place.model_validate(
            {**common, "slug": f"kota-{at}", "name": f"Kota {at}", "latitude": latitude, "longitude": longitude}
        )
        for at, (latitude, longitude) in enumerate(positions)
    }
    made = sheets(places)
    assert sorted(slug for sheet in made for slug in sheet.places) == sorted(places)
    for sheet in made:
        assert sheet.box.width <= WIDTH
        for slug in sheet.places:
            x, y = exact_spot(places[slug])
            assert sheet.box.left <= x <= sheet.box.left + sheet.box.width
            assert sheet.box.top <= y <= sheet.box.top + sheet.box.height
