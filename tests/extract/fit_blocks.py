"""Fits `scrapers.extract.blocks.WEIGHTS` on pages whose true text is known, and tells what would be dropped.

Reads the sets of bodies that `tests.extract.score_sets` reads. A block is the article's if enough of its shingles
stand in the true text. Weights are those of a logistic regression by Newton's method, each block counted by its words,
with a small ridge; the report is cross-validated over the pages' halves.
"""

import argparse
import math
from collections.abc import Iterator
from pathlib import Path

from scrapers.errors import ArticleRejected
from scrapers.extract.article import extract, parse
from scrapers.extract.blocks import blocks_of, features_of
from scrapers.extract.containers import text_parts
from scrapers.extract.prune import copy_readable, count_of, prune_marked
from scrapers.extract.tree import HtmlPage
from scrapers.extract.trim import shared, shingles
from tests.extract.score_sets import HALVES, half, labels_of, read_page

OWN = 0.3
"""Share of a block's shingles in the true text from which it is the article's."""
RIDGE = 2.0
STEPS = 12
THRESHOLDS = (0.1, 0.15, 0.2, 0.3, 0.5)
Row = tuple[list[float], float, int, str]


def rows_of(file: Path) -> Iterator[tuple[dict[str, float], bool, int, str]]:
    """Each block's features, whether it is the article's, its words, and the half of its page."""
    for label in labels_of(file):
        page = read_page(file.parent / label["file"])
        tree = parse(page)
        if tree is None:
            continue
        try:
            title = extract(page, label["url"]).title
        except ArticleRejected:
            continue
        truth = shingles(label["body"])
        for part in text_parts(HtmlPage(tree, label["url"])):
            body = copy_readable(part)
            prune_marked(body, title, count_of(body))
            blocks = blocks_of(body)
            for block, features in zip(blocks, features_of(blocks), strict=True):
                yield features, shared(shingles(block.text), truth) >= OWN, block.words, half(label["id"])


def fit(rows: list[Row]) -> list[float]:
    """Weights of a logistic regression, the bias first."""
    size = len(rows[0][0])
    weights = [0.0] * size
    for _ in range(STEPS):
        gradient = [-RIDGE * weight for weight in weights]
        hessian = [[RIDGE * (row == column) for column in range(size)] for row in range(size)]
        for values, is_own, words, _half in rows:
            probability = _probability(weights, values)
            error, slope = words * (is_own - probability), words * probability * (1 - probability)
            for row, value in enumerate(values):
                gradient[row] += error * value
                for column in range(row + 1):
                    hessian[row][column] += slope * value * values[column]
        for row in range(size):
            for column in range(row):
                hessian[column][row] = hessian[row][column]
        weights = [weight + step for weight, step in zip(weights, _solve(hessian, gradient), strict=True)]
    return weights


def _probability(weights: list[float], values: list[float]) -> float:
    odds = sum(weight * value for weight, value in zip(weights, values, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gaussian elimination; the ridge keeps the matrix regular."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for at in range(len(rows)):
        pivot = max(range(at, len(rows)), key=lambda row: abs(rows[row][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for row in range(len(rows)):
            if row != at:
                factor = rows[row][at]
                rows[row] = [value - factor * base for value, base in zip(rows[row], rows[at], strict=True)]
    return [row[-1] for row in rows]


def main() -> None:
    """Print what each half's weights drop of the other, then the weights of both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path, metavar="FILE", help="labels, a JSON object a line")
    found = [row for file in parser.parse_args().sets for row in rows_of(file)]
    names = ("bias", *found[0][0])
    rows: list[Row] = [([1.0, *features.values()], float(own), words, part) for features, own, words, part in found]
    print(f"{len(rows)} blocks, {sum(row[1] for row in rows) / len(rows):.0%} of them the article's")
    for part in HALVES:
        weights = fit([row for row in rows if row[3] != part])
        others = [(own, words, _probability(weights, values)) for values, own, words, name in rows if name == part]
        for threshold in THRESHOLDS:
            foreign, own = (
                sum(words for is_own, words, p in others if p < threshold and is_own == kind)
                / max(1, sum(words for is_own, words, _ in others if is_own == kind))
                for kind in (0.0, 1.0)
            )
            print(f"{part}: below {threshold}: {foreign:.1%} of the foreign words, {own:.2%} of the article's")
    for name, weight in zip(names, fit(rows), strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
