"""The review tray in a terminal: one key a decision; in a pipe, a list."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from record.items import Items
from record.review import Review
from record.text import clean_text, printable
from record.tray import Proposal
from record.undo import UndoLog
from tests.record.drafts import draft, published, read, suggest
from tools.postponed import Postponed
from tools.review_list import list_waiting
from tools.review_terminal import Terminal

LAUNCH = Proposal("milestone", "launch", "Wali kota meluncurkan aplikasi Simpel.")
KEY_CASES = [json.loads(line) for line in Path(__file__).with_name("review_keys.jsonl").read_text("utf-8").splitlines()]
HOSTILE = (
    "Taman [red]Merah[/red] [b]",
    "Taman \\[b] \\ C:\\taman\\",
    "Taman \x1b[31mMerah\x1b[0m \x1b]8;;https://jahat.example\x07klik\x1b]8;;\x07",
    "Taman \u202enamat\u202c \u200b\u2066dua\u2069 \u061c",
    "Taman \x07\x08\x0c\x9b \x85 dua",
    "Taman “dikutip” ‘dua’ :smile: {tiga}",
    "Taman " + "yang sangat panjang sekali " * 30,
    "Taman" + "taman" * 60,
)


@pytest.fixture
def store(content: Path) -> Items:
    return Items(content)


def typed(
    content: Path, keys: Iterable[str], *lines: str, width: int = 300, undoable: bool = False, **more: Any
) -> tuple[Terminal, str]:
    console = Console(record=True, width=width)
    pressed: Iterator[str] = iter(keys)
    answers = iter(lines)
    review = Review(content, undo=UndoLog(content.parent / "undo", content) if undoable else None)
    terminal = Terminal(review, console, lambda: next(pressed), lambda _: next(answers), **more)
    terminal.run()
    return terminal, console.export_text()


def test_one_key_a_decision_settles_ten_items(content, store) -> None:
    for number in range(10):
        store.add(draft(f"Taman {number}"))
    terminal, shown = typed(content, "arararnaxa")
    assert terminal.decided == 9, "the seventh waits; after the x the rest of the group is refused unasked"
    assert "1 waiting" in shown
    assert "because: kota-bandung = Bandung" in shown


def test_places_are_chosen_by_number_and_slips_are_said(content, store) -> None:
    path = store.add(draft("Taman"))
    _, shown = typed(content, "ppq", "kota-atlantis", "1")
    assert "no such place: kota-atlantis" in shown
    assert read(path).places == ("kabupaten-bandung",), "no place stands out: of such drafts it would mostly be wrong"


def test_a_draft_is_merged_with_two_keys(content, store) -> None:
    target = store.add(draft("Taman Kota Dibuka Hari Ini", status="published", review=""))
    store.add(draft("Taman Kota Dibuka"))
    typed(content, "s1")
    assert len(read(target).also) == 1


def test_a_proposal_asks_for_words_of_ones_own(content) -> None:
    item = published("Taman", places=("kota-bekasi",))
    suggest(content, item, Proposal("initiative", "app", "Aplikasi diluncurkan."))
    typed(content, "a", "Aplikasi Taman", "Aplikasi untuk mencari taman.")
    assert (content / "initiatives" / "kota-bekasi" / "aplikasi-taman.md").is_file()


def test_in_a_pipe_the_tray_is_listed(content, store) -> None:
    store.add(draft("Taman [b]tebal[/b]"))
    console = Console(record=True, width=200)
    list_waiting(Review(content), console, content)
    assert "place-unsure       2019-05-16 Taman [b]tebal[/b]" in console.export_text()


def test_in_a_pipe_no_path_or_address_is_cut(content, store) -> None:
    path = store.add(draft("Taman " + "panjang " * 20))
    console = Console(record=True, width=40)
    list_waiting(Review(content), console, content)
    lines = console.export_text().splitlines()
    assert any(str(path.relative_to(content)) in line and "https://kabar.example/" in line for line in lines)


def like_another(content: Path) -> None:
    Items(content).add(draft("Taman Kota"))
    Items(content).add(published("Taman Kota Dibuka"))


def newer_version(content: Path, title: str = "Taman Kota", newer: str = "Taman Kota Bandung") -> None:
    item = published(
        title, body="Pemkot menanam 20 pohon di taman itu.", rights="full", source_url="https://a.example/1"
    )
    store = Items(content)
    store.add(item)
    text = "Pemkot menanam 25 pohon di taman itu."
    store.let_wait(replace(item, title=newer, body=text, digest="sha256:2"), item)


def two_proposals(content: Path) -> None:
    suggest(content, published("Simpel Dibuka", places=("kota-bekasi",)), LAUNCH)
    suggest(content, published("Taman Diteken", places=("kota-bekasi",)), Proposal("milestone", "mou", "MoU diteken."))


ENTRIES: dict[str, Callable[[Path], object]] = {
    "draft": lambda content: Items(content).add(draft("Taman Kota")),
    "draft like another": like_another,
    "two drafts": lambda content: [Items(content).add(draft(title)) for title in ("Taman Kota", "Pasar Terbakar")],
    "newer version": newer_version,
    "proposal": lambda content: suggest(content, published("Simpel Dibuka"), LAUNCH),
    "two proposals": two_proposals,
    "undated proposal": lambda content: suggest(content, published("Simpel Dibuka", date=None), LAUNCH),
}


@pytest.mark.parametrize("case", KEY_CASES, ids=[case["entry"] for case in KEY_CASES])
def test_only_keys_that_work_are_offered_and_another_says_why_not(case, content) -> None:
    ENTRIES[case["entry"]](content)
    before = {path: path.read_bytes() for path in content.rglob("*.md")}
    # Without an answer to give: a key that must refuse asks nothing before.
    terminal, shown = typed(content, [*case["pressed"], "q"])
    assert "".join(re.findall(r"\[(\w)\] ", shown.partition("╯")[2].split("\n")[1])) == case["keys"]
    lines = shown.splitlines()
    assert [line for line in case["pressed"].values() if line not in lines] == []
    assert terminal.decided == 0
    assert {path: path.read_bytes() for path in content.rglob("*.md")} == before


def test_the_newer_version_is_shown_beside_the_old(content) -> None:
    newer_version(content)
    _, shown = typed(content, "a")
    lines = [line.strip("│ ") for line in shown.splitlines()]
    assert {"old title: Taman Kota", "new title: Taman Kota Bandung"} <= set(lines)
    texts = {f"{which} text: Pemkot menanam {trees} pohon di taman itu." for which, trees in (("old", 20), ("new", 25))}
    assert texts <= set(lines)
    (path,) = (content / "news").glob("*/*/*.md")
    assert read(path).title == "Taman Kota Bandung"


@pytest.mark.parametrize("width", [80, 40])
@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_no_title_reaches_the_terminal_or_a_pipe_but_as_words(title, width, content) -> None:
    item = draft("Taman", body=title.replace("[", "\\["), rights="full")
    path = Items(content).add(item)
    # By hand, since whatever the project writes is clean already.
    path.write_text(path.read_text("utf-8").replace("Title: Taman", f"Title: {title}"), "utf-8", newline="")
    newer_version(content, newer=title)
    suggest(content, published("Simpel Dibuka"), replace(LAUNCH, sentence=title))
    _, shown = typed(content, ["z", "d", "n", "n", "q"], title, width=width)
    console = Console(record=True, width=width)
    list_waiting(Review(content), console, content)
    listed = console.export_text()
    for text in (shown, listed):
        assert not set(text) & set("\x1b\x07\x08\x0c\x85\x9b\u202e\u200b\u2066\u061c")
        assert [line for line in text.splitlines() if line != line.rstrip()] == []
    assert max(map(len, shown.splitlines())) <= width
    # A file is cleaned when it is read, where a control may come out as the character that it is in windows-1252.
    line = printable(clean_text(title))
    assert f"place-unsure       2019-05-16 {line}" in listed.splitlines()
    squeezed = re.sub(r"[\s│]+", "", shown)
    assert "".join(line.split()) in squeezed


@given(st.text())
def test_what_is_printable_has_no_mark_of_a_terminal(text) -> None:
    line = printable(text)
    assert line == printable(line) or "\x1b" in text
    assert line.isprintable()


def test_leaving_a_question_changes_nothing(content, store) -> None:
    path = store.add(draft("Taman"))
    before = path.read_bytes()
    _, shown = typed(content, "dpmq", "", "", "")
    assert shown.count("Nothing changed.") == 3
    assert path.read_bytes() == before


def test_an_interrupt_at_a_key_ends_the_review_and_at_a_question_only_that(content, store) -> None:
    store.add(draft("Taman"))
    presses = iter("d")

    def key() -> str:
        pressed = next(presses, "")
        if not pressed:
            raise KeyboardInterrupt
        return pressed

    def ask(_: str) -> str:
        raise EOFError

    console = Console(record=True, width=80)
    Terminal(Review(content), console, key, ask).run()
    assert console.export_text().splitlines()[-1] == "0 decided, 1 waiting."


def test_a_file_that_breaks_meanwhile_is_named_and_the_rest_goes_on(content, store) -> None:
    store.add(draft("Pasar"))
    path = store.add(draft("Taman"))
    keys = iter("na")

    def key() -> str:
        path.write_text("oops\n", "utf-8")
        return next(keys)

    def named(lines: str) -> int:
        return lines.count(f"{path}:1: ")

    console = Console(record=True, width=300)
    store.add(draft("Zebra"))
    Terminal(Review(content), console, key, lambda _: "").run()
    shown = console.export_text()
    assert named(shown) == 1
    assert "1 decided" in shown


def test_what_an_earlier_decision_settled_is_not_shown_again(content) -> None:
    suggest(content, draft("Simpel Dibuka", places=("kota-bekasi",)), LAUNCH)
    terminal, shown = typed(content, "r")
    assert terminal.decided == 1
    assert "Suggests a milestone" not in shown


def test_u_takes_back_the_last_decision_and_shows_it_again(content, store) -> None:
    paths = [store.add(draft(title)) for title in ("Zebra", "Taman")]
    before = [path.read_bytes() for path in paths]
    terminal, shown = typed(content, ["r", "u", "a", "a", "u", "u", "q"], undoable=True)
    assert shown.count("Undone: rejected “Zebra”.") == 1
    assert shown.count("Undone: accepted") == 2
    assert "That was all. Press u to undo the last decision, or any other key to end." in shown
    assert [path.read_bytes() for path in paths] == before
    assert terminal.decided == 0


def test_u_takes_back_what_an_earlier_review_decided_and_is_not_offered_where_there_is_nothing(content, store) -> None:
    path = store.add(draft("Zebra"))
    store.add(draft("Taman"))
    _, shown = typed(content, "urq", undoable=True)
    assert "u: nothing was decided that can be undone" in shown
    assert not path.exists()
    _, shown = typed(content, "uq", undoable=True)
    assert "[u] undo the last decision" in shown
    assert path.exists()


def test_a_whole_group_is_taken_back_one_by_one(content, store) -> None:
    paths = [store.add(draft(f"Taman {number}")) for number in range(4)]
    terminal, _ = typed(content, ["x", "u", "u", "q"], undoable=True)
    assert [path.exists() for path in paths].count(True) == 2
    assert terminal.decided == 2


def test_what_was_changed_since_is_not_taken_back_and_the_entry_stays(content, store) -> None:
    store.add(draft("Taman"))
    path = store.add(draft("Zebra"))
    typed(content, "aq", undoable=True)
    path.write_text(path.read_text("utf-8") + "Tambahan.\n", "utf-8")
    _, shown = typed(content, ["u", "a", "z"], undoable=True)
    assert "was changed after that decision" in shown
    assert "1 decided, 0 waiting." in shown


def test_a_review_goes_on_where_it_was_left(content, store, tmp_path) -> None:
    for title in ("Zebra", "Taman", "Pasar"):
        store.add(draft(title))
    left = tmp_path / "postponed.json"
    typed(content, "nq", postponed=Postponed(left))
    store.add(draft("Warung"))
    _, shown = typed(content, "nnnnq", postponed=Postponed(left))
    titles = re.findall(r"│ (Zebra|Taman|Pasar|Warung) ", shown)
    assert titles == ["Warung", "Taman", "Pasar", "Zebra"], "what is new, the rest, and then what was put off"
    left.write_text("oops", "utf-8")
    _, shown = typed(content, "q", postponed=Postponed(left))
    assert re.findall(r"│ (Zebra|Taman|Pasar|Warung) ", shown) == ["Zebra"]


def test_deciding_words_stand_in_their_own_text(content, store) -> None:
    text = "Pemkot membuka taman. Kepala dinas di Bandung menyebut Persib Bandung, lalu warga pulang."
    facts = {"because": ("kabupaten-bandung = Bandung", "living = taman"), "refused": ("Persib Bandung (label)",)}
    store.add(draft("Warga Berkumpul", places=(), dimensions=("living",), **facts))
    _, shown = typed(content, "q", text_of=lambda _: text)
    lines = [line.strip("│ ") for line in shown.splitlines()]
    assert "may mean: kabupaten-bandung = Bandung" in lines
    assert "because: living = taman" in lines
    assert "refused: Persib Bandung (label)" in lines
    assert "Pemkot membuka taman. Kepala dinas di Bandung menyebut Persib Bandung, lalu …" in lines
    _, shown = typed(content, "q")
    assert shown.count("(its text is not stored here; look at the original)") == 3
