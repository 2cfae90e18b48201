"""`invoke today`: a maintainer's ten minutes on one screen, and the one command to run next. Builds and asks nobody."""

import datetime as dt
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from rich.console import Console
from rich.text import Text

from publish.publish import JOURNAL as PUBLISHES
from record.content_files import read_correction, read_initiative, read_place, read_programme
from record.content_tree import content_files
from record.errors import ContentProblem
from record.items import Index
from record.json_lines import read_lines
from record.monitoring import ArchivedCopy, Citation, Health, Outage
from record.text import printable
from record.waiting import GROUPS, Waiting
from record.waiting_entries import WaitingEntries
from scrapers.report import Report
from scrapers.store.health import FILE as HEALTH
from tools.daily import MOST_DAYS_WITHOUT_NEWS, MOST_DAYS_WITHOUT_RUN
from tools.reader_reports import FOLDER as REPORTS
from tools.reader_reports import read_reports

COLUMNS = 80
MOST_LINES: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "Came in": (2, "state/report.json"),
        "Waits for you": (5, "invoke review"),
        "Broke": (6, "invoke doctor"),
        "Is stale": (6, "invoke doctor"),
        "Readers reported": (4, "reports/"),
    }
)
"""The sections, with the lines that each has in a terminal, and what leads to the rest: 30 lines with all else."""
KEYS: Mapping[str, str] = MappingProxyType(
    {
        "place-unsure": "p place, r none of ours",
        "text-unsure": "a right, r no article",
        "no-date": "d date, a stays unknown",
        "future-date": "d date",
        "only-mentioned": "r or x not about us, p place",
        "changed-at-source": "a take the new, r keep the old",
        "milestone": "a in your own words, r no",
        "initiative": "a in your own words, r no",
        "draft": "a publish, r reject",
    }
)
"""The keys of `invoke review` that settle what waits, by a key of `GROUPS`."""
READERS: tuple[tuple[str, Callable[[Path], object]], ...] = (
    ("cities/*.md", read_place),
    ("initiatives/*/*.md", read_initiative),
    ("corrections/*.md", read_correction),
    ("programme/*.md", read_programme),
)
"""What editors write, and what reads it; news is read with the tray."""


class Urgency(IntEnum):
    """What a maintainer does first: the lowest that any line has is what to run next."""

    MEND = 1
    """A file that stops every build."""
    FINISH = 2
    """A run that was cut off."""
    COLLECT = 3
    DECIDE = 4
    ANSWER = 5
    """A reader."""
    PUBLISH = 6
    SAVE = 7
    LOOK = 8
    NONE = 9


@dataclass(frozen=True)
class Line:
    """A line of the screen: what there is, and the file or command that it leads to."""

    text: str
    leads_to: str
    urgency: Urgency = Urgency.NONE


Section = tuple[str, Sequence[Line]]


