"""The scorer of labelled sets and the fit of the blocks' weights: they see what is right and what is wrong."""

import gzip
import json
import math
from pathlib import Path

import pytest

from scrapers.extract.blocks import WEIGHTS
from tests.extract.fit_blocks import fit, rows_of
from tests.extract.score import Extracted, ours
from tests.extract.score_sets import body_score, judge_ends, measure

CASES = Path(__file__).parent / "cases"
ENDS = {
    "headline": "Taman “Kita” Dibuka",
    "published": "2019-04-03",
    "author": None,
    "first6": "Taman itu dibuka wali kota pagi",
    "first6_alt": ["Bekasi Taman itu dibuka wali kota"],
    "last6": "dengan sewa yang sama seperti dahulu",
    "without": ["Baca juga"],
}
TEXT = "Taman itu dibuka wali kota pagi ini. Pedagang boleh kembali dengan sewa yang sama seperti dahulu."


@pytest.mark.parametrize(
    ("text", "title", "wrong"),
    [
        (TEXT, 'Taman "Kita" Dibuka', set()),
        (f"Bekasi - {TEXT}", "Taman “Kita” Dibuka", set()),
        (f"Beranda {TEXT}", "Taman “Kita” Dibuka", {"first", "wholly"}),
        (f"{TEXT} Iklan", "Taman “Kita” Dibuka", {"last", "wholly"}),
        (TEXT.replace("ini.", "ini. Baca juga:"), "Taman", {"headline", "without", "wholly"}),
    ],
)
def test_ends_are_judged(text, title, wrong) -> None:
    scores = judge_ends(Extracted(title, "2019-04-03T09:00:00+07:00", "", text), ENDS)
    assert {name for name, score in scores.items() if not score} == wrong


def test_a_body_scores_by_its_shingles() -> None:
    assert body_score(TEXT, TEXT) == 1
    assert body_score("", TEXT) == 0
    assert 0.8 < body_score(f"{TEXT} Baca juga berita lain", TEXT) < 1


@pytest.fixture(scope="module")
def labelled_set(tmp_path_factory) -> Path:
    """A set of the expected records, one page zipped."""
    folder = tmp_path_factory.mktemp("set")
    lines = []
    for page in sorted(CASES.glob("*.html"))[:4]:
        label = json.loads(page.with_suffix(".json").read_text("utf-8"))
        (folder / f"{page.stem}.html.gz").write_bytes(gzip.compress(page.read_bytes()))
        lines.append({"id": page.stem, "file": f"{page.stem}.html.gz", "url": label["url"], "body": label["text"]})
    file = folder / "set.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    return file


def test_a_set_is_measured_by_halves(labelled_set) -> None:
    read = measure(ours, labelled_set)
    assert read["all"].asked["body"] == read["fit"].asked["body"] + read["tune"].asked["body"] == 4
    assert read["all"].sums["body"] > 3.9
    assert measure(lambda page, url: Extracted(), labelled_set)["all"].sums["body"] == 0


def test_weights_are_fitted(labelled_set) -> None:
    rows = list(rows_of(labelled_set))
    assert {name for features, *_ in rows for name in features} | {"bias"} == set(WEIGHTS)
    assert sum(is_own for _, is_own, *_ in rows) > 10
    bias, slope = fit([([1.0, x], float(x > 0.5), 10, "fit") for x in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)])
    assert slope > 1
    assert math.isclose(-bias / slope, 0.5, abs_tol=0.1)
