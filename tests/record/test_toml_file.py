"""A mistake in TOML is told with one line number, that of the mistake."""

import json
import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from record import toml_file
from record.errors import ContentProblem, FileProblem

CASES = [json.loads(line) for line in Path(__file__).with_name("toml_lines.jsonl").read_text("utf-8").splitlines()]


class Anything(BaseModel):
    """A model that takes any table."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_line_of_a_mistake_is_told_once(case, tmp_path: Path) -> None:
    key = f"{case['key']}: " if "key" in case else ""
    says = f"{key}not valid TOML: {case['says']}; {case.get('remedy', 'mend this line')}"
    with pytest.raises(FileProblem) as plain:
        toml_file.parse(case["toml"], Anything, "a.toml", problem=FileProblem)
    assert str(plain.value) == f"a.toml:{case['line']}: {says}"
    fenced = tmp_path / "a.md"
    fenced.write_text(f"+++\n{case['toml'].rstrip()}\n+++\nProsa.\n", "utf-8-sig")
    with pytest.raises(ContentProblem) as raised:
        toml_file.read(fenced, Anything, problem=ContentProblem)
    assert str(raised.value) == f"{fenced}:{case['line'] + 1}: {says}"


def test_nesting_without_end_is_a_mistake_of_its_line() -> None:
    with pytest.raises(FileProblem) as raised:
        toml_file.parse("a = 1\nb = " + "[" * 5000, Anything, "a.toml", problem=FileProblem)
    assert re.match(r"a\.toml:2: b: not valid TOML: ", str(raised.value))


def test_an_element_of_a_list_has_its_own_line() -> None:
    text = (
        'a = 1\n[[roster]]\nline = [\n    # satu\n    { id = "x" },\n\n    { place = "y" },\n]\nplaces = ["x",\n"y"]\n'
    )
    assert toml_file.line_of(text, ("roster", 0, "line", 0, "id")) == 5
    assert toml_file.line_of(text, ("roster", 0, "line", 1, "id")) == 7
    assert toml_file.line_of(text, ("roster", 0, "line", 2, "id")) == 3
    assert toml_file.line_of(text, ("roster", 0, "places", 1)) == 9
