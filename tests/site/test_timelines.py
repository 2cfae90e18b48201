"""Timelines and lists: what their views hold, and that what grows is cut by year without losing or doubling a thing."""

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.model.load import load_record
from plugins.model.news import News
from plugins.model.record import Record
from plugins.model.steps import Step
from plugins.pages.record_pages import pages
from plugins.queries import timeline, timeline_pages
from plugins.queries.changes import Change
from plugins.queries.last_modified import last_modified
from plugins.queries.silence import silent_outlets
from plugins.queries.timeline import HEAD, TimelinePart, TimelineView
from plugins.queries.timeline_pages import page_contents, year_spans
from plugins.queries.timeline_sources import FixedEntries, RecordEntries, initiative_entries
from publish.checks.site import check
from record.monitoring import Outage
from tests.site import many
from tests.site.building import CONTENT, build, files

BASE = load_record(CONTENT)


@pytest.fixture(scope="module")
def record() -> Record:
    return BASE


@pytest.fixture(scope="module")
def long() -> Record:
    return many.with_items(BASE, many.items(many.SPREAD, many.UNDATED))


def text(built: Path, address: str) -> str:
    return (built / address.strip("/") / "index.html").read_text("utf-8")


def all_views(record: Record, slug: str = "") -> dict[tuple[str, str], TimelineView]:
    return {(view.kind, view.dimension): view for view in timeline.views(RecordEntries(record, slug))}


def shown(contents: timeline_pages.PageContents) -> list[Any]:
    """Every entry that a page shows."""
    return [*(entry for year in contents.shown for _, group in year.months for entry in group), *contents.undated]


def test_a_timeline_shows_years_without_anything_and_blind_spots(built: Path) -> None:
    page = text(built, "daerah/kota-bekasi/linimasa")
    assert "Tidak ada kabar yang kami temukan pada 2016." in page
    assert "Kabar Satu tidak dapat dibaca sejak" in page
    assert "Titik buta" not in text(built, "daerah/kota-samarinda/linimasa")


def test_a_narrowed_timeline_has_that_and_nothing_else(built: Path) -> None:
    page = text(built, "daerah/kota-bekasi/linimasa/siaran-pers")
    assert "Pemkot Bekasi Buka Pusat Aduan" in page
    assert "Nota kesepahaman diteken" not in page
    milestones = text(built, "daerah/kota-bekasi/linimasa/tonggak")
    assert "Nota kesepahaman diteken" in milestones
    assert "Pemkot Bekasi Buka" not in milestones


def test_a_long_initiative_s_timeline_can_be_narrowed_too(built: Path) -> None:
    page = text(built, "inisiatif/kota-bekasi/aduan/linimasa/tonggak")
    assert "Ternyata baru rencana." in page
    assert "Pemkot Bekasi Buka Pusat Aduan" not in page
    assert 'href="/inisiatif/kota-bekasi/aduan/linimasa/siaran-pers/"' in page
    assert not (built / "inisiatif/kota-samarinda/aduan/linimasa").exists(), "one entry needs no filter"


def test_all_views_together_hold_every_step(long: Record) -> None:
    for slug in ("", *long.places):
        whole, *rest = all_views(long, slug).values()
        by_kind = [view for view in rest if view.kind and not view.dimension]
        assert set().union(*map(orders, by_kind)) == orders(whole)
        assert sum(len(view.undated) for view in by_kind) == len(whole.undated)


def test_a_view_of_kind_and_dimension_holds_what_both_hold(long: Record) -> None:
    views = all_views(long)
    pairs = [pair for pair in views if all(pair)]
    assert pairs
    for kind, dimension in pairs:
        both = orders(views[kind, ""]) & orders(views["", dimension])
        assert orders(views[kind, dimension]) == both


