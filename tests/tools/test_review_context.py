"""The words around deciding words: cases in `review_context.toml`, and any text."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.text import printable
from tests.record.drafts import draft
from tools.review_context import CONTEXT_WORDS, around, decided

CASES = tomllib.loads(Path(__file__).with_name("review_context.toml").read_text("utf-8"))["case"]


def marked(pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.is_mark else piece.text for piece in pieces)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_passages(case) -> None:
    item = draft(case["title"], because=tuple(case.get("because", ())), refused=tuple(case.get("refused", ())))
    rows = decided(item, case["text"])
    assert [[marked(pieces) for pieces in row.passages] for row in rows] == case["passages"]


@given(st.text(), st.text(), st.text())
def test_a_passage_is_the_texts_own_words(title, text, word) -> None:
    item = draft(title, because=(f"kota-bekasi = {word}",), refused=(f"{word} (label)",))
    whole = [printable(title), printable(text)]
    for row in decided(item, text):
        for pieces in row.passages:
            words = "".join(piece.text for piece in pieces).removeprefix("… ").removesuffix(" …")
            assert any(words in part for part in whole)
            assert any(piece.is_mark for piece in pieces)


def test_a_sentence_is_marked_within_its_text() -> None:
    text = f"{'awal ' * 20}Wali kota meneken MoU. {'akhir ' * 20}"
    before, after = "awal " * CONTEXT_WORDS, " akhir" * (CONTEXT_WORDS - 1)
    assert marked(around("Wali kota meneken MoU.", text)) == f"… {before}[Wali kota meneken MoU].{after} …"
    assert marked(around("Tidak ada.", text)) == "[Tidak ada.]"
