"""As long as no reader can have its address, an item's file follows its date; then it stays for life."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from record.items import Items
from record.review import Review
from record.waiting import Waiting
from tests.record.drafts import MAY, draft, only, published, read
from tools.review_files import is_public

CASES = [
    json.loads(line) for line in Path(__file__).with_name("addresses_follow.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_the_address_follows_a_corrected_date_unless_it_may_be_public(case, content) -> None:
    day = case["date"] and dt.datetime.fromisoformat(f"{case['date']}T09:00:00+07:00")
    store = Items(content)
    store.add(published("Taman", date=MAY.replace(year=2018, month=7), source_url="https://kabar.example/lain"))
    item = draft("Taman", date=day, review=case["review"], status=case.get("status", "draft"))
    before = store.add(item)
    review = Review(content, is_public=lambda path: case.get("public", False) and path == before)
    entry = Waiting("draft", item.title, item.source_url, "", before, item)
    corrected = review.correct_date(entry, case["to"])
    assert corrected.path == content / "news" / case["path"]
    assert corrected.path == before or not before.exists()
    assert read(corrected.path).date.isoformat().startswith(case["to"][:10])
    assert Items(content).path_of(item.source_url) == corrected.path


def test_a_draft_dated_by_hand_follows_when_it_is_accepted(content) -> None:
    path = Items(content).add(draft("Taman", review="no-date", date=None))
    path.write_text(path.read_text("utf-8").replace("\nPlaces:", "\nDate: 2021-02-03T00:00:00+07:00\nPlaces:"), "utf-8")
    written = Review(content).accept(only(content))
    assert written == content / "news/2021/02/2021-02-03-taman.md"
    assert read(written).status == "published"


@pytest.mark.parametrize(("review", "moves"), [("no-date", True), ("", False)])
def test_a_draft_that_its_source_dates_later_follows_too(review, moves, content) -> None:
    store = Items(content)
    known = draft("Taman", review=review, date=None)
    before = store.add(known)
    path = store.update(replace(known, date=MAY, status="published", review="", digest="sha256:2"), known)
    assert (path != before) is moves
    assert [*(content / "news").glob("*/*/*.md")] == [path]


@pytest.mark.parametrize("site", [".site/public", "public", ""])
def test_a_page_in_a_site_that_was_built_for_readers_is_public(site, tmp_path) -> None:
    page = tmp_path / site / "berita/2019/05/taman/index.html"
    page.parent.mkdir(parents=True)
    page.touch()
    assert is_public(tmp_path, tmp_path / "content/news/2019/05/2019-05-16-taman.md") is bool(site)
    assert not is_public(tmp_path, tmp_path / "content/news/2019/06/2019-06-16-taman.md")
