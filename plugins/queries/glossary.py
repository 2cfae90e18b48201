"""The programme's terms: what `/istilah/` shows, and what pages link to it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from plugins.incremental.tracking import query
from plugins.language.term_links import TermForm, spellings
from plugins.model.record import Record
from record.items import slugify
from record.programme import Term


class Entry(NamedTuple):
    """A term and its anchor on the page of terms."""

    anchor: str
    data: Term


def entries(record: Record) -> list[Entry]:
    """Every term, by the alphabet."""
    rows = [Entry(slugify(term.term), term) for term in record.programme.term]
    return sorted(rows, key=lambda row: (row.data.term.casefold(), row.data.term))


def unexplained(record: Record) -> list[str]:
    """The terms that are listed, but not explained; no page links them."""
    return [entry.data.term for entry in entries(record) if not _title(entry.data)]


def forms(record: Record, translations: Mapping[str, str]) -> Sequence[TermForm]:
    """Every spelling of an explained term; in the language of `translations` where these have its text."""
    rows = _forms(record)
    return [(word, anchor, translations.get(title, title)) for word, anchor, title in rows] if translations else rows


@query
def _forms(record: Record) -> tuple[tuple[str, str, str], ...]:
    """Word, anchor and title of each; pages depend on these alone, and not on all of the programme."""
    explained = [(entry, title) for entry in entries(record) if (title := _title(entry.data))]
    return tuple(
        (word, entry.anchor, title)
        for entry, title in explained
        for word in spellings(entry.data.term, entry.data.also)
    )


def _title(term: Term) -> str:
    return term.expansion or term.meaning
