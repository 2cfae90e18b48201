"""Peak memory of a run over a feed with many entries, beside feedparser alone on the same bytes."""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.bench import collect, content_folder, feed, run, server, sources_file

PEER = "import sys, feedparser; print(len(feedparser.parse(open(sys.argv[1], 'rb').read()).entries))"


def main() -> None:
    """One run of each, then the peaks and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=20_000, metavar="N", help="entries of the feed (default: 20000)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, server(options.entries) as port:
        place = Path(name)
        (place / "feed.xml").write_bytes(feed(port, options.entries))
        peer = run([sys.executable, "-c", PEER, str(place / "feed.xml")])
        ours = collect(sources_file(place, port), content_folder(place), "--limit", "1")
    print(f"peak memory over {options.entries} entries: pantau {ours.peak:.0f} MB, feedparser {peer.peak:.0f} MB")
    print(f"ratio pantau / peer: {ours.peak / peer.peak:.2f}")


if __name__ == "__main__":
    main()
