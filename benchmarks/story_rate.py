"""Time to add one item to a large story index, beside rensa's own index in memory, which each run must fill again."""

import argparse
import datetime as dt
import random
import tempfile
import time
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path

from rensa import RMinHash, RMinHashLSH

from benchmarks.bench import median
from scrapers.decide.stories import PERMUTATIONS, SEED, ComparableText
from scrapers.store.story_index import StoryIndex
from tests.decide.test_stories import PAIRS

TRIED, A_DAY = 50, 27


def texts(count: int) -> Iterator[ComparableText]:
    """Different articles: words of the labelled pairs in an order of their own, some 27 a day over the 514 places."""
    rng = random.Random(0)  # noqa: S311 - nothing secret
    vocabulary = sorted({word for pair in PAIRS for word in pair["a"]["text"].split()})
    start = dt.datetime(2016, 1, 1, tzinfo=dt.UTC)
    for number in range(count):
        day = start + dt.timedelta(days=number // A_DAY)
        yield ComparableText(
            f"Kabar {number}", " ".join(rng.choices(vocabulary, k=180)), day, frozenset({f"kota-{number % 514}"})
        )


def sketch(item: ComparableText) -> RMinHash:
    """As rensa's users make one."""
    made = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    made.update([f"{left} {right}" for left, right in pairwise(item.words)])
    return made


def main() -> None:
    """Fill both, then add some more."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000, metavar="N", help="items of the index (default: 100000)")
    options = parser.parse_args()
    articles = texts(options.items + TRIED)
    known, fresh = list(islice(articles, options.items)), list(articles)
    with tempfile.TemporaryDirectory() as folder, StoryIndex(Path(folder)) as index:
        for number, item in enumerate(known):
            index.add(str(number), f"https://a.example/{number}", item)
        keys, found, added = [], [], []
        for number, item in enumerate(fresh):
            # CPU, for lookups are as short as a moment in which another process runs.
            moments = [time.thread_time()]
            for step in (
                lambda item=item: item.lookup_keys,
                lambda number=number, item=item: index.similar(f"new-{number}", item),
                lambda number=number, item=item: index.add(f"new-{number}", f"https://b.example/{number}", item),
            ):
                step()
                moments.append(time.thread_time())
            for times, (before, after) in zip((keys, found, added), pairwise(moments), strict=True):
                times.append((after - before) * 1000)
    began = time.perf_counter()
    index = RMinHashLSH(threshold=0.4, num_perm=PERMUTATIONS, num_bands=32)
    for number, item in enumerate(known):
        index.insert(number, sketch(item))
    filling = time.perf_counter() - began
    theirs = []
    for number, item in enumerate(fresh):
        began = time.thread_time()
        made = sketch(item)
        index.query(made)
        index.insert(options.items + number, made)
        theirs.append((time.thread_time() - began) * 1000)
    print(
        f"story index of {options.items} items, ms of CPU: {median(keys):.2f} to make one's keys, "
        f"{median(found):.2f} to look it up and compare it in full, {median(added):.2f} to add it"
    )
    print(f"rensa's index in memory: {median(theirs):.2f} ms, after {filling:.1f} s to fill it")
    ours = median([sum(times) for times in zip(keys, found, added, strict=True)])
    print(f"ratio: {ours / median(theirs):.1f}")


if __name__ == "__main__":
    main()
