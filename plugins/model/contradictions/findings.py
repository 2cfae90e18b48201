"""What a rule finds, and where in the files it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel

from plugins.model.news import News
from record import toml_file
from record.errors import ContentProblem
from record.models import cited_in
from record.text_files import read_text
from record.urls import url_key


@dataclass(frozen=True)
class Spot:
    """A key of a file, or a value behind it. Lines are looked up when they are asked for: only faults need one."""

    path: Path
    loc: tuple[str | int, ...]
    """As pydantic has it: `("milestone", 2, "date")`; of a news file its one key: `("Date",)`."""
    value: str = ""
    """An id or address that stands on the key's line or on one of those behind it."""

    @property
    def key(self) -> str:
        """The key, dotted."""
        return ".".join(map(str, self.loc))

    @property
    def line(self) -> int:
        """From 1. Raises `ContentProblem` where the file cannot be read."""
        text = read_text(self.path)
        if not text.startswith(toml_file.FENCE):
            return _line_with(text.split("\n"), f"{self.key}:", 0) or 1
        front, _ = toml_file.split(text, self.path, problem=ContentProblem)
        line = toml_file.line_of(front, self.loc) + 1
        return (_line_with(text.split("\n"), self.value, line - 1) or line) if self.value else line

    def __str__(self) -> str:
        """`file:line`."""
        return f"{self.path}:{self.line}"


def _line_with(lines: Sequence[str], text: str, start: int) -> int:
    """The line (from 1) behind the first `start` ones that has `text`; 0 where none has it."""
    # Whole, not as a part of a longer address: in TOML it stands in quotation marks of one kind or the other.
    forms = (text,) if text.endswith(":") else (f'"{text}"', f"'{text}'")
    found = (number for number, line in enumerate(lines[start:], start + 1) if any(form in line for form in forms))
    return next(found, 0)


class Row(NamedTuple):
    """A file's own table, or one of those in it."""

    path: Path
    loc: tuple[str | int, ...]
    data: BaseModel

    @property
    def id(self) -> str:
        """The fact's id, "" for what is no fact."""
        return str(getattr(self.data, "id", ""))

    def at(self, key: str, value: str = "") -> Spot:
        """Where one of its keys stands."""
        return Spot(self.path, (*self.loc, key), value)


@dataclass(frozen=True)
class Finding:
    """Something that contradicts something else."""

    rule: str
    """Its name in `rules.RULES`."""
    spot: Spot
    problem: tuple[str | Spot, ...]
    """What is wrong and what to do, in parts; a spot is shown as file and line."""
    about: frozenset[str] = frozenset()
    """The ids and addresses by which an exemption may name it; none where nothing can be exempted."""

    def as_fault(self) -> ContentProblem:
        """The error that stops the build."""
        return ContentProblem(self.spot.path, "".join(map(str, self.problem)), line=self.spot.line, key=self.spot.key)


@dataclass(frozen=True)
class RecordFile:
    """A file of the record as its reader gave it."""

    path: Path
    data: BaseModel
    """`Place`, `Initiative`, `Programme` or `Correction`."""
    is_new: bool = True
    """Whether it changed since a build last found nothing in it."""

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The file's own table and all tables in it."""
        return tuple(_rows(Row(self.path, (), self.data)))

    @cached_property
    def cited(self) -> frozenset[str]:
        """Every address in a `source` or `sources`."""
        return frozenset(cited_in(self.data))


def _rows(row: Row) -> Iterator[Row]:
    yield row
    for name, value in row.data:
        if isinstance(value, BaseModel):
            yield from _rows(Row(row.path, (*row.loc, name), value))
        elif isinstance(value, list) and value and isinstance(value[0], BaseModel):
            for index, part in enumerate(value):
                yield from _rows(Row(row.path, (*row.loc, name, index), part))


@dataclass(frozen=True)
class Evidence:
    """All that rules look at: the files of the record, and the items with a page by the key of their original."""

    files: Sequence[RecordFile]
    items: dict[str, News] = field(default_factory=dict)

    @classmethod
    def of(cls, files: Sequence[RecordFile], news: Sequence[News]) -> "Evidence":
        """The same of what a build loads."""
        return cls(files, {entry.row.source_key: entry for entry in news})

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All tables of all files."""
        return tuple(row for file in self.files for row in file.rows)

    @cached_property
    def to_check(self) -> tuple[RecordFile, ...]:
        """The files for rules that look at nothing but one file: in the others they found nothing.

        Those with an exemption are among them, for it must be seen to be needed.
        """
        return tuple(file for file in self.files if file.is_new or getattr(file.data, "exemption", None))

    def item(self, url: str) -> News | None:
        """Our own item about an original."""
        try:
            return self.items.get(url_key(url))
        except ValueError:
            return None


def published_on(item: News) -> Spot:
    """Where an item says when it was published."""
    return Spot(item.path, ("Date",))
