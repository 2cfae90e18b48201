"""The targets of `PUBLISH_TARGETS` in publishconf.py: folder, rsync, git branch, bucket with or without releases."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Protocol

from pydantic import Field, TypeAdapter, ValidationError

from publish.manifest import Manifest, Plan
from publish.targets.folder import Folder
from publish.targets.git_branch import GitBranch
from publish.targets.rsync import Rsync
from publish.targets.s3 import S3
from publish.targets.s3_releases import S3Releases
from record.errors import FileProblem


class Target(Protocol):
    """Where readers find the site. All methods raise `PantauError`, after which the old site still stands."""

    def public(self) -> Manifest | None:
        """The manifest of the site there; None for nothing yet."""
        ...

    def send(self, built: Path, new: Manifest, plan: Plan) -> int:
        """Show the site in the folder `built`; give the number of files that were sent."""
        ...

    def rollback(self) -> str:
        """Show the site before the last publish again; give a word for people that names it."""
        ...


_KINDS: TypeAdapter[Folder | Rsync | GitBranch | S3 | S3Releases] = TypeAdapter(
    Annotated[Folder | Rsync | GitBranch | S3 | S3Releases, Field(discriminator="kind")]
)


def choose(name: str, table: Mapping[str, Any], root: Path) -> Target:
    """The target called `name` in the table `PUBLISH_TARGETS`, or the folder where `name` is a path with a slash.

    Relative folders in the table are below `root`. Raises `FileProblem` for a name that the table lacks, and for a
    target that cannot be used as the table has it.
    """
    if name in table:
        return _read(name, table[name], root)
    # A bare name that is no target is a slip: published, it would be a new folder that nobody reads.
    if not {"/", os.sep} & set(name):
        known = f"known are {', '.join(table) or 'none'}; a folder is told by a path with a slash, such as ./{name}"
        raise FileProblem("publishconf.py", f"no target is called {name!r}; {known}", key="PUBLISH_TARGETS")
    return Folder(path=Path(name).absolute())


def _read(name: str, row: Mapping[str, Any], root: Path) -> Target:
    try:
        target = _KINDS.validate_python({"kind": "folder", **row})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(("PUBLISH_TARGETS", name, *map(str, first["loc"])))
        raise FileProblem("publishconf.py", f"{first['msg']}; see docs/publishing.md", key=key) from error
    return target.model_copy(update={"path": root / target.path}) if isinstance(target, Folder) else target
