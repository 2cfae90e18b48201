"""The review tray: what waits, what a decision does, and that it is remembered."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from record.content_files import read_initiative, read_place
from record.errors import ContentProblem
from record.item import is_edited
from record.items import Items
from record.place_cases import append_cases
from record.proposals import write_proposal
from record.review import Review
from record.tray import Proposal, Proposed, Tray
from record.waiting import GROUPS
from tests.record.drafts import MAY, draft, only, published, read, suggest

PROPOSED = dict.fromkeys(("id", "what", "kind", "place", "sentence", "title", "url", "date"), "")


@pytest.fixture
def store(content: Path) -> Items:
    return Items(content)


def test_what_waits_is_grouped_and_newest_first(content, store) -> None:
    store.add(draft("Lama", date=MAY - dt.timedelta(days=9)))
    store.add(draft("Baru"))
    store.add(draft("Tanpa", review="no-date", date=None))
    store.add(draft("Dua", review="place-unsure, no-date", date=None))
    store.add(draft("Terbit", status="published", review=""))
    suggest(content, published("Langkah"), Proposal("milestone", "mou", "MoU diteken."))
    rows = [(entry.group, entry.title) for entry in Review(content).waiting()]
    assert rows == [
        ("place-unsure", "Baru"),
        ("place-unsure", "Lama"),
        ("place-unsure", "Dua"),
        ("no-date", "Tanpa"),
        ("milestone", "Langkah"),
    ]
    assert set(GROUPS) >= {group for group, _ in rows}
    rows_as_json = [entry.as_json() for entry in Review(content).waiting()]
    assert json.loads(json.dumps(rows_as_json))[0]["because"] == ["kota-bandung = Bandung"]


def test_an_accepted_draft_is_published_and_goes_on_following_its_source(content, store) -> None:
    path = store.add(draft("Taman"))
    Review(content).accept(only(content))
    assert (read(path).status, read(path).review) == ("published", "")
    assert not is_edited(read(path))
    assert Review(content).waiting() == []


def test_a_corrected_place_publishes_and_is_never_undone(content, store) -> None:
    path = store.add(draft("Taman", mentions=("kabupaten-bandung",)))
    Review(content).correct_places(only(content), ["kabupaten-bandung"])
    item = read(path)
    assert (item.places, item.mentions, item.status) == (("kabupaten-bandung",), (), "published")
    assert is_edited(item)


def test_a_correction_settles_only_its_own_reason(content, store) -> None:
    path = store.add(draft("Taman", review="place-unsure, no-date", date=None))
    review = Review(content)
    entry = review.correct_places(only(content), ["kota-samarinda"])
    assert (read(path).status, read(path).review) == ("draft", "no-date")
    path = review.correct_date(entry, "2019-05-16").path
    assert read(path).status == "published"
    assert read(path).date.isoformat() == "2019-05-16T00:00:00+08:00", "a bare day is in the place's zone"


def test_a_draft_whose_place_is_open_is_not_published_without_one(content, store) -> None:
    path = store.add(draft("Taman", places=(), mentions=()))
    review = Review(content)
    with pytest.raises(ContentProblem, match="names no place yet"):
        review.accept(only(content))
    assert read(path).status == "draft"
    review.correct_places(only(content), ["kota-samarinda"])
    assert read(path).status == "published"


def test_dimensions_are_corrected_and_the_draft_still_waits(content, store) -> None:
    path = store.add(draft("Taman"))
    Review(content).correct_dimensions(only(content), ["living", "environment"])
    assert (read(path).dimensions, read(path).status) == (("living", "environment"), "draft")


def test_a_rejected_address_does_not_come_back(content, store) -> None:
    path = store.add(draft("Taman"))
    Review(content).reject(only(content))
    assert not path.exists()
    assert Tray(content).is_refused("https://kabar.example/taman?utm_source=x")
    assert not Tray(content).is_refused("https://kabar.example/lain")


def test_a_rejection_that_was_taken_back_refuses_no_longer(content, store) -> None:
    path = store.add(draft("Taman"))
    before = path.read_bytes()
    Review(content).reject(only(content))
    # With git, or because the run was killed before the file was gone.
    path.write_bytes(before)
    Review(content).accept(only(content))
    assert not Tray(content).is_refused("https://kabar.example/taman")


def test_what_was_edited_in_a_draft_stays_edited_when_it_is_accepted(content, store) -> None:
    path = store.add(draft("Taman"))
    review = Review(content)
    entry = review.correct_dimensions(only(content), ["living"])
    path.write_text(path.read_text("utf-8").replace("Title: Taman", "Title: Taman Kota"), "utf-8")
    review.accept(entry)
    assert (read(path).title, read(path).dimensions, read(path).status) == ("Taman Kota", ("living",), "published")
    assert is_edited(read(path))


def test_a_newer_version_of_an_item_that_nobody_edited_leaves_it_following_its_source(content, store) -> None:
    path = store.add(published("Taman"))
    store.let_wait(draft("Pasar", source_url="https://kabar.example/taman", digest="sha256:2"), read(path))
    Review(content).accept(only(content))
    assert (read(path).title, is_edited(read(path))) == ("Pasar", False)


def test_a_draft_with_a_newer_version_is_rejected_with_it(content, store) -> None:
    path = store.add(draft("Taman"))
    store.let_wait(draft("Taman Baru", source_url="https://kabar.example/taman", digest="sha256:2"), read(path))
    review = Review(content)
    review.reject(review.waiting()[0])
    assert [*content.glob("waiting/*/*/*.md")] == []


def test_a_merged_draft_lives_on_as_an_address_of_the_other(content, store) -> None:
    target_path = store.add(draft("Taman Kota Dibuka Hari Ini", status="published", review=""))
    store.add(draft("Pasar Terbakar", status="published", review=""))
    path = store.add(draft("Taman Kota Dibuka"))
    review = Review(content)
    targets = review.merge_targets(only(content))
    assert [target for target, _ in targets] == [target_path]
    review.merge(only(content), target_path)
    assert not path.exists()
    assert read(target_path).also == ("https://kabar.example/taman-kota-dibuka",)
    assert Items(content).find("https://kabar.example/taman-kota-dibuka").title == "Taman Kota Dibuka Hari Ini"
    assert Tray(content).is_refused("https://kabar.example/taman-kota-dibuka")


def test_what_is_published_is_never_merged_away(content, store) -> None:
    target_path = store.add(draft("Taman Kota Dibuka Hari Ini", status="published", review=""))
    path = store.add(draft("Taman Kota Dibuka", status="published", review=""))
    store.let_wait(draft("Taman Kota Dibuka", digest="sha256:2"), read(path))
    entry = only(content)
    assert entry.group == "changed-at-source"
    with pytest.raises(ContentProblem, match="is published: its address must not break"):
        Review(content).merge(entry, target_path)
    assert path.exists()
    assert not read(target_path).also


def test_a_newer_version_of_an_edited_item_is_taken_or_left(content, store) -> None:
    path = store.add(draft("Taman", status="published", review=""))
    store.let_wait(draft("Taman Baru", source_url="https://kabar.example/taman", digest="sha256:2"), read(path))
    assert only(content).group == "changed-at-source"
    Review(content).reject(only(content))
    assert read(path).title == "Taman"
    assert Review(content).waiting() == []


def test_a_milestone_is_recorded_in_the_editors_words_with_its_source(content) -> None:
    item = published("Taman", places=("kota-bekasi",))
    suggest(content, item, Proposal("milestone", "mou", "MoU diteken."))
    with pytest.raises(ContentProblem, match="your own words"):
        Review(content).accept(only(content))
    Review(content).accept(only(content), summary="Kota Bekasi meneken nota kesepahaman.")
    (step,) = read_place(content / "cities" / "kota-bekasi.md")[0].milestone
    assert (step.kind, step.date, step.sources) == ("mou", dt.date(2019, 5, 16), [item.source_url])
    assert Review(content).waiting() == []


def test_an_initiative_becomes_a_file_of_its_own(content, store) -> None:
    item = draft("Taman", places=("kota-bekasi",), dimensions=("living",), status="published", review="")
    store.add(item)
    Tray(content).propose(item, [Proposal("initiative", "app", "Aplikasi diluncurkan.")])
    Review(content).accept(only(content), name="Aplikasi Taman", summary="Aplikasi untuk mencari taman.")
    facts, _ = read_initiative(content / "initiatives" / "kota-bekasi" / "aplikasi-taman.md")
    assert (facts.kind, facts.dimension, facts.as_of) == ("app", "living", dt.date(2019, 5, 16))


def test_an_initiative_is_as_old_as_the_newest_of_its_sources(content) -> None:
    common = PROPOSED | {"what": "initiative", "kind": "app", "place": "kota-bekasi"}
    days = ("2019-05-16", "2019-05-18", "")
    reports = [Proposed(**common | {"date": day, "url": f"https://kabar.example/{day}"}) for day in days]
    path = write_proposal(content, reports, None, name="Aplikasi Taman", summary="Aplikasi untuk mencari taman.")
    assert path
    facts, _ = read_initiative(path)
    assert (facts.as_of, len(facts.sources)) == (dt.date(2019, 5, 18), 3)


def test_a_refused_proposal_and_a_reprint_do_not_ask_again(content) -> None:
    item, steps = published("Taman"), [Proposal("milestone", "mou", "MoU diteken.")]
    suggest(content, item, *steps)
    Review(content).reject(only(content))
    Tray(content).propose(item, steps)
    Tray(content).propose(replace(draft("Lain"), origin=item.id), steps)
    assert Review(content).waiting() == []


def test_a_corrected_place_becomes_a_test_case_once(content, store, tmp_path) -> None:
    store.add(draft("Taman"))
    Review(content).correct_places(only(content), ["kabupaten-bandung"])
    (case,) = Review(content).new_cases(lambda name: f"Seluruh teks {name}", [])
    assert (case["about"], case["text"]) == (["kabupaten-bandung"], f"Seluruh teks {case['id']}")
    assert Review(content).new_cases(lambda _: "", [case["id"]]) == []
    # A kill before the item was written leaves such a line, which is true of nothing.
    Tray(content).decide("corrected", url="https://kabar.example/taman", key="places", was=[], now=["kota-samarinda"])
    assert [row["about"] for row in Review(content).new_cases(lambda _: "", [])] == [["kabupaten-bandung"]]
    append_cases(tmp_path / "cases.jsonl", [case])
    append_cases(tmp_path / "cases.jsonl", [case])
    assert len((tmp_path / "cases.jsonl").read_text("utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    ("name", "line", "problem"),
    [
        ("decisions", "{oops", "no JSON"),
        ("decisions", "[]", "lacks decision, url"),
        ("decisions", '{"decision": "kept"}', "lacks url"),
        ("decisions", '{"decision": "kept", "url": "https://[a/"}', "Invalid IPv6 URL"),
        ("proposals", '{"id": "a", "what": "milestone", "kind": 1}', "lacks date, kind, place, sentence, title, url"),
        ("proposals", PROPOSED | {"date": "kemarin"}, "Invalid isoformat string"),
    ],
)
def test_a_broken_line_is_named(name, line, problem, content) -> None:
    (content / "tray").mkdir()
    first = {"decisions": {"decision": "kept", "url": "https://a.example/"}, "proposals": PROPOSED}[name]
    lines = [row if isinstance(row, str) else json.dumps(row) for row in (first, line)]
    (content / "tray" / f"{name}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(ContentProblem, match=rf"{name}\.jsonl:2: {problem}.*; mend or remove the line"):
        Tray(content)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda review, entry: review.correct_places(entry, ["kota-atlantis"]),
        lambda review, entry: review.correct_places(entry, []),
        lambda review, entry: review.correct_date(entry, "kemarin"),
        lambda review, entry: review.correct_dimensions(entry, ["magic"]),
        lambda review, entry: review.merge(entry, Path("tidak-ada.md")),
    ],
)
def test_a_slip_changes_nothing(content, store, wrong) -> None:
    path = store.add(draft("Taman"))
    before = path.read_bytes()
    review = Review(content)
    with pytest.raises(ContentProblem):
        wrong(review, only(content))
    assert path.read_bytes() == before
