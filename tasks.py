"""A maintainer's day: `invoke scrape build publish`. `invoke --list` shows the rest."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

if TYPE_CHECKING:
    from publish.checks.site import Fault
    from publish.targets import Target
    from record.review import Review

ROOT = Path(__file__).parent
CONTENT, OUTPUT = ROOT / "content", ROOT / "output"
STATE, EVIDENCE = ROOT / "state", ROOT / "evidence"
PICTURES = ROOT / "docs" / "pictures"
SOURCES = ROOT / "scrapers" / "sources.toml"
CORRECTIONS = ROOT / "tests" / "decide" / "labelled" / "corrections.jsonl"
SOME_FAILED = 3


@task(
    help={"outlet": "only this outlet (repeat for more)", "limit": "at most this many pages an outlet"},
    iterable=["outlet"],
)
def scrape(_: Context, outlet: list[str] | None = None, limit: int = 0) -> None:
    """Collect news from the outlets into content/news/."""
    options = [part for name in outlet or [] for part in ("--outlet", name)]
    options += ["--limit", str(limit)] if limit else []
    _collect(SOURCES, CONTENT, STATE, "--report", str(STATE / "report.json"), *options)


@task(help={"clean": "remove output/ first, and what builds remember"})
def build(_: Context, clean: bool = False) -> None:
    """Build the site into output/: what changed since the last build."""
    _pelican(CONTENT, OUTPUT, "pelicanconf.py", clean=clean)


@task(help={"port": "port on 127.0.0.1"})
def serve(_: Context, port: int = 8000) -> None:
    """Build, serve on 127.0.0.1, rebuild on change."""
    command = [
        sys.executable,
        "-m",
        "tools.serve",
        str(CONTENT),
        "-o",
        str(OUTPUT),
        "-s",
        "pelicanconf.py",
    ]
    _run([*command, "-p", str(port)])


@task
def check(_: Context) -> None:
    """Check output/: HTML, links, feeds, tables, weight, accessibility; fails on any fault."""
    _check(OUTPUT)


@task(help={"site": "a built site to audit (default: the record and the test site, built anew)"})
def audit(_: Context, site: str = "") -> None:
    """Weigh the pages, check their HTML with Nu and score them with Lighthouse; needs Chromium, Node and Java."""
    _run([sys.executable, "-m", "tests.publish.checks.audit", *(["--site", site] if site else [])])


@task
def pictures(_: Context) -> None:
    """Photograph every kind of page, and what the editors' guide shows, into docs/pictures/; needs Chromium."""
    import tempfile

    from tests.site.guide_pictures import take_guide
    from tests.site.pictures import take

    with tempfile.TemporaryDirectory() as folder:
        _pelican(CONTENT, Path(folder) / "site", "publishconf.py")
        made = [*take(Path(folder) / "site", PICTURES), *take_guide(PICTURES)]
    print(f"{len(made)} pictures in {PICTURES.relative_to(ROOT)}; look at them before you keep them.")


@task(
    help={
        "target": "a name in PUBLISH_TARGETS of publishconf.py, or a folder (default: public)",
        "dry-run": "only say what would be added, changed and removed",
        "force": "publish against the gate's word; say why",
    }
)
def publish(_: Context, target: str = "public", dry_run: bool = False, force: str = "") -> None:
    """Build for the public, check, and hand the site over whole; what breaks a promise to readers is refused."""
    _publish(CONTENT, target, dry=dry_run, force=force)


@task(help={"target": "a name in PUBLISH_TARGETS of publishconf.py, or a folder (default: public)"})
def rollback(_: Context, target: str = "public") -> None:
    """Show the release before the present one again."""
    from publish.publish import log_publish

    with _said_plainly():
        place = _target(target)
        said = place.rollback()
        log_publish(STATE, {"target": str(place), "rollback": said})
    print(f"{place} shows {said}.")


@task(
    help={
        "target": "where to publish to, as for publish",
        "push": "pull before, push the commit after",
        "citations": "also ask a share of the cited addresses",
    }
)
def daily(c: Context, target: str = "public", push: bool = False, citations: bool = False) -> None:
    """Do a day's run for a schedule: scrape, commit content/, then build, check and publish what is new."""
    import datetime as dt

    from tools.daily import Day

    def collect() -> None:
        scrape(c)
        if citations:
            check_citations(c)

    day = Day(CONTENT, STATE, target)
    with _said_plainly():
        for line in day.run(
            collect=collect, publish=lambda: publish(c, target), today=dt.datetime.now(dt.UTC).date(), push=push
        ):
            print(line)


@task
def reprocess(_: Context) -> None:
    """Read the kept evidence again with today's extraction, places and rights; asks no server."""
    command = [sys.executable, "-m", "scrapers", "reprocess", "--sources", str(SOURCES), "--content", str(CONTENT)]
    _run([*command, "--state", str(STATE), "--evidence", str(EVIDENCE)])


