"""What editors write in TOML: a character that they cannot see is left out, however it is written."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from record.errors import ContentProblem
from record.toml_file import parse, read, split


class _Named(BaseModel):
    name: str
    also: list[dict[str, str]]


def test_unseen_characters_are_left_out() -> None:
    front = 'name = "Ko\u00adta \\u00ad\\u200bBe\u200bkasi"\nalso = [{a = "x\\ufffe\\u0000y"}]'
    text = f"+++\n{front}\n+++\nIsi\u00ad\ufffe.\u2028Dua."
    front, prose = split(text, "x.md", problem=ContentProblem)
    named = parse(front, _Named, "x.md", problem=ContentProblem)
    assert (named.name, named.also, prose) == ("Kota Bekasi", [{"a": "xy"}], "Isi. Dua.")


@pytest.mark.parametrize(
    ("line", "text"), [(2, '+++\nname = "a\ufffe"\n+++\n'), (5, '+++\nname = "a"\n+++\n\nIsi\x07.')]
)
def test_a_sign_of_damage_is_named_with_its_line(line: int, text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text(text, "utf-8")
    with pytest.raises(ContentProblem, match=rf"x\.md:{line}: has a c.*; remove it"):
        read(path, _Named, problem=ContentProblem)
    with pytest.raises(ContentProblem, match=r"x\.md:9: has a control character"):
        parse('name = "a\x01"', _Named, "x.md", problem=ContentProblem, first_line=9)
