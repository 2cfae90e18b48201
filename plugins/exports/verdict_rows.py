"""The rows of the open data's tables about verdicts."""

from itertools import product

from plugins.exports.table_rows import Rows
from plugins.language.verdict_words import verdict_words
from plugins.language.words import DIMENSIONS
from plugins.model.record import Record
from plugins.queries import outcomes as verdicts_of
from plugins.queries.silence import last_mention
from record.outcomes import last_shown

ALL = "semua"
"""The scope of everything."""


def outcomes(record: Record, _site: str, slug: str) -> Rows:
    """What became of each initiative."""
    for entry in record.initiatives_of(slug) if slug else record.initiatives:
        mention, shown = last_mention(record, entry), last_shown(entry.data.steps)
        yield {
            "initiative": entry.data.id,
            "place": entry.data.place,
            "dimension": entry.data.dimension,
            "outcome": verdicts_of.outcome(record, entry),
            "last_word": mention.day,
            "last_word_precision": mention.precision,
            "shown": shown.date if shown else None,
            "shown_precision": shown.precision if shown else "",
        }


def verdicts(record: Record, _site: str, slug: str) -> Rows:
    """The verdict of everything, each place, each dimension, and each dimension of a place."""
    places = [slug] if slug else ["", *sorted(record.places)]
    for place, dimension in product(places, ["", *DIMENSIONS]):
        verdict = verdicts_of.verdict(record, place, dimension)
        yield {
            "scope": "/".join(filter(None, (place, dimension))) or ALL,
            "place": place,
            "dimension": dimension,
            "total": verdict.total,
            **dict(verdict.counts),
            "last_word": verdict.day,
            "last_word_precision": verdict.precision if verdict.day else "",
            "sentence": verdict_words(verdict, record.place_name(place) if place else ""),
        }
