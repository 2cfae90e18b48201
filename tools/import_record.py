"""`invoke import-record`: converts a folder of facts into `content/`; repeatable, complete, never over an edit."""

from pathlib import Path

from record.errors import FileProblem
from tools.importing.first import FirstImport
from tools.importing.report import ImportReport
from tools.importing.second import SecondImport

KINDS: dict[str, type[FirstImport] | type[SecondImport]] = {
    "programme.toml": FirstImport,
    "programme2.toml": SecondImport,
}
"""By which file each kind of folder is known."""


def import_record(record: Path, content: Path) -> ImportReport:
    """Convert `record` into `content`: the first record, or the second, whose rows correct and extend it.

    Raises `FileProblem` where the record cannot be read at all and `StoreFailed` where content cannot be written.
    """
    for name, kind in KINDS.items():
        if (record / name).is_file():
            return kind(content).run(record)
    raise FileProblem(
        record,
        f"no {' and no '.join(KINDS)} here; give the folder that holds cities/, items/ and programme.toml, or the one "
        "that holds items2/, dates.toml, steps.toml and programme2.toml",
    )
