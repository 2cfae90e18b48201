"""A folder on another machine, by rsync over SSH: the same releases and link as `folder`, made and switched there.

The far side needs a POSIX shell, rsync and GNU's or BusyBox's `mv -T`.
"""

import re
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from publish.manifest import Manifest, Plan, parse
from record.errors import PantauError, StoreFailed

_SENT = re.compile(r"^<f", re.MULTILINE)

# Each runs in the folder that holds the link; $1 is the link's name, so that no name is ever read as code.
_LOOK = """
if [ -L "$1" ]; then readlink "$1"
elif [ -e "$1" ] && { [ ! -d "$1" ] || [ -n "$(ls -A "$1")" ]; }; then echo foreign
else echo none; fi
ls "$1.releases" 2>/dev/null || true
"""
_READ = 'cat "$1.releases/$2.json.gz"'
_MAKE = 'mkdir -p "$1.releases"'
_FINISH = """
cat > "$1.releases/$2.json.gz"
mv "$1.releases/$2.partial" "$1.releases/$2"
"""
_SWITCH = """
if [ -d "$1" ] && [ ! -L "$1" ]; then rmdir "$1"; fi
rm -f ".$1.new"
ln -s "$1.releases/$2" ".$1.new"
mv -T ".$1.new" "$1"
"""
_FORGET = """
name=$1; shift
for path in "$name.releases"/*; do
    file=${path##*/}; number=${file%%.*}; keep=
    for kept in "$@"; do [ "$number" = "$kept" ] && keep=yes; done
    case $file in *.partial) keep= ;; esac
    [ -n "$keep" ] || rm -rf "$path"
done
"""


class Rsync(BaseModel):
    """Visitors see the old site or the new one; only what changed travels; the release before is kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["rsync"] = "rsync"
    host: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.@_-]*$")]
    """`user@host`, or a name from `~/.ssh/config`."""
    path: Annotated[str, StringConstraints(pattern=r"^/[A-Za-z0-9._/-]*[A-Za-z0-9_-]$")]
    """Absolute; becomes a link to the newest release."""
    ssh: tuple[str, ...] = ()
    """More options for ssh, as `("-p", "2222")`."""
    most_kb: int = 0
    """The most kilobytes a second to send; 0 for as fast as it goes."""

    def __str__(self) -> str:
        """Where it is."""
        return f"{self.host}:{self.path}"

    def public(self) -> Manifest | None:
        """What stands there; None for nothing yet. Raises `PantauError` when it is not ours."""
        current, _ = self._look()
        where = f"{self}.releases/{current}.json.gz"
        return None if current is None else parse(self._run(_READ, str(current)), where)

    def send(self, built: Path, new: Manifest, plan: Plan) -> int:
        """Make it show `built`; the number of files that travelled. Raises `StoreFailed`: the old site stands."""
        before, numbers = self._look()
        number = max(numbers, default=0) + 1
        self._run(_MAKE)
        sent = self._copy(built, before, number)
        self._run(_FINISH, str(number), given=new.packed())
        self._run(_SWITCH, str(number))
        self._run(_FORGET, *(str(one) for one in (before, number) if one is not None))
        return sent

    def rollback(self) -> str:
        """Show the release before the present one again; says which. Raises `PantauError` when there is none."""
        current, numbers = self._look()
        earlier = max((one for one in numbers if current is not None and one < current), default=None)
        if earlier is None:
            raise PantauError(f"{self}: no earlier release is kept; build and publish the one you want instead")
        self._run(_SWITCH, str(earlier))
        return f"release {earlier} instead of {current}"

    def _look(self) -> tuple[int | None, list[int]]:
        """The release that is shown, and all that are whole."""
        link, *names = self._run(_LOOK).decode("utf-8", "replace").splitlines()
        numbers = [int(name) for name in names if name.isdigit()]
        if link == "none":
            return None, numbers
        folder, _, number = link.rpartition("/")
        if folder != f"{PurePosixPath(self.path).name}.releases" or not number.isdigit():
            raise PantauError(f"{self} holds something that we did not make; move it away or choose another path")
        return int(number), numbers

    def _copy(self, built: Path, before: int | None, number: int) -> int:
        """Fill the new release: what an interrupted run sent is used, what did not change is linked to the one before.

        Contents are compared, not dates: a site that was built anew elsewhere has other dates and the same pages.
        """
        command = [
            "rsync",
            "--recursive",
            "--checksum",
            "--delete",
            "--compress",
            "--chmod=D755,F644",
            "--out-format=%i",
        ]
        command += [f"--link-dest=../{before}"] if before is not None else []
        command += [f"--bwlimit={self.most_kb}"] if self.most_kb else []
        command += ["-e", shlex.join(self._ssh), f"{built}/", f"{self.host}:{self.path}.releases/{number}.partial/"]
        return len(_SENT.findall(self._call(command).decode("utf-8", "replace")))

    @property
    def _ssh(self) -> list[str]:
        return ["ssh", "-o", "BatchMode=yes", "-o", "ConnectTimeout=20", *self.ssh]

    def _run(self, script: str, *words: str, given: bytes = b"") -> bytes:
        """Run a script in the folder that holds the link, with the link's name before `words`."""
        path = PurePosixPath(self.path)
        prepared = f"set -eu; mkdir -p {shlex.quote(str(path.parent))}; cd {shlex.quote(str(path.parent))}\n{script}"
        return self._call([*self._ssh, self.host, shlex.join(["sh", "-c", prepared, "sh", path.name, *words])], given)

    def _call(self, command: Sequence[str], given: bytes = b"") -> bytes:
        try:
            return subprocess.run(command, input=given, capture_output=True, check=True).stdout
        except FileNotFoundError as error:
            raise PantauError(f"{self}: {command[0]} is not installed here; install rsync and an SSH client") from error
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode("utf-8", "replace").strip() or f"{command[0]} ended with {error.returncode}"
            raise StoreFailed(f"{self}: {said}; what was there still stands") from error