@dataclass(frozen=True)
class Checkout:
    """The folders of one checkout, and the moment at which it is looked at (with a zone)."""

    root: Path
    content: Path
    state: Path
    now: dt.datetime
    index: Index | None = None

    @property
    def output_stamp(self) -> Path:
        """A file that each build that went well writes."""
        return self.root / ".output.state" / "build"

    @cached_property
    def report(self) -> Report | None:
        """Of the last run; None where there is none that can be read."""
        try:
            return Report.read(self.state / "report.json")
        except (OSError, ValueError, TypeError, KeyError):
            return None

    @cached_property
    def tray(self) -> WaitingEntries | ContentProblem:
        """What waits; or what is wrong with the tray's own files."""
        try:
            return WaitingEntries(self.content, self.index)
        except ContentProblem as problem:
            return problem

    def shown(self, path: Path) -> str:
        """A path as an editor types it."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)


def look(checkout: Checkout) -> list[Section]:
    """Every section with its lines, in a fixed order, the most urgent first. Raises nothing of ours."""
    parts = (_came_in, _waits, _broke, _stale, _reported)
    return [
        (name, sorted(part(checkout), key=lambda line: line.urgency))
        for name, part in zip(MOST_LINES, parts, strict=True)
    ]


def next_step(sections: Sequence[Section]) -> str:
    """The one command to run, or file to open, next; "" where nothing is left to do."""
    lines = [line for _, found in sections for line in found if line.urgency < Urgency.NONE]
    return min(lines, key=lambda line: line.urgency).leads_to if lines else ""


def show(sections: Sequence[Section], console: Console) -> None:
    """Print a screen of 80 columns in a terminal; in a pipe whole lines, without empty sections."""
    for name, lines in sections:
        if console.is_terminal:
            console.print(Text(name, style="bold"), *([] if lines else [Text("nothing", style="dim")]))
            for line in _first(lines, *MOST_LINES[name]):
                console.print(_fitted(line, min(COLUMNS, console.width)), soft_wrap=True)
        else:
            for line in lines:
                print(f"{name}: {line.text}: {line.leads_to}", file=console.file)
    step = next_step(sections) or "nothing; invoke doctor looks at all the rest"
    if console.is_terminal:
        console.print(Text.assemble(("Next: ", "bold"), (step, "bold reverse")), soft_wrap=True)
    else:
        print(f"Next: {step}", file=console.file)


def _fitted(line: Line, width: int) -> Text:
    room = width - len(line.leads_to) - 4
    text = line.text if len(line.text) <= room else f"{line.text[: max(room, 20) - 1]}…"
    return Text.assemble("  ", text.ljust(max(room, 0)), "  ", (line.leads_to, "dim"))


def _came_in(checkout: Checkout) -> Iterator[Line]:
    report = checkout.report
    if report is None:
        yield Line("no run yet", "invoke scrape", Urgency.COLLECT)
        return
    counts = Counter(new=0, changed=0, held=sum(report.held.values()))
    for row in report.outlets:
        counts.update(new=row.new, changed=row.updated)
    when = _ago(checkout.now.date() - dt.datetime.fromisoformat(report.finished).date())
    said = f"{when}: {counts['new']} new, {counts['changed']} changed, {counts['held']} of them wait"
    yield Line(f"{said}, {len(report.outlets)} outlets", "state/report.json")
    best = sorted((row for row in report.outlets if row.new), key=lambda row: (-row.new, row.id))
    if best:
        more = f" and {len(best) - 3} more outlets" if len(best) > 3 else ""
        yield Line(", ".join(f"{row.id} {row.new}" for row in best[:3]) + more, "git log -1 --stat content")


def _ago(time: dt.timedelta) -> str:
    return {0: "today", 1: "yesterday"}.get(time.days, f"{time.days} days ago")


def _waits(checkout: Checkout) -> Iterator[Line]:
    if isinstance(checkout.tray, ContentProblem):
        return
    try:
        entries = checkout.tray.waiting()
    except ContentProblem:
        return
    counts = Counter(entry.group for entry in entries)
    for group, words in GROUPS.items():
        if counts[group]:
            said = f"{counts[group]} {words[:1].lower()}{words[1:]}: {KEYS[group]}"
            yield Line(said, "invoke review", Urgency.DECIDE)
    if since := _oldest(entries):
        yield Line(f"the oldest waits {(checkout.now.date() - since).days} days", "invoke review --browser")


def _oldest(entries: Sequence[Waiting]) -> dt.date | None:
    return min((entry.item.collected.date() for entry in entries if entry.item and entry.item.collected), default=None)


def _broke(checkout: Checkout) -> Iterator[Line]:
    for problem in _faults(checkout):
        yield Line(printable(problem.problem), _where(checkout, problem), Urgency.MEND)
    unfinished = checkout.state / "daily.unfinished"
    if unfinished.is_file():
        day = unfinished.read_text("utf-8", "replace").strip()
        yield Line(f"the run of {printable(day)} was cut off", "invoke daily", Urgency.FINISH)
    failed = [row for row in checkout.report.outlets if row.status == "failed"] if checkout.report else []
    if failed and checkout.report and len(failed) == len(checkout.report.outlets):
        yield Line("not one outlet answered: likely our own network", "invoke scrape", Urgency.LOOK)
    else:
        for row in failed:
            yield Line(f"{row.id}: {printable(row.error or 'failed')}", "state/report.json")


def _where(checkout: Checkout, problem: ContentProblem) -> str:
    return checkout.shown(problem.path) + (f":{problem.line}" if problem.line else "")


def _faults(checkout: Checkout) -> Iterator[ContentProblem]:
    """What would stop a build, as far as it is in one file that changed since the last one that went well."""
    tray = checkout.tray
    if isinstance(tray, ContentProblem):
        yield tray
    else:
        yield from tray.problems
        try:
            tray.waiting()
        except ContentProblem as problem:
            yield problem
    built = _mtime(checkout.output_stamp)
    for pattern, read in READERS if built else ():
        for path in content_files(checkout.content, pattern):
            if _mtime(path) > built:
                try:
                    read(path)
                except ContentProblem as problem:
                    yield problem


def _stale(checkout: Checkout) -> Iterator[Line]:
    today = checkout.now.date()
    if checkout.report:
        days = (today - dt.datetime.fromisoformat(checkout.report.finished).date()).days
        if days > MOST_DAYS_WITHOUT_RUN:
            yield Line(f"no run for {days} days: does the schedule work?", "docs/schedule.md", Urgency.LOOK)
        if days > 0:
            yield Line("not collected today", "invoke scrape", Urgency.COLLECT)
    try:
        yield from _stale_outlets(checkout.content, today)
        yield from _stale_citations(checkout.content)
    except ContentProblem as problem:
        yield Line(printable(problem.problem), _where(checkout, problem), Urgency.MEND)
    yield from _unpublished(checkout)


def _stale_outlets(content: Path, today: dt.date) -> Iterator[Line]:
    last = max((day for line in read_lines(content / HEALTH, Health) for day in line.days), default=None)
    if last and (today - last).days > MOST_DAYS_WITHOUT_NEWS:
        yield Line(f"nothing new from any outlet since {last}", "invoke doctor", Urgency.LOOK)
    lasting = [row for row in read_lines(content / "outages.jsonl", Outage) if row.until is None]
    for row in sorted(lasting, key=lambda row: row.start):
        said = f"{row.name}: {row.state} since {row.start} ({row.reason.partition(':')[0]})"
        yield Line(printable(said), "content/outages.jsonl")


def _stale_citations(content: Path) -> Iterator[Line]:
    copied = {row.url for row in read_lines(content / "archived.jsonl", ArchivedCopy)}
    gone = [row for row in read_lines(content / "citations.jsonl", Citation) if row.state == "gone"]
    if lost := sum(row.url not in copied for row in gone):
        yield Line(f"{lost} cited pages gone, without a copy", "invoke citations --archive", Urgency.LOOK)


def _unpublished(checkout: Checkout) -> Iterator[Line]:
    """What is newer than the site that readers have, and what only this machine has."""
    published = max(_mtime(checkout.root / "public"), _mtime(checkout.state / PUBLISHES))
    count = sum(_mtime(path) > published for path in content_files(checkout.content, "**/*") if path.is_file())
    if not published:
        yield Line("nothing was published from here yet", "invoke build publish", Urgency.PUBLISH)
    elif count:
        yield Line(f"{count} files are newer than what is public", "invoke build publish", Urgency.PUBLISH)
    if unsaved := _unsaved(checkout):
        yield Line(f"{unsaved} files not committed", f"git add {checkout.shown(checkout.content)}", Urgency.SAVE)


def _mtime(path: Path) -> float:
    """When a file or link was made or changed, in seconds; 0 where there is none."""
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0


def _unsaved(checkout: Checkout) -> int:
    """How many files of content/ git does not have as they are; 0 without git."""
    command = ["git", "-C", str(checkout.content), "status", "--porcelain", "--untracked-files=all", "--", "."]
    try:
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    except OSError:
        return 0
    return 0 if done.returncode else len(done.stdout.splitlines())


def _reported(checkout: Checkout) -> Iterator[Line]:
    folder = checkout.root / REPORTS
    if not folder.is_dir():
        yield Line(f"save their mails in {REPORTS}/ to see them here", "docs/panduan-editor.md")
        return
    for report in read_reports(folder):
        said = report.subject + (f" ({report.page})" if report.page else "")
        yield Line(said, checkout.shown(report.path), Urgency.ANSWER)


def _first(lines: Sequence[Line], most: int, rest: str) -> Iterator[Line]:
    """At most so many lines; the last says how many more there are, and leads to the `rest`."""
    if len(lines) <= most:
        yield from lines
    else:
        yield from lines[: most - 1]
        yield Line(f"and {len(lines) - most + 1} more", rest)
