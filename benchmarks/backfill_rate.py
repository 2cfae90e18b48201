"""Pages a second of CPU read from a web archive, beside news-please's reader; and what a second worker brings."""

import argparse
import importlib.util
import sys
import tempfile
from collections.abc import Callable
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
read = found = 0
with open(sys.argv[1], "rb") as stream:
    for record in ArchiveIterator(stream):
        if record.rec_type != "response":
            continue
        if hosts and urlsplit(record.rec_headers.get_header("WARC-Target-URI")).hostname not in hosts:
            continue
        read += 1
        try:
            found += bool(NewsPlease.from_warc(record, fetch_images=False).maintext)
        except Exception:
            pass
print(read, found)
"""
"""What `newsplease.crawler.commoncrawl_extractor` does with each record of a file that is on disk."""
PORT = 8100


def main() -> None:
    """Alternate all ways over one archive, then print pages a second of CPU and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000, metavar="N", help="pages in the archive (default: 10000)")
    parser.add_argument("--peer-pages", type=int, default=500, metavar="N", help="of them for the peer (default: 500)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="rounds of each (default: 3)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        _measure(Path(name), options.pages, options.peer_pages, options.rounds)


def _measure(place: Path, pages: int, peer_pages: int, rounds: int) -> None:
    room = Newsroom(PORT)
    made = list(captures(pages, room))
    archive = write(place / "archive.warc.gz", made)
    few = write(place / "few.warc.gz", made[:peer_pages])
    one = write(place / "one.warc.gz", made[:1])
    weight = sum(len(page.body) for page in made) / pages
    packed = archive.stat().st_size / pages
    print(f"{pages} pages of {weight / 1000:.1f} kB, {packed / 1000:.1f} kB packed")
    (place / "sources.toml").write_text(room.sources_toml(), "utf-8")
    (place / "peer.py").write_text(PEER, "utf-8")
    hosts = sorted(f"{press.id}.localhost" for press in presses())
    ways = {
        "start": _ours(place, one, 1),
        "known outlets": _ours(place, archive, 1),
        "known outlets, two workers": _ours(place, archive, 2),
        "any outlet": _ours(place, archive, 1, "--any-outlet"),
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
    _tell(costs, {"known outlets": pages, "any outlet": peer_pages}, pages)


def _tell(costs: dict[str, list[Cost]], peer_pages: dict[str, int], pages: int) -> None:
    cpu = {way: median([cost.cpu for cost in found]) for way, found in costs.items()}
    wall = {way: median([cost.wall for cost in found]) for way, found in costs.items()}
    print(f"start-up, left out below: {cpu['start']:.1f} s of CPU, {wall['start']:.1f} s in all")
    for way, peers in peer_pages.items():
        rate = pages / (cpu[way] - cpu["start"])
        peak = max(cost.peak for cost in costs[way])
        print(f"{way}: {rate:.0f} pages a second of CPU, at most {peak:.0f} MB a process")
        if f"peer: {way}" in cpu:
            peer = peers / (cpu[f"peer: {way}"] - cpu["peer: start"])
            print(f"{way}, news-please: {peer:.0f} pages a second of CPU; ratio pantau / peer: {rate / peer:.1f}")
        else:
            print("news-please is missing: pip install --group peers for the ratio to it")
        single, double = (wall[name] - wall["start"] for name in (way, f"{way}, two workers"))
        print(f"{way}: ratio of the time with 1 worker to that with 2: {single / double:.2f}")


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
