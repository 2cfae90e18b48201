"""What changed in the record: status, places of an item, corrections, withdrawn items, dead sources."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from plugins.incremental.tracking import tracked_function
from plugins.language.feed_words import sentence, title
from plugins.language.words import status_words
from plugins.model.pages import InitiativePage
from plugins.model.record import Record
from plugins.queries.corrections import title_of
from plugins.queries.scopes import NOTHING, Scope, scope_of, scope_of_facts, scope_of_initiative, scope_of_news
from record.item import Item
from record.models import InitiativeStep


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
    scope: Scope = NOTHING
    """What it is of."""
    sources: tuple[str, ...] = ()
    step: InitiativeStep | None = None
    """Of a change of status: the step that changed it."""
    item_id: str = ""
    """Of a withdrawn item: the id of its own entry."""

    @property
    def month(self) -> int:
        """Its month."""
        return self.day.month


def changes(record: Record) -> list[Change]:
    """Changes of status, items that moved to other places, corrections, withdrawn items and dead citations, newest
    first.
    """
    return list(_changes(record))


@tracked_function
def _changes(record: Record) -> tuple[Change, ...]:
    unsorted = [
        *_status_changes(record),
        *_refiled(record),
        *_corrections(record),
        *_withdrawn(record),
        *_dead(record),
    ]
    return tuple(sorted(unsorted, key=lambda change: (change.day.isoformat(), change.id), reverse=True))


def _status_changes(record: Record) -> Iterator[Change]:
    for entry in record.initiatives:
        # A step may also say that it still is so.
        for before, after in pairwise(entry.data.steps):
            if before.status != after.status:
                yield _status_change(record, entry, before, after)


def _status_change(record: Record, entry: InitiativePage, before: InitiativeStep, after: InitiativeStep) -> Change:
    status = status_words(after.status)
    return Change(
        day=after.noted or after.date,
        kind="status",
        title=title("status", name=entry.data.name, place=record.place_name(entry.data.place), status=status),
        text=sentence("status", before=status_words(before.status), status=status, summary=after.summary),
        address=entry.address,
        id=change_id("status", entry.address, after.feed_id),
        scope=scope_of_initiative(entry),
        sources=tuple(after.sources),
        step=after,
    )


def _refiled(record: Record) -> Iterator[Change]:
    for decision in record.refiled:
        news = record.evidence(decision.url)
        if news:
            was, now = (", ".join(map(record.place_name, names)) or "–" for names in (decision.was, decision.now))
            places = [*news.row.places, *(slug for slug in (*decision.now, *decision.was) if slug in record.places)]
            yield Change(
                day=decision.when.date(),
                kind="refiled",
                title=title("refiled", headline=news.item.title),
                text=sentence("refiled", was=was, now=now),
                address=news.address,
                id=change_id("refiled", decision.url, decision.when.isoformat()),
                scope=scope_of_news(news, places),
                sources=(decision.url,),
            )


def _corrections(record: Record) -> Iterator[Change]:
    for page in record.corrections:
        correction = page.data
        yield Change(
            day=correction.date,
            kind="correction",
            title=title_of(record, page),
            text=sentence("correction", was=correction.was, now=correction.now, why=correction.why),
            address=correction.page,
            id=page.id,
            scope=scope_of(record, correction.page) | scope_of_facts(record, page.fact_ids),
            sources=(correction.source,) if correction.source else (),
        )


def _withdrawn(record: Record) -> Iterator[Change]:
    """Hidden items whose editor says when they were withdrawn."""
    for news in record.pages:
        if news.is_hidden and (day := news.item.withdrawn):
            yield Change(
                day=day,
                kind="withdrawn",
                title=title("withdrawn", headline=news.title),
                text=withdrawal_words(news.item),
                address=news.address,
                # Not from the day, which may be corrected.
                id=change_id("withdrawn", news.item.id),
                scope=scope_of_news(news),
                item_id=news.item.id,
            )


def withdrawal_words(item: Item) -> str:
    """That an item was withdrawn, and why."""
    reason = item.withdrawn_reason
    return sentence("withdrawn", reason=reason) if reason else sentence("withdrawn-unexplained")


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
        title=title("gone", headline=ours.item.title if ours else url),
        text=sentence("gone", publisher=record.publisher(url)),
        address=page,
        id=change_id("gone", ours.item.id if ours else url),
        scope=scope_of(record, page),
        sources=(url,),
    )


def change_id(*parts: str) -> str:
    """A UUID URN made from `parts`, which must never change for the change that they stand for."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "|".join(("pantau100", *parts))).urn
