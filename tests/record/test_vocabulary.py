"""Every table by a word of the record has a row for each word, and none for a word that the record does not know."""

from typing import get_args

from plugins.language import words
from record import vocabulary as known
from scrapers.decide import terms


def test_labels_are_those_of_the_record_in_its_order() -> None:
    assert tuple(words.DIMENSIONS) == known.DIMENSIONS
    assert tuple(words.STATUS) == get_args(known.InitiativeStatus)
    kinds = (known.NEWS_KINDS, *map(get_args, (known.MilestoneKind, known.InitiativeKind, known.OutletKind)))
    assert {kind for group in kinds for kind in group} == words.KINDS.keys() - {"jumlah"}
    assert words.CITATIONS.keys() - {""} == set(get_args(known.CitationState))
    assert words.SOURCE_STATES.keys() - {"well", "new"} == set(get_args(known.OutageState))


def test_terms_lead_to_words_of_the_record() -> None:
    assert tuple(terms.DIMENSIONS) == known.DIMENSIONS
    assert terms.KINDS.keys() <= set(known.NEWS_KINDS)
