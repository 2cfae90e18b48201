"""`invoke doctor`: what needs a person, from outlets, review tray and citations to disk, versions and the last run."""

import datetime as dt
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from packaging.requirements import InvalidRequirement, Requirement
from rich.console import Console
from rich.table import Table
from rich.text import Text

from plugins.model.load import load_record
from plugins.model.record import Record
from plugins.queries import silence, source_health
from plugins.search.deterministic import FORMAT
from record.errors import ContentFaults, PantauError
from record.review import Review
from scrapers.report import Report
from scrapers.store.evidence import TOTAL_BYTES
from tools.daily import MOST_DAYS_WITHOUT_RUN

Level = Literal["ok", "look", "act"]
"""`act`: a person should do something; `look`: worth knowing, nothing to do."""
LEAST_FREE = 1_000_000_000
"""Bytes of free disk that a run and a build need."""
MOST_SHOWN = 5
"""Details shown of a finding; `as_json` has all."""
LEVEL_STYLES = {"ok": "green", "look": "yellow", "act": "bold red"}


@dataclass(frozen=True)
class Finding:
    """The outcome of one examination."""

    name: str
    """What was examined."""
    level: Level
    says: str
    """The outcome in a line."""
    details: tuple[str, ...] = ()
    """The outlets, addresses and so on that it is about, a line each."""


@dataclass(frozen=True)
class Folders:
    """The folders and files to examine."""

    content: Path
    state: Path
    evidence: Path
    output: Path
    requirements: Path

    @property
    def report(self) -> Path:
        """The report of the last run of `invoke scrape`."""
        return self.state / "report.json"


def examine(folders: Folders, today: dt.date) -> list[Finding]:
    """Every finding, in a fixed order; that content/ cannot be read is one of them. Raises nothing of ours."""
    findings = [_last_run(folders, today)]
    try:
        record = load_record(folders.content)
        findings += [examination(record) for examination in _OF_THE_RECORD]
    except ContentFaults as faults:
        says = f"{len(faults.faults)} faults stop the build; mend them"
        findings.append(Finding("content", "act", says, tuple(map(str, faults.faults))))
    return [*findings, _tray(folders.content), _disk(folders), _versions(folders.requirements)]


def needs_a_person(findings: Sequence[Finding]) -> bool:
    """Whether any finding is `act`: then `invoke doctor` ends with status 1."""
    return any(finding.level == "act" for finding in findings)


