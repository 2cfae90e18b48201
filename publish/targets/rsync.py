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

# `<f+++++++++`: a file that went to the other side, in rsync's itemised list.
_SENT = re.compile(r"^<f", re.MULTILINE)

# Scripts for the far side; each runs in the folder that holds the link. Names come as $1 and on, never as code.
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
    """`{"kind": "rsync", "host": …, …}`: visitors see the old site or the new one; one earlier release stays."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["rsync"] = "rsync"
    host: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.@_-]*$")]
    """`user@host`, or a name from `~/.ssh/config`."""
    path: Annotated[str, StringConstraints(pattern=r"^/[A-Za-z0-9._/-]*[A-Za-z0-9_-]$")]
    """On the host, absolute; becomes a link to the newest release."""
    ssh: tuple[str, ...] = ()
    """Further options for ssh: `("-p", "2222")`."""
    most_kb: int = 0
    """Kilobytes a second to send at most; 0 for no limit."""

    def __str__(self) -> str:
        """Where it is."""
        return f"{self.host}:{self.path}"

    def public(self) -> Manifest | None:
        """The manifest of the release shown; None for nothing yet. Raises `PantauError` for a path that is not ours."""
        current, _ = self._look()
        where = f"{self}.releases/{current}.json.gz"
        return None if current is None else parse(self._run(_READ, str(current)), where)

    def send(self, built: Path, new: Manifest, plan: Plan) -> int:
        """Make a release of `built`, show it, give the number of files sent. Raises `StoreFailed`: the old stays."""
        before, numbers = self._look()
        number = max(numbers, default=0) + 1
        self._run(_MAKE)
        sent = self._copy(built, before, number)
        self._run(_FINISH, str(number), stdin=new.to_gzip())
        self._run(_SWITCH, str(number))
        self._run(_FORGET, *(str(one) for one in (before, number) if one is not None))
        return sent

    def rollback(self) -> str:
        """Show the release before the present one again; say which. Raises `PantauError` if none is kept."""
        current, numbers = self._look()
        earlier = max((one for one in numbers if current is not None and one < current), default=None)
        if earlier is None:
            raise PantauError(f"{self}: no earlier release is kept; build and publish the one you want instead")
        self._run(_SWITCH, str(earlier))
        return f"release {earlier} instead of {current}"

    def _look(self) -> tuple[int | None, list[int]]:
        """The number of the release shown, and of all that are finished. Raises `PantauError` for a path not ours."""
        link, *names = self._run(_LOOK).decode("utf-8", "replace").splitlines()
        numbers = [int(name) for name in names if name.isdigit()]
        if link == "none":
            return None, numbers
        folder, _, number = link.rpartition("/")
        if folder != f"{PurePosixPath(self.path).name}.releases" or not number.isdigit():
            raise PantauError(f"{self} holds something that we did not make; move it away or choose another path")
        return int(number), numbers

    def _copy(self, built: Path, before: int | None, number: int) -> int:
        """Fill the new release and give the number of files sent.

        Files that an interrupted run sent are used, unchanged ones are hard links to the release before. Contents are
        compared, not dates: a site built on another machine has other dates and the same pages.
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
        # rsync takes it as relative to the folder that it fills.
        command += [f"--link-dest=../{before}"] if before is not None else []
        command += [f"--bwlimit={self.most_kb}"] if self.most_kb else []
        command += ["-e", shlex.join(self._ssh), f"{built}/", f"{self.host}:{self.path}.releases/{number}.partial/"]
        return len(_SENT.findall(self._call(command).decode("utf-8", "replace")))

    @property
    def _ssh(self) -> list[str]:
        # BatchMode fails where a password would be asked for: nobody is there to type it.
        return ["ssh", "-o", "BatchMode=yes", "-o", "ConnectTimeout=20", *self.ssh]

    def _run(self, script: str, *words: str, stdin: bytes = b"") -> bytes:
        """Run a script on the host, with the link's name and then `words` as arguments. Raises `PantauError`."""
        path = PurePosixPath(self.path)
        prepared = f"set -eu; mkdir -p {shlex.quote(str(path.parent))}; cd {shlex.quote(str(path.parent))}\n{script}"
        # ssh hands its words to a shell over there as one line, so they are quoted once more.
        return self._call([*self._ssh, self.host, shlex.join(["sh", "-c", prepared, "sh", path.name, *words])], stdin)

    def _call(self, command: Sequence[str], stdin: bytes = b"") -> bytes:
        try:
            return subprocess.run(command, input=stdin, capture_output=True, check=True).stdout
        except FileNotFoundError as error:
            raise PantauError(f"{self}: {command[0]} is not installed here; install rsync and an SSH client") from error
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode("utf-8", "replace").strip() or f"{command[0]} ended with {error.returncode}"
            raise StoreFailed(f"{self}: {said}; what was there still stands") from error
