"""Characters that nobody sees or no format may hold go where text enters; those that mean something stay."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.text import DEFAULT_IGNORABLE, NONCHARACTERS, clean_text, is_clean

CASES = {
    row["case"]: row
    for row in map(json.loads, (Path(__file__).parent / "unclean.jsonl").read_text("utf-8").splitlines())
}
UNSEEN = [chr(code) for table in (DEFAULT_IGNORABLE, NONCHARACTERS) for ends in table for code in ends]


@pytest.mark.parametrize("name", CASES)
def test_text_is_cleaned(name: str) -> None:
    case = CASES[name]
    assert clean_text(case["text"]) == case["clean"]
    assert is_clean(case["text"]) == (case["text"] == case["clean"])


def test_every_invisible_character_goes() -> None:
    every = [chr(code) for first, last in DEFAULT_IGNORABLE for code in range(first, last + 1)]
    assert len(every) == 4174, "as many have the property in Unicode 17.0"
    assert clean_text("a".join(every)) == "a" * (len(every) - 1)
    # Characters of formatting that show as something: signs over Arabic numbers, joints of hieroglyphs.
    shown = {char for char in map(chr, range(0x110000)) if unicodedata.category(char) == "Cf" and clean_text(char)}
    assert all(unicodedata.name(char).startswith(("ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN")) for char in shown)


@given(st.text(st.characters() | st.sampled_from([*UNSEEN, "\ud800", "❤", "🔥", "\u200d", "\ufe0f", "ꦏ", "\ua9c0"])))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert is_clean(cleaned)
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in cleaned if char not in "\n\t")
