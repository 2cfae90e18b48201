"""How long after a save an open page shows it: this project's `invoke serve` with everything on beside `hugo server`.

One item after another is saved with another summary; its page is open meanwhile.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.bench import CONTENT, ROOT, median
from benchmarks.build import PAGE, Work, fill, known_places, renewed, usable, workplace
from benchmarks.build_sites.corpus import written
from benchmarks.build_sites.tools import TOOLS, environment, hugo
from tools.serve import EVENTS

PEER, OURS = "hugo", "everything"
BEGIN = "<!-- figures: written by python -m benchmarks.serve_reload --write -->\n"
LONGEST = 600.0
"""How many seconds a server may take until it has built the site."""
PAUSE = 6.0
"""How many seconds after each: the rest of the site is made anew meanwhile."""
_ADDRESS = re.compile(rb"(?:127\.0\.0\.1|localhost):(\d+)")


def command(key: str, site: Path) -> list[str]:
    """How a tool serves a site, at a port of its own choice where it can choose one."""
    if key == PEER:
        return [str(hugo()), "server", "--bind", "127.0.0.1", "--destination", "output", "--renderToMemory=false"]
    module = [sys.executable, "-u", "-m", "tools.serve", "content", "-o", "output", "-s", "settings.py"]
    return [*module, "-p", "0"]


@contextmanager
def served(key: str, site: Path) -> Iterator[HTTPConnection]:
    """A connection to a tool's server, which has built the site; raises `SystemExit` where it ends before."""
    process = subprocess.Popen(
        command(key, site), cwd=site, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        output = b""
        while not (match := _ADDRESS.search(output)):
            line = process.stdout.readline() if process.stdout else b""
            if not line:
                raise SystemExit(f"{TOOLS[key].name} ended:\n{output.decode()[-2000:]}")
            output += line
        yield HTTPConnection("127.0.0.1", int(match[1]), timeout=LONGEST)
    finally:
        process.terminate()
        process.wait()


def shown(server: HTTPConnection, address: str) -> str:
    """What stands at an address now."""
    server.request("GET", address)
    return server.getresponse().read().decode()


def wait_until_told(server: HTTPConnection, address: str, before: str) -> None:
    """Wait as an open page of ours does, which showed `before`, until it is told that it is another."""
    number = re.findall(r"\?(\d+)", before)[-1]
    while not shown(server, f"{EVENTS}{address}?{number}").startswith("data"):
        pass


def asked(server: HTTPConnection, address: str, before: str) -> None:
    """Wait until a page is another by asking for it."""
    while shown(server, address) == before:
        time.sleep(0.01)


def waits(key: str, work: Work, rounds: int) -> Iterator[float]:
    """The seconds from each save of an item until its page has the new words."""
    fill(work, {key: TOOLS[key]})
    wait = wait_until_told if key == OURS else asked
    with served(key, work.site(key)) as server:
        for turn in range(rounds):
            one, words = written(work.changed(turn), work.count, work.places), f"Ringkasan yang ke-{turn} kalinya baru."
            before = shown(server, one.address)
            TOOLS[key].put(work.site(key), replace(one, item=replace(one.item, summary=words)), dict(work.places))
            began = time.monotonic()
            wait(server, one.address, before)
            if words not in shown(server, one.address):
                raise SystemExit(f"{TOOLS[key].name}: {one.address} does not say what was saved")
            yield time.monotonic() - began
            if turn + 1 < rounds:
                time.sleep(PAUSE)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--items", type=int, default=10_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=9, help="saves (default: 9)")
    parser.add_argument("--alone", action="store_true", help=f"without {TOOLS[PEER].name}, and so without a ratio")
    parser.add_argument("--content", type=Path, default=CONTENT, metavar="DIR", help="default: the record")
    parser.add_argument("--write", action="store_true", help=f"write the figures into {PAGE.relative_to(ROOT)}")
    options = parser.parse_args()
    medians: dict[str, float] = {}
    lines = [f"{options.items} items, {options.rounds} saves; seconds from the save until the page has it."]
    with tempfile.TemporaryDirectory(prefix="pantau-serve-", dir=workplace()) as folder:
        for key in usable([OURS] if options.alone else [PEER, OURS]):
            work = Work(Path(folder), options.items, known_places(options.content), options.content)
            each = list(waits(key, work, options.rounds))
            medians[key] = median(each)
            name = TOOLS[key].name[:1].upper() + TOOLS[key].name[1:]
            lines.append(f"- {name}: {medians[key]:.2f} s (each: {', '.join(f'{one:.2f}' for one in each)})")
    ratio = f"{medians[OURS] / medians[PEER]:.2f}" if PEER in medians else "not measured"
    lines.append(f"- ratio to {TOOLS[PEER].name}: {ratio}")
    figures = "\n".join([lines[0], "", *lines[1:]])
    print(figures)
    if options.write:
        PAGE.write_text(renewed(PAGE.read_text("utf-8"), figures, BEGIN), "utf-8")


if __name__ == "__main__":
    main()