@pytest.mark.parametrize(
    ("kind", "dimensions", "views"),
    [
        (
            "award",
            ["economy"],
            {("", ""), ("tonggak", ""), ("penghargaan", ""), ("", "economy"), ("penghargaan", "economy")},
        ),
        ("award", [], {("", ""), ("tonggak", ""), ("penghargaan", "")}),
        ("regulation", [], {("", ""), ("tonggak", ""), ("peraturan", "")}),
        ("mou", [], {("", ""), ("tonggak", "")}),
    ],
)
def test_filters_leave_no_milestone_out(kind: str, dimensions: list[str], views: set[tuple[str, str]]) -> None:
    record = load_record(CONTENT)
    place = record.places["kota-bekasi"].data
    added = place.milestone[0].model_copy(
        update={"id": "baru", "summary": "Baru.", "kind": kind, "dimensions": dimensions}
    )
    place.milestone.append(added)
    for slug in ("", "kota-bekasi"):
        every = all_views(record, slug)
        having = {pair for pair, view in every.items() if any(holds(entry, "baru") for entry in view.entries())}
        assert having - {("tonggak", "economy")} == views
        narrowed = [view for pair, view in every.items() if pair[0] == "tonggak" and pair[1]]
        of_some = set().union(*map(orders, narrowed))
        assert narrowed[0].general(HEAD) == len(orders(every["tonggak", ""]) - of_some) > 0
        assert every["", ""].general(HEAD) == 0, "all is there"


def holds(entry: object, fact: str) -> bool:
    return isinstance(entry, Step) and entry.milestone is not None and entry.milestone.id == fact


def test_an_initiative_s_changes_belong_to_its_dimension(record: Record) -> None:
    entry = record.initiative("/inisiatif/kota-bekasi/aduan/")
    source = initiative_entries(record, entry)
    moves = [step for step in source.entries("tonggak", entry.data.dimension) if isinstance(step, Step) and step.move]
    assert len(moves) == len(entry.data.steps) > 1
    assert source.entries("tonggak", "economy") == ()


def orders(view: TimelineView) -> set[object]:
    """What tells the entries of a view apart."""
    return {entry.order for entry in view.entries() if isinstance(entry, Step)}


def test_what_is_counted_is_what_is_there(long: Record) -> None:
    for slug in ("", "kota-bekasi"):
        for view in all_views(long, slug).values():
            for part in (HEAD, *(TimelinePart(year) for year in view.years)):
                assert view.count(part.year) == len(view.entries(part.year))
            assert list(view.years) == sorted({entry.day.year for entry in view.entries()}, reverse=True)


def test_filter_links_keep_what_the_other_row_narrows_to(built: Path) -> None:
    page = text(built, "daerah/kota-bekasi/linimasa/siaran-pers/governance")
    assert 'href="/daerah/kota-bekasi/linimasa/governance/">Semua</a>' in page
    assert 'href="/daerah/kota-bekasi/linimasa/siaran-pers/">Semua</a>' in page
    assert '<b aria-current="page">Siaran pers</b>' in page


def test_every_step_stands_in_its_year_and_month_once(record: Record) -> None:
    for slug in ("", *record.places):
        view = TimelineView(RecordEntries(record, slug))
        years = year_spans(view)
        covered = [year for entry in years for year in range(entry.last, entry.first - 1, -1)]
        assert covered == list(range(years[0].last, years[-1].first - 1, -1))
        assert all(entry.first == entry.last for entry in years if entry.months)
        assert sum(entry.shown for entry in years) == sum(entry.size for entry in years) == len(view.entries())


def test_a_blind_spot_after_the_newest_news_is_drawn_and_one_of_no_place_is_everyones(record: Record) -> None:
    blind = Outage(outlet="nusa", name="Kabar Nusa", start=dt.date(2020, 3, 1), reason="timeout: 30 s")
    years = year_spans(TimelineView(RecordEntries(replace(record, outages=(blind,)), "kota-bekasi")))
    assert (years[0].last, years[0].outages) == (2020, (blind,))


def test_an_outlet_that_fell_silent_is_drawn_where_its_silence_begins(record: Record) -> None:
    first = next(news for news in record.listed if news.when and "kota-bekasi" in news.item.places)
    assert first.when
    days = [first.when.replace(year=year) for year in (2017, 2017, 2016, 2021)]
    names = ["Diam", "Diam", "Diam", "Bicara"]
    pages = tuple(
        first.changed(when=day, address=f"/berita/{number}/", source=name, id=f"x{number}")
        for number, (day, name) in enumerate(zip(days, names, strict=True))
    )
    later = replace(record, pages=pages)
    assert [outlet.name for outlet in silent_outlets(later, "kota-bekasi")] == ["Diam"]
    years = year_spans(TimelineView(RecordEntries(later, "kota-bekasi")))
    drawn = {entry.last: entry.silent_outlets for entry in years}
    assert [year for year, silent in drawn.items() if silent] == [2018]
    spoken = replace(record, pages=pages[1:])
    assert silent_outlets(spoken, "kota-bekasi") == [], "two words are too few for a silence"


