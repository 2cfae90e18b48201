"""Editors' corrections of places as labelled cases for the placer, in files of JSON lines."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from record.atomic_write import write_text
from record.items import Items


def new_cases(
    decisions: Sequence[Mapping[str, Any]], items: Items, text_of: Callable[[str], str], known: Iterable[str]
) -> list[dict[str, Any]]:
    """Each correction of a place among `Tray.decisions`, except of items whose id is in `known`.

    `text_of` gives the collected text of an item by id, "" where it is not stored any more.
    """
    have = set(known)
    cases = []
    for row in decisions:
        if row["decision"] != "corrected" or row.get("key") != "places":
            continue
        item = items.find(row["url"])
        # Only what holds: a later correction, or a kill before the item was written, makes the line untrue.
        if item is None or item.id in have or list(item.places) != row["now"]:
            continue
        have.add(item.id)
        text = text_of(item.id) or item.body or item.summary
        cases.append(
            {
                "id": item.id,
                "title": item.title,
                "text": text,
                "outlet_places": [],
                "about": list(row["now"]),
                "mentions": [slug for slug in item.mentions if slug not in row["now"]],
                "trap": "correction",
            }
        )
    return cases


def append_cases(path: Path, cases: Sequence[dict[str, Any]]) -> None:
    """Add labelled cases to a JSON-lines file. Raises `StoreFailed`."""
    before = path.read_text("utf-8") if path.is_file() else ""
    write_text(path, before + "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases))
