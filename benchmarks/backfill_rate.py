"""Pages a second of CPU read from a web archive, beside news-please's reader; and what a second worker brings.

`--write docs/scale.md` writes what whole news archives would cost by these figures.
"""

import argparse
import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bench import Cost, content_folder, median, run
from scrapers.newsroom import Newsroom, presses
from tests.backfill.maker import captures, write

PEER = """
import sys
from urllib.parse import urlsplit
from newsplease import NewsPlease
from warcio.archiveiterator import ArchiveIterator

hosts = set(sys.argv[2:])
pages = articles = 0
with open(sys.argv[1], "rb") as stream:
    for record in ArchiveIterator(stream):
        if record.rec_type != "response":
            continue
        if hosts and urlsplit(record.rec_headers.get_header("WARC-Target-URI")).hostname not in hosts:
            continue
        pages += 1
        try:
            articles += bool(NewsPlease.from_warc(record, fetch_images=False).maintext)
        except Exception:
            pass
print(pages, articles)
"""
"""What `newsplease.crawler.commoncrawl_extractor` does with each record of a file that is on disk."""
PORT = 8100
FILES, FILE_PAGES, PAGE_KB, PACKED_KB = 400, 40_000, 110, 25
"""Assumed of a month of news archives: files, pages a file, kB a page as served and as packed."""
CORE_HOUR = 0.05
"""Assumed dollars for one virtual core with 2 GB for an hour, hired by the hour."""


@dataclass(frozen=True)
class Scale:
    """Of the pages measured: kB each, CPU seconds each either way, MB a process."""

    weight: float
    known: float
    any: float
    peak: float


def page(lines: list[str], scale: Scale) -> str:
    """`docs/scale.md`."""
    rows = []
    for name, seconds in (("known outlets", scale.known), ("any outlet", scale.any)):
        for span, months in (("a month", 1), ("ten years", 120)):
            pages = months * FILES * FILE_PAGES
            hours = pages * seconds * PAGE_KB / scale.weight / 3600
            rows.append(f"| {name} | {span} | {pages / 1e6:,.0f} | {pages * PACKED_KB / 1e9:,.1f} | {hours:,.0f} | "
                        f"{hours / 64:,.1f} | {hours * CORE_HOUR:,.0f} |")  # fmt: skip
    return f"""# What whole news archives cost

Written by `python -m benchmarks.backfill_rate --write docs/scale.md`; run it again rather than edit it.

## Measured

On an archive made for it (`tests/backfill/maker.py`: one page in fifty about a tracked place, the rest in seven
languages, a few of them on known outlets' hosts):

{chr(10).join(f"- {line}" for line in lines)}

"Known outlets" reads pages of the outlets in the sources file only; "any outlet" reads every page that may name a
tracked place. news-please reads all pages of those hosts, or all pages, and places none of them. CPU seconds are those
of all processes together. On a busy machine times tell nothing of what a second worker brings.

## Assumed

- A month is {FILES} files of {FILE_PAGES:,} pages, as Common Crawl's news archives roughly are; its own lists
  tell of a real month.
- A page has {PAGE_KB} kB as served, {PACKED_KB} kB packed; one with twice the bytes costs twice as much.
- A core with 2 GB costs {CORE_HOUR:.2f} dollars an hour; loading the archives costs nothing but the line.
- Known outlets have about the share of pages that they have in the archive that was measured; a smaller one costs less.

## Then

| pages of | span | million pages | TB to load | core hours | hours on 64 cores | dollars |
| --- | --- | ---: | ---: | ---: | ---: | ---: |
{chr(10).join(rows)}

Memory: at most {scale.peak:.0f} MB a process was measured, and there is one process a core and one that asks. Three
batches of a megabyte a core are under way at once, however large an archive is. Disk: an archive that is loaded from an
address lies there until it is read, one at a time. Evidence is kept as of fetched pages; beyond 5 GB the oldest goes.

More workers share the reading. One process cuts all files, looking only for where records begin, and writes all items,
one after the other: with many cores and many pages about tracked places, that is what a run waits for.
"""


