"""What can be compared of a result, read off the source's words; what they do not say is left out. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from record.vocabulary import DIMENSIONS

TABLE = Path(__file__).with_suffix(".toml")
"""The forms of results; its head says what the keys mean."""
_NUMBERS: dict[str, Callable[[str], float | int]] = {
    "score": lambda digits: float(digits.replace(",", ".")),
    "rank": int,
    "rank_of": int,
}
_DIMENSION = re.compile(rf"\b(?:{'|'.join(DIMENSIONS)})\b", re.IGNORECASE)


def result_in(measure: str, value: str) -> dict[str, Any]:
    """The fields `score`, `scale`, `rank`, `rank_of`, `level` and `dimension` of a result, as far as it tells them.

    A dimension counts where measure and value name one alone: awards for several are none of a single one.
    """
    result: dict[str, Any] = {}
    for name, found in _fields({"measure": measure, "value": value}):
        result.setdefault(name, found)
    named = {word.casefold() for word in _DIMENSION.findall(f"{measure}; {value}")}
    return result | ({"dimension": named.pop()} if len(named) == 1 else {})


def _fields(words: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for form in _forms():
        match = form["regex"].search(words[form["of"]])
        if match and form["measure"].search(words["measure"]):
            yield from form["is"].items()
            for name, text in match.groupdict().items():
                yield name, _NUMBERS.get(name, str.strip)(text)


@cache
def _forms() -> list[dict[str, Any]]:
    import tomllib  # noqa: PLC0415 - only an import of a record needs it

    rows = tomllib.loads(TABLE.read_text("utf-8"))["form"]
    return [
        row
        | {"regex": re.compile(row["regex"]), "measure": re.compile(row.get("measure", "")), "is": row.get("is", {})}
        for row in rows
    ]
