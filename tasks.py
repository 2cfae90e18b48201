"""A maintainer's day: `invoke scrape build publish`. `invoke --list` shows the rest."""

import datetime as dt
import sys
from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from tools.commands import ROOT, SOME_FAILED, plain_errors, run
from tools.commands import build as build_site
from tools.commands import collect as collect_news

CONTENT, OUTPUT = ROOT / "content", ROOT / "output"
STATE, EVIDENCE = ROOT / "state", ROOT / "evidence"
PICTURES = ROOT / "docs" / "pictures"
SOURCES = ROOT / "scrapers" / "sources.toml"
CORRECTIONS = ROOT / "tests" / "decide" / "labelled" / "corrections.jsonl"


@task(
    help={"outlet": "only this outlet (repeat for more)", "limit": "at most this many pages an outlet"},
    iterable=["outlet"],
)
def scrape(_: Context, outlet: list[str] | None = None, limit: int = 0) -> None:
    """Collect news from the outlets into content/news/."""
    options = [part for name in outlet or [] for part in ("--outlet", name)]
    options += ["--limit", str(limit)] if limit else []
    collect_news(SOURCES, CONTENT, STATE, "--report", str(STATE / "report.json"), *options)


@task(help={"clean": "render everything again, and remove from output/ what does not belong"})
def build(_: Context, clean: bool = False) -> None:
    """Build the site into output/: what changed since the last build."""
    build_site(CONTENT, OUTPUT, "pelicanconf.py", clean=clean)


@task(help={"port": "port on 127.0.0.1"})
def serve(_: Context, port: int = 8000) -> None:
    """Build, serve on 127.0.0.1, rebuild on change."""
    command = [sys.executable, "-m", "tools.serve", str(CONTENT), "-o", str(OUTPUT), "-s", "pelicanconf.py"]
    run([*command, "-p", str(port)])


@task(help={"clean": "check everything, not only what changed since the last check"})
def check(_: Context, clean: bool = False) -> None:
    """Check output/: HTML, links, feeds, tables, weight, accessibility; fails on any fault."""
    # Imported here, as in other tasks: `invoke --list` must answer at once.
    from tools.publish_site import check as check_site

    check_site(OUTPUT, clean=clean)


@task(help={"site": "a built site to audit (default: the record and the test site, built anew)"})
def audit(_: Context, site: str = "") -> None:
    """Weigh the pages, check their HTML with Nu and score them with Lighthouse; needs Chromium, Node and Java."""
    run([sys.executable, "-m", "tests.publish.checks.audit", *(["--site", site] if site else [])])


@task
def pictures(_: Context) -> None:
    """Photograph every kind of page, and what the editors' guide shows, into docs/pictures/; needs Chromium."""
    import tempfile

    from tests.site.guide_pictures import take_guide
    from tests.site.pictures import take

    with tempfile.TemporaryDirectory() as folder:
        build_site(CONTENT, Path(folder) / "site", "publishconf.py")
        made = [*take(Path(folder) / "site", PICTURES), *take_guide(PICTURES)]
    print(f"{len(made)} pictures in {PICTURES.relative_to(ROOT)}; look at them before you keep them.")


@task(
    help={
        "target": "a name in PUBLISH_TARGETS of publishconf.py, or a folder as a path with a slash (default: public)",
        "dry-run": "only say what would be added, changed and removed",
        "force": "publish against the gate's word; say why",
    }
)
def publish(_: Context, target: str = "public", dry_run: bool = False, force: str = "") -> None:
    """Build for the public, check, and hand the site over whole; what breaks a promise to readers is refused."""
    from tools.publish_site import publish as publish_site

    publish_site(CONTENT, target, dry=dry_run, force=force)


@task(
    help={"target": "a name in PUBLISH_TARGETS of publishconf.py, or a folder as a path with a slash (default: public)"}
)
def rollback(_: Context, target: str = "public") -> None:
    """Show the release before the present one again."""
    from tools.publish_site import rollback as roll_back

    roll_back(target, STATE)


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
    with plain_errors():
        for line in day.run(
            collect=collect, publish=lambda: publish(c, target), today=dt.datetime.now(dt.UTC).date(), push=push
        ):
            print(line)


