"""A folder on this machine: `path` is a link to a release folder beside it, switched in one step."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from publish.manifest import Manifest, Plan, parse, read_site
from record.errors import PantauError, StoreFailed
from record.os_errors import explained

PARTIAL = ".partial"
"""Ending of a release folder that is not finished."""


class Folder(BaseModel):
    """`{"kind": "folder", "path": …}`: visitors see the old site or the new one; one earlier release stays."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["folder"] = "folder"
    path: Path
    """Becomes a link to the newest release; relative paths are below the project's folder."""

    def __str__(self) -> str:
        """Where it is."""
        return str(self.path)

    def public(self) -> Manifest | None:
        """The manifest of the release shown; None for nothing yet. Raises `PantauError` for a path that is not ours."""
        self._refuse_foreign()
        number = self._current()
        if number is None:
            return None
        path = self._manifest(number)
        return parse(path.read_bytes(), str(path)) if path.is_file() else read_site(self._release(number))

    def send(self, built: Path, new: Manifest, plan: Plan) -> int:
        """Make a release of `built`, show it, give the number of files copied. Raises `StoreFailed`: the old stays."""
        self._refuse_foreign()
        before = self._current()
        number = max(self._numbers(), default=0) + 1
        with self._cleaned_up(number):
            copied = self._copy(built, new, plan, before, number)
            # The manifest first: what has its final name is a whole release.
            self._manifest(number).write_bytes(new.to_gzip())
            self._partial(number).rename(self._release(number))
            self._switch(number)
        self._remove_all_but({before, number})
        return copied

    def rollback(self) -> str:
        """Show the release before the present one again; say which. Raises `PantauError` if none is kept."""
        self._refuse_foreign()
        number = self._current()
        earlier = max((one for one in self._numbers() if number is not None and one < number), default=None)
        if earlier is None:
            raise PantauError(f"{self.path}: no earlier release is kept; build and publish the one you want instead")
        with self._cleaned_up(None):
            self._switch(earlier)
        return f"release {earlier} instead of {number}"

    @property
    def _releases(self) -> Path:
        return self.path.with_name(self.path.name + ".releases")

    def _release(self, number: int) -> Path:
        return self._releases / str(number)

    def _partial(self, number: int) -> Path:
        return self._releases / f"{number}{PARTIAL}"

    def _manifest(self, number: int) -> Path:
        return self._releases / f"{number}.json.gz"

    def _numbers(self) -> list[int]:
        paths = self._releases.iterdir() if self._releases.is_dir() else iter(())
        return [int(path.name) for path in paths if path.name.isdigit()]

    def _current(self) -> int | None:
        return int(self.path.readlink().name) if self.path.is_symlink() else None

    def _refuse_foreign(self) -> None:
        if self.path.is_symlink():
            if self.path.resolve().parent != self._releases.resolve():
                raise PantauError(f"{self.path} is a link that we did not make; remove it or choose another --target")
        elif self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
            raise PantauError(f"{self.path} exists and is not a site of ours; move it away or choose another --target")

    @contextmanager
    def _cleaned_up(self, number: int | None) -> Iterator[None]:
        """Turns OSError into `StoreFailed`, and removes what was made of release `number` unless it is shown."""
        try:
            yield
        except OSError as error:
            if number is not None and self._current() != number:
                for folder in (self._partial(number), self._release(number)):
                    shutil.rmtree(folder, ignore_errors=True)
                self._manifest(number).unlink(missing_ok=True)
            what = f"could not be written ({error}); the old site still stands"
            raise StoreFailed(f"{self.path}: {what}; {explained(error)}") from error

    def _copy(self, built: Path, new: Manifest, plan: Plan, before: int | None, number: int) -> int:
        """Fill the release's partial folder; unchanged files are hard links to the release `before`, where possible."""
        folder, sent, copied = self._partial(number), set(plan.to_send), 0
        shutil.rmtree(folder, ignore_errors=True)
        for name in new.files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            old = None if before is None or name in sent else self._release(before) / name
            if not (old and _hard_link(old, path)):
                shutil.copy2(built / name, path)
                copied += 1
        return copied

    def _switch(self, number: int) -> None:
        fresh = self.path.with_name(f".{self.path.name}.new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(Path(self._releases.name) / str(number), target_is_directory=True)
        try:
            if self.path.is_dir() and not self.path.is_symlink():
                self.path.rmdir()
            # A rename replaces the old link in one step; removing it first would leave a moment without a site.
            fresh.replace(self.path)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise

    def _remove_all_but(self, numbers: set[int | None]) -> None:
        """Remove other releases, and what interrupted runs left."""
        for path in self._releases.iterdir():
            number = path.name.partition(".")[0]
            if number.isdigit() and (int(number) not in numbers or path.name.endswith(PARTIAL)):
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _hard_link(old: Path, path: Path) -> bool:
    """Make `path` a hard link to `old`; False where the file system has none."""
    try:
        path.hardlink_to(old)
    except OSError:
        return False
    return True
