"""Pelican plugin: what stands at addresses that moved or are gone, from `content/moved.toml`.

A small page works on every host; `/_redirects` (Netlify, Cloudflare) and `/_moved.map` (nginx) say the same to servers
that can answer with a redirect, and `/_moved.json` to programs.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from pelican import signals
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from plugins.language.english import english
from plugins.pages.base import SiteGenerator, SitePage
from record import toml_file
from record.errors import ContentFaults, ContentProblem
from record.site_files import site_path

NAME = "moved.toml"
_PAGE = r"/([A-Za-z0-9._-]+/)+"
PageAddress = Annotated[str, StringConstraints(pattern=rf"^{_PAGE}$")]
Target = Annotated[str, StringConstraints(pattern=rf"^(/|{_PAGE})(#[A-Za-z0-9._-]+)?$")]
Text = Annotated[str, StringConstraints(min_length=1)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    address: PageAddress
    why: Text
    """In Indonesian, for readers."""
    entries: list[str] = []
    """Ids of feed entries that went with it, where they are known by no page of that address."""


class Moved(_Row):
    """A page that is elsewhere now."""

    to: Target


class Gone(_Row):
    """A page that is no more, and for a reason."""

    to: None = None


class Stubs(BaseModel):
    """`content/moved.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    moved: list[Moved] = Field(default=[])
    gone: list[Gone] = Field(default=[])

    @property
    def rows(self) -> list[Moved | Gone]:
        """All, by address."""
        return sorted((*self.moved, *self.gone), key=lambda row: row.address)


class StubGenerator(SiteGenerator):
    """Reads the table with the record, and writes after all pages are known."""

    def generate_context(self) -> None:
        """Read it. Raises `ContentFaults`."""
        path = Path(self.path) / NAME
        try:
            self.stubs = read_stubs(path)
        except ContentProblem as fault:
            _stop([fault])

    def generate_output(self, _writer: Any) -> None:
        """Write a page for each address, and the tables for servers and programs. Raises `ContentFaults`."""
        path, output = Path(self.path) / NAME, self.output
        known = {*self.context["written"], *(f"/{page.url}" for page in self.context.get("pages", []))}
        faults = list(_faults(self.stubs.rows, known, path))
        if faults:
            _stop(faults)
        stubs = [
            SitePage(row.address, "moved", partial(dict, stub=row), noindex=True, key=repr(row))
            for row in self.stubs.rows
        ]
        self.add_pages(stubs)
        for address, text in tables(self.stubs.rows).items():
            output.write_file(site_path(address), text)


def read_stubs(path: Path) -> Stubs:
    """The table; an empty one where there is no file. Raises `ContentProblem`."""
    return toml_file.parse(path.read_text("utf-8"), Stubs, path, problem=ContentProblem) if path.is_file() else Stubs()


def _faults(rows: Iterable[Moved | Gone], known: set[str], path: Path) -> Iterator[ContentProblem]:
    rows = list(rows)
    for address, count in Counter(row.address for row in rows).items():
        if count > 1 or address in known:
            why = "stands there twice" if count > 1 else "is a page of the site; take that away or this line"
            yield ContentProblem(path, f"{address} {why}", line=_line_of(path, address), key="address")
    for row in rows:
        if row.to and row.to.partition("#")[0] not in known:
            said = f"there is no page {row.to}; name where it went at last"
            yield ContentProblem(path, said, line=_line_of(path, row.to), key="to")


def _line_of(path: Path, told: str) -> int:
    lines = path.read_text("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if f'"{told}"' in line), 1)


def tables(rows: Iterable[Moved | Gone]) -> dict[str, str]:
    """The files for servers and programs, by address; none where nothing moved."""
    pairs = [pair for row in rows for pair in _with_twin(row)]
    moved = [(address, to) for address, to, _ in pairs if to]
    told = [{"address": address, "to": to, "ids": ids} for address, to, ids in pairs]
    made = {
        "/_redirects": "\n".join(f"{address} {to} 301" for address, to in moved),
        "/_moved.map": "\n".join(f'"{address}" "{to}";' for address, to in moved),
        "/_moved.json": json.dumps(told, indent=1) if told else "",
    }
    return {address: text for address, text in made.items() if text}


def _with_twin(row: Moved | Gone) -> Iterator[tuple[str, str | None, list[str]]]:
    """The page and its English one, each with where it went."""
    yield row.address, row.to, row.entries
    if there := english(row.address):
        yield there, row.to and (english(row.to) or row.to), row.entries


def _stop(faults: list[ContentProblem]) -> None:
    told = ContentFaults(faults)
    print(told, file=sys.stderr)
    raise told


def register() -> None:
    """Connect the signal."""
    signals.get_generators.connect(StubGenerator.generator_type)
