"""A review that is killed between any two changes of files: the next one ends where an uninterrupted one does."""

import datetime as dt
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from record import atomic_write
from record.items import Items
from record.review import Review
from record.tray import Proposal
from record.undo import UndoLog
from record.waiting import Waiting
from tests.record.drafts import MAY, draft, published, suggest

MOU, APP = Proposal("milestone", "mou", "MoU diteken."), Proposal("initiative", "app", "Aplikasi diluncurkan.")
BEKASI = ("kota-bekasi",)


class Killed(BaseException):
    """In place of a signal that no code can catch."""


def a_draft(content: Path) -> None:
    suggest(content, draft("Taman Dibuka", places=BEKASI, review="no-date, place-unsure", date=None), MOU, APP)
    Items(content).add(published("Taman Kota Dibuka", places=BEKASI))


def an_edited_draft(content: Path) -> None:
    """One whose publisher has changed it since: both versions follow the date."""
    item = draft("Taman Dibuka", review="future-date", date=MAY + dt.timedelta(days=9000))
    path = Items(content).add(item)
    Items(content).let_wait(replace(item, title="Taman Baru", digest="sha256:2", date=MAY), item)
    path.write_text(path.read_text("utf-8").replace("Title: Taman Dibuka", "Title: Taman Dibuka Wali Kota"), "utf-8")


def two_reports(content: Path) -> None:
    suggest(content, published("Nota Diteken", places=BEKASI), MOU, APP)
    suggest(content, published("Nota Kesepahaman Diteken", places=BEKASI), MOU, APP)


def dated(review: Review, entry: Waiting) -> None:
    review.correct_date(entry, "2021-02-03")


def placed(review: Review, entry: Waiting) -> None:
    review.correct_places(entry, ["kabupaten-bandung"])


def merged(review: Review, entry: Waiting) -> None:
    review.merge(entry, review.merge_targets(entry)[0][0])


def accepted(review: Review, entry: Waiting) -> None:
    review.accept(entry, name="Aplikasi Taman", summary="Kota Bekasi meluncurkannya.")


DECISIONS: dict[str, tuple[Callable[[Path], None], str, Callable[[Review, Waiting], object]]] = {
    "accept a draft": (a_draft, "place-unsure", accepted),
    "reject a draft": (a_draft, "place-unsure", Review.reject),
    "merge a draft": (a_draft, "place-unsure", merged),
    "place of a draft": (a_draft, "place-unsure", placed),
    "date of a draft": (a_draft, "place-unsure", dated),
    "dimension of a draft": (
        a_draft,
        "place-unsure",
        lambda review, entry: review.correct_dimensions(entry, ["living"]),
    ),
    "date of an edited draft": (an_edited_draft, "future-date", dated),
    "reject an edited draft": (an_edited_draft, "future-date", Review.reject),
    "take the newer version": (an_edited_draft, "changed-at-source", accepted),
    "keep the older version": (an_edited_draft, "changed-at-source", Review.reject),
    "accept a milestone": (two_reports, "milestone", accepted),
    "reject a milestone": (two_reports, "milestone", Review.reject),
    "accept an initiative": (two_reports, "initiative", accepted),
}


def prepared(places: Path, folder: Path, prepare: Callable[[Path], None]) -> Path:
    shutil.copytree(places, folder)
    prepare(folder)
    return folder


def decide(content: Path, group: str, decision: Callable[[Review, Waiting], object], undo: Path | None = None) -> None:
    """What an editor does who finds the entry: take the decision, unless it is taken already."""
    review = Review(content, undo=UndoLog(undo, content) if undo else None)
    review.tidy()
    for entry in [entry for entry in review.waiting() if entry.group == group]:
        decision(review, entry)


def files(content: Path) -> dict[str, object]:
    """Every file's text by path; of the decisions all but their times."""
    found: dict[str, object] = {}
    for path in sorted(path for path in content.rglob("*") if path.is_file()):
        text = path.read_text("utf-8")
        rows = [json.loads(line) for line in text.splitlines()] if path.name == "decisions.jsonl" else None
        name = path.relative_to(content).as_posix()
        found[name] = text if rows is None else [{**row, "when": ""} for row in rows]
    return found


@pytest.fixture
def killed_before(monkeypatch) -> Callable[[int], None]:
    """Raise `Killed` in place of the n-th change of a file from now on; 0 for none."""
    left = [0]
    # Of a process that is killed, what it wrote stays; only a power cut takes it.
    monkeypatch.setattr("os.fsync", lambda _: None)

    def counted(change: Callable[..., object]) -> Callable[..., object]:
        def changed(*arguments: object, **keywords: object) -> object:
            left[0] -= 1
            if left[0] == 0:
                raise Killed
            return change(*arguments, **keywords)

        return changed

    monkeypatch.setattr(atomic_write, "_replace", counted(atomic_write._replace))
    for name in ("rename", "unlink"):
        monkeypatch.setattr(Path, name, counted(getattr(Path, name)))

    def before(number: int) -> None:
        left[0] = number

    return before


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_cut_short_at_any_change_is_taken_again(name, tmp_path, content, killed_before) -> None:
    prepare, group, decision = DECISIONS[name]
    clean = prepared(content, tmp_path / "clean", prepare)
    before = files(clean)
    decide(clean, group, decision)
    expected = files(clean)
    assert expected != before
    for number in range(1, 20):
        cut_short = prepared(content, tmp_path / str(number), prepare)
        killed_before(number)
        try:
            decide(cut_short, group, decision)
        except Killed:
            killed_before(0)
            decide(cut_short, group, decision)
            assert files(cut_short) == expected, f"killed before change {number}"
        else:
            assert number > 1
            break
    else:
        pytest.fail("it never ended")


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_that_is_noted_is_taken_or_left_whole_and_taken_back_whole(
    name, tmp_path, content, killed_before
) -> None:
    prepare, group, decision = DECISIONS[name]
    folder, undo = prepared(content, tmp_path / "cut", prepare), tmp_path / "undo"
    before = raw(folder)

    def review() -> Review:
        return Review(folder, undo=UndoLog(undo, folder))

    def take_back() -> None:
        one = review()
        while one.take_back():
            pass

    def act() -> None:
        decide(folder, group, decision, undo)

    for is_undoing in (False, True):
        for number in range(1, 30):
            if is_undoing:
                act()
                assert raw(folder) != before
            killed_before(number)
            try:
                take_back() if is_undoing else act()
            except Killed:
                killed_before(0)
                review()
                take_back()
                assert raw(folder) == before, f"killed before change {number}"
            else:
                killed_before(0)
                break
        else:
            pytest.fail("it never ended")
        assert number > 1
        assert (raw(folder) == before) == is_undoing
        take_back()


def raw(content: Path) -> dict[str, bytes]:
    return {str(path.relative_to(content)): path.read_bytes() for path in content.rglob("*") if path.is_file()}
