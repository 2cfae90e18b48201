"""`invoke daily`, for every kind of schedule: collect, commit content/, publish what is not public yet. Repeatable."""

import datetime as dt
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from record.atomic_write import write_text
from record.errors import PantauError
from record.json_lines import read_lines
from record.monitoring import Health
from scrapers.report import Report
from scrapers.store.health import FILE as HEALTH

MOST_DAYS_WITHOUT_RUN = 3
"""Days since the last run after which the schedule, of a run a day, no longer works: a person looks at it."""
MOST_DAYS_WITHOUT_NEWS = 14
"""Days without anything new from any outlet, though runs come, after which a run ends with `Silent`."""


class Silent(PantauError):
    """The day is done, but no outlet answered, or nothing new has come for long: see `invoke doctor`."""


@dataclass(frozen=True)
class Day:
    """One day's run in one git checkout."""

    content: Path
    """The checkout's content folder."""
    state: Path
    """What runs keep for the next one."""
    target: str = ""
    """Where the site is published, as for `invoke publish`."""

    @property
    def report(self) -> Path:
        """The file of the collector's report."""
        return self.state / "report.json"

    @property
    def _unfinished(self) -> Path:
        return self.state / "daily.unfinished"

    @property
    def _published(self) -> Path:
        return self.state / "daily.published"

    def run(
        self, *, collect: Callable[[], None], publish: Callable[[], None], today: dt.date, push: bool = False
    ) -> Iterator[str]:
        """Run the day and yield a line for people after each step.

        `collect` writes `report`; `publish` builds, checks and publishes. `push` pulls first and pushes the commit.
        Raises `PantauError` if others' work is uncommitted or git fails, `Silent` at the end of a day after long
        silence, and what `collect` and `publish` raise; the next run then finishes what is left.
        """
        self._require_clean_content()
        if push:
            self._pull()
        write_text(self._unfinished, f"{today}\n")
        collect()
        yield self._commit()
        self._unfinished.unlink()
        if push:
            self._git("push", "--quiet")
        if self._is_public():
            yield "What is public is up to date: nothing was built."
        else:
            publish()
            write_text(self._published, self._public_mark())
        self._raise_if_silent(today)

    def _require_clean_content(self) -> None:
        """Uncommitted changes in content/ are a person's, unless an earlier run was cut off."""
        changed = self._changed()
        if changed and not self._unfinished.exists():
            raise PantauError(
                f"{self.content}: not committed yet: {', '.join(changed[:5])}{' …' if len(changed) > 5 else ''}; "
                "commit or put aside your work, then run again"
            )

    def _changed(self) -> list[str]:
        # Without --no-renames, -z would give a rename as two entries, the second one without its letters.
        status = self._git(
            "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", str(self.content)
        )
        return sorted(entry[3:] for entry in status.split("\0") if entry)

    def _commit(self) -> str:
        """Commit content/ and nothing else, whatever else is changed or staged."""
        changed = self._changed()
        if not changed:
            return "Nothing changed: nothing was committed."
        text = message(Report.read(self.report), [Path(name).name for name in changed])
        self._git("add", "--all", "--", str(self.content))
        self._git("commit", "--quiet", "--file", "-", "--", str(self.content), stdin=text)
        return text.partition("\n")[0]

    def _pull(self) -> None:
        try:
            self._git("pull", "--rebase", "--autostash", "--quiet")
        except PantauError:
            # A rebase that stopped half-way would stop every later run too.
            subprocess.run(["git", "-C", str(self.content), "rebase", "--abort"], check=False, capture_output=True)
            raise

    def _public_mark(self) -> str:
        return f"{self._git('rev-parse', 'HEAD').strip()} {self.target}\n"

    def _is_public(self) -> bool:
        return self._published.is_file() and self._published.read_text("utf-8") == self._public_mark()

    def _raise_if_silent(self, today: dt.date) -> None:
        outlets = Report.read(self.report).outlets
        if outlets and all(line.status == "failed" for line in outlets):
            raise Silent("Not one outlet answered: likely our own network; nothing was noted of them")
        last = max((day for line in read_lines(self.content / HEALTH, Health) for day in line.days), default=None)
        if last and (today - last).days > MOST_DAYS_WITHOUT_NEWS:
            raise Silent(
                f"Silent: nothing new since {last}, {(today - last).days} days ago, from any outlet; see invoke doctor"
            )

    def _git(self, *words: str, stdin: str = "") -> str:
        done = subprocess.run(
            ["git", "-C", str(self.content), *words], input=stdin, capture_output=True, text=True, encoding="utf-8",
            check=False,
        )  # fmt: skip
        if done.returncode:
            raise PantauError(f"git {words[0]} failed: {(done.stderr or done.stdout).strip()}; mend it, then run again")
        return done.stdout


def message(report: Report, files: Sequence[str]) -> str:
    """The commit message of a run: counts in the subject, a line for each outlet below, failures by name.

    `files` are the names of the changed files; the subject has them if no outlet gave anything new.
    """
    failed = [line for line in report.outlets if line.status == "failed"]
    counts = {line.id: Counter(new=line.new, changed=line.updated, held=report.held.get(line.id, 0))
              for line in report.outlets}  # fmt: skip
    total = _counted(sum(counts.values(), Counter()))
    subject = f"Collect {total}" if total else f"Note {_and(sorted({*files})[:3])}"
    if failed:
        subject += f"; {len(failed)} outlet{'s' if len(failed) > 1 else ''} failed"
    rows = [f"{name}: {text}" for name, count in counts.items() if (text := _counted(count))]
    rows += [f"{line.id}: failed, {_one_line(line.error or 'no reason told')}" for line in failed]
    return "\n".join([subject, *(["", *rows] if rows else [])]) + "\n"


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[word]} {word}" for word in ("new", "changed", "held") if counts[word])


def _and(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 200 else f"{words[:199]}…"
