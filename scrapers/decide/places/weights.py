"""The fitted weights of the model: one a feature of `evidence.py`, read from `weights.tsv`."""

from pathlib import Path

from scrapers.gazetteer import read_rows

FILE = Path(__file__).with_name("weights.tsv")
WEIGHTS: dict[str, float] = {name: float(weight) for name, weight in read_rows(FILE, width=2)}
