"""What contradicts itself stops a build, each with both places; what an editor exempts with a reason passes."""

import shutil
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from plugins.model.contradictions import rules
from plugins.model.load import load_record
from record.errors import ContentFaults
from record.vocabulary import Contradiction

TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("contradictions.toml").read_text("utf-8"))
BASE: dict[str, str] = TABLE["files"]


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


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda case: case["case"])
def test_a_contradiction_is_named_with_both_places(tmp_path: Path, case: dict[str, Any]) -> None:
    assert faults(tmp_path / "content", case.get("change", [])) == case["says"]


def test_every_rule_can_be_exempted_from_but_that_of_ids() -> None:
    assert set(get_args(Contradiction)) == rules.RULES.keys() - {"id"}
