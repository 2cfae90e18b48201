"""The labelled pages: the labels fit the pages, and what is read off them does not get worse."""

import hashlib
import json

import pytest
from lxml import html as lxml_html

from tests.extract.score import MEASURES, PAGES, labels, ours, plain, score

FLOOR = 0.98
"""Share of pages that are all right; raise it when it has been passed, lowering it needs a reason in the commit."""
FINGERPRINT = "d8c5306a9e223d73"
"""Of all pages and labels: a better score must not come from other questions."""
ALL = [pytest.param(page, label, id=page.stem) for page, label in labels()]


@pytest.mark.parametrize(("page", "label"), ALL)
def test_a_label_fits_its_page(page, label) -> None:
    tree = lxml_html.document_fromstring(page.read_bytes())
    shown = plain(" ".join(tree.itertext()))
    phrases = (label["title"], *label["must"], *label["must_not"], label["author"] or "")
    assert [phrase for phrase in phrases if plain(phrase) not in shown] == []


def test_the_set_is_wide_and_the_one_that_was_scored() -> None:
    platforms = {label["platform"] for _, label in labels()}
    assert len(ALL) >= 60
    assert len(platforms) >= 20
    files = sorted(PAGES.iterdir())
    digest = hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()
    assert digest[:16] == FINGERPRINT


def test_the_score_holds() -> None:
    shares, wrong = score(ours)
    assert set(shares) == set(MEASURES)
    assert shares["all right"] >= FLOOR, json.dumps(wrong, indent=1)


def test_a_wrong_reading_is_seen() -> None:
    shares, wrong = score(lambda page, url: ours(b"<title>Salah</title><p>" + b"Bukan ini yang dicari. " * 20, url))
    assert shares["all right"] == 0
    assert len(wrong) == len(ALL)
