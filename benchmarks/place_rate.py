"""Time to place a 400-word article, with 26 and with 514 tracked places, beside `re` that only finds the names."""

import argparse
import re
import time
from collections.abc import Callable

from benchmarks.bench import ROOT, median
from record.models import Place
from record.places import tracked_places
from record.text import fold
from scrapers.decide.places import Placer
from scrapers.gazetteer import load
from tests.decide.score import split_cases

WORDS = 400


def articles() -> list[tuple[str, str]]:
    """The labelled news texts, each repeated to 400 words: as many names as an article has."""
    texts = []
    for case in [*split_cases("fit"), *split_cases("tune")]:
        words = case["text"].split()
        texts.append((case["title"], " ".join((words * (WORDS // len(words) + 1))[:WORDS])))
    return texts


def everywhere(places: dict[str, Place]) -> dict[str, Place]:
    """All 514 as tracked places."""
    model = next(iter(places.values()))
    return {
        region.slug: model.model_copy(
            update={
                "slug": region.slug,
                "name": region.full_name,
                "kind": region.kind,
                "kemendagri_code": code,
                "aliases": [],
            }
        )
        for code, region in load().regions.items()
        if region.kind != "provinsi"
    }


def names_only(places: dict[str, Place]) -> Callable[[str, str], object]:
    """The plain way: one alternation over the bare names."""
    names = sorted({fold(place.name).partition(" ")[2] for place in places.values()}, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
    return lambda title, text: pattern.findall(fold(f"{title}\n{text}"))


def cost(place: Callable[[str, str], object], texts: list[tuple[str, str]]) -> float:
    """Milliseconds of CPU an article."""
    began = time.process_time()
    for title, text in texts:
        place(title, text)
    return (time.process_time() - began) / len(texts) * 1000


def main() -> None:
    """Alternate the three."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, metavar="N", help="rounds of each (default: 9)")
    options = parser.parse_args()
    tracked, texts = tracked_places(ROOT / "content"), articles()
    whole = everywhere(tracked)
    ways: dict[str, Callable[[str, str], object]] = {
        f"placer, {len(tracked)} places": Placer(tracked).place,
        f"placer, {len(whole)} places": Placer(whole).place,
        f"re, the names of {len(whole)} alone": names_only(whole),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(options.rounds):
        for name, place in ways.items():
            times[name].append(cost(place, texts))
    few, many, plain = (median(rounds) for rounds in times.values())
    for name, rounds in times.items():
        print(f"{name}: {median(rounds):.2f} ms an article of {WORDS} words")
    print(f"ratio of 514 places to {len(tracked)}: {many / few:.2f}; ratio to re: {many / plain:.2f}")


if __name__ == "__main__":
    main()