def show(findings: Sequence[Finding], console: Console) -> None:
    """Print a table in a terminal, plain lines in a pipe; at most `MOST_SHOWN` details each."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for finding in findings:
        more = len(finding.details) - MOST_SHOWN
        details = [*finding.details[:MOST_SHOWN], *([f"… and {more} more"] if more > 0 else [])]
        if console.is_terminal:
            level = Text(finding.level, style=LEVEL_STYLES[finding.level])
            table.add_row(level, Text(finding.name, style="bold"), Text("\n".join([finding.says, *details])))
        else:
            lines = [f"{finding.level:4} {finding.name}: {finding.says}", *(f"     {detail}" for detail in details)]
            print("\n".join(lines), file=console.file)
    if console.is_terminal:
        console.print(table)


def as_json(findings: Sequence[Finding]) -> str:
    """Every finding with all its details, for scripts."""
    values = {"needs_a_person": needs_a_person(findings), "findings": [asdict(finding) for finding in findings]}
    return json.dumps(values, ensure_ascii=False, indent=2)


def _last_run(folders: Folders, today: dt.date) -> Finding:
    if not folders.report.is_file():
        return Finding("last run", "look", "no report in state/ yet; run invoke scrape")
    report = Report.read(folders.report)
    day = dt.datetime.fromisoformat(report.finished).date()
    failed = tuple(f"{line.id}: {line.error or line.status}" for line in report.outlets if line.status == "failed")
    new = sum(line.new for line in report.outlets)
    says = f"{(today - day).days} days ago, on {day}: {len(report.outlets)} outlets, {new} new, {len(failed)} failed"
    if (today - day).days > MOST_DAYS_WITHOUT_RUN:
        return Finding("last run", "act", f"{says}; look at the schedule (docs/schedule.md)", failed)
    if failed and len(failed) == len(report.outlets):
        return Finding("last run", "act", f"{says}; it is likely our own network", failed)
    return Finding("last run", "ok", says)


def _outlets(record: Record) -> Finding:
    every = source_health.standings(record)
    unwell = [(one.line.name, one.open) for one in every if one.open]
    counts = Counter(outage.state for _, outage in unwell)
    says = f"{counts['blind']} cannot be read, {counts['amber']} are amber, of {len(every)}"
    details = tuple(f"{name}: {o.state} since {o.start} ({o.reason.partition(':')[0]})" for name, o in unwell)
    level: Level = "act" if counts["blind"] else "look" if counts["amber"] else "ok"
    return Finding("outlets", level, says, details)


def _citations(record: Record) -> Finding:
    cited = [line for line in record.citations.values() if record.cited_on(line.url)]
    counts = Counter(line.state for line in cited)
    dead = sorted(line.url for line in cited if line.state == "gone" and not record.archived_copy(line.url))
    says = f"{counts['gone']} gone ({len(dead)} without a copy), {counts['changed']} changed, "
    says += f"{counts['unreached']} not reached, of {len(cited)} asked"
    advice = "; invoke citations --archive looks for copies" if dead else ""
    return Finding("citations", "act" if dead else "ok", says + advice, tuple(dead))


def _initiatives(record: Record) -> Finding:
    mentions = [(silence.last_mention(record, entry), entry) for entry in record.initiatives]
    silent = sorted((last.day, entry.data.name, entry.data.place) for last, entry in mentions if last.silent)[::-1]
    details = tuple(f"{name}, {place}: last word {day}" for day, name, place in silent)
    return Finding("initiatives", "look" if silent else "ok", f"{len(silent)} silent, of {len(mentions)}", details)


_OF_THE_RECORD: tuple[Callable[[Record], Finding], ...] = (_outlets, _citations, _initiatives)


def _tray(content: Path) -> Finding:
    try:
        waiting = Review(content).waiting()
    except PantauError as error:
        return Finding("review tray", "act", f"cannot be read: {error}")
    if not waiting:
        return Finding("review tray", "ok", "empty")
    since = [entry.item.collected.date() for entry in waiting if entry.item and entry.item.collected]
    oldest = f", the oldest draft since {min(since)}" if since else ""
    groups = Counter(entry.group for entry in waiting)
    details = tuple(f"{count} {group}" for group, count in sorted(groups.items()))
    return Finding("review tray", "act", f"{len(waiting)} wait for invoke review{oldest}", details)


def _disk(folders: Folders) -> Finding:
    sizes = {name: _size(getattr(folders, name)) for name in ("evidence", "state", "output")}
    free = shutil.disk_usage(folders.content).free
    says = ", ".join(f"{name}/ {_megabytes(size)}" for name, size in sizes.items()) + f", {_megabytes(free)} free"
    if free < LEAST_FREE:
        return Finding("disk", "act", f"{says}; make room before the next run")
    if sizes["evidence"] > TOTAL_BYTES * 0.9:
        return Finding("disk", "look", f"{says}; evidence is nearly full, its oldest file goes next")
    return Finding("disk", "ok", says)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"


def _versions(requirements: Path) -> Finding:
    stale = [*_stale(requirements)]
    pagefind = metadata.version("pagefind")
    if not pagefind.startswith(FORMAT):
        stale.append(f"pagefind {pagefind}: plugins/search/deterministic.py knows {FORMAT}*")
    if stale:
        says = f"{len(stale)} packages are not as requirements.txt says; remove .venv and start ./run again"
        return Finding("versions", "act", says, tuple(stale))
    return Finding("versions", "ok", f"as requirements.txt says; Pagefind {pagefind}")


def _stale(requirements: Path) -> Iterator[str]:
    """Packages that are installed in another version than requirements.txt has, or not at all."""
    for line in requirements.read_text("utf-8").splitlines():
        try:
            wanted = Requirement(line.rstrip("\\ ")) if "==" in line else None
        except InvalidRequirement:
            continue
        if wanted is None or (wanted.marker and not wanted.marker.evaluate()):
            continue
        locked = str(wanted.specifier).removeprefix("==")
        try:
            installed = metadata.version(wanted.name)
        except metadata.PackageNotFoundError:
            yield f"{wanted.name}: not installed, locked is {locked}"
            continue
        if not wanted.specifier.contains(installed, prereleases=True):
            yield f"{wanted.name}: {installed}, locked is {locked}"
