"""TOML that people write, checked against a pydantic model; every fault names file, line and key."""

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from record.errors import FileProblem
from record.text import clean_text, forbidden_in
from record.text_files import read_text

Model = TypeVar("Model", bound=BaseModel)

FENCE = "+++"
# `[leader_2017]`, `[[outlet.channel]]  # note`. tomllib gives values without positions, so lines are looked up by key.
_TABLE = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+|\"[^\"]+\")\s*=")
_SYNTAX_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
_MADE = ("id", "recorded")
"""Keys that no person writes."""
_NOTICED_LATER = ("Unclosed", "Unterminated", "Cannot", "Duplicate")
"""How tomllib's messages begin about a statement whose fault shows only behind it."""
_DAY = re.compile(r"[^=#]*=\s*\d{1,4}-\d{1,2}-\d{1,4}\b", re.ASCII)
"""A statement whose value is meant as a day."""


def parse(text: str, model: type[Model], path: Path | str, *, problem: type[FileProblem], first_line: int = 1) -> Model:
    """Read `text` as TOML, cleaned (`clean_text`), into `model`. Raises `problem` for the first fault.

    `first_line` is the line of the file, from 1, on which `text` begins.
    """
    _check(text, path, problem, first_line)
    data = _cleaned(loads(clean_text(text), path, problem=problem, first_line=first_line))
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        line = first_line - 1 + line_of(text, first["loc"])
        raise problem(path, _advice(first), line=line, key=_dotted(first["loc"])) from error


def loads(text: str, path: Path | str, *, problem: type[FileProblem], first_line: int = 1) -> dict[str, Any]:
    """The values in TOML that no model checks. Raises `problem` with the line of the first mistake; see `parse`."""
    # Importing tomllib compiles patterns for some 25 ms; a build whose files are all unchanged never needs it.
    import tomllib  # noqa: PLC0415

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line, what = _syntax_fault(text, str(error))
        advice = f"not valid TOML: {what}; {_remedy(text.splitlines(), line)}"
        raise problem(path, advice, line=first_line - 1 + line, key=_key_at(text, line)) from error


def _syntax_fault(text: str, message: str) -> tuple[int, str]:
    """The line of `text` (from 1) on which a mistake stands, and tomllib's words for it without a line of their own."""
    place = _SYNTAX_PLACE.search(message)
    what = _SYNTAX_PLACE.sub("", message)
    if place and place[1] and not what.startswith(_NOTICED_LATER):
        return int(place[1]), what
    return _begin_of_statement(text, int(place[1]) if place and place[1] else len(text.splitlines())), what


def _remedy(lines: Sequence[str], line: int) -> str:
    """What to do: tomllib calls a 13th month, or a month of one digit, no more than an unexpected end."""
    is_day = line <= len(lines) and _DAY.match(lines[line - 1])
    return "write a day that is in the calendar, as 2017-05-22" if is_day else "mend this line"


def _begin_of_statement(text: str, line: int) -> int:
    """The line on which the statement begins that ends, or is given up, on `line`: all lines before it are valid."""
    lines = text.splitlines()[:line]
    starts = [number for number, row in enumerate(lines) if _KEY.match(row) or _TABLE.match(row)] or [0]
    # Whatever is cut off before the statement parses, and nothing that is cut off behind its first line.
    after = bisect.bisect_left(starts, True, key=lambda number: not _is_valid("\n".join(lines[:number])))
    return starts[max(after - 1, 0)] + 1


def _is_valid(text: str) -> bool:
    import tomllib  # noqa: PLC0415 - as in `loads`

    try:
        tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return False
    return True


def split(text: str, path: Path | str, *, problem: type[FileProblem]) -> tuple[str, str]:
    """Split the text of a `+++`-fenced file into its TOML and its prose. Raises `problem` where a fence is missing."""
    lines = clean_text(text).splitlines()
    if not lines or lines[0].strip() != FENCE:
        raise problem(path, f"must begin with a line {FENCE}, then TOML, then {FENCE}", line=1)
    for number, line in enumerate(lines[1:], 1):
        if line.strip() == FENCE:
            return "\n".join(lines[1:number]) + "\n", "\n".join(lines[number + 1 :]).strip()
    raise problem(path, f"the closing {FENCE} line is missing", line=len(lines))


