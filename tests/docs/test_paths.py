"""The files, modules and names that documents name are there."""

import importlib
import re
from collections.abc import Iterator
from functools import reduce
from pathlib import Path

import pytest

from plugins.model.record import Record
from tests.conftest import ROOT

DOCUMENTS = ["README.md", "CONTRIBUTING.md", *(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/*.md"))]
ROOMS = ("record", "scrapers", "plugins", "publish", "tools", "tests", "theme", "benchmarks", "docs", ".ci", ".github")
QUOTED = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
MODULE = re.compile(rf"(?:{'|'.join(map(re.escape, ROOMS))})(?:\.\w+)+")
SUFFIXES = (".py", ".md", ".toml", ".txt", ".js", ".css", ".html", ".json", ".jsonl")
STANDS_IN = re.compile(r"((?:`\w+(?:\(\))?`(?:, | and ))*`\w+(?:\(\))?`) (?:in|of) `([\w./]+\.\w+)`")


def words(document: str) -> Iterator[str]:
    """The words of all that a document quotes as code."""
    for block, inline in QUOTED.findall((ROOT / document).read_text("utf-8")):
        yield from (word.strip("\"'(),;:|") for word in (block or inline).split())


@pytest.mark.parametrize("document", sorted(DOCUMENTS))
def test_every_path_is_there(document: str) -> None:
    paths = {word for word in words(document) if word.startswith(tuple(f"{room}/" for room in ROOMS))}
    globs = {path: re.sub(r"<[^>]+>|…", "*", path.rstrip("/")) for path in paths}
    assert sorted(path for path, pattern in globs.items() if not any(ROOT.glob(pattern))) == []


@pytest.mark.parametrize("document", sorted(DOCUMENTS))
def test_every_module_is_there(document: str) -> None:
    names = {word for word in words(document) if MODULE.fullmatch(word) and not word.endswith(SUFFIXES)}
    assert sorted(name for name in names if not exists(name)) == []


def exists(name: str) -> bool:
    """Whether it is a module, something in one, or an attribute of the record, as templates write it."""
    room, *parts = name.split(".")
    if room == "record" and hasattr(Record, parts[0]):
        return True
    for count in range(len(parts), 0, -1):
        try:
            module = importlib.import_module(".".join([room, *parts[:count]]))
        except ModuleNotFoundError:
            continue
        return reduce(lambda value, part: getattr(value, part, None), parts[count:], module) is not None
    return False


@pytest.mark.parametrize("document", sorted(DOCUMENTS))
def test_a_name_stands_in_the_file_that_is_said_to_have_it(document: str) -> None:
    phrases = STANDS_IN.findall((ROOT / document).read_text("utf-8"))
    pairs = [(name, path) for names, path in phrases for name in re.findall(r"`(\w+)", names)]
    missing = [(name, path) for name, path in pairs if not re.search(rf"\b{name}\b", read(ROOT / path))]
    assert missing == []


def read(path: Path) -> str:
    """A file's text; "" where there is none."""
    return path.read_text("utf-8") if path.is_file() else ""
