"""What changed in the record: status, places of an item, corrections, withdrawn items, dead sources."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from plugins.language.words import status_words
from plugins.model.record import Record
from plugins.queries.corrections import title_of
from record.models import InitiativeStep

WITHDRAWN = "Berita ini tidak lagi ada dalam daftar dan RSS."
NO_REASON = "Sebabnya tidak ditulis."


@dataclass(frozen=True)
class Change:
    """A change in the record, as shown to readers and in feeds.

    `kind` is a key of `plugins.language.words.CHANGES`, `title` and `text` are Indonesian, `address` is the page that
    shows it (with an anchor, perhaps), `id` is a UUID URN that never changes.
    """

    day: dt.date
    kind: str
    title: str
    text: str
    address: str
    id: str

    @property
    def month(self) -> int:
        """Its month."""
        return self.day.month


def changes(record: Record) -> list[Change]:
    """Changes of status, items that moved to other places, corrections, withdrawn items and dead citations, newest
    first.
    """
    unsorted = [
        *_status_changes(record),
        *_refiled(record),
        *_corrections(record),
        *_withdrawn(record),
        *_dead(record),
    ]
    return sorted(unsorted, key=lambda change: (change.day.isoformat(), change.id), reverse=True)


def _status_changes(record: Record) -> Iterator[Change]:
    for entry in record.initiatives:
        steps, where = entry.data.steps, record.place_name(entry.data.place)
        # A step may also say that it still is so.
        for before, after in ((first, second) for first, second in pairwise(steps) if first.status != second.status):
            yield Change(
                day=after.noted or after.date,
                kind="status",
                title=f"{entry.data.name}, {where}: {status_words(after.status)}",
                text=_status_text(before, after),
                address=entry.address,
                id=change_id("status", entry.address, after.feed_id),
            )


def _status_text(before: InitiativeStep, after: InitiativeStep) -> str:
    return f"Dari {status_words(before.status)} menjadi {status_words(after.status)}. {after.summary}"


def _refiled(record: Record) -> Iterator[Change]:
    for decision in record.refiled:
        news = record.evidence(decision.url)
        if news:
            was, now = (", ".join(map(record.place_name, names)) or "–" for names in (decision.was, decision.now))
            yield Change(
                day=decision.when.date(),
                kind="refiled",
                title=f"Dipindahkan: {news.item.title}",
                text=f"Dari {was} ke {now}.",
                address=news.address,
                id=change_id("refiled", decision.url, decision.when.isoformat()),
            )


def _corrections(record: Record) -> Iterator[Change]:
    for page in record.corrections:
        correction = page.data
        yield Change(
            day=correction.date,
            kind="correction",
            title=title_of(record, page),
            text=f"Semula: {correction.was} Menjadi: {correction.now} {correction.why}",
            address=correction.page,
            id=page.id,
        )


def _withdrawn(record: Record) -> Iterator[Change]:
    """Hidden items whose editor says when they were withdrawn."""
    for news in record.pages:
        if news.is_hidden and (day := news.item.withdrawn):
            yield Change(
                day=day,
                kind="withdrawn",
                title=f"Ditarik: {news.title}",
                text=f"{WITHDRAWN} {news.item.withdrawn_reason or NO_REASON}",
                address=news.address,
                # Not from the day, which may be corrected.
                id=change_id("withdrawn", news.item.id),
            )


def _dead(record: Record) -> Iterator[Change]:
    """Every cited address that has gone, by the check of citations or by the collector's visit."""
    listed = set()
    for citation in record.citations.values():
        page = record.cited_on(citation.url)
        if citation.state == "gone" and page:
            listed.add(citation.url)
            yield _gone(record, citation.url, citation.since or citation.checked, page)
    for news in (*record.listed, *record.undated):
        if news.item.gone and news.item.source_url not in listed:
            yield _gone(record, news.item.source_url, news.item.gone.date(), news.address)


def _gone(record: Record, url: str, day: dt.date, page: str) -> Change:
    ours = record.evidence(url)
    return Change(
        day=day,
        kind="gone",
        title=f"Sumber hilang: {ours.item.title if ours else url}",
        text=f"Alamat asli di {record.publisher(url)} tidak ada lagi.",
        address=page,
        id=change_id("gone", ours.item.id if ours else url),
    )


def change_id(*parts: str) -> str:
    """A UUID URN made from `parts`, which must never change for the change that they stand for."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "|".join(("pantau100", *parts))).urn
