"""What can go wrong while news is collected; `record.errors` draws the tree of all errors."""

from typing import Literal

from record.errors import FileProblem, PantauError

FetchFault = Literal[
    "unknown-host", "refused", "connection-lost", "timeout", "too-large", "too-many-redirects", "blocked", "disallowed",
    "robots-unreachable", "asked-to-wait", "http-error", "gone",
]  # fmt: skip
"""Why an address gave nothing; `scrapers.fetch.faults` has a sentence for each."""
AnswerKind = Literal[
    "challenge", "script-shell", "consent-wall", "paywall", "login", "parked", "maintenance", "soft-404",
    "server-error", "list", "front-page", "empty-template", "furniture",
]  # fmt: skip
"""What an answer is that is no article: the kinds of `not-an-article`."""
RejectReason = FetchFault | Literal["no-title", "no-text", "not-html", "unreadable", "truncated", "not-an-article"]
"""Why a page gives no article; counted in the report."""


class SourcesProblem(FileProblem):
    """`sources.toml` is wrong and nothing was collected: mend the line that is named and run again."""


class EvidenceProblem(FileProblem):
    """A record below `evidence/` cannot be read; its item stays as it is: restore the file, or collect again."""


class ArchiveProblem(FileProblem):
    """A web archive cannot be read; the others are: fetch it again, or leave it out."""


INTERRUPTED = "The run was interrupted; what it collected stays. Run again: it continues from there."


class RunInterrupted(PantauError):
    """A run was stopped before its end; what it stored stays, and the next run continues: run again."""


class BackfillFailed(PantauError):
    """The backfill cannot continue (no scheduler, or a worker runs other code): start it and run again; it resumes."""


class ArticleRejected(PantauError):
    """A page gave no article; it is counted in the report under its reason, and there is nothing to do."""

    def __init__(self, url: str, reason: RejectReason, detail: str = "") -> None:
        """`reason` is counted in the report; `detail` is for people."""
        self.url, self.reason, self.detail = url, reason, detail
        super().__init__(f"{url}: {reason}{': ' + detail if detail else ''}")
