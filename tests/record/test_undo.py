"""Taking decisions back: whatever was decided, each file is what it was before, byte for byte."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from record import lock
from record import undo as undo_module
from record.errors import ContentProblem, StoreFailed
from record.item import loads
from record.items import Items
from record.lock import only_run
from record.review import Review
from record.tray import Proposal
from record.undo import UndoLog
from record.waiting import Waiting
from tests.record.drafts import draft, published, suggest

MOU, APP = Proposal("milestone", "mou", "MoU diteken."), Proposal("initiative", "app", "Aplikasi diluncurkan.")
BEKASI = ("kota-bekasi",)


def merge_or_reject(review: Review, entry: Waiting) -> None:
    targets = review.merge_targets(entry) if entry.item and entry.item.status == "draft" else []
    review.merge(entry, targets[0][0]) if targets else review.reject(entry)


DECISIONS: dict[str, Callable[[Review, Waiting], object]] = {
    "accept": lambda review, entry: review.accept(entry, name=entry.title, summary="Kota Bekasi melakukannya."),
    "reject": Review.reject,
    "place": lambda review, entry: review.correct_places(entry, ["kabupaten-bandung"]),
    "date": lambda review, entry: review.correct_date(entry, "2021-02-03"),
    "dimensions": lambda review, entry: review.correct_dimensions(entry, ["living"]),
    "merge": merge_or_reject,
}


def fill(content: Path) -> None:
    suggest(content, draft("Taman Dibuka", places=BEKASI, review="no-date, place-unsure", date=None), MOU, APP)
    suggest(content, published("Nota Diteken", places=BEKASI), MOU)
    suggest(content, published("Nota Kesepahaman Diteken", places=BEKASI), MOU, APP)
    path = Items(content).add(published("Taman Kota Dibuka", places=BEKASI))
    item = loads(path.read_text("utf-8"), path)
    Items(content).let_wait(draft("Taman Kota Ditutup", digest="sha256:2", source_url=item.source_url), item)


def held(content: Path) -> dict[str, bytes]:
    return {str(path.relative_to(content)): path.read_bytes() for path in content.rglob("*") if path.is_file()}


@pytest.fixture
def filled(content: Path) -> Path:
    fill(content)
    return content


def reviewed(content: Path) -> Review:
    return Review(content, undo=UndoLog(content.parent / "undo", content))


STEPS = st.one_of(
    st.just("undo"),
    st.just("restart"),
    st.just("tidy"),
    st.tuples(st.sampled_from(sorted(DECISIONS)), st.integers(0, 6)),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=8))
def test_decisions_and_undos_leave_what_the_shorter_sequence_leaves(filled, tmp_path, monkeypatch, steps) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)
    for folder in ("try", "undo"):
        shutil.rmtree(tmp_path / folder, ignore_errors=True)
    content = shutil.copytree(filled, tmp_path / "try")
    review = reviewed(content)
    before: list[dict[str, bytes]] = []
    for step in steps:
        if step == "undo":
            assert (review.take_back() is not None) == bool(before)
            if before:
                assert held(content) == before.pop()
        elif step == "restart":
            review = reviewed(content)
        elif step == "tidy":
            review.tidy()
        elif waiting := review.waiting():
            name, number = step
            now = held(content)
            try:
                DECISIONS[name](review, waiting[number % len(waiting)])
            except ContentProblem:
                assert held(content) == now, "what is refused changes nothing"
            if held(content) != now:
                before.append(now)
    while before:
        assert reviewed(content).take_back()
        assert held(content) == before.pop()


def test_what_was_changed_since_is_left_alone_and_said(filled) -> None:
    review = reviewed(filled)
    path = review.accept(review.waiting()[0])
    path.write_text(path.read_text("utf-8") + "Tambahan.\n", "utf-8")
    now = held(filled)
    with pytest.raises(ContentProblem, match="use git"):
        reviewed(filled).take_back()
    assert held(filled) == now


def test_lines_that_came_later_stay(filled) -> None:
    review = reviewed(filled)
    review.reject(review.waiting()[-1])
    decisions = filled / "tray" / "decisions.jsonl"
    first = decisions.read_text("utf-8")
    review.reject(review.waiting()[-1])
    line = '{"decision": "rejected", "url": "https://lain.example/", "when": "2026-11-29T00:00:00Z"}\n'
    decisions.write_text(decisions.read_text("utf-8") + line, "utf-8")
    assert review.take_back().decision == "rejected"
    assert decisions.read_text("utf-8") == first + line


def test_a_decision_that_fails_half_way_is_rolled_back(filled, monkeypatch) -> None:
    review, now = reviewed(filled), held(filled)

    def full(*_: object) -> None:
        raise StoreFailed("disk full")

    monkeypatch.setattr(Items, "remove", full)
    entry = next(entry for entry in review.waiting() if entry.group == "place-unsure")
    with pytest.raises(StoreFailed):
        review.reject(entry)
    assert held(filled) == now
    monkeypatch.undo()
    assert review.last_decision is None
    assert len(review.waiting()) == len(reviewed(filled).waiting())


def test_two_reviews_at_once_lose_nothing_of_each_other(filled) -> None:
    one, other = reviewed(filled), reviewed(filled)
    entries = one.waiting()
    one.reject(entries[-1])
    other.reject(entries[-2])
    assert len((filled / "tray" / "decisions.jsonl").read_text("utf-8").splitlines()) >= 2
    assert {entry.key for entry in entries[-2:]}.isdisjoint({entry.key for entry in reviewed(filled).waiting()})


def test_only_so_many_decisions_are_held(filled, monkeypatch) -> None:
    monkeypatch.setattr(undo_module, "MOST_ENTRIES", 2)
    review = reviewed(filled)
    for _ in range(4):
        review.reject(review.waiting()[0])
    assert [bool(review.take_back()) for _ in range(3)] == [True, True, False]


def test_an_entry_that_cannot_be_read_and_one_of_another_folder_take_nothing_back(filled, tmp_path) -> None:
    review = reviewed(filled)
    review.reject(review.waiting()[0])
    assert Review(tmp_path, undo=UndoLog(tmp_path / "undo", tmp_path)).take_back() is None
    for path in (tmp_path / "undo").glob("*.json"):
        path.write_text("oops", "utf-8")
    assert reviewed(filled).take_back() is None


def test_what_readers_can_have_read_is_not_taken_back(filled) -> None:
    review = reviewed(filled)
    review.accept(review.waiting()[0])
    now = held(filled)
    public = Review(filled, is_public=lambda _: True, undo=UndoLog(filled.parent / "undo", filled))
    with pytest.raises(ContentProblem, match="is public now: its address must not break"):
        public.take_back()
    assert held(filled) == now
    changed = next(entry for entry in public.waiting() if entry.newer)
    before = held(filled)
    public.accept(changed)
    assert public.take_back(), "another text of a page that stays is no broken address"
    assert held(filled) == before


def test_while_a_run_collects_nothing_is_decided_and_all_can_be_read(filled, monkeypatch) -> None:
    monkeypatch.setattr(lock, "MOMENT", 0.01)
    review, now = reviewed(filled), held(filled)
    with only_run(filled):
        entry = reviewed(filled).waiting()[0]
        with pytest.raises(StoreFailed, match="another run is writing here"):
            review.reject(entry)
    assert held(filled) == now
    review.reject(entry)
    assert held(filled) != now


def test_what_a_run_added_meanwhile_is_never_written_over(content) -> None:
    Items(content).add(draft("Taman", review="no-date", date=None))
    review = reviewed(content)
    (entry,) = review.waiting()
    other = Items(content).add(published("Taman", source_url="https://lain.example/taman"))
    text = other.read_bytes()
    path = review.correct_date(entry, "2019-05-16").path
    assert path.name == "2019-05-16-taman-2.md"
    assert other.read_bytes() == text
