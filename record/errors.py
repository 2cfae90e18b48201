"""Every error that the project raises on purpose, in whichever room it stands; the tree has them all.

PantauError                  record.errors           catch this to print one line instead of a traceback
├── FileProblem              record.errors           a file that people write: mend it at `file:line: key`
│   ├── ContentProblem       record.errors           … below content/
│   ├── SourcesProblem       scrapers.errors         … sources.toml; nothing was collected
│   ├── EvidenceProblem      scrapers.errors         … a record below evidence/; its item stays as it is
│   └── ArchiveProblem       scrapers.errors         … a web archive; the others are read
├── ContentFaults            record.errors           all `ContentProblem`s of a build: mend them, build again
├── StoreFailed              record.errors           a disk or server refused a write: make room or access, run again
├── ArticleRejected          scrapers.errors         a page without an article; counted in the report, nothing to do
├── RunInterrupted           scrapers.errors         a run was stopped; what it stored stays: run again, it continues
├── BackfillFailed           scrapers.errors         archives cannot be read on: start the scheduler, run again
├── SearchFailed             plugins.search.plugin   the search index was not made: see Pagefind's words, build again
├── UnsupportedPlugin        plugins.build           a Pelican plugin would do nothing here: take it out of PLUGINS
├── Refused                  publish.publish         the gate or a check objects: mend each reason, or force with a why
├── NoLetter             tools.letter            nothing became known in that week: ask for one of those that it names
├── CannotFollow             tools.follow            `invoke follow` was asked for no place, or for several: ask again
└── Silent                   tools.daily             a day is done, but outlets are silent: see `invoke doctor`
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any


class PantauError(Exception):
    """Any error raised on purpose; `str()` says in a line what happened and what to do next."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Cross from a worker's process whole, whatever `__init__` takes: Python would call it with `args` alone."""
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[PantauError], arguments: tuple[Any, ...], attributes: dict[str, Any]) -> PantauError:
    error = kind.__new__(kind)
    error.args = arguments
    error.__dict__.update(attributes)
    return error


class FileProblem(PantauError):
    """A file that people write cannot be used: mend it where `str()` says, `file:line: key: problem`."""

    def __init__(self, path: Path | str, problem: str, *, line: int | None = None, key: str = "") -> None:
        """`line` counts from 1; `key` is dotted, as in `outlet.channel.kind`."""
        self.path, self.problem, self.line, self.key = Path(path), problem, line, key
        where = str(path) if line is None else f"{path}:{line}"
        super().__init__(": ".join(part for part in (where, key, problem) if part))


class ContentProblem(FileProblem):
    """A file below `content/` is wrong: mend it and run again. The file itself is never changed or dropped."""


class StoreFailed(PantauError):
    """A disk or a server refused a write: make room or give access and run again. What was there is untouched."""


class ContentFaults(PantauError):
    """Every fault below `content/` that stops a build, a line each in `str()`: mend them and build again."""

    def __init__(self, faults: Sequence[ContentProblem]) -> None:
        """Sorts the faults by file and line."""
        self.faults = sorted(faults, key=lambda fault: (str(fault.path), fault.line or 0))
        super().__init__("\n".join(map(str, self.faults)))
