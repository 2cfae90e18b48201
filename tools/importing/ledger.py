"""What earlier imports made, so that only a record that changed touches or questions what editors have in hand."""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from record.atomic_write import write_text
from tools.importing.report import ImportReport

FIRST_LEDGER, SECOND_LEDGER = "imported.sha256", "imported2.sha256"
"""In `content/`, one for each kind of folder: SHA-256 and name of what its import made, as sha256sum writes it."""


class Ledger:
    """Files by their path below `content/`, and single rows by their record file and number (`steps.toml#3`).

    A digest is that of what the import made, not of what stands in `content/` since. As long as the record makes the
    same again, nothing is written or said; else the new version is written where nobody changed the old one, and
    reported once where somebody did.
    """

    def __init__(self, content: Path, name: str, report: ImportReport) -> None:
        """Read the file `name` in `content`, if it is there."""
        self._content, self._path, self._report = content, content / name, report
        self._digests = _read(self._path)
        self._seen: set[str] = set()

    def write(self, name: str, text: str) -> None:
        """Have one file below `content/` as the record makes it, unless an editor changed, moved or removed it."""
        path, digest = self._content / name, _digest(text.encode())
        before = self._update(name, digest)
        if before == digest:
            self._report.unchanged += 1
            return
        there = _digest(path.read_bytes()) if path.is_file() else None
        if there == digest:
            self._report.unchanged += 1
        elif there == before:
            write_text(path, text)
            self._report.wrote(name)
        elif there is None:
            self._report.skipped.append(f"{name}: removed or moved by an editor, and the record has changed since")
        else:
            changed = "changed by an editor; the record has changed too" if before else "written by somebody else"
            self._report.skipped.append(f"{name}: {changed}, compare them by hand")

    def once(self, name: str, row: Mapping[str, Any], carry: Callable[[], bool]) -> None:
        """Call `carry`, which changes a file for one row, unless the row was carried before. It says if it could.

        A row that could not be carried is tried again at each import. One that changed since is reported, once.
        """
        digest = _digest(json.dumps(row, default=str, sort_keys=True, ensure_ascii=False).encode())
        before = self._digests.get(name)
        self._seen.add(name)
        if before == digest:
            self._report.unchanged += 1
        elif before is not None:
            self._report.skipped.append(f"{name}: this row was carried before and has changed; compare them by hand")
            self._digests[name] = digest
        elif carry():
            self._digests[name] = digest

    def knows(self, name: str) -> bool:
        """Whether an import, this one or an earlier one, made `name`."""
        return name in self._digests

    def was_written(self, name: str) -> bool:
        """Whether this import has had `name` already."""
        return name in self._seen

    def finish(self) -> None:
        """Report what the record no longer has, and store the ledger."""
        for name in sorted(self._digests.keys() - self._seen):
            is_file = (self._content / name).is_file()
            if is_file or "#" in name:
                self._report.skipped.append(f"{name}: no longer in the record; remove it by hand if that is right")
            # A file stays known while it is there: its row may be faulty today and whole again tomorrow.
            if not is_file:
                del self._digests[name]
        write_text(self._path, "".join(f"{digest}  {name}\n" for name, digest in sorted(self._digests.items())))

    def _update(self, name: str, digest: str) -> str | None:
        before = self._digests.get(name)
        self._digests[name] = digest
        self._seen.add(name)
        return before


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    rows = (line.split("  ", 1) for line in path.read_text("utf-8").splitlines() if line)
    return {name: digest for digest, name in rows}
