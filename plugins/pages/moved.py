"""Pelican plugin: pages at addresses that moved or are gone, from `content/moved.toml`.

The page works on every host; `/_redirects` (Netlify, Cloudflare) and `/_moved.map` (nginx) are for servers that can
redirect, and `/_moved.json` is for programs.
"""

import json
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
from record.text_files import read_text

NAME = "moved.toml"
# Goes into nginx's map and `_redirects` as it is: no quote, space or semicolon.
_PAGE = r"/([A-Za-z0-9._-]+/)+"
PageAddress = Annotated[str, StringConstraints(pattern=rf"^{_PAGE}$")]
Target = Annotated[str, StringConstraints(pattern=rf"^(/|{_PAGE})(#[A-Za-z0-9._-]+)?$")]
Text = Annotated[str, StringConstraints(min_length=1)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    address: PageAddress
    why: Text
    """The reason, in Indonesian, for readers."""
    entries: list[str] = []
    """Ids of feed entries that moved or went with the page, where no entry of the record has its address any more."""


class Moved(_Row):
    """A page that is elsewhere now."""

    to: Target


class Gone(_Row):
    """A page that no longer exists."""

    to: None = None


class MovedPages(BaseModel):
    """`content/moved.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    moved: list[Moved] = Field(default=[])
    gone: list[Gone] = Field(default=[])

    @property
    def rows(self) -> list[Moved | Gone]:
        """All rows, sorted by address."""
        return sorted((*self.moved, *self.gone), key=lambda row: row.address)


class MovedGenerator(SiteGenerator):
    """Reads the table before anything is written, and adds its pages after all others."""

    def generate_context(self) -> None:
        """Read the table. Raises `ContentFaults`."""
        path = Path(self.path) / NAME
        try:
            self.table = read_moved(path)
        except ContentProblem as fault:
            raise ContentFaults([fault]) from fault

    def generate_output(self, _writer: Any) -> None:
        """Add a page for each address, and the tables for servers and programs. Raises `ContentFaults`."""
        path, output = Path(self.path) / NAME, self.output
        known = {*self.context["written"], *(f"/{page.url}" for page in self.context.get("pages", []))}
        faults = list(_faults(self.table.rows, known, path))
        if faults:
            raise ContentFaults(faults)
        pages = [
            SitePage(row.address, "moved", partial(dict, stub=row), noindex=True, key=repr(row))
            for row in self.table.rows
        ]
        self.add_pages(pages)
        for address, text in tables(self.table.rows, self.root).items():
            output.write_file(site_path(address), text)


def read_moved(path: Path) -> MovedPages:
    """The table; an empty one where there is no file. Raises `ContentProblem`."""
    if not (path.is_symlink() or path.exists()):
        return MovedPages()
    return toml_file.parse(read_text(path), MovedPages, path, problem=ContentProblem)


def _faults(rows: Iterable[Moved | Gone], known: set[str], path: Path) -> Iterator[ContentProblem]:
    rows = list(rows)
    for address, count in Counter(row.address for row in rows).items():
        if count > 1 or address in known:
            why = "stands there twice" if count > 1 else "is a page of the site; take that away or this line"
            yield ContentProblem(path, f"{address} {why}", line=_line_of(path, address), key="address")
    for row in rows:
        if row.to and row.to.partition("#")[0] not in known:
            problem = f"there is no page {row.to}; name where it went at last"
            yield ContentProblem(path, problem, line=_line_of(path, row.to), key="to")


def _line_of(path: Path, text: str) -> int:
    lines = read_text(path).splitlines()
    return next((number for number, line in enumerate(lines, 1) if f'"{text}"' in line), 1)


def tables(rows: Iterable[Moved | Gone], root: str = "") -> dict[str, str]:
    """The contents of the files for servers and programs, by address; none where nothing moved.

    Addresses in them begin with `root`, the path at which the site lies on its host.
    """
    pairs = [(root + address, to and root + to, ids) for row in rows for address, to, ids in _with_twin(row)]
    moved = [(address, to) for address, to, _ in pairs if to]
    rows_in_json = [{"address": address, "to": to, "ids": ids} for address, to, ids in pairs]
    files = {
        "/_redirects": "\n".join(f"{address} {to} 301" for address, to in moved),
        "/_moved.map": "\n".join(f'"{address}" "{to}";' for address, to in moved),
        "/_moved.json": json.dumps(rows_in_json, indent=1) if rows_in_json else "",
    }
    return {address: text for address, text in files.items() if text}


def _with_twin(row: Moved | Gone) -> Iterator[tuple[str, str | None, list[str]]]:
    """Address, new address and entry ids of the page, and of its English twin where it has one."""
    yield row.address, row.to, row.entries
    if there := english(row.address):
        yield there, row.to and (english(row.to) or row.to), row.entries


def register() -> None:
    """Connect the signal."""
    signals.get_generators.connect(MovedGenerator.generator_type)
