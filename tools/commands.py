"""What several tasks do with a process of its own: run a command, collect, build; and errors as one line.

Imported with `tasks.py`, so nothing heavy may be imported at the top here: `invoke --list` must answer at once.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from invoke.exceptions import Exit

ROOT = Path(__file__).parents[1]
WARNING = "Warning: "
"""How a line of a build begins that a person should read although the build went well."""
SOME_FAILED = 3
"""Exit status of `python -m scrapers` when some outlets failed and the rest was collected."""


def run(command: Sequence[str]) -> None:
    """Run a command in the project's folder. Raises `Exit` with its status, unless that is 0."""
    # Else Python on Windows reads and writes files in the system's own encoding.
    environment = os.environ | {"PYTHONUTF8": "1"}
    status = subprocess.run(command, cwd=ROOT, check=False, env=environment).returncode
    if status:
        raise Exit("", status)


def collect(sources: Path, content: Path, state: Path, *options: str) -> None:
    """Collect news in a process of its own. Raises `Exit` unless at least some outlets could be read."""
    command = [sys.executable, "-m", "scrapers", "collect", "--sources", str(sources), "--content", str(content)]
    status = subprocess.run([*command, "--state", str(state), *options], cwd=ROOT, check=False).returncode
    if status == SOME_FAILED:
        # On most days some outlet is down: the chain of tasks goes on with what was collected.
        print("Some outlets failed (named above); the rest was collected.")
    elif status:
        raise Exit("Collecting failed, see above; nothing was built.", status)


def build(content: Path, output: Path, settings: str, *, clean: bool = False) -> None:
    """Build the site of `content` into `output` in a process of its own; `settings` is a file's name.

    `clean` renders everything and removes all that does not belong, once the content is known to be right. Raises
    `Exit` if the build fails.
    """
    from rich.console import Console

    command = [sys.executable, "-m", "tools.build_site", str(content), "-o", str(output), "-s", settings]
    command += ["--fatal", "errors"]
    if clean:
        # Not Pelican's own --delete-output-directory, which removes the site before anything was read.
        command += ["-e", "CLEAN_BUILD=true"]
    with Console(stderr=True).status(f"Building {output}"), TemporaryFile("w+", encoding="utf-8") as log:
        status, complaints = _run_aloud(command, log)
        log.seek(0)
        lines = log.read().splitlines()
    if status and not complaints:
        # Pelican's own log is worth reading only where nothing says what is wrong.
        print("\n".join(lines), file=sys.stderr)
    if status:
        raise Exit("The build failed, see above; what was there before still stands.", 1)
    for line in (*(line for line in lines if line.startswith(WARNING)), lines[-1]):
        print(line)


def _run_aloud(command: Sequence[str], log: IO[str]) -> tuple[int, int]:
    """Run a command, its standard output into `log`, and repeat at once each line of its standard error.

    Gives its status, and how many lines it had to say: one a fault in content, or that another build is at work.
    """
    count = 0
    with subprocess.Popen(
        command, cwd=ROOT, stdout=log, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        for line in process.stderr or ():
            print(line, end="", file=sys.stderr, flush=True)
            count += 1
    return process.returncode, count


@contextmanager
def plain_errors() -> Iterator[None]:
    """Raise our own errors, and the system's, as `Exit`: one line and status 1 instead of a traceback."""
    from record.errors import PantauError
    from record.os_errors import explained, file_of

    try:
        yield
    except PantauError as error:
        raise Exit(str(error), 1) from error
    except BrokenPipeError:
        # Whoever read our words wants no more of them.
        raise
    except OSError as error:
        raise Exit(f"{file_of(error, ROOT)}: {explained(error)}", 1) from error
