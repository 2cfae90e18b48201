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

from pathlib import Path
from typing import Literal

FetchFault = Literal[
    "unknown-host", "refused", "connection-lost", "timeout", "too-large", "too-many-redirects", "blocked", "disallowed",
    "robots-unreachable", "asked-to-wait", "http-error", "gone",
]  # fmt: skip
"""Why an address gave nothing; `scrapers.fetch.faults` has a sentence for each."""
RejectReason = FetchFault | Literal["no-title", "no-text", "not-html", "unreadable", "truncated"]
"""Why a page is not kept; counted in the report."""


class PantauError(Exception):
    """Anything this project raises on purpose."""


class FileProblem(PantauError):
    """A file that people write cannot be used; `str()` reads `file:line: key: problem`."""

    def __init__(self, path: Path | str, problem: str, *, line: int | None = None, key: str = "") -> None:
        """`line` counts from 1; `key` is dotted, as in `outlet.channel.kind`."""
        self.path, self.problem, self.line, self.key = Path(path), problem, line, key
        where = str(path) if line is None else f"{path}:{line}"
        super().__init__(": ".join(part for part in (where, key, problem) if part))


class SourcesProblem(FileProblem):
    """`sources.toml` is wrong; nothing is collected."""


class ContentProblem(FileProblem):
    """A file under `content/` is wrong; the build stops rather than drop it."""


class EvidenceProblem(FileProblem):
    """A record of evidence cannot be read; its item stays as it is."""


class ArchiveProblem(FileProblem):
    """A web archive cannot be read; the others are."""


class BackfillFailed(PantauError):
    """The reading of archives cannot go on; what was stored stays, and the next run goes on from there."""


class ArticleRejected(PantauError):
    """A page gave no article."""

    def __init__(self, url: str, reason: RejectReason, detail: str = "") -> None:
        """`reason` is counted in the report; `detail` is for people."""
        self.url, self.reason, self.detail = url, reason, detail
        super().__init__(f"{url}: {reason}{': ' + detail if detail else ''}")


class StoreFailed(PantauError):
    """A content file could not be written (full or read-only disk); the old file is whole."""
