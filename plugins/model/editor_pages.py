"""Checks the editors' pages, `content/pages/`, by the rules of Pelican, which leaves out a page that breaks one."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from markdown.extensions.meta import BEGIN_RE, END_RE, META_MORE_RE, META_RE

from record.content_tree import content_files
from record.errors import ContentProblem
from record.text_files import read_text

PATTERNS = ("pages/*.md", "pages/*/*.md")
STATUSES = ("published", "hidden", "draft")
"""What Pelican shows, shows without a link, or keeps below `/drafts/`."""
DATES = ("date", "modified")


class _Value(NamedTuple):
    text: str
    line: int


def page_faults(content: Path) -> Iterator[ContentProblem]:
    """A fault for each page that Pelican could not read."""
    for path in (path for pattern in PATTERNS for path in content_files(content, pattern)):
        try:
            yield from _faults(path, _metadata(read_text(path)))
        except ContentProblem as fault:
            yield fault


def _faults(path: Path, metadata: dict[str, _Value]) -> Iterator[ContentProblem]:
    title = metadata.get("title", _Value("", 1))
    if not title.text:
        yield ContentProblem(path, "is missing; add it", line=title.line, key="Title")
    status = metadata.get("status")
    if status and status.text not in STATUSES:
        advice = f"{status.text!r} is not one of {', '.join(STATUSES)}"
        yield ContentProblem(path, advice, line=status.line, key="Status")
    for key in DATES:
        if key in metadata and not _is_date(metadata[key].text):
            advice = f"{metadata[key].text!r} is no date; write it as 2017-05-22"
            yield ContentProblem(path, advice, line=metadata[key].line, key=key.capitalize())


def _metadata(text: str) -> dict[str, _Value]:
    """The values of the first lines, by key in small letters, as Python-Markdown reads them."""
    values: dict[str, _Value] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if number == 1 and BEGIN_RE.match(line):
            continue
        match = META_RE.match(line)
        if match:
            values[match["key"].lower().strip()] = _Value(match["value"].strip(), number)
        elif not line.strip() or END_RE.match(line) or not META_MORE_RE.match(line):
            break
    return values


def _is_date(text: str) -> bool:
    from pelican.utils import get_date  # noqa: PLC0415 - few pages have a date

    try:
        get_date(text)
    except (ValueError, OverflowError):
        return False
    return True
