"""What contradicts itself stops a build, each with both places; what an editor exempts with a reason passes."""

import datetime as dt
import shutil
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.model.contradictions import rules
from plugins.model.contradictions.dates import address_states
from plugins.model.load import load, load_record
from plugins.model.news_cache import NewsCache
from record.date_bounds import span
from record.errors import ContentFaults
from record.vocabulary import PRECISIONS, Contradiction

TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("contradictions.toml").read_text("utf-8"))
BASE: dict[str, str] = TABLE["files"]
CASES: dict[str, dict[str, Any]] = {case["case"]: case for case in TABLE["case"]}


@pytest.fixture(autouse=True)
def _all_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "ACTIVE", frozenset(rules.RULES))


def write_record(content: Path, changes: Iterable[Mapping[str, str]]) -> None:
    files = dict(BASE)
    for change in changes:
        assert change["old"] in files[change["file"]]
        files[change["file"]] = files[change["file"]].replace(change["old"], change["new"], 1)
    for name, text in files.items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text.lstrip(), "utf-8")


def faults(content: Path, changes: Iterable[Mapping[str, str]]) -> list[str]:
    write_record(content, changes)
    try:
        load_record(content)
    except ContentFaults as error:
        return str(error).replace(f"{content}/", "").splitlines()
    finally:
        shutil.rmtree(content)
    return []


@pytest.mark.parametrize("case", CASES)
def test_a_contradiction_is_named_with_both_places(tmp_path: Path, case: str) -> None:
    assert faults(tmp_path / "content", CASES[case].get("change", [])) == CASES[case]["says"]


@pytest.mark.parametrize("name", ["cities/kota-dua.md", "initiatives/kota-satu/aduan.md"])
def test_what_a_build_found_right_is_not_right_for_ever(tmp_path: Path, name: str) -> None:
    """Of files that did not change since, each rule still sees what others say against them."""
    write_record(tmp_path, CASES["an item's address is exempted in its place's file"]["change"])
    before = load(tmp_path, NewsCache())
    assert load(tmp_path, before.news, before.parsed).record.places.keys() == {"kota-satu", "kota-dua"}
    path = tmp_path / name
    text = path.read_text("utf-8")
    path.write_text(text.partition("[[exemption]]")[0].replace("2019-05-01", "2018-03-01").rstrip("+\n") + "\n+++\n")
    with pytest.raises(ContentFaults) as anew:
        load_record(tmp_path)
    with pytest.raises(ContentFaults) as again:
        load(tmp_path, before.news, before.parsed)
    assert str(again.value) == str(anew.value)


@given(day=st.dates(), precision=st.sampled_from(PRECISIONS), url=st.text())
def test_any_date_has_a_span_and_any_address_can_be_asked(day: dt.date, precision: str, url: str) -> None:
    first, last = span(day, precision)
    assert first <= day <= last
    assert isinstance(address_states(f"https://satu.example/{url}?x=[", first, last), bool)


def test_every_rule_can_be_exempted_from_but_that_of_ids() -> None:
    assert set(get_args(Contradiction)) == rules.RULES.keys() - {"id"}
