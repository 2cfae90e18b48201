"""The derivation of steps: what comes out of which evidence, under the real rules and under any."""

import datetime as dt
import random
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from record.content_files import read_programme
from record.date_bounds import by_what_is_surely_known, first_day, last_day
from record.item import Item
from record.models import Initiative, InitiativeStep, Milestone
from record.partial_dates import BOUNDS
from record.programme import Evaluation, Member, Programme, Roster, StepRule
from record.progress import PlaceEvidence, StepProgress, steps_of
from record.vocabulary import PRECISIONS
from tests.conftest import PLACES, ROOT, place

CASES = tomllib.loads((Path(__file__).parent / "progress.toml").read_text("utf-8"))["case"]
RULES = read_programme(ROOT / "content/programme/langkah.md")[0]
FACT: dict[str, Any] = {"recorded": dt.date(2026, 11, 24), "sources": ["https://sumber.example/1"]}
OPENING = {**FACT, "id": "p0", "kind": "assessment", "date": dt.date(2017, 5, 2), "summary": "Dinilai."}


def programme_of(case: dict[str, Any]) -> Programme:
    return RULES.model_copy(
        update={
            "milestone": [Milestone(**FACT | {"summary": "S"} | row) for row in [OPENING, *case.get("ceremony", [])]],
            "roster": [_roster(**row) for row in case.get("roster", [])],
            "member": [Member(**FACT | {"cohort": 2021, "said_by": "Kabar"} | row) for row in case.get("member", [])],
            "evaluation": [
                Evaluation(**FACT | {"place": "Kota Bekasi", "judge": "Kementerian"} | row)
                for row in case.get("evaluation", [])
            ],
        }
    )


def _roster(places: list[str], **row: Any) -> Roster:
    lines = [{"id": f"{row['id']}-{at}", "place": name} for at, name in enumerate(places)]
    return Roster(**FACT | {"cohort": 2017, "line": lines} | row)


def _initiative(step: tuple[dict[str, Any], ...] = (), **row: Any) -> tuple[str, Initiative]:
    common = {"name": "Aduan", "place": "kota-bekasi", "dimension": "governance", "summary": "S"}
    steps = [InitiativeStep(**FACT | {"summary": "S"} | one) for one in step]
    if steps:
        last = steps[-1]
        common |= {"status": last.status, "as_of": last.date, "as_of_precision": last.precision}
    return f"/inisiatif/kota-bekasi/{row['id']}/", Initiative(**FACT | common | {"step": steps} | row)


def _item(**row: Any) -> tuple[str, Item]:
    common = {"title": "Judul", "source_url": f"https://kabar.example/{row['id']}"}
    lists = {key: tuple(row[key]) for key in ("places", "mentions") if key in row}
    return f"/berita/{row['id']}/", Item(**common | row | lists)


def steps(case: dict[str, Any]) -> list[StepProgress]:
    milestones = [Milestone(**FACT | {"summary": "S"} | row) for row in case.get("milestone", [])]
    known = PlaceEvidence(
        place(*PLACES[0]).model_copy(update={"milestone": milestones}),
        [_initiative(**row) for row in case.get("initiative", [])],
        [_item(**row) for row in case.get("item", [])],
    )
    return steps_of(programme_of(case), known)


def ids(progress: list[StepProgress], part: str) -> dict[str, list[str]]:
    rows = {step.step.slug: [piece.id for piece in getattr(step, part)] for step in progress}
    return {slug: row for slug, row in rows.items() if row}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_evidence_in_cells_out(case: dict[str, Any]) -> None:
    progress = steps(case)
    assert [step.step.slug for step in progress] == [step.slug for step in RULES.programme_step]
    assert ids(progress, "evidence") == case.get("cells", {})
    assert ids(progress, "before") == case.get("before", {})
    assert ids(progress, "unfinished") == case.get("unfinished", {})
    pieces = {piece.id: piece for step in progress for piece in step.evidence}
    for id_, day in case.get("days", {}).items():
        assert f"{pieces[id_].day} {pieces[id_].precision}" == day
    assert {id_: list(piece.missing_in) for id_, piece in pieces.items() if piece.missing_in} == case.get(
        "missing_in", {}
    )
    for step in progress:
        assert all(piece.rule.step == step.step.slug and piece.sources for piece in step.evidence)
        assert step.is_disputed == any(piece.missing_in for piece in step.evidence)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_order_of_files_decides_nothing_but_ties(case: dict[str, Any]) -> None:
    turned = {key: value[::-1] if isinstance(value, list) else value for key, value in case.items()}
    for one, other in zip(steps(case), steps(turned), strict=True):
        assert {piece.id for piece in one.evidence} == {piece.id for piece in other.evidence}
        if one.first and other.first:
            assert (one.first.day, one.first.precision) == (other.first.day, other.first.precision)


days = st.dates(dt.date(2010, 1, 1), dt.date(2030, 12, 31))


@given(days, st.sampled_from(PRECISIONS), days, st.sampled_from(PRECISIONS))
def test_what_surely_ended_first_comes_first(one: dt.date, known: Any, other: dt.date, of_other: Any) -> None:
    assert first_day(one, known) <= one <= last_day(one, known)
    if last_day(one, known) < first_day(other, of_other):
        assert by_what_is_surely_known(one, known) < by_what_is_surely_known(other, of_other)
    if known not in BOUNDS:
        assert last_day(one, known) - first_day(one, known) <= dt.timedelta(365)


@given(st.lists(st.sampled_from(range(len(CASES))), min_size=1, max_size=3), st.randoms())
def test_more_evidence_never_empties_a_cell(chosen: list[int], chance: random.Random) -> None:
    tables = ("milestone", "initiative", "evaluation", "roster")
    rows = [(table, row) for at in dict.fromkeys(chosen) for table in tables for row in CASES[at].get(table, [])]
    rows = [(table, row | {"id": f"x{at}"}) for at, (table, row) in enumerate(rows)]
    some = chance.sample(rows, len(rows) // 2)
    fewer, more = ({table: [row for name, row in part if name == table] for table in tables} for part in (some, rows))
    for one, other in zip(steps(fewer), steps(more), strict=True):
        if one.first:
            assert other.first
            assert last_day(other.first.day, other.first.precision) <= last_day(one.first.day, one.first.precision)


@pytest.mark.parametrize(
    ("values", "advice"),
    [
        ({"evidence": "milestone", "kinds": ["app"]}, "'app' is no kind of milestone"),
        ({"evidence": "roster", "kinds": ["app"]}, "known are none"),
        ({"evidence": "ceremony", "kinds": ["mou"]}, "'mou' is no kind of ceremony"),
        ({"evidence": "initiative", "stages": ["begun"]}, "stages says nothing of initiative"),
        ({"evidence": "item", "tagged": True}, "tagged says nothing of item"),
    ],
)
def test_a_rule_that_could_admit_nothing_is_a_fault(values: dict[str, Any], advice: str) -> None:
    with pytest.raises(ValidationError, match=advice):
        StepRule.model_validate({"id": "a", "step": "b", "text_id": "c", "text_en": "d"} | values)
