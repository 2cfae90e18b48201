"""The cases as pages."""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
URL = "https://kabarpatriot.example/berita/1"


@dataclass(frozen=True)
class Case:
    """A page; `kind` is "" of an article; `missed`: it is known to pass for one.

    `set` is "made" of what the rules were made with, "held" of what was written before and first seen afterwards;
    "later", "last", "fresh" and "odd" are four more tries to find what passes, "titles" are news with such headlines.
    """

    set: str
    kind: str
    title: str
    html: str
    url: str
    missed: bool = False


def cases(name: str) -> list[Case]:
    """The cases of a file, each put into the page that it names."""
    pages = tomllib.loads((FOLDER / "skeletons.toml").read_text("utf-8"))
    rows = map(json.loads, (FOLDER / name).read_text("utf-8").splitlines())
    return [_case(row, pages[row["page"]]) for row in rows]


def _case(row: dict[str, Any], page: str) -> Case:
    words = {
        "title": row["title"],
        "heading": row.get("heading", row["title"]),
        "text": "".join(f"<p>{paragraph}</p>" for paragraph in row["text"]),
        "head": row.get("head", ""),
        "extra": row.get("extra", ""),
    }
    return Case(
        row["set"],
        row.get("kind", ""),
        row["title"],
        page.format(**words),
        row.get("url", URL),
        row.get("missed", False),
    )
