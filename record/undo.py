"""What editors' decisions changed, so that the last ones can be taken back, and one that was cut short undoes itself.

A rollback journal, as databases have: before a decision changes a file, what the file held is on the disk.

    state/undo/00000007.json   deciding ──▶ decided ──▶ leaving ──▶ (deleted)
                                   └──────── cut short: rolled back by the next review ─────────┘

An entry is of one decision: the files that it changed, each with what it held before and the checksums of what it may
hold since. A file that somebody else changed afterwards is never written over. The folder may be lost: then nothing can
be taken back, and nothing else is wrong.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from pydantic import ConfigDict, Field, ValidationError

from record.atomic_write import announced, remove_file, write_bytes, write_text
from record.errors import ContentProblem, StoreFailed
from record.lock import only_run
from record.models import StrictModel

MOST_ENTRIES = 500
"""Decisions that can be taken back: `x` in the review terminal takes one for each entry of a group."""
PATIENCE = 10.0
"""Seconds to wait for another review that is at a decision: each takes a fraction of one."""
CHANGED_SINCE = "was changed after that decision, so that it is not taken back; use git"


class FileChange(StrictModel):
    """One file that a decision changed."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    path: str
    """POSIX, relative to `content/`."""
    before: bytes | None
    """What it held; None where it was not there, and where something was only `added`."""
    added: bytes | None = None
    """What was added at its end: of a long list all that need be stored, and lines that came later stay."""
    offset: int = 0
    """Where `added` begins, in bytes."""
    after: list[str]
    """SHA-256 of what it holds since, the last one last; "" for no file. A decision may change a file twice."""

    def may_be_its_own(self, held: bytes | None) -> bool:
        """Whether what the file holds is what the decision, or a part of it, made of it."""
        if self.added is not None:
            return held is not None and held[self.offset :].startswith(self.added)
        return _checksum(held) in self.after

    def is_in_place(self, held: bytes | None) -> bool:
        """Whether it is what the whole decision made of it, so that it can be taken back."""
        return self.may_be_its_own(held) and (self.added is not None or _checksum(held) == self.after[-1])

    def taken_back(self, held: bytes | None) -> bytes | None:
        """What a file that holds this holds once the change is taken back."""
        if self.added is None or held is None:
            return self.before
        return held[: self.offset] + held[self.offset + len(self.added) :]


class Entry(StrictModel):
    """One decision."""

    content: str
    """The absolute path of the content folder: a state folder may serve several."""
    state: Literal["deciding", "decided", "leaving"] = "deciding"
    decision: str
    title: str
    """Of what it was on."""
    key: str
    """`Waiting.key` of that."""
    is_consequence: bool = False
    """It follows from the decision before it, and is taken back with that."""
    changes: list[FileChange] = Field(default=[])


