"""The verdict in a sentence, in both languages; the table of cases is `verdicts.toml`."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from plugins.language.catalogue import catalogue
from plugins.language.verdict_words import OUTCOME_NAMES, OUTCOME_RULES, verdict_words
from record.outcomes import Verdict
from record.vocabulary import OUTCOMES
from tests.conftest import ROOT

CASES = tomllib.loads((Path(__file__).parent / "verdicts.toml").read_text("utf-8"))["case"]
ENGLISH = catalogue(ROOT / "theme/translations/en.po")


def verdict_of(case: dict[str, Any]) -> Verdict:
    day, shown = (dt.date.fromisoformat(case[key]) if key in case else None for key in ("day", "shown"))
    counts = tuple(zip(OUTCOMES, case["counts"], strict=True))
    return Verdict(counts, day, case.get("precision", "day"), case.get("is_of_late", False), shown)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["counts"]))
def test_the_sentence_says_what_was_counted(case: dict[str, Any]) -> None:
    verdict = verdict_of(case)
    assert verdict_words(verdict, "Kota Contoh") == case["words"]
    assert "Kota Contoh: " + verdict_words(verdict) == case["words"]
    english = verdict_words(verdict, "Kota Contoh", translate=ENGLISH.__getitem__)
    assert english.startswith("Kota Contoh: ") and english != case["words"]


def test_each_outcome_has_a_name_and_a_rule() -> None:
    assert tuple(OUTCOME_NAMES) == tuple(OUTCOME_RULES) == OUTCOMES