@task
def reprocess(_: Context) -> None:
    """Read the kept evidence again with today's extraction, places and rights; asks no server."""
    command = [sys.executable, "-m", "scrapers", "reprocess", "--sources", str(SOURCES), "--content", str(CONTENT)]
    run([*command, "--state", str(STATE), "--evidence", str(EVIDENCE)])


@task(
    name="citations",
    help={
        "limit": "ask this many (default: so many that all are asked in about four weeks)",
        "archive": "also ask the web archive named in sources.toml for copies",
        "copies": "ask nobody; take known copies from this index (CDX) of a web archive",
    },
)
def check_citations(_: Context, limit: int = 0, archive: bool = False, copies: str = "") -> None:
    """Ask a share of the cited addresses whether they still live; kept in content/, with their archived copies."""
    command = [sys.executable, "-m", "scrapers", "citations", "--sources", str(SOURCES), "--content", str(CONTENT)]
    command += ["--state", str(STATE), *(["--limit", str(limit)] if limit else [])]
    try:
        run([*command, *(["--archive"] if archive else []), *(["--copies", copies] if copies else [])])
    except Exit as error:
        if error.code != SOME_FAILED:
            raise Exit("Asking the cited addresses failed, see above.", error.code) from error


@task(
    help={
        "json": "print what waits as JSON, for scripts",
        "accept": "publish this draft, or take its newer version (a file in content/news/; repeat for more)",
        "reject": "refuse this draft for good, or the newer version of this item (repeat for more)",
        "undo": "take back the last decision, also of an earlier review (in the tray: u)",
        "browser": "show the tray as a page on 127.0.0.1 that takes decisions",
        "port": "port of that page on 127.0.0.1 (default: a free one)",
        "cases": "write each correction of a place as a test case for the placer",
    },
    iterable=["accept", "reject"],
)
def review(
    _: Context,
    accept: list[str] | None = None,
    reject: list[str] | None = None,
    *,
    json: bool = False,
    cases: bool = False,
    undo: bool = False,
    browser: bool = False,
    port: int = 0,
) -> None:
    """Settle what waits for an editor, one key a decision; in a pipe, list it."""
    from rich.console import Console

    from tools import review_files
    from tools.review_list import list_waiting

    with plain_errors(), review_files.desk(ROOT, CONTENT, STATE) as desk:
        if undo:
            review_files.take_back(desk.review)
        elif accept or reject:
            review_files.settle(desk.review, ROOT, accept or [], reject or [])
        elif cases:
            review_files.write_cases(desk, CORRECTIONS)
        elif json:
            print(review_files.as_json(desk.review))
        elif browser:
            from tools.review_browser import serve

            serve(desk, port)
        elif sys.stdin.isatty() and sys.stdout.isatty():
            from readchar import readkey

            from tools.review_terminal import Terminal

            Terminal(desk.review, Console(), readkey, input, text_of=desk.text_of, postponed=desk.postponed).run()
        else:
            list_waiting(desk.review, Console(), ROOT)


@task
def today(_: Context) -> None:
    """Say on one screen what came in, waits, broke, is stale and was reported, and what to run next."""
    from rich.console import Console

    from tools.state_index import BriefIndex
    from tools.today import Checkout, look, show

    with plain_errors():
        show(look(Checkout(ROOT, CONTENT, STATE, dt.datetime.now(dt.UTC), BriefIndex(STATE))), Console())


@task(help={"json": "print the findings as JSON, for scripts"})
def doctor(_: Context, json: bool = False) -> None:
    """Say what needs a person, from outlets to disk and versions; ends with 1 when anything does."""
    import datetime as dt

    from rich.console import Console

    from tools.doctor import Folders, as_json, examine, needs_a_person, show

    folders = Folders(CONTENT, STATE, EVIDENCE, OUTPUT, ROOT / "requirements.txt")
    with plain_errors():
        findings = examine(folders, dt.datetime.now(dt.UTC).date())
    if json:
        print(as_json(findings))
    else:
        show(findings, Console())
    if needs_a_person(findings):
        raise Exit(code=1)


