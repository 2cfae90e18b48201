"""A proposal waits as long as there is reason to: it leaves the tray by itself, and that is noted."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from record.item import dumps, loads
from record.items import Items
from record.open_proposals import GONE
from record.review import Review
from record.tray import WITHDRAWN, Proposal, Tray
from tests.record.drafts import MAY, draft, published, suggest

LAUNCH = Proposal("milestone", "launch", "Wali kota meluncurkan aplikasi Simpel.")
APP = Proposal("initiative", "app", LAUNCH.sentence)
BEKASI = ("kota-bekasi",)


def change(path: Path, **values: object) -> None:
    path.write_text(dumps(replace(loads(path.read_text("utf-8"), path), **values)), "utf-8")


def settled(content: Path, decision: Callable[..., object]) -> None:
    review = Review(content)
    decision(review, next(entry for entry in review.waiting() if entry.item))


def hidden(content: Path, path: Path) -> None:
    change(path, status="hidden")


def deleted(content: Path, path: Path) -> None:
    path.unlink()


def placeless(content: Path, path: Path) -> None:
    change(path, places=())


def rejected(content: Path, path: Path) -> None:
    settled(content, Review.reject)


def merged(content: Path, path: Path) -> None:
    target = Items(content).add(published("Simpel Dibuka Hari Ini"))
    settled(content, lambda review, entry: review.merge(entry, target))


def recorded(content: Path, path: Path) -> None:
    place = content / "cities" / "kota-bekasi.md"
    step = (
        '[[milestone]]\nid = "a"\nrecorded = 2026-11-24\n'
        f'date = 2019-05-15\nkind = "launch"\nsummary = "S."\nsources = ["{URL}/?utm_source=x"]\n+++\n'
    )
    place.write_text(
        place.read_text("utf-8").replace("milestone = []\n", "").rstrip().removesuffix("+++") + step, "utf-8"
    )


def decided(content: Path, path: Path) -> None:
    review = Review(content)
    review.reject(review.waiting()[-1])
    # A third report comes a day later.
    suggest(content, published("Simpel Sudah Ada", places=BEKASI, date=MAY + dt.timedelta(days=1)), LAUNCH)


URL = "https://kabar.example/simpel-dibuka"
REASONS = {change.__name__: change for change in (hidden, deleted, placeless, rejected, merged, recorded, decided)}


def test_every_reason_has_a_case() -> None:
    assert REASONS.keys() == GONE.keys()


@pytest.mark.parametrize("why", REASONS)
def test_a_proposal_without_reason_leaves_by_itself_and_it_is_noted_once(why, content) -> None:
    path = suggest(content, draft("Simpel Dibuka", places=BEKASI), LAUNCH)
    assert [entry.group for entry in Review(content).waiting()] == ["place-unsure", "milestone"]
    REASONS[why](content, path)
    assert [entry.group for entry in Review(content).waiting() if entry.proposal] == []
    Review(content).tidy()
    last = [row for row in Tray(content).decisions if "proposal" in row][-1]
    expected = {"decision": "accepted"} if why == "recorded" else {"decision": WITHDRAWN, "why": why}
    assert expected.items() <= last.items()
    rows = len(Tray(content).decisions)
    assert Review(content).tidy() == []
    assert len(Tray(content).decisions) == rows


def test_with_its_reason_a_proposal_comes_back(content) -> None:
    path = suggest(content, published("Simpel Dibuka", places=BEKASI), LAUNCH)
    hidden(content, path)
    assert Review(content).tidy() == [("Simpel Dibuka", "hidden")]
    change(path, status="published")
    assert [entry.group for entry in Review(content).waiting()] == ["milestone"]


def test_one_event_of_two_reports_is_asked_once_with_both_as_sources(content) -> None:
    day = dt.timedelta(days=1)
    suggest(content, published("Simpel Diluncurkan", places=BEKASI, date=MAY + day), LAUNCH, APP)
    suggest(content, published("Simpel Diluncurkan Wali Kota", places=BEKASI), LAUNCH, APP)
    review = Review(content)
    assert [(entry.group, entry.date) for entry in review.waiting()] == [
        ("milestone", "2019-05-16"), ("initiative", "2019-05-16"),
    ]  # fmt: skip
    for entry in review.waiting():
        review.accept(entry, name="Simpel", summary="Aplikasi aduan.")
    assert Review(content).waiting() == []
    urls = ["https://kabar.example/simpel-diluncurkan-wali-kota", "https://kabar.example/simpel-diluncurkan"]
    for path in ("cities/kota-bekasi.md", "initiatives/kota-bekasi/simpel.md"):
        assert f'sources = ["{urls[0]}", "{urls[1]}"]' in (content / path).read_text("utf-8")
    assert [row["decision"] for row in Tray(content).decisions] == ["accepted"] * 4


def test_accepting_twice_writes_once(content) -> None:
    suggest(content, published("Simpel Diluncurkan", places=BEKASI), LAUNCH)
    review = Review(content)
    (entry,) = review.waiting()
    review.accept(entry, summary="Diluncurkan.")
    review.accept(entry, summary="Diluncurkan lagi.")
    assert (content / "cities" / "kota-bekasi.md").read_text("utf-8").count("[[milestone]]") == 1
    assert len(Tray(content).decisions) == 1


def test_a_proposal_has_the_place_and_date_that_its_item_has_now(content) -> None:
    path = suggest(content, draft("Simpel Dibuka", review="no-date", date=None), LAUNCH)
    review = Review(content)
    asked = [entry for entry in review.waiting() if entry.proposal]
    assert review.refusal(asked[0], "accept").startswith("the item has no date")
    change(path, date=MAY, places=BEKASI, status="published", review="")
    review = Review(content)
    (entry,) = review.waiting()
    assert (entry.proposal.place, entry.date) == ("kota-bekasi", "2019-05-16")
    assert review.refusal(entry, "accept") == ""


def test_an_item_whose_file_is_broken_is_not_gone(content) -> None:
    path = suggest(content, published("Simpel Dibuka", places=BEKASI), LAUNCH)
    path.write_text("oops\n", "utf-8")
    review = Review(content)
    assert review.tidy() == []
    assert [entry.group for entry in review.waiting()] == ["milestone"]
    assert [problem.path for problem in review.problems] == [path]


def test_a_broken_file_of_a_place_loses_no_proposal(content) -> None:
    suggest(content, published("Simpel Dibuka", places=BEKASI), LAUNCH)
    review = Review(content)
    (content / "cities" / "kota-bekasi.md").write_text("+++\noops\n", "utf-8")
    assert [entry.group for entry in review.waiting()] == ["milestone"]
