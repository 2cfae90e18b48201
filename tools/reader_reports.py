"""What readers reported: mails and notes that a maintainer saved in a folder, which git never sees."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from record.text import printable

FOLDER = "reports"
"""Below the checkout. What was settled is moved to a folder within, or deleted: only this folder itself is read."""
ENDINGS = frozenset({".eml", ".md", ".txt"})
LONGEST = 1_000_000
"""Bytes that are read of one: the words come first, pictures after them."""
_PAGE = re.compile(r"https?://[^/\s]+(?P<page>/(?:[\w.~%-]+/)*)")
"""A page of the site, as the prepared report names it (`plugins.pages.report_link`)."""


@dataclass(frozen=True, slots=True)
class ReaderReport:
    """One report: its file, a line that says what it is about, and the page that it names first, or ""."""

    path: Path
    subject: str
    page: str = ""


def read_reports(folder: Path) -> list[ReaderReport]:
    """The reports in a folder, by the names of their files; of one that cannot be read, its name."""
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS and path.is_file())
    return [_read(path) for path in paths]


def _read(path: Path) -> ReaderReport:
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST)
        subject, body = _mail(data) if path.suffix.lower() == ".eml" else _note(data)
    # A mail is from outside: what is broken in it may break its reader in many ways.
    except (OSError, ValueError, LookupError, MessageError, TypeError, AttributeError, KeyError):
        return ReaderReport(path, path.name)
    page = _PAGE.search(body)
    return ReaderReport(path, printable(subject) or path.name, printable(page["page"]) if page else "")


def _mail(data: bytes) -> tuple[str, str]:
    message = message_from_bytes(data, _class=EmailMessage, policy=default)
    part = message.get_body(("plain", "html"))
    return str(message.get("Subject", "")), str(part.get_content()) if part else ""


def _note(data: bytes) -> tuple[str, str]:
    text = data.decode("utf-8", "replace")
    return next(_lines(text), ""), text


def _lines(text: str) -> Iterator[str]:
    return (words for line in text.splitlines() if (words := line.strip("# \t")))