def test_a_short_timeline_is_one_page(record: Record) -> None:
    made = many.with_items(record, many.items({(2019, 1): 20, (2021, 3): 20}, undated=20))
    for slug in ("", "kota-bekasi"):
        for view in all_views(made, slug).values():
            assert timeline.parts(view) == []
            assert len(shown(page_contents(view))) == view.size


months = st.tuples(st.integers(2015, 2024), st.integers(1, 12))
spreads = st.dictionaries(months, st.sampled_from((1, 5, 60, 150, 230)), min_size=1, max_size=5)


@settings(max_examples=8, deadline=None)
@given(spreads, st.sampled_from((0, 3, 450)))
def test_each_entry_of_a_long_list_is_on_one_page_after_its_head(
    spread: dict[tuple[int, int], int], undated: int
) -> None:
    made = many.with_items(BASE, many.items(spread, undated))
    for view in (*all_views(made).values(), *all_views(made, "kota-bekasi").values()):
        parts = timeline.parts(view)
        assert bool(parts) == (view.size > timeline.ON_ONE_PAGE)
        if parts:
            _each_once(view, parts)


def _each_once(view: TimelineView, parts: Sequence[TimelinePart]) -> None:
    on_pages: Counter[Any] = Counter()
    for part in parts:
        contents = page_contents(view, part)
        on_page = shown(contents)
        on_pages.update(map(_name, on_page))
        single = part.month or part.undated
        assert len(on_page) <= timeline.YEAR_ON_ONE_PAGE or part.month, part
        assert contents.count == view.size_of(part)
        assert single or sum(count for _, count in contents.months) + len(on_page) == contents.count
        assert all(part.year in (0, entry.day.year) for entry in on_page if isinstance(entry, Step))
    assert on_pages == Counter(map(_name, [*view.entries(), *view.undated]))
    assert set(on_pages.values()) == {1}
    head = page_contents(view)
    assert shown(head) == [*view.entries()[: timeline_pages.NEWEST]]
    assert sum(row.size for row in head.rows) + len(view.undated) == view.size


def _name(entry: Any) -> Any:
    """What identifies an entry."""
    return entry.order if isinstance(entry, Step) else getattr(entry, "id", None) or entry.address


def test_a_year_leads_to_the_years_beside_it_over_empty_ones(long: Record) -> None:
    view = TimelineView(RecordEntries(long))
    contents = page_contents(view, TimelinePart(2020))
    assert (contents.newer, contents.older) == (TimelinePart(2022), TimelinePart(2019))
    rows = {row.name: row.size for row in page_contents(view).rows}
    assert rows["2021"] == 0, "a year of which nothing was found stands in the list"
    months = {part.key: size for part, size in page_contents(view, TimelinePart(2019)).months}
    assert len(months) == 12
    assert {key: size for key, size in months.items() if size} == {"2019/07/": 90, "2019/02/": 130}
    month = page_contents(view, TimelinePart(2019, 7))
    assert (month.newer, month.older) == (None, TimelinePart(2019, 2))


def test_what_only_a_year_is_known_of_stands_on_the_year_s_page_when_months_have_theirs(long: Record) -> None:
    place = long.places["kota-bekasi"]
    known = place.data.milestone[0].model_copy(update={"date": dt.date(2019, 1, 1), "precision": "year"})
    data = place.data.model_copy(update={"milestone": [known]})
    changed = replace(long, places={**long.places, "kota-bekasi": replace(place, data=data)})
    view = TimelineView(RecordEntries(changed))
    assert [entry.milestone for entry in shown(page_contents(view, TimelinePart(2019)))] == [known]
    _each_once(view, timeline.parts(view))


def test_links_to_another_view_lead_to_what_it_has_of_the_same_time(long: Record) -> None:
    views = all_views(long)
    whole, few = views["", ""], views["", "living"]
    assert whole.is_long
    assert not few.is_long
    assert [whole.link(part) for part in (HEAD, TimelinePart(2019, 7), TimelinePart(undated=2))] == [
        "",
        "2019/07/",
        "tanpa-tanggal/",
    ]
    assert views["berita", ""].link(TimelinePart(2019, 7)) == "berita/2019/", "its year is one page"
    assert [few.link(part) for part in (HEAD, TimelinePart(2019, 7), TimelinePart(undated=1))] == [
        "living/",
        "living/#t2019",
        "living/#tanpa-tanggal",
    ]
    for _, links in timeline_pages.view_links(list(views.values()), whole, TimelinePart(2022)):
        assert sum(link.size for link in links[1:]) <= links[0].size == 3, "counts are the year's own"


