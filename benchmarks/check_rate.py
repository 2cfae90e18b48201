"""Seconds of a check that remembers, beside a full one; and how the check of one page grows with the page.

The site is the record, or another content folder, with as many made items. A growth of 2.0 is linear: a page twice as
long takes twice as long.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from benchmarks.bench import ROOT, median
from benchmarks.idle_run import fill
from publish.checks.files import read_file
from publish.checks.site import check
from tools import check_cache

PARTS: dict[str, Callable[[int], str]] = {
    "ids": lambda number: f"<h2 id=b{number}>Bagian {number}</h2>",
    "links": lambda number: f"<a href='https://satu.example/{number}'>kabar {number}</a> ",
    "links within": lambda number: f"<p id=c{number}><a href=#c{number}>ke {number}</a>",
    "rows": lambda number: f"<tr><td>{number}<td>nilai {number}",
    "nested": lambda number: "<div>" * 4 if number < 100 else "<b>kata</b>",
    "one line": lambda _: "Pemerintah kota membuka pusat kendali. ",
    "errors": lambda number: f"</i>{number}<p></b>",
}
"""What a long page consists of, by name: its part of a number."""


def page(part: Callable[[int], str], size: int) -> str:
    """A page of about `size` bytes."""
    count = size // len(part(10_000))
    body = "".join(map(part, range(count)))
    table = ("<table>", "</table>") if body.startswith("<tr") else ("", "")
    return f"<!doctype html><html lang=id><title>x</title><body><main>{body.join(table)}</main></body></html>"


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    began = monotonic()
    work()
    return monotonic() - began


def growth(folder: Path, size: int) -> dict[str, tuple[float, float]]:
    """By name of the part: seconds for a page of `size` bytes, and of twice as many."""
    times = {}
    for name, part in PARTS.items():
        for file, length in (("one.html", size), ("two.html", 2 * size)):
            (folder / file).write_text(page(part, length), "utf-8")
        one, two = (seconds(lambda file=file: read_file(folder, file, "")) for file in ("one.html", "two.html"))  # type: ignore[misc]
        times[name] = one, two
    return times


def remembered(site: Path, *, clean: bool = False) -> None:
    """Check as `invoke check` does, but without a browser."""
    results = check_cache.load(site, clean=clean)
    check(site, results)
    check_cache.save(site, results)


def main() -> None:
    """Build the site, check it whole, with nothing new and with one page changed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000, metavar="N", help="made items besides (default: 10000)")
    parser.add_argument("--content", type=Path, default=ROOT / "content", metavar="DIR", help="default: the record")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="rounds of each (default: 3)")
    parser.add_argument("--size", type=int, default=2_000_000, metavar="BYTES", help="of long pages (default: 2000000)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        shutil.copytree(options.content, place / "content")
        fill(place / "content", options.items)
        site, full, idle, one = place / "site", [], [], []
        command = [sys.executable, "-m", "tools.build_site", str(place / "content"), "-o", str(site)]
        subprocess.run([*command, "-s", "publishconf.py"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        for number in range(options.rounds):
            full.append(seconds(lambda: remembered(site, clean=True)))
            idle.append(seconds(lambda: remembered(site)))
            path = site / "tentang" / "index.html"
            path.write_text(path.read_text("utf-8").replace("</main>", f"<p>{number}</p></main>"), "utf-8")
            one.append(seconds(lambda: remembered(site)))
        for label, times in (("full", full), ("nothing new", idle), ("one page changed", one)):
            print(f"check, {label}: {median(times):.2f} s, ratio to full: {median(times) / median(full):.3f}")
        for label, (once, twice) in growth(place, options.size).items():
            print(f"page of {options.size} bytes, {label}: {once:.2f} s; growth: {twice / once:.1f}")


if __name__ == "__main__":
    main()