def read(path: Path, model: type[Model], *, problem: type[FileProblem]) -> tuple[Model, str]:
    """The checked metadata and the prose (Markdown) of a `+++`-fenced file. Raises `problem` for the first fault."""
    text = read_text(path, problem)
    _check(text, path, problem)
    front, prose = split(text, path, problem=problem)
    return parse(front, model, path, problem=problem, first_line=2), prose


def _check(text: str, path: Path | str, problem: type[FileProblem], first_line: int = 1) -> None:
    if odd := forbidden_in(text):
        raise problem(path, odd[1], line=first_line - 1 + odd[0])


def _cleaned(value: Any) -> Any:
    r"""The same value with every text in it cleaned: TOML may spell out a character (`\u00ad`)."""
    if isinstance(value, dict):
        return {key: _cleaned(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_cleaned(part) for part in value]
    return clean_text(value) if isinstance(value, str) else value


def _key_at(text: str, number: int) -> str:
    """The key that stands on a line (from 1), dotted; "" where none does."""
    indices: Counter[tuple[str | int, ...]] = Counter()
    table: list[str | int] = []
    line = ""
    for line in text.splitlines()[:number]:
        if header := _TABLE.match(line):
            table = _resolve(header[2].split("."), header[1] == "[[", indices)
    key = _KEY.match(line)
    return _dotted([*table, key[1].strip('"')]) if key else ""


def line_of(text: str, loc: Sequence[str | int]) -> int:
    """The line (from 1) of what a pydantic `loc` such as ('outlet', 2, 'id') names, or of the table around it."""
    # For a union pydantic 2 puts a validator's name into `loc`, `function-after[check(), str]`: no key of the file.
    want = [part for part in loc if not str(part).startswith("function-")]
    indices: Counter[tuple[str | int, ...]] = Counter()
    table: list[str | int] = []
    best_line, best_depth = 1, 0
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if header := _TABLE.match(line):
            table = _resolve(header[2].split("."), header[1] == "[[", indices)
            here = table
        elif key := _KEY.match(line):
            here = [*table, key[1].strip('"')]
        else:
            continue
        depth = len(here)
        if here == want[:depth] and depth > best_depth:
            best_line, best_depth = number, depth
    index = want[best_depth] if best_depth < len(want) else None
    return _line_of_element(lines, best_line, index) if isinstance(index, int) else best_line


def _line_of_element(lines: Sequence[str], start: int, index: int) -> int:
    """The line of an element of the list that begins on line `start`, if each has a line of its own; else `start`."""
    if not lines[start - 1].rstrip().endswith("["):
        return start
    inside = itertools.takewhile(lambda row: not row[1].lstrip().startswith("]"), enumerate(lines[start:], start + 1))
    elements = [number for number, line in inside if line.strip() and not line.lstrip().startswith("#")]
    return elements[index] if index < len(elements) else start


def _resolve(parts: list[str], is_array: bool, indices: Counter[tuple[str | int, ...]]) -> list[str | int]:
    """The full path of a table header, with the index of every array of tables on the way."""
    path: list[str | int] = []
    for position, part in enumerate(name.strip().strip('"') for name in parts):
        path.append(part)
        last = position == len(parts) - 1
        if last and is_array:
            indices[tuple(path)] += 1
        if indices[tuple(path)]:
            path.append(indices[tuple(path)] - 1)
    return path


def _dotted(loc: Sequence[str | int]) -> str:
    return ".".join(str(part) for part in loc)


def _advice(fault: Any) -> str:
    if fault["type"] == "missing" and fault["loc"][-1] in _MADE:
        return "this key is missing; `invoke ids` writes it, unless it was there before: then take it back from git"
    if fault["type"] == "missing":
        return "this key is missing; add it"
    if fault["type"] == "extra_forbidden":
        return "unknown key; remove it or mend its spelling"
    shown = repr(fault["input"])
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"{message} (found {shown if len(shown) <= 80 else shown[:77] + '…'})"