class UndoLog:
    """The entries on one content folder, in a folder of the state."""

    def __init__(self, folder: Path, content: Path) -> None:
        """Reads nothing yet. An entry that cannot be read counts as lost."""
        self._folder, self._content = folder, content.absolute()

    @property
    def last(self) -> Entry | None:
        """The decision that would be taken back next."""
        return next((entry for _, entry in self._newest() if not entry.is_consequence), None)

    @contextmanager
    def recording(self, decision: str, title: str, key: str, *, is_consequence: bool = False) -> Iterator[Entry]:
        """Note what changes in the block as one decision; after an error there, the files are as they were before.

        Gives what is noted, as it grows. Raises `StoreFailed` where a run collects, another review is at a decision, or
        a file cannot be written.
        """
        with self._locked():
            entry = Entry(
                content=str(self._content), decision=decision, title=title, key=key, is_consequence=is_consequence
            )
            path = self._free_path()
            try:
                with announced(self._noting(path, entry)):
                    yield entry
            # A kill is caught nowhere: what it leaves is rolled back by `recover`.
            except (Exception, KeyboardInterrupt):
                self._roll_back(path, entry)
                raise
            if entry.changes:
                _write(path, entry.model_copy(update={"state": "decided"}))
                self._drop_oldest()

    def recover(self) -> list[ContentProblem]:
        """Roll back what was cut short; gives the files that it left alone, since somebody changed them since.

        Raises `StoreFailed`.
        """
        if not self._unfinished():
            return []
        with self._locked():
            # Asked again: the review that was at it may have come to its end meanwhile.
            return [problem for path, entry in self._unfinished() for problem in self._roll_back(path, entry)]

    def take_back(self, refusal: Callable[[Path, bytes | None], str] = lambda _file, _data: "") -> Entry | None:
        """Take back the last decision, and what followed from it; gives it, None where there is none.

        `refusal` says why a file must not hold again what it is given with (None: no file), "" where it may. Raises
        `ContentProblem` for that, and where a file was changed since: then nothing is touched. Raises `StoreFailed`.
        """
        with self._locked():
            taken = []
            for path, entry in self._newest():
                taken.append((path, entry))
                if not entry.is_consequence:
                    break
            else:
                return None
            for file, data in self._replayed([entry for _, entry in taken]).items():
                if why := refusal(file, data):
                    raise ContentProblem(file, why)
            for path, entry in taken:
                _write(path, entry.model_copy(update={"state": "leaving"}))
                self._roll_back(path, entry)
            return taken[-1][1]

    def _noting(self, path: Path, entry: Entry) -> Callable[[Path, bytes | None], None]:
        def note(file: Path, data: bytes | None) -> None:
            if file.is_relative_to(self._content):
                _note(entry, file.relative_to(self._content).as_posix(), _held(file), data)
                _write(path, entry)

        return note

    def _replayed(self, entries: list[Entry]) -> dict[Path, bytes | None]:
        """What each file will hold once the entries, newest first, are taken back. Raises `ContentProblem`."""
        held: dict[Path, bytes | None] = {}
        for entry in entries:
            for change in reversed(entry.changes):
                file = self._content / change.path
                now = held[file] if file in held else _held(file)
                if not change.is_in_place(now):
                    raise ContentProblem(file, CHANGED_SINCE)
                held[file] = change.taken_back(now)
        return held

    def _roll_back(self, path: Path, entry: Entry) -> list[ContentProblem]:
        left_alone = []
        for change in reversed(entry.changes):
            file = self._content / change.path
            held = _held(file)
            if change.may_be_its_own(held):
                _restore(file, change.taken_back(held))
            # Else the kill came before this change.
            elif change.added is None and held != change.before:
                left_alone.append(
                    ContentProblem(file, f"a decision on {entry.title!r} was cut short; look at the file")
                )
        path.unlink(missing_ok=True)
        return left_alone

    def _unfinished(self) -> list[tuple[Path, Entry]]:
        return [(path, entry) for path, entry in self._newest() if entry.state != "decided"]

    def _newest(self) -> Iterator[tuple[Path, Entry]]:
        """This folder's entries, newest first."""
        for path in sorted(self._folder.glob("*.json"), reverse=True):
            try:
                entry = Entry.model_validate_json(path.read_bytes())
            except (OSError, ValidationError):
                continue
            if entry.content == str(self._content):
                yield path, entry

    def _free_path(self) -> Path:
        numbers = [int(path.stem) for path in self._folder.glob("*.json") if path.stem.isdecimal()]
        return self._folder / f"{max(numbers, default=0) + 1:08}.json"

    def _drop_oldest(self) -> None:
        for path, _ in [*self._newest()][MOST_ENTRIES:]:
            path.unlink(missing_ok=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = FileLock(self._folder / ".lock")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=PATIENCE)
        except Timeout as error:
            raise StoreFailed(
                f"{self._folder}: another review is at a decision; wait for it, then try again"
            ) from error
        except OSError as error:
            raise StoreFailed(f"{self._folder}: {error.strerror}; make it writable, then try again") from error
        try:
            # A run would go on with what it read before the decision.
            with only_run(self._content):
                yield
        finally:
            lock.release()


def _note(entry: Entry, path: str, held: bytes | None, data: bytes | None) -> None:
    """Add that a file which holds `held` is about to hold `data`."""
    after = [_checksum(data)]
    known = next((change for change in entry.changes if change.path == path), None)
    if known and known.added is None:
        known.after.extend(after)
    elif held and data and data.startswith(held):
        size = len(held)
        entry.changes.append(FileChange(path=path, before=None, added=data[size:], offset=size, after=after))
    else:
        entry.changes.append(FileChange(path=path, before=held, after=after))


def _held(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _restore(file: Path, data: bytes | None) -> None:
    if data is None:
        remove_file(file)
    else:
        write_bytes(file, data)


def _checksum(data: bytes | None) -> str:
    return "" if data is None else hashlib.sha256(data).hexdigest()


def _write(path: Path, entry: Entry) -> None:
    write_text(path, entry.model_dump_json() + "\n")
