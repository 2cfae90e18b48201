"""What can go wrong while news is collected; the classes of every room stand in `record.errors`.

PantauError
├── FileProblem
│   ├── SourcesProblem   `sources.toml` is wrong: names line, key and what to do
│   ├── EvidenceProblem  a record under evidence/ cannot be read
│   └── ArchiveProblem   a web archive cannot be read; the others are
├── BackfillFailed       archives cannot be read further: no scheduler answers, or a worker runs other code
└── ArticleRejected      a page holds no article; the reason comes from a closed list
"""

from typing import Literal

from record.errors import FileProblem, PantauError

FetchFault = Literal[
    "unknown-host", "refused", "connection-lost", "timeout", "too-large", "too-many-redirects", "blocked", "disallowed",
    "robots-unreachable", "asked-to-wait", "http-error", "gone",
]  # fmt: skip
"""Why an address gave nothing; `scrapers.fetch.faults` has a sentence for each."""
RejectReason = FetchFault | Literal["no-title", "no-text", "not-html", "unreadable", "truncated"]
"""Why a page gives no article; counted in the report."""


class SourcesProblem(FileProblem):
    """`sources.toml` is wrong; nothing is collected."""


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