def main() -> None:
    """Alternate all ways over one archive, then print pages a second of CPU and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FILE", help="write what whole archives would cost")
    parser.add_argument("--pages", type=int, default=10_000, metavar="N", help="pages in the archive (default: 10000)")
    parser.add_argument("--peer-pages", type=int, default=500, metavar="N", help="of them for the peer (default: 500)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="rounds of each (default: 3)")
    parser.add_argument("--workers", type=int, default=2, choices=(1, 2), help="the most at once (default: 2)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        lines, scale = _measure(Path(name), options.pages, options.peer_pages, options.rounds, options.workers)
    print("\n".join(lines))
    if options.write:
        options.write.write_text(page(lines, scale), "utf-8")


def _measure(place: Path, pages: int, peer_pages: int, rounds: int, workers: int) -> tuple[list[str], Scale]:
    room = Newsroom(PORT)
    # Never held whole: a process that is started counts what the one that starts it holds as its own peak.
    archive = write(place / "archive.warc.gz", captures(pages, room))
    few = write(place / "few.warc.gz", captures(peer_pages, room))
    one = write(place / "one.warc.gz", captures(1, room))
    weight = sum(len(page.body) for page in captures(pages, room)) / pages / 1000
    packed = archive.stat().st_size / pages / 1000
    (place / "sources.toml").write_text(room.sources_toml(), "utf-8")
    (place / "peer.py").write_text(PEER, "utf-8")
    hosts = sorted(f"{press.id}.localhost" for press in presses())
    ways = {
        "start": _ours(place, one, 1),
        "known outlets": _ours(place, archive, 1),
        "any outlet": _ours(place, archive, 1, "--any-outlet"),
    }
    if workers > 1:
        ways |= {
            "known outlets, two workers": _ours(place, archive, 2),
            "any outlet, two workers": _ours(place, archive, 2, "--any-outlet"),
        }
    if importlib.util.find_spec("newsplease"):
        ways |= {
            "peer: start": _peer(place, one),
            "peer: known outlets": _peer(place, archive, *hosts),
            "peer: any outlet": _peer(place, few),
        }
    costs: dict[str, list[Cost]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way, read in ways.items():
            costs[way].append(read())
    lines = [f"{pages} pages of {weight:.1f} kB, {packed:.1f} kB packed"]
    lines += _lines(costs, {"known outlets": pages, "any outlet": peer_pages}, pages)
    spent = {way: _spent(costs[way], costs["start"]) / pages for way in ("known outlets", "any outlet")}
    peak = max(cost.peak for rounds in (costs["known outlets"], costs["any outlet"]) for cost in rounds)
    return lines, Scale(weight, spent["known outlets"], spent["any outlet"], peak)


def _spent(costs: list[Cost], start: list[Cost]) -> float:
    """CPU seconds without the start-up."""
    return median([cost.cpu for cost in costs]) - median([cost.cpu for cost in start])


def _lines(costs: dict[str, list[Cost]], peer_pages: dict[str, int], pages: int) -> list[str]:
    wall = {way: median([cost.wall for cost in rounds]) for way, rounds in costs.items()}
    start = median([cost.cpu for cost in costs["start"]])
    lines = [f"start-up, left out below: {start:.1f} s of CPU, {wall['start']:.1f} s in all"]
    for way, peers in peer_pages.items():
        rate = pages / _spent(costs[way], costs["start"])
        peak = max(cost.peak for cost in costs[way])
        lines.append(f"{way}: {rate:.0f} pages a second of CPU, at most {peak:.0f} MB a process")
        if f"peer: {way}" in costs:
            peer = peers / _spent(costs[f"peer: {way}"], costs["peer: start"])
            lines.append(
                f"{way}, news-please: {peer:.0f} pages a second of CPU; ratio pantau / peer: {rate / peer:.1f}"
            )
        else:
            lines.append("news-please is missing: pip install --group peers for the ratio to it")
        if f"{way}, two workers" in wall:
            single, double = (wall[name] - wall["start"] for name in (way, f"{way}, two workers"))
            lines.append(f"{way}: ratio of the time with 1 worker to that with 2: {single / double:.2f}")
    load = os.getloadavg()[1] if hasattr(os, "getloadavg") else 0.0
    return [*lines, f"on {os.cpu_count()} cores, {load:.1f} processes wanting one (mean of the last 5 minutes)"]


def _ours(place: Path, archive: Path, workers: int, *extra: str) -> Callable[[], Cost]:
    def read() -> Cost:
        with tempfile.TemporaryDirectory(dir=place) as folder:
            content = content_folder(Path(folder))
            words = [sys.executable, "-m", "scrapers", "backfill", str(archive), "--content", str(content)]
            words += ["--sources", str(place / "sources.toml"), "--workers", str(workers), *extra]
            cost = run(words)
            if archive.name != "one.warc.gz" and not any(content.glob("news/*/*/*.md")):
                raise SystemExit(f"{archive.name}: nothing was kept: nothing to compare")
            return cost

    return read


def _peer(place: Path, archive: Path, *hosts: str) -> Callable[[], Cost]:
    return lambda: run([sys.executable, str(place / "peer.py"), str(archive), *hosts])


if __name__ == "__main__":
    main()
