"""Documents of feeds: together they hold every entry once, and what is closed stays as it is (RFC 5005)."""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from plugins.exports.feed_documents import ENOUGH, FOLLOWING, FULL, archive_bounds, documents
from plugins.exports.feed_formats import feed_texts
from plugins.exports.feed_list import Feed, all_feeds, listed_feeds
from plugins.exports.feeds import Voice, feed_document, layout
from plugins.language.english import OTHER
from plugins.model.load import load_record
from plugins.model.record import Record
from plugins.queries.feed_entries import feed_size, rows_digest
from record.item import Item
from tests.site import many
from tests.site.building import CONTENT

BASE = load_record(CONTENT)
FIRST = dt.date(2026, 1, 1)
DAYS = st.lists(st.integers(0, 90), max_size=400).map(
    lambda offsets: [(FIRST + dt.timedelta(days=offset)).isoformat() for offset in sorted(offsets)]
)


@given(days=DAYS, later=st.integers(0, 40))
def test_documents_have_every_entry_once_and_enough_stay_in_the_feed(days: list[str], later: int) -> None:
    newest = (dt.date.fromisoformat(days[-1] if days else str(FIRST)) + dt.timedelta(days=later)).isoformat()
    archives = archive_bounds(days, newest)
    feed, *closed = documents(archives, len(days))
    held = [number for document in (*closed, feed) for number in range(document.start, document.stop)]
    assert held == list(range(len(days)))
    assert not closed or feed.stop - feed.start >= FOLLOWING
    for document in closed:
        assert ENOUGH <= document.stop - document.start <= FULL
        assert days[document.stop - 1] < newest, "its days are over"


@given(days=DAYS, more=st.lists(st.integers(0, 70), max_size=120))
def test_what_comes_later_leaves_every_archive_document_as_it_is(days: list[str], more: list[int]) -> None:
    newest = days[-1] if days else FIRST.isoformat()
    new = [(dt.date.fromisoformat(newest) + dt.timedelta(days=offset)).isoformat() for offset in sorted(more)]
    before = archive_bounds(days, newest)
    after = archive_bounds(days + new, new[-1] if new else newest)
    assert after[: len(before)] == before


@given(st.integers(0, 12))
def test_documents_lead_to_one_another(count: int) -> None:
    feed, *archive = documents([(number, number + 1) for number in range(count)], count)
    assert feed.links == ({"prev-archive": count} if count else {})
    assert [document.links.get("prev-archive", 0) for document in archive] == list(range(count))
    assert [document.links.get("next-archive", 0) for document in archive] == [*range(2, count + 1), *[0] * bool(count)]
    assert all(document.links["current"] == 0 for document in archive)


VOICE = Voice("https://x.example", "Pantau", BASE.start, {slug: page.data.name for slug, page in BASE.places.items()})
ALL = next(iter(all_feeds(BASE)))


def texts(record: Record, feed: Feed = ALL) -> dict[str, str]:
    """Every file of a feed."""
    return {
        f"{document.stem}.{form}": text
        for document in documents(*layout(record, *feed.selection))
        for form, text in feed_texts(feed_document(record, feed, document, VOICE)).items()
    }


