"""How well pages are read, beside trafilatura: labelled sets in folders or files of one's own.

Two kinds of sets, each a JSON object a line with `id`, `url` and `file` (HTML beside the set, gzipped or not):

- ends: `headline`, `published` (a day), `author`, `first6` and `last6` words of the text (others that are right too in
  `first6_alt`, `last6_alt`), `without`: phrases that are not the article's;
- bodies: `body`, the true text, with `title` and `published` or null. The body's score is F1 over bags of shingles of
  four words, as in the public article-extraction-benchmark, the mean over pages.

Real pages belong to their publishers: none is kept here.
"""

import argparse
import gzip
import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.extract.score import PEERS, Extracted, Reader

SHINGLE = 4
ENDS = ("headline", "published", "author", "first", "last", "without")
HALVES = ("fit", "tune")


@dataclass
class Tally:
    """What one reader reached on one set: sums by measure, how many pages each was asked of, CPU seconds."""

    sums: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def add(self, scores: Mapping[str, float]) -> None:
        """Count the scores of one page."""
        self.asked.update(scores.keys())
        self.sums.update(scores)  # type: ignore[arg-type]

    def row(self) -> str:
        """Each measure's mean, or right of asked where it is a matter of yes or no."""
        means = (f"{name} {self.sums[name] / asked:.4f} ({asked})" for name, asked in self.asked.items())
        return f"{'  '.join(means)}  cpu {self.seconds:.1f} s"


def words(text: str) -> list[str]:
    """The words of a text, as the article-extraction-benchmark parts them."""
    return re.findall(r"\w+", text or "")


def body_score(extracted: str, truth: str) -> float:
    """F1 over bags of shingles: 1 where both texts have the same."""
    mine, theirs = _shingles(extracted), _shingles(truth)
    if not mine or not theirs:
        return float(not mine and not theirs)
    return 2 * (mine & theirs).total() / (mine.total() + theirs.total())


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    parts = words(text)
    return Counter(tuple(parts[at : at + SHINGLE]) for at in range(max(1, len(parts) - SHINGLE + 1)) if parts)


def judge_ends(extracted: Extracted, label: Mapping[str, Any]) -> dict[str, float]:
    """Which of the labelled ends of one page are right, and whether all are; the author is told beside it."""
    parts = words(extracted.text)
    firsts = (label["first6"], *label.get("first6_alt", ()))
    lasts = (label["last6"], *label.get("last6_alt", ()))
    text = _plain(extracted.text)
    right = {
        "headline": _plain(extracted.title) == _plain(label["headline"]),
        "published": extracted.published[:10] == label["published"],
        "first": any(parts[: len(words(first))] == words(first) for first in firsts),
        "last": any(parts[-len(words(last)) :] == words(last) for last in lasts),
        "without": not any(_plain(phrase) in text for phrase in label["without"]),
    }
    author = {"author": _plain(extracted.author) == _plain(label["author"] or "")}
    return {name: float(is_right) for name, is_right in (right | author | {"wholly": all(right.values())}).items()}


def judge_body(extracted: Extracted, label: Mapping[str, Any]) -> dict[str, float]:
    """The body's score, and whether title and day are right where the label names them."""
    scores = {"body": body_score(extracted.text, label["body"])}
    if label.get("title"):
        scores["title"] = float(_plain(extracted.title) == _plain(label["title"]))
    if label.get("published"):
        scores["day"] = float(extracted.published[:10] == label["published"][:10])
    return scores


def _plain(text: str) -> str:
    """Without what typography and line breaks change."""
    for mark, plain in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"), ("–", "-"), ("—", "-"), ("…", "...")):
        text = text.replace(mark, plain)
    return " ".join(text.split()).casefold()


def half(name: str) -> str:
    """The half of a set that a page belongs to: rules are made on the first and checked on the second."""
    return HALVES[hashlib.sha256(name.encode()).digest()[0] % 2]


def labels_of(file: Path) -> Iterator[dict[str, Any]]:
    """The labels of a set."""
    return (json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip())


def read_page(path: Path) -> bytes:
    """A page's bytes, unzipped."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def measure(
    reader: Reader, file: Path, tell: Callable[[dict[str, Any], dict[str, float]], None] = lambda label, scores: None
) -> dict[str, Tally]:
    """What `reader` reaches on a set, in all and by half; `tell` gets each page's label and scores."""
    tallies = {name: Tally() for name in ("all", *HALVES)}
    for label in labels_of(file):
        page = read_page(file.parent / label["file"])
        began = time.process_time()
        try:
            extracted = reader(page, label["url"])
        except Exception:
            # A reader that fails on a page has read nothing from it.
            extracted = Extracted()
        spent = time.process_time() - began
        scores = (judge_ends if "first6" in label else judge_body)(extracted, label)
        for tally in (tallies["all"], tallies[half(label["id"])]):
            tally.add(scores)
            tally.seconds += spent
        tell(label, scores)
    return tallies


def _show_wrong(limit: float, label: dict[str, Any], scores: dict[str, float]) -> None:
    wrong = {name: round(score, 3) for name, score in scores.items() if score < (limit if name == "body" else 1)}
    if wrong:
        print(f"    {half(label['id'])} {label['id']}: {wrong}")


def main() -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path, metavar="FILE", help="labels, a JSON object a line")
    parser.add_argument("--wrong", type=float, nargs="?", const=0.9, metavar="F1", help="name our pages that are wrong")
    parser.add_argument("--peers", nargs="*", default=["pantau", "trafilatura"], choices=list(PEERS))
    options = parser.parse_args()
    for file in options.sets:
        seconds = {}
        for name in options.peers:
            is_shown = options.wrong and name == "pantau"
            tell = partial(_show_wrong, options.wrong) if is_shown else lambda label, scores: None
            tallies = measure(PEERS[name][1], file, tell)
            seconds[name] = tallies["all"].seconds
            for part, tally in tallies.items():
                print(f"{file.name:16} {name:12} {part:5} {tally.row()}")
        if {"pantau", "trafilatura"} <= set(seconds):
            print(f"{file.name:16} CPU ratio pantau / trafilatura: {seconds['pantau'] / seconds['trafilatura']:.2f}")


if __name__ == "__main__":
    main()