@task(
    name="citations",
    help={
        "limit": "ask this many (default: so many that all are asked in about four weeks)",
        "archive": "also ask the web archive named in sources.toml for copies",
    },
)
def check_citations(_: Context, limit: int = 0, archive: bool = False) -> None:
    """Ask a share of the cited addresses whether they still live; kept in content/citations.jsonl."""
    command = [sys.executable, "-m", "scrapers", "citations", "--sources", str(SOURCES), "--content", str(CONTENT)]
    command += ["--state", str(STATE), *(["--limit", str(limit)] if limit else [])]
    status = subprocess.run([*command, *(["--archive"] if archive else [])], cwd=ROOT, check=False).returncode
    if status not in {0, SOME_FAILED}:
        raise Exit("Asking the cited addresses failed, see above.", status)


@task(
    help={
        "json": "print what waits as JSON, for scripts",
        "accept": "publish this draft, or take its newer version (a file in content/news/; repeat for more)",
        "reject": "refuse this draft for good, or the newer version of this item (repeat for more)",
        "cases": "write each correction of a place as a test case for the placer",
    },
    iterable=["accept", "reject"],
)
def review(
    _: Context,
    accept: list[str] | None = None,
    reject: list[str] | None = None,
    json: bool = False,
    cases: bool = False,
) -> None:
    """Settle what waits for an editor, one key a decision; in a pipe, list it."""
    import json as json_

    from rich.console import Console

    from record.review import Review
    from scrapers.store.run_state import State
    from tools.review_terminal import Terminal, list_waiting

    with _said_plainly(), State(STATE) as state:
        tray = Review(CONTENT, state)
        if accept or reject:
            _settle_files(tray, accept or [], reject or [])
        elif cases:
            _write_cases(tray)
        elif json:
            print(json_.dumps([entry.as_json() for entry in tray.waiting()], ensure_ascii=False, indent=2))
        elif sys.stdin.isatty() and sys.stdout.isatty():
            from readchar import readkey

            Terminal(tray, Console(), readkey, input).run()
        else:
            list_waiting(tray, Console(), ROOT)


def _settle_files(tray: "Review", accept: list[str], reject: list[str]) -> None:
    by_path = {entry.path: entry for entry in tray.waiting() if entry.path}
    for names, settle, said in ((accept, tray.accept, "accepted"), (reject, tray.reject, "rejected")):
        for name in names:
            entry = by_path.get(ROOT / name)
            if entry is None:
                raise Exit(f"{name}: nothing waits for this item; see invoke review", 1)
            settle(entry)
            print(f"{said}: {entry.title}")


def _write_cases(tray: "Review") -> None:
    import json as json_

    from record.review import append_cases
    from scrapers.store.story_index import StoryBook

    known = CORRECTIONS.read_text("utf-8").splitlines() if CORRECTIONS.is_file() else []
    with StoryBook(STATE) as book:
        fresh = tray.new_cases(book.text_of, (json_.loads(line)["id"] for line in known))
    append_cases(CORRECTIONS, fresh)
    print(f"{len(fresh)} new cases in {CORRECTIONS.relative_to(ROOT)}")


@task(help={"json": "print the findings as JSON, for scripts"})
def doctor(_: Context, json: bool = False) -> None:
    """Say what needs a person, from outlets to disk and versions; ends with 1 when anything does."""
    import datetime as dt

    from rich.console import Console

    from tools.doctor import Folders, as_json, examine, needs_a_person, show

    folders = Folders(CONTENT, STATE, EVIDENCE, OUTPUT, ROOT / "requirements.txt")
    findings = examine(folders, dt.datetime.now(dt.UTC).date())
    if json:
        print(as_json(findings))
    else:
        show(findings, Console())
    if needs_a_person(findings):
        raise Exit(code=1)


@task(help={"path": "the folder with the record (cities/, items/, programme.toml)"})
def import_record(_: Context, path: str) -> None:
    """Convert the record of facts into content/; repeatable, editors' changes stay."""
    from tools.import_record import import_record as run_import

    with _said_plainly():
        for line in run_import(Path(path), CONTENT).lines():
            print(line)


@task(help={"folder": "where the demo works (default: demo/)"})
def demo(_: Context, folder: str = "demo") -> None:
    """Scrape the embedded newsroom, build, check and publish to a local folder; says where to look."""
    import shutil

    from scrapers.newsroom.server import serve as newsroom

    began = time.monotonic()
    place = ROOT / folder
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(CONTENT, place / "content")
    with newsroom() as press:
        sources = place / "sources.toml"
        sources.write_text(press.sources_toml(), "utf-8")
        # Two of the newsroom's outlets are broken on purpose: "some failed" is the right answer here.
        _collect(sources, place / "content", place / "state", "--report", str(place / "report.json"))
    _publish(place / "content", place / "public")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"\nThe demo took {time.monotonic() - began:.0f} s and at most {peak} MB a process.")
    print(f"The site is in {place / 'public'}. To look at it:")
    print(f"  {sys.executable} -m http.server 8000 --bind 127.0.0.1 --directory {place / 'public'}")
    print("  then open http://127.0.0.1:8000/")


