"""A maintainer's day: `invoke scrape build publish`. `invoke --list` shows the rest."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

ROOT = Path(__file__).parent
CONTENT, OUTPUT, PUBLIC = ROOT / "content", ROOT / "output", ROOT / "public"
STATE, EVIDENCE = ROOT / "state", ROOT / "evidence"
SOURCES = ROOT / "scrapers" / "sources.toml"
SOME_FAILED = 3


@task(
    help={"outlet": "only this outlet (repeat for more)", "limit": "at most this many pages an outlet"},
    iterable=["outlet"],
)
def scrape(_: Context, outlet: list[str] | None = None, limit: int = 0) -> None:
    """Collect news from the outlets into content/news/."""
    options = [part for name in outlet or [] for part in ("--outlet", name)]
    options += ["--limit", str(limit)] if limit else []
    _collect(SOURCES, CONTENT, STATE, *options)


@task(help={"clean": "remove output/ first"})
def build(_: Context, clean: bool = False) -> None:
    """Build the site into output/."""
    _pelican(CONTENT, OUTPUT, "pelicanconf.py", clean=clean)


@task(help={"port": "port on 127.0.0.1"})
def serve(_: Context, port: int = 8000) -> None:
    """Build, serve on 127.0.0.1, rebuild on change."""
    command = [sys.executable, "-m", "pelican", str(CONTENT), "-o", str(OUTPUT), "-s", "pelicanconf.py"]
    _run([*command, "--autoreload", "--listen", "--bind", "127.0.0.1", "--port", str(port)])


@task
def check(_: Context) -> None:
    """Check output/: HTML, links, feeds; fails on any fault."""
    _check(OUTPUT)


@task(help={"target": "the folder to publish to (default: public/)"})
def publish(_: Context, target: str = "") -> None:
    """Build for the public, check, and hand the site over whole; a failed check publishes nothing."""
    _publish(CONTENT, Path(target) if target else PUBLIC)


@task
def reprocess(_: Context) -> None:
    """Read the kept evidence again with today's extraction, places and rights; asks no server."""
    command = [sys.executable, "-m", "scrapers", "reprocess", "--sources", str(SOURCES), "--content", str(CONTENT)]
    _run([*command, "--state", str(STATE), "--evidence", str(EVIDENCE)])


@task(
    help={
        "accept": "take the waiting version of this item (its file in content/news/; repeat for more)",
        "reject": "refuse the waiting version of this item (repeat for more)",
    },
    iterable=["accept", "reject"],
)
def review(_: Context, accept: list[str] | None = None, reject: list[str] | None = None) -> None:
    """List the items that wait for an editor, and why; settle newer versions of edited items."""
    from scrapers.store.items import Items

    items = Items(CONTENT)
    with _said_plainly():
        for name in accept or []:
            print(f"accepted: {items.settle(ROOT / name, accept=True).title}")
        for name in reject or []:
            print(f"rejected, the item stays: {items.settle(ROOT / name, accept=False).title}")
        rows = [("changed-at-source", path, newer) for path, _, newer in items.waiting()]
        rows += [(item.review or "draft", path, item) for path, item in items.all() if item.status == "draft"]
    for why, path, item in rows:
        print(f"{why:24} {item.title}\n{'':24} {path.relative_to(ROOT)}  {item.source_url}")
    print(f"{len(rows)} waiting; drafts: mend the file, remove Review, set Status to published or hidden;")
    print("changed-at-source: invoke review --accept FILE or --reject FILE")


@task(help={"path": "the folder with the record (cities/, items/, programme.toml)"})
def import_record(_: Context, path: str) -> None:
    """Convert the record of facts into content/; repeatable, editors' changes stay."""
    from scrapers.store.importer import import_record as run_import

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
    """Check style and types of the code."""
    _run([sys.executable, "-m", "ruff", "check", "."])
    _run([sys.executable, "-m", "ruff", "format", "--check", "."])
    _run([sys.executable, "-m", "mypy"])


@task
def lock(_: Context) -> None:
    """Write requirements.txt (hashed, no index) anew from pyproject.toml."""
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header"]
    command = [sys.executable, "-m", "uv", "--quiet", "pip", "compile", *options, "--group", "dev", "pyproject.toml"]
    _run([*command, "-o", "requirements.txt"])


def _collect(sources: Path, content: Path, state: Path, *options: str) -> None:
    command = [sys.executable, "-m", "scrapers", "collect", "--sources", str(sources), "--content", str(content)]
    status = subprocess.run([*command, "--state", str(state), *options], cwd=ROOT, check=False).returncode
    if status == SOME_FAILED:
        # A dead outlet is the day's ordinary news: the chain goes on with what was collected.
        print("Some outlets failed (named above); the rest was collected.")
    elif status:
        raise Exit("Collecting failed, see above; nothing was built.", status)


def _pelican(content: Path, output: Path, settings: str, *, clean: bool = False) -> None:
    from rich.console import Console

    command = [sys.executable, "-m", "pelican", str(content), "-o", str(output), "-s", settings, "--fatal", "errors"]
    command += ["--delete-output-directory"] if clean else []
    with Console(stderr=True).status(f"Building {output}"):
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, encoding="utf-8")
    # Faults in content come one a line on standard error; Pelican's own log is worth reading only without them.
    print(done.stderr or (done.stdout if done.returncode else ""), end="", file=sys.stderr)
    if done.returncode:
        raise Exit("The build failed, see above; what was there before still stands.", 1)
    print(f"Built {sum(1 for _ in output.rglob('*.html'))} pages into {output}.")


def _check(output: Path) -> None:
    from plugins.site_check import check as check_site

    faults = check_site(output)
    for fault in faults:
        print(fault)
    if faults:
        raise Exit(f"{len(faults)} faults in {output}; nothing is published until they are mended.", 1)
    print(f"{output}: no faults.")


def _publish(content: Path, target: Path) -> None:
    import tempfile

    from plugins.handover import hand_over

    target.parent.mkdir(parents=True, exist_ok=True)
    with _said_plainly(), tempfile.TemporaryDirectory(prefix=".building-", dir=target.parent) as folder:
        built = Path(folder) / "site"
        _pelican(content, built, "publishconf.py")
        _check(built)
        hand_over(built, target)
    print(f"Published to {target}.")


def _run(command: list[str]) -> None:
    environment = os.environ | {"PYTHONUTF8": "1"}
    status = subprocess.run(command, cwd=ROOT, check=False, env=environment).returncode
    if status:
        raise Exit("", status)


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Our own errors as one line and a non-zero end, not as a traceback."""
    from scrapers.errors import PantauError

    try:
        yield
    except PantauError as error:
        raise Exit(str(error), 1) from error
