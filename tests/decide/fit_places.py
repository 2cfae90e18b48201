"""Fits the weights of the placer's model: `python -m tests.decide.fit_places` writes `weights.tsv`.

Logistic regression with an L2 penalty over the features of `scrapers/decide/places/evidence.py`, one row for each place
that a labelled case of the fit part names; the penalty is the one with the least log loss on the tune part.
"""

import argparse
import math
from collections.abc import Iterable, Sequence
from typing import Any

from record.places import tracked_places
from scrapers.decide.places import Placer
from scrapers.decide.places.evidence import FEATURES
from scrapers.decide.places.weights import FILE
from scrapers.gazetteer import load
from tests.decide.score import ROOT, cases, split_cases

PENALTIES = (0.3, 1.0, 3.0, 6.0)
STEPS, RATE = 400, 1.0
Row = tuple[dict[str, float], bool]


def rows_of(placer: Placer, labelled: Iterable[dict[str, Any]]) -> list[Row]:
    """The features of each place that a case names, and whether the case is about it.

    Places that nobody tracks are rows of the cases that label them (`others`).
    """
    regions = load().regions
    rows: list[Row] = []
    for case in labelled:
        _, result = placer.disambiguate(case["title"], case["text"], case["outlet_places"])
        undecided = {code: codes for codes in result.undecided for code in codes}
        about = {*case["about"], *case.get("others", [])}
        for code, region in result.regions.items():
            slugs = {regions[other].slug for other in undecided.get(code, (code,))}
            is_labelled = "others" in case or any(map(placer.slug_of, undecided.get(code, (code,))))
            if region.features and is_labelled:
                rows.append((region.features, bool(slugs & about)))
    return rows


def fit(rows: Sequence[Row], penalty: float) -> dict[str, float]:
    """Weights by feature, by gradient descent with a step for each feature (RMSProp)."""
    weights = dict.fromkeys(FEATURES, 0.0)
    scale = dict.fromkeys(FEATURES, 1e-8)
    for step in range(STEPS):
        slope = {name: penalty * weight for name, weight in weights.items()}
        slope["bias"] = 0.0
        for features, is_about in rows:
            error = probability(weights, features) - is_about
            for name, value in features.items():
                slope[name] += error * value
        rate = RATE / (10 + step)
        for name, value in slope.items():
            scale[name] = 0.9 * scale[name] + 0.1 * value * value
            weights[name] -= rate * value / math.sqrt(scale[name])
    return weights


def probability(weights: dict[str, float], features: dict[str, float]) -> float:
    """That a text with these features is about the place."""
    total = sum(weights[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def errors(weights: dict[str, float], rows: Iterable[Row]) -> int:
    """Rows on the wrong side of one half."""
    return sum((probability(weights, features) > 0.5) != is_about for features, is_about in rows)


def loss(weights: dict[str, float], rows: Sequence[Row]) -> float:
    """Mean log loss."""
    right = (
        probability(weights, features) if is_about else 1 - probability(weights, features)
        for features, is_about in rows
    )
    return -sum(math.log(max(1e-12, share)) for share in right) / len(rows)


def main() -> None:
    """Fit with each penalty, keep the best on the tune part, and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    options = parser.parse_args()
    placer = Placer(tracked_places(ROOT / "content"))
    to_fit = rows_of(placer, [*cases(), *split_cases("fit")])
    to_tune = rows_of(placer, split_cases("tune"))
    tried = [(fit(to_fit, penalty), penalty) for penalty in PENALTIES]
    for weights, penalty in tried:
        wrong = errors(weights, to_fit), errors(weights, to_tune)
        print(f"penalty {penalty}: {wrong[0]} of {len(to_fit)} fit, {wrong[1]} of {len(to_tune)} tune wrong,", end=" ")
        print(f"log loss {loss(weights, to_tune):.4f}")
    weights, penalty = min(tried, key=lambda row: loss(row[0], to_tune))
    lines = [
        "# Weights of the model of what a text is about: feature, weight. Written by tests/decide/fit_places.py.",
        f"# Logistic regression with L2 penalty {penalty}, on places that the labelled cases name: wrong are",
        f"# {errors(weights, to_fit)} of {len(to_fit)} in the fit part,"
        f" {errors(weights, to_tune)} of {len(to_tune)} in the tune part.",
        *(f"{name}\t{weight:.3f}" for name, weight in weights.items()),
    ]
    if not options.dry_run:
        FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