def test_the_site_with_long_lists_has_no_fault(grown: Path) -> None:
    assert check(grown) == []
    assert "data-pagefind-body" not in "".join(text(grown, page) for page in ("linimasa/2019/02", "berita/2020"))
    for page in ("/linimasa", "/berita"):
        assert 'id="t2019"' in text(grown, page), "old anchors lead to the year's place in the list"
        assert 'id="tanpa-tanggal"' in text(grown, page)


def test_when_lists_are_short_again_nothing_of_the_long_ones_stays(grown: Path, built: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(grown, site)
    done = build(CONTENT, site)
    assert done.returncode == 0, done.stderr
    names = [name for name in files(site) if name.endswith((".html", ".rss", ".atom", ".json"))]
    assert [name for name in names if not name.startswith("pagefind/") and not (built / name).exists()] == []


def test_a_new_item_changes_the_pages_of_its_time_and_the_heads_and_no_other(long: Record) -> None:
    number = len(long.pages)
    for year, month in ((2020, 4), (2019, 7)):
        day, own = dt.datetime(year, month, 2, tzinfo=many.WIB), f"{year}/"
        later = replace(long, pages=(*long.pages, *many.with_items(long, [many.item(number, day)]).pages))
        before, after = _lists(long), _lists(later)
        changed = {address for address in after if before.get(address) != after[address]}
        assert changed
        assert {address for address in changed if not _is_head(address) and own not in address} == set()
        assert "/linimasa/" in changed
        assert f"/linimasa/{own}" in changed
        assert "/linimasa/2019/02/" not in changed


def _lists(record: Record) -> dict[str, Any]:
    """What stands on each page of a list."""
    return {
        page.address: ((values := page.values())["contents"], values.get("filters"))
        for page in pages(record)
        if page.template in ("timeline", "news_list")
    }


def _is_head(address: str) -> bool:
    return not any(part.isdigit() for part in address.split("/")) and "tanpa-tanggal" not in address


def test_changes_are_cut_by_year_when_they_are_many() -> None:
    days = [dt.date(2020 + number // 60, 1 + number % 12, 1) for number in range(119, -1, -1)]
    changes = [Change(day, "gone", "Judul", "Teks", "/a/", f"urn:{number}") for number, day in enumerate(days)]
    view = TimelineView(FixedEntries(tuple(sorted(changes, key=lambda change: change.day, reverse=True))))
    assert timeline.parts(view) == [TimelinePart(2021), TimelinePart(2020)]
    _each_once(view, timeline.parts(view))
    few = TimelineView(FixedEntries(view.entries()[:5]))
    assert timeline.parts(few) == []


def test_every_page_of_a_long_list_has_its_day(long: Record) -> None:
    days = last_modified(long)
    dated = [page.address for page in pages(long) if not page.noindex and "contents" in page.values()]
    assert {"/berita/2019/02/", "/linimasa/2019/07/", "/daerah/kota-bekasi/linimasa/2020/"} <= set(dated)
    assert [address for address in dated if address not in days and "tanpa-tanggal" not in address] == []
    assert days["/linimasa/2019/02/"] < days["/linimasa/2019/"] < days["/linimasa/"]


def test_narrowed_news_is_what_a_plain_search_finds(long: Record) -> None:
    both = {"dimension": "governance", "year": 2019}
    for given_ in ({}, {"place": "kota-bekasi"}, both, {"kind": "release", "month": 7}):
        assert list(long.news(**given_)) == [news for news in long.listed if _has(news, given_)]
    for given_ in ({}, {"place": "kota-bekasi"}, {"dimension": "living", "kind": "news"}):
        assert list(long.undated_news(**given_)) == [news for news in long.undated if _has(news, given_)]
    local = long.news(place="kota-bekasi", dimension="governance")
    assert long.years(place="kota-bekasi", dimension="governance") == tuple(
        sorted({news.when.year for news in local if news.when}, reverse=True)
    )
    assert long.news(place="tidak-ada") == long.years(kind="tidak-ada") == ()


def _has(news: News, given_: dict[str, Any]) -> bool:
    item, when = news.item, news.when
    own = {"kind": [item.kind], "place": item.places, "dimension": item.dimensions}
    own |= {"year": [when.year], "month": [when.month]} if when else {}
    return all(value in own[name] for name, value in given_.items())
