"""Writes items that a record has, and dates and headlines of items that are there."""

from pathlib import Path
from typing import Any

from record.atomic_write import write_text
from record.item import Item, dumps, dumps_with, is_edited, loads
from record.items import Items
from record.text_files import read_text
from tools.importing.ledger import Ledger
from tools.importing.report import ImportReport


def write_item(item: Item, content: Path, items: Items, ledger: Ledger) -> bool:
    """Have the item of a row in its file; False where an item that this row did not make has its address already."""
    known = items.path_of(item.source_url)
    path = known or items.path_for(item)
    name = path.relative_to(content.absolute()).as_posix()
    if ledger.was_written(name) or (known and not ledger.knows(name)):
        return False
    ledger.write(name, dumps(item))
    items.remember(item, path)
    return True


def amend_item(path: Path, content: Path, values: dict[str, Any], where: str, report: ImportReport) -> bool:
    """Give the item in `path` other front matter, unless a person edited what would change; its file's name stays."""
    item = loads(read_text(path), path)
    changed = {key: value for key, value in values.items() if getattr(item, key) != value}
    # What a person wrote stays; what nobody knew may be added to a file that was edited elsewhere.
    if is_edited(item) and any(getattr(item, key) for key in changed):
        keys = ", ".join(sorted(key.capitalize() for key in changed if getattr(item, key)))
        report.not_carried.append(f"{where}: an editor changed the item, which has {keys} already: {item.source_url}")
        return False
    if changed:
        write_text(path, dumps_with(item, **changed))
        report.wrote(path.relative_to(content.absolute()).as_posix())
    return True
