"""How well places are placed on the labelled cases: `python -m tests.decide.score`; with --write for the site.

A case is a line in labelled/*.jsonl: `id`, `title`, `text`, `outlet_places`, the labels `about` (main place first) and
`mentions`, and the `trap` that it sets. RULES.md there says how they are labelled.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from record.places import tracked_places
from scrapers.decide.places import Placement, Placer

ROOT = Path(__file__).parents[2]
LABELLED = Path(__file__).parent / "labelled"
SPLITS = ("fit", "tune", "held")
"""The thirds of the news cases; `held` is read here alone."""
MEASURED = ROOT / "content" / "measured" / "places.json"


@dataclass
class Tally:
    """Of one trap, or of all: `main` right answers; right, wrong and missed places of `about` and of both."""

    cases: int = 0
    main: int = 0
    about: Counter[str] = field(default_factory=Counter)
    both: Counter[str] = field(default_factory=Counter)

    def add(self, case: dict[str, Any], placed: Placement) -> None:
        """Count one case."""
        self.cases += 1
        self.main += case["about"][:1] == list(placed.about[:1])
        self.about += _counts(case["about"], placed.about)
        self.both += _counts([*case["about"], *case["mentions"]], [*placed.about, *placed.mentions])


def _counts(wanted: Iterable[str], named: Iterable[str]) -> Counter[str]:
    gold, got = set(wanted), set(named)
    return Counter(right=len(gold & got), wrong=len(got - gold), missed=len(gold - got))


def f1(counts: Counter[str]) -> float:
    """Of right, wrong and missed; 1 where there was nothing to find and nothing was found."""
    whole = 2 * counts["right"] + counts["wrong"] + counts["missed"]
    return 2 * counts["right"] / whole if whole else 1.0


def cases() -> list[dict[str, Any]]:
    """All labelled cases but the news cases in thirds."""
    paths = sorted(path for path in LABELLED.glob("*.jsonl") if path.stem not in SPLITS)
    return [case for path in paths for case in _read(path)]


def split_cases(split: str) -> list[dict[str, Any]]:
    """The news cases of one of SPLITS."""
    return _read(LABELLED / f"{split}.jsonl")


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def place_all(labelled: Sequence[dict[str, Any]]) -> list[Placement]:
    """What the placer says to each, with the project's own places."""
    placer = Placer(tracked_places(ROOT / "content"))
    return [placer.place(case["title"], case["text"], case["outlet_places"]) for case in labelled]


def tallies(labelled: Sequence[dict[str, Any]], placed: Sequence[Placement]) -> dict[str, Tally]:
    """By trap, and under "all"."""
    by_trap: defaultdict[str, Tally] = defaultdict(Tally)
    for case, placement in zip(labelled, placed, strict=True):
        for key in (case["trap"], "all"):
            by_trap[key].add(case, placement)
    return dict(sorted(by_trap.items(), key=lambda row: (row[0] == "all", row[0])))


def by_place(labelled: Sequence[dict[str, Any]], placed: Sequence[Placement]) -> dict[str, Counter[str]]:
    """Right, wrong and missed `about` of each place that a label or an answer names."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for case, placement in zip(labelled, placed, strict=True):
        for slug in {*case["about"], *placement.about}:
            counts[slug] += _counts({slug} & set(case["about"]), {slug} & set(placement.about))
    return dict(sorted(counts.items()))


def measured() -> dict[str, Any]:
    """What the site's page on method shows: the news cases that no rule and no weight was made with."""
    labelled = split_cases("held")
    placed = place_all(labelled)
    whole = tallies(labelled, placed)["all"]
    places = [
        {"place": slug, **{key: counts[key] for key in ("right", "wrong", "missed")}}
        for slug, counts in by_place(labelled, placed).items()
    ]
    return {
        "cases": whole.cases,
        "main_right": whole.main,
        "about_f1": round(f1(whole.about), 3),
        "false_places": whole.both["wrong"],
        "places": places,
    }


def _print(name: str, tally: Tally) -> None:
    row = (tally.main / tally.cases, f1(tally.about), f1(tally.both))
    print(f"{name:14} {tally.cases:5} {' '.join(f'{value:6.3f}' for value in row)} {tally.both['wrong']:5}")


def main() -> None:
    """Print the table, and what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="name the cases that went wrong")
    parser.add_argument("--write", action="store_true", help=f"write {MEASURED.relative_to(ROOT)} for the site")
    options = parser.parse_args()
    labelled = cases()
    placed = place_all(labelled)
    print(f"{'trap':14} {'cases':>5} {'main':>6} {'about':>6} {'both':>6} {'false':>5}")
    for key, tally in tallies(labelled, placed).items():
        _print(key, tally)
    for split in SPLITS:
        _print(f"news, {split}", tallies(split_cases(split), place_all(split_cases(split)))["all"])
    if options.wrong:
        for case, placement in zip(labelled, placed, strict=True):
            got = (list(placement.about), sorted(placement.mentions))
            wanted = (case["about"], sorted(case["mentions"]))
            if got != wanted:
                print(f"{case['id']} {case['title']}: wanted {wanted}, got {got}")
    if options.write:
        MEASURED.parent.mkdir(exist_ok=True)
        shown = json.dumps(measured(), ensure_ascii=False, indent=1)
        MEASURED.write_text(f"{shown}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
