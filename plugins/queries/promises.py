"""The promises and services of a place by what became of them, each with its newest word and who says it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from plugins.model.pages import InitiativePage
from plugins.model.record import Record
from plugins.queries.outcomes import outcome
from plugins.queries.silence import LastMention, last_mention, news_naming
from record.partial_dates import BOUNDS, order_of
from record.vocabulary import OUTCOMES, Outcome


@dataclass(frozen=True)
class Promise:
    """An initiative with its newest word.

    `sources` are the addresses of all that its steps rest on, of the dated news that names it and of its summary: those
    of the newest word first.
    """

    entry: InitiativePage
    mention: LastMention
    sources: tuple[str, ...]


def by_outcome(record: Record, slug: str) -> list[tuple[Outcome, list[Promise]]]:
    """A place's promises by the outcomes that occur, in the order of `OUTCOMES`; in each the newest word first."""
    groups: dict[Outcome, list[Promise]] = {name: [] for name in OUTCOMES}
    for entry in record.initiatives_of(slug):
        sources = tuple(dict.fromkeys(_sources(record, entry)))
        groups[outcome(record, entry)].append(Promise(entry, last_mention(record, entry), sources))
    for promises in groups.values():
        promises.sort(key=_newest, reverse=True)
    return [(name, promises) for name, promises in groups.items() if promises]


def _newest(promise: Promise) -> tuple[str, int]:
    return order_of(promise.mention.day.isoformat(), promise.mention.precision)


def _sources(record: Record, entry: InitiativePage) -> Iterator[str]:
    """The addresses of what has an exact day, the newest first; then those of what has a bound, and of the summary."""
    words: list[tuple[str, str, Sequence[str]]] = []
    words += [(step.date.isoformat(), step.precision, step.sources) for step in entry.data.steps]
    words += [
        (news.day.isoformat(), news.row.precision, (news.item.source_url,))
        for news in news_naming(record, entry)
        if news.day
    ]
    words.sort(key=lambda word: (word[1] not in BOUNDS, order_of(word[0], word[1])), reverse=True)
    return chain(chain.from_iterable(sources for _, _, sources in words), entry.data.sources)
