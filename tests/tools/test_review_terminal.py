"""The review tray in a terminal: one key a decision; in a pipe, a list."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from record.items import Items
from record.review import Review
from record.tray import Proposal
from tests.record.drafts import draft, published, read, suggest
from tools.review_terminal import Terminal, list_waiting


@pytest.fixture
def store(content: Path) -> Items:
    return Items(content)


def typed(content: Path, keys: str, *lines: str) -> tuple[Terminal, str]:
    console = Console(record=True, width=300)
    pressed: Iterator[str] = iter(keys)
    answers = iter(lines)
    terminal = Terminal(Review(content), console, lambda: next(pressed), lambda _: next(answers))
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
    _, shown = typed(content, "ppq", "kota-atlantis", "2")
    assert "no such place: kota-atlantis" in shown
    assert read(path).places == ("kabupaten-bandung",), "the namesake is the second choice"


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
