"""Items and facts stand under the day that is known of them, and one of which only a bound is known is no newest."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.model.load import load_record
from plugins.model.narrowing import narrowings_of
from plugins.model.news import News
from plugins.model.pages import PlacePage
from plugins.model.record import Record
from plugins.model.steps import Step
from plugins.queries import coverage, silence
from plugins.queries.last_word import LastWord, last_word, last_year, newest_day
from plugins.queries.timeline_sources import RecordEntries
from record.item import Item
from record.models import Claim, Milestone
from record.programme import Evaluation, Programme
from tests.site.building import CONTENT

SLUG, NAME, SOURCE = "kota-bekasi", "Kota Bekasi", ["https://satu.example/tonggak"]
RECORDED = dt.date(2026, 11, 24)
NOON = dt.time(12, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def item(name: str, **values: object) -> News:
    """An item about Bekasi at `/berita/<name>/`."""
    front = Item(title=name, id=name, places=(SLUG,), source_url=f"https://satu.example/{name}", **values)  # type: ignore[arg-type]
    return News.of(front, Path(f"{name}.md"), f"/berita/{name}/", front.date)


def published(name: str, day: str, **values: object) -> News:
    return item(name, date=dt.datetime.combine(dt.date.fromisoformat(day), NOON), **values)


def event(name: str, day: str, basis: str = "text", **values: object) -> News:
    return item(name, event_date=day, date_basis=basis, **values)


def milestone(name: str, day: str, **values: object) -> Milestone:
    return Milestone(
        id=name,
        recorded=RECORDED,
        date=dt.date.fromisoformat(day),
        kind="other",
        summary=name,
        **{"sources": SOURCE, **values},  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def base() -> Record:
    return load_record(CONTENT)


def record_of(base: Record, *pages: News, programme: Programme | None = None, **facts: object) -> Record:
    """A record of one place with these items and facts, and nothing else."""
    data = base.places[SLUG].data.model_copy(update={"milestone": [], "claim": [], **facts})
    return replace(
        base,
        pages=pages,
        places={SLUG: PlacePage(data=data)},
        initiatives=(),
        programme=programme or Programme(programme=base.programme.programme),
    )


MIXED = (
    published("hari-pertama", "2018-05-01"),
    event("bulan", "2018-05", "address"),
    event("tahun", "2018"),
    event("januari", "2018-01-01"),
    published("pagi", "2018-05-20"),
    event("peristiwa", "2018-05-20"),
    event("salinan", "2018-05-20", "archive"),
    item("entah"),
)
IN_ORDER = ["pagi", "peristiwa", "salinan", "hari-pertama", "bulan", "januari", "tahun"]


def test_lists_run_by_what_is_surely_known(base: Record) -> None:
    record = record_of(base, *MIXED)
    assert [news.title for news in record.listed] == IN_ORDER
    assert [news.title for news in record.undated] == ["entah"]
    assert [news.title for news in record.latest(9)] == [name for name in IN_ORDER if name != "salinan"]
    assert [step.news.title for step in RecordEntries(record, SLUG).entries() if step.news] == IN_ORDER


def test_an_item_stands_in_its_year_and_in_its_month_if_that_is_known(base: Record) -> None:
    record = record_of(base, *MIXED)
    assert len(record.news(place=SLUG, year=2018)) == len(IN_ORDER)
    assert [news.title for news in record.news(place=SLUG, year=2018, month=1)] == ["januari"]
    assert record.months() == ((2018, 5), (2018, 1), (2018, 0))
    for news in MIXED:
        keys = {(one.year, one.month) for one in narrowings_of(news.row)}
        assert keys == {(0, 0), (news.row.year, 0), (news.row.year, news.row.month)}


WORDS: dict[str, tuple[tuple[News, ...], dict[str, object], LastWord | None]] = {
    "nothing": ((item("entah"),), {}, None),
    "a bound alone": ((event("a", "2020-01-01", "archive"),), {}, None),
    "the event of an undated item": (
        (published("a", "2018-01-01"), event("b", "2019-03-04")),
        {},
        LastWord(dt.date(2019, 3, 4), "day", "news"),
    ),
    "news before a fact of its day": (
        (published("a", "2018-01-01"),),
        {"milestone": [milestone("m", "2018-01-01")]},
        LastWord(dt.date(2018, 1, 1), "day", "news"),
    ),
    "a milestone, but no bound": (
        (published("a", "2018-01-01"),),
        {
            "milestone": [
                milestone("m", "2019-01-01", precision="month"),
                milestone("n", "2021-01-01", precision="not-after"),
            ]
        },
        LastWord(dt.date(2019, 1, 1), "month", "milestone"),
    ),
    "a claim with a date": (
        (published("a", "2018-01-01"),),
        {
            "claim": [
                Claim(
                    id="c",
                    recorded=RECORDED,
                    subject="x",
                    value="1",
                    said_by="y",
                    date=dt.date(2022, 2, 2),
                    sources=SOURCE,
                ),
                Claim(id="d", recorded=RECORDED, subject="x", value="1", said_by="y", sources=SOURCE),
            ]
        },
        LastWord(dt.date(2022, 2, 2), "day", "claim"),
    ),
    "a result, at least of the year that was judged": (
        (published("a", "2018-01-01"),),
        {
            "programme": Programme(
                evaluation=[
                    Evaluation(
                        id=name,
                        recorded=RECORDED,
                        year=year,
                        place=place,
                        judge="K",
                        measure="i",
                        value="3",
                        sources=SOURCE,
                    )
                    for name, year, place in (("e", 2023, NAME), ("f", 2025, "Kota Lain"))
                ]
            )
        },
        LastWord(dt.date(2023, 1, 1), "year", "evaluation"),
    ),
}


@pytest.mark.parametrize("case", WORDS)
def test_the_newest_word_of_a_place_counts_news_and_facts(base: Record, case: str) -> None:
    pages, facts, word = WORDS[case]
    assert last_word(record_of(base, *pages, **facts), SLUG) == word


def test_the_newest_word_of_an_initiative_and_of_the_record_counts_facts_too(base: Record) -> None:
    initiative = base.initiatives[0]
    named = event("aduan", "2019-01-02", summary="Aduan warga dibuka.")
    pages = (News(named.path.parent, named.path.name, named.row._replace(initiatives=(initiative.address,))),)
    alone = replace(record_of(base, *pages), initiatives=(initiative,))
    assert silence.last_mention(alone, initiative) == silence.LastMention(dt.date(2019, 1, 2), "day", silent=False)
    later = replace(record_of(base, *pages, milestone=[milestone("m", "2021-01-02")]), initiatives=(initiative,))
    assert newest_day(later) == dt.date(2021, 1, 2)
    assert last_year(later) == 2021
    assert silence.last_mention(later, initiative).silent, "two years before the newest word, a milestone"


def test_a_chart_has_no_zero_in_a_year_with_news_or_a_milestone(base: Record) -> None:
    news = (event("a", "2019"), published("b", "2018-03-01", story="s"), published("c", "2018-03-02", story="s"))
    steps = [
        milestone("x", "2021-05-01", precision="month"),
        milestone("y", "2018-06-01", sources=["https://satu.example/b"]),
        milestone("z", "2020-06-01", precision="not-after"),
        milestone("w", "2030-06-01", precision="not-after"),
    ]
    record = record_of(base, *news, milestone=steps)
    milestones = record.milestones(place=SLUG)
    counts = {
        count.year: count.events for count in coverage.events_by_year(record, record.news(place=SLUG), milestones)
    }
    assert counts == {2017: 0, 2018: 1, 2019: 1, 2020: 1, 2021: 1}, (
        "its source's story is the milestone's; a bound widens nothing"
    )


def test_milestones_stand_under_their_dimensions(base: Record) -> None:
    steps = [milestone("x", "2018-05-01", dimensions=["living", "economy"]), milestone("y", "2019-06-01")]
    entries = RecordEntries(record_of(base, milestone=steps), SLUG)
    assert [summary(step) for step in entries.entries()] == ["y", "x"]
    for kind in ("", "tonggak"):
        for dimension, names in (("living", ["x"]), ("economy", ["x"]), ("society", [])):
            assert [summary(step) for step in entries.entries(kind, dimension)] == names
            assert entries.count(kind, dimension) == len(names)
            assert entries.years(kind, dimension) == tuple([2018] * len(names))
    assert entries.entries("berita", "living") == ()


def summary(step: Step) -> str:
    return step.milestone.summary if step.milestone else ""
