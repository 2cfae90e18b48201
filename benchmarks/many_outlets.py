"""Runs over thousands of outlets on loopback: with nothing new, and with some new pages each; how polite they were."""

import argparse
import tempfile
from pathlib import Path

from benchmarks.bench import collect, content_folder
from benchmarks.web import Web, serve, write_sources


def main() -> None:
    """A first run, one with nothing new, and one with new pages; time, CPU and memory of the collector alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--outlets", type=int, default=2000, metavar="N", help="outlets, a host each (default: 2000)")
    parser.add_argument("--pages", type=int, default=2, metavar="N", help="new pages an outlet at the end (default: 2)")
    parser.add_argument("--delay", type=float, default=2.0, metavar="S", help="seconds after a response (default: 2)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, serve() as web:
        place = Path(name)
        content, sources = content_folder(place), write_sources(place, web.sources(options.outlets, options.delay))
        costs = []
        for title, pages in (("the first run", 0), ("nothing new", 0), (f"{options.pages} new each", options.pages)):
            web.visits.clear()
            web.pages = pages
            cost = collect(sources, content)
            costs.append(cost.cpu)
            asked = sum(len(visits.paths) for visits in web.visits.values())
            print(f"{options.outlets} outlets, {title}: {cost.wall:.1f} s, CPU {cost.cpu:.1f} s, {cost.peak:.0f} MB")
            impolite = web.impolite(options.delay)
            print(f"  {asked} requests, {_closest(web):.2f} s apart or more; impolite to {len(impolite)} hosts")
    print(f"ratio of CPU, nothing new / {options.pages} new each: {costs[1] / costs[2]:.2f}")


def _closest(web: Web) -> float:
    return min((pause for visits in web.visits.values() for pause in visits.pauses), default=0.0)


if __name__ == "__main__":
    main()