def news(count: int, day: dt.date) -> list[Item]:
    """Items of 2018 that came into the record on three days up to `day`, half of them on the first."""
    made = many.items({(2018, 2): count})
    recorded = [day - dt.timedelta(days=max(0, 2 - 4 * number // count)) for number in range(count)]
    return [replace(item, recorded=one) for item, one in zip(made, recorded, strict=True)]


TODAY = dt.date(2026, 12, 2)
OLD = replace(many.item(9999, dt.datetime(2016, 3, 1, tzinfo=many.WIB)), recorded=TODAY)


def archived(files: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in files.items() if not name.startswith("feed.")}


@pytest.fixture(scope="module")
def busy() -> dict[str, str]:
    """A feed of several documents."""
    return texts(many.with_items(BASE, news(240, TODAY)))


def test_an_old_item_that_is_found_today_changes_no_archive_document(busy: dict[str, str]) -> None:
    after = texts(many.with_items(BASE, [*news(240, TODAY), OLD]))
    assert len(archived(busy)) >= 3 * 3
    assert archived(after) == archived(busy)
    assert OLD.id in after["feed.atom"]
    assert OLD.id not in busy["feed.atom"]


def test_an_item_that_is_found_today_has_no_archive_document_rendered() -> None:
    files = [
        (document, rows_digest(record, document.start, document.stop, *ALL.selection))
        for made in (news(240, TODAY), [*news(240, TODAY), OLD])
        for record in [many.with_items(BASE, made)]
        for document in documents(*layout(record, *ALL.selection))[1:]
    ]
    before, after = files[: len(files) // 2], files[len(files) // 2 :]
    assert before == after, "what a file's key and its one dependency are made of"


def test_a_new_day_closes_documents_and_only_links_the_one_before_them(busy: dict[str, str]) -> None:
    tomorrow = replace(OLD, recorded=TODAY + dt.timedelta(days=1))
    after = texts(many.with_items(BASE, [*news(240, TODAY), tomorrow]))
    assert len(after) > len(busy)
    last = max(int(number) for number in re.findall(r"feed-(\d+)\.", " ".join(busy)))
    link = f'<{{}}link href="https://x.example/feed-{last + 1}.{{}}" rel="next-archive"/>'
    for name, text in archived(busy).items():
        form = name.rpartition(".")[2]
        added = link.format("" if form == "atom" else "atom:", form)
        assert after[name].replace(added, "") == text if name.startswith(f"feed-{last}.") else after[name] == text


def test_a_withdrawn_item_leaves_a_tombstone_where_it_stood_and_where_it_is_said() -> None:
    items = news(240, TODAY)
    gone = replace(items[3], status="hidden", withdrawn=TODAY, withdrawn_reason="Penerbit memintanya.")
    before, after = (texts(many.with_items(BASE, made)) for made in (items, [*items[:3], gone, *items[4:]]))
    place = next(name for name, text in before.items() if name.endswith(".atom") and items[3].id in text)
    for name in (place, "feed.atom"):
        buried = etree.fromstring(after[name].encode()).findall("{*}deleted-entry")
        assert [one.get("ref") for one in buried if one.get("ref") == gone.id] == [gone.id], name
        assert "Penerbit memintanya." in buried[0].findtext("{*}comment", "")
    changed = {name for name, text in archived(before).items() if after[name] != text}
    stem = place.removesuffix(".atom")
    assert changed == {f"{stem}.{form}" for form in ("atom", "rss", "json")}, "the others keep their entries"
    assert "Ditarik: " in after["feed.json"]


def test_a_renamed_place_is_named_anew_and_its_archive_is_not_another() -> None:
    voice = replace(VOICE, places=VOICE.places | {"kota-bekasi": "Kota Lain"})
    made = many.with_items(BASE, news(10, TODAY))
    (document,) = documents(*layout(made, *ALL.selection))
    assert "Kota Lain" in feed_texts(feed_document(made, ALL, document, voice))["json"]


def walked(site: Path, name: str, relation: str) -> Iterator[Any]:
    """A feed and what its documents lead to by a relation."""
    while name:
        read = feedparser.parse((site / name).read_bytes())
        yield name, [entry.id for entry in read.entries]
        name = {link.rel: link.href for link in read.feed.links}.get(relation, "").rpartition("/")[2]


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_who_follows_the_links_back_and_forth_meets_every_entry_once(grown: Path, form: str) -> None:
    back = list(walked(grown, f"feed.{form}", "prev-archive"))
    forth = list(walked(grown, f"feed-1.{form}", "next-archive"))
    assert [name for name, _ in back[1:]] == [name for name, _ in reversed(forth)]
    assert len(back) > 4
    once_each([name for _, ids in back for name in ids], grown)


def test_json_leads_on_by_next_url(grown: Path) -> None:
    ids, name = [], "feed.json"
    while name:
        read = json.loads((grown / name).read_bytes())
        ids += [item["id"] for item in read["items"]]
        name = read.get("next_url", "").rpartition("/")[2]
    once_each(ids, grown)


def once_each(ids: Sequence[str], site: Path) -> None:
    """No id stands twice, and every item of the open data is among them, also those without a date."""
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert {row["id"] for row in json.loads((site / "data/items.json").read_text("utf-8"))} <= set(ids)


def test_every_feed_is_listed_and_its_page_leads_to_it(built: Path) -> None:
    addresses = {f"{feed.folder}feed.atom" for feed in listed_feeds(BASE)}
    outlines = [etree.parse(built / name).iterfind(".//outline[@xmlUrl]") for name in ("feeds.opml", "en/feeds.opml")]
    assert {"/" + one.get("xmlUrl").split("/", 3)[3] for rows in outlines for one in rows} == addresses
    for feed in listed_feeds(BASE):
        page = (built / feed.page.strip("/") / "index.html").read_text("utf-8")
        is_narrow = bool(feed.selection.place and feed.selection.dimension)
        # Of a place's dimensions only its timelines and the list say the address.
        for form in () if is_narrow else ("rss", "atom", "json"):
            address = f'href="{feed.folder}feed.{form}"'
            shown = 1 if feed.folder in ("/", "/en/") else 2
            assert page.count(address) >= shown, (feed.page, address)


def test_each_feed_says_what_it_holds_in_its_own_words(built: Path) -> None:
    said = Counter()
    for feed in all_feeds(BASE):
        read = json.loads((built / feed.folder.strip("/") / "feed.json").read_text("utf-8"))
        assert read["language"] == feed.language
        said[read["description"]] += 1
    assert [words for words, count in said.items() if count > 1] == []


def test_an_english_feed_has_the_same_entries_in_english(built: Path) -> None:
    for feed in (feed for feed in all_feeds(BASE) if feed.language == OTHER):
        own = next(one for one in all_feeds(BASE) if one.selection == feed.selection)
        one, other = (
            json.loads((built / f.folder.strip("/") / "feed.json").read_text("utf-8"))["items"] for f in (own, feed)
        )
        assert [row["id"] for row in one] == [row["id"] for row in other]
        assert len(one) == feed_size(BASE, *feed.selection)
        for row, english in zip(one, other, strict=True):
            if "external_url" in row:
                assert english["title"] == row["title"], "what publishers wrote stays as it is"
            assert "Kami catat" not in english["content_html"]
    milestone = json.loads((built / "en/places/kota-bekasi/feed.json").read_text("utf-8"))
    assert any(row["title"].startswith("Milestone: Kota Bekasi") for row in milestone["items"])


def test_a_short_feed_has_no_archive_document(built: Path) -> None:
    assert list(built.rglob("feed-*")) == []
    assert b"prev-archive" not in (built / "feed.atom").read_bytes()
    assert "next_url" not in json.loads((built / "feed.json").read_text("utf-8"))
