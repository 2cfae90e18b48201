"""The errors of the house.

PantauError
├── FileProblem          a file that people write is wrong: names file, line, key and what to do
│   ├── SourcesProblem   … sources.toml
│   ├── ContentProblem   … a file under content/
│   ├── EvidenceProblem  … a record under evidence/
│   └── ArchiveProblem   … a web archive; the others are read
├── BackfillFailed       archives cannot be read further: no scheduler answers, or a worker runs other code
├── ArticleRejected      a page holds no article; the reason comes from a closed list
└── StoreFailed          content could not be written; what was there is untouched
"""

from collections.abc import Sequence
from pathlib import Path


class PantauError(Exception):
    """Anything this project raises on purpose."""


class FileProblem(PantauError):
    """A file that people write cannot be used; `str()` reads `file:line: key: problem`."""

    def __init__(self, path: Path | str, problem: str, *, line: int | None = None, key: str = "") -> None:
        """`line` counts from 1; `key` is dotted, as in `outlet.channel.kind`."""
        self.path, self.problem, self.line, self.key = Path(path), problem, line, key
        where = str(path) if line is None else f"{path}:{line}"
        super().__init__(": ".join(part for part in (where, key, problem) if part))


class ContentProblem(FileProblem):
    """A file under `content/` is wrong; the build stops rather than drop it."""


class StoreFailed(PantauError):
    """A content file could not be written (full or read-only disk); the old file is whole."""


class ContentFaults(PantauError):
    """Files under `content/` that must be mended before anything is built; `str()` has one fault a line."""

    def __init__(self, faults: Sequence[ContentProblem]) -> None:
        """Keep every fault, sorted by file and line."""
        self.faults = sorted(faults, key=lambda fault: (str(fault.path), fault.line or 0))
        super().__init__("\n".join(map(str, self.faults)))