@task(help={"path": "the folder with a record: cities/, items/ and programme.toml, or items2/, dates.toml and so on"})
def import_record(_: Context, path: str) -> None:
    """Convert a record of facts into content/; repeatable, editors' changes stay."""
    from tools.import_record import import_record as run_import

    with plain_errors():
        for line in run_import(Path(path), CONTENT).lines():
            print(line)


@task
def ids(_: Context) -> None:
    """Write an id into every fact below content/ that has none; nothing else changes."""
    from tools.fact_ids import write_ids

    with plain_errors():
        for file in write_ids(CONTENT, dt.datetime.now(dt.UTC).date()):
            print(f"{file.path.relative_to(CONTENT)}: {file.count} ids")


@task
def regions(_: Context) -> None:
    """Write where each place is that content/programme/ names, from the gazetteer; after names came or went."""
    from tools.programme_regions import write_regions

    with plain_errors():
        for line in write_regions(CONTENT):
            print(line)


@task
def bases(_: Context) -> None:
    """Write into every dated fact below content/ that has none how its day is known; nothing else changes."""
    from tools.fact_bases import write_bases

    with plain_errors():
        for file in write_bases(CONTENT):
            print(f"{file.path.relative_to(CONTENT)}: {', '.join(file.bases)}")


@task(
    help={
        "place": "a slug (kabupaten-ogan-ilir) or a name in quotes; where it means several they are listed",
        "cohort": "the year in which it joined, where no list in content/programme/ says it",
        "latitude": "of the seat of government in degrees, where the gazetteer does not know it",
        "longitude": "the same",
    }
)
def follow(_: Context, place: str, cohort: int = 0, latitude: str = "", longitude: str = "") -> None:
    """Write the file of one more place from the gazetteer, and say what to do next; ends with 2 when it must ask."""
    from tools.follow import CannotFollow, FollowRequest
    from tools.follow import follow as follow_place

    with plain_errors():
        try:
            for line in follow_place(CONTENT, FollowRequest(place, cohort, latitude, longitude)):
                print(line)
        except CannotFollow as question:
            raise Exit(str(question), 2) from question


@task(
    help={
        "to": "the file to write, for instance letter.eml",
        "week": "a week such as 2026-W48 (default: the newest that is over)",
    }
)
def letter(_: Context, to: str, week: str = "") -> None:
    """Write the letter of a week as a mail, to be opened in a mail program or sent by a list server."""
    from tools.letter import write_letter
    from tools.site_settings import read_site_settings

    with plain_errors():
        written = write_letter(CONTENT, read_site_settings(ROOT / "publishconf.py"), Path(to), week)
    for line in written.warnings:
        print(line)
    print(f"{to}: the letter of {written.week}.")


@task(help={"folder": "where the demo works (default: demo/)"})
def demo(_: Context, folder: str = "demo") -> None:
    """Scrape the embedded newsroom, build, check and publish to a local folder; says where to look."""
    from tools.demo import run_demo

    run_demo(CONTENT, ROOT / folder)


@task(help={"args": "what to hand to pytest, for instance '-k dates'"})
def test(_: Context, args: str = "") -> None:
    """Run every test."""
    import os
    import shlex

    # One more than there are processors: tests also wait, for servers, browsers and the clock.
    workers = (os.cpu_count() or 1) + 1
    run([sys.executable, "-m", "pytest", "-n", str(workers), "--dist", "worksteal", *shlex.split(args)])


@task
def lint(_: Context) -> None:
    """Check style, types and which room imports which."""
    run([sys.executable, "-m", "ruff", "check", "."])
    run([sys.executable, "-m", "ruff", "format", "--check", "."])
    run([sys.executable, "-m", "mypy"])
    run([str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"])


@task
def lock(_: Context) -> None:
    """Write requirements.txt, .ci/servers.txt and .ci/clients.txt (hashed, no index) anew from pyproject.toml."""
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header"]
    command = [sys.executable, "-m", "uv", "--quiet", "pip", "compile", *options]
    run([*command, "--group", "dev", "--extra", "backfill", "pyproject.toml", "-o", "requirements.txt"])
    run([*command, "--group", "servers", "-o", ".ci/servers.txt"])
    # Installed beside the project's own packages: what both need must be of one version.
    run([*command, "--group", "clients", "--constraint", "requirements.txt", "-o", ".ci/clients.txt"])
