"""CPU a page of extraction, beside trafilatura with metadata, on the labelled pages or a folder of one's own."""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import trafilatura

from benchmarks.bench import ROOT, median
from scrapers.errors import ArticleRejected
from scrapers.extract.article import extract


def ours(page: bytes) -> None:
    """Title, dates, author and Markdown."""
    try:
        extract(page, "https://kabar.example/berita/1")
    except ArticleRejected:
        return


def peer(page: bytes) -> None:
    """Title, date, author and text."""
    trafilatura.bare_extraction(page, url="https://kabar.example/berita/1", with_metadata=True, include_comments=False)


def cpu(reader: Callable[[bytes], None], pages: list[bytes]) -> float:
    """CPU milliseconds a page."""
    began = time.process_time()
    for page in pages:
        reader(page)
    return (time.process_time() - began) * 1000 / len(pages)


def main() -> None:
    """Alternate both, then print the medians and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = ROOT / "tests" / "extract" / "pages"
    parser.add_argument("folder", nargs="?", type=Path, default=default, help="*.html (default: the labelled pages)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="rounds of each (default: 5)")
    options = parser.parse_args()
    pages = [path.read_bytes() for path in sorted(options.folder.glob("*.html"))]
    rounds = [(cpu(ours, pages), cpu(peer, pages)) for _ in range(options.rounds)]
    mine, theirs = (median([pair[side] for pair in rounds]) for side in (0, 1))
    print(f"CPU a page over {len(pages)} pages: pantau {mine:.1f} ms, trafilatura {theirs:.1f} ms")
    print(f"ratio pantau / peer: {mine / theirs:.2f}")


if __name__ == "__main__":
    main()