@task(help={"args": "what to hand to pytest, for instance '-k dates'"})
def test(_: Context, args: str = "") -> None:
    """Run every test."""
    import shlex

    _run([sys.executable, "-m", "pytest", "-n", "auto", *shlex.split(args)])


@task
def lint(_: Context) -> None:
    """Check style, types and which room imports which."""
    _run([sys.executable, "-m", "ruff", "check", "."])
    _run([sys.executable, "-m", "ruff", "format", "--check", "."])
    _run([sys.executable, "-m", "mypy"])
    _run([str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"])


@task
def lock(_: Context) -> None:
    """Write requirements.txt and .ci/servers.txt (hashed, no index) anew from pyproject.toml."""
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header"]
    command = [sys.executable, "-m", "uv", "--quiet", "pip", "compile", *options]
    _run([*command, "--group", "dev", "--extra", "backfill", "pyproject.toml", "-o", "requirements.txt"])
    _run([*command, "--group", "servers", "-o", ".ci/servers.txt"])


def _collect(sources: Path, content: Path, state: Path, *options: str) -> None:
    command = [sys.executable, "-m", "scrapers", "collect", "--sources", str(sources), "--content", str(content)]
    status = subprocess.run([*command, "--state", str(state), *options], cwd=ROOT, check=False).returncode
    if status == SOME_FAILED:
        # A dead outlet is the day's ordinary news: the chain goes on with what was collected.
        print("Some outlets failed (named above); the rest was collected.")
    elif status:
        raise Exit("Collecting failed, see above; nothing was built.", status)


def _pelican(content: Path, output: Path, settings: str, *, clean: bool = False) -> None:
    import shutil

    from rich.console import Console

    from plugins.incremental import state_folder

    command = [sys.executable, "-m", "tools.build_site", str(content), "-o", str(output), "-s", settings]
    command += ["--fatal", "errors"]
    if clean:
        shutil.rmtree(state_folder(output), ignore_errors=True)
        command += ["--delete-output-directory"]
    with Console(stderr=True).status(f"Building {output}"):
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, encoding="utf-8")
    # Faults in content come one a line on standard error; Pelican's own log is worth reading only without them.
    print(done.stderr or (done.stdout if done.returncode else ""), end="", file=sys.stderr)
    if done.returncode:
        raise Exit("The build failed, see above; what was there before still stands.", 1)
    print(done.stdout.splitlines()[-1])


def _check(output: Path) -> None:
    faults = _faults(output)
    for fault in faults:
        print(fault)
    if faults:
        raise Exit(f"{len(faults)} faults in {output}; nothing is published until they are mended.", 1)
    print(f"{output}: no faults.")


def _faults(output: Path) -> "list[Fault]":
    from publish.checks.accessibility import accessibility
    from publish.checks.site import check as check_site

    seen, said = accessibility(output)
    print(said)
    return [*check_site(output), *seen]


def _publish(content: Path, target: str | Path, *, dry: bool = False, force: str = "") -> None:
    from filelock import FileLock, Timeout

    from publish.gate import Refusal, Rules
    from publish.publish import PublishOptions, publish_site

    built, settings = content.parent / ".site" / "public", _public_settings()
    built.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _said_plainly(), FileLock(built.with_suffix(".lock"), timeout=0):
            place = _target(str(target))
            _pelican(content, built, "publishconf.py")
            faults = [Refusal(f"{fault.file}: {fault.what}", fault.advice) for fault in _faults(built)]
            print(f"{built}: {len(faults) or 'no'} faults.")
            rules = Rules(settings["PUBLISH_MOST_LOST"], settings["PUBLISH_MAY_VANISH"])
            publish_site(
                built, place, rules, PublishOptions(dry, force), faults=faults, state=content.parent / STATE.name
            )
    except Timeout as error:
        raise Exit(f"Another publish is at work in {built}; wait for it.", 1) from error


def _target(name: str) -> "Target":
    from publish.targets import choose

    return choose(name, _public_settings()["PUBLISH_TARGETS"], ROOT)


def _public_settings() -> dict[str, Any]:
    from pelican.settings import get_settings_from_file

    return dict(get_settings_from_file(str(ROOT / "publishconf.py")))


def _run(command: list[str]) -> None:
    environment = os.environ | {"PYTHONUTF8": "1"}
    status = subprocess.run(command, cwd=ROOT, check=False, env=environment).returncode
    if status:
        raise Exit("", status)


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Our own errors as one line and a non-zero end, not as a traceback."""
    from record.errors import PantauError

    try:
        yield
    except PantauError as error:
        raise Exit(str(error), 1) from error
