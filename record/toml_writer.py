"""Writes a model as the `+++`-fenced TOML that `record.toml_file` reads.

Apart from it, since builds only read: importing tomlkit would cost each of them some 25 ms.
"""

from collections.abc import Mapping
from typing import Any

import tomlkit
from pydantic import BaseModel
from tomlkit.items import Array, InlineTable, Table

from record.toml_file import FENCE


def to_fenced_toml(model: BaseModel, *, unset: bool = True) -> str:
    """A file's text without prose: `+++`, the model's values in its order (tables last, None left out), `+++`.

    Without `unset` only what the model was made with: an empty `outlet = []` would forbid an editor's `[[outlet]]`.
    """
    document = tomlkit.document()
    values = model.model_dump(exclude_none=True, exclude_unset=not unset)
    plain = {key: value for key, value in values.items() if not _is_table(value)}
    for key, value in plain.items():
        document.add(key, _array(value) if isinstance(value, list) else tomlkit.item(value))
    for key, value in values.items():
        if isinstance(value, dict):
            document.add(key, table_of(value))
        elif _is_table(value) and value:
            rows = tomlkit.aot()
            for row in value:
                rows.append(table_of(row))
            document.add(key, rows)
    text = tomlkit.dumps(document).strip()
    return f"{FENCE}\n{text}\n{FENCE}\n"


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def table_of(row: Mapping[str, Any]) -> Table:
    """A row of values as a table of TOML, its keys in their order."""
    table = tomlkit.table()
    for key, value in row.items():
        table.add(key, _array(value) if isinstance(value, list) else tomlkit.item(value))
    return table


def _array(values: list[Any]) -> Array:
    """One value a line where there are several, so that a change shows as one line; tables stand on a line each."""
    array = tomlkit.array()
    array.extend([_inline_table(value) if isinstance(value, dict) else value for value in values])
    return array.multiline(len(values) > 1)


def _inline_table(row: Mapping[str, Any]) -> InlineTable:
    table = tomlkit.inline_table()
    table.update(row)
    return table
