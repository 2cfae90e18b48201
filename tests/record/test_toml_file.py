"""What editors write in TOML: a character that they cannot see is left out, however it is written."""

from pydantic import BaseModel

from record.errors import ContentProblem
from record.toml_file import parse, split


class _Named(BaseModel):
    name: str
    also: list[dict[str, str]]


def test_unseen_characters_are_left_out() -> None:
    front = 'name = "Ko\u00adta \\u00ad\\u200bBe\u200bkasi"\nalso = [{a = "x\\ufffe\\u0000y"}]'
    text = f"+++\n{front}\n+++\nIsi\u00ad\ufffe.\u2028Dua."
    front, prose = split(text, "x.md", problem=ContentProblem)
    named = parse(front, _Named, "x.md", problem=ContentProblem)
    assert (named.name, named.also, prose) == ("Kota Bekasi", [{"a": "xy"}], "Isi. Dua.")
