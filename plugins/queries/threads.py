"""What an item leads on to: the news before and after it about the same initiative."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugins.incremental.tracking import digest_of, query, tracked_function
from plugins.model.news import News
from plugins.model.pages import InitiativePage
from plugins.model.record import Record
from plugins.queries.silence import news_naming

_Links = tuple[str, str, str]
"""Addresses of an initiative's page, and of the items before and after one; "" where there is none."""


@dataclass(frozen=True)
class Thread:
    """An initiative that an item names or is evidence of, and the dated items about it around that item."""

    initiative: InitiativePage
    before: News | None
    after: News | None


def threads(record: Record, news: News) -> list[Thread]:
    """The threads that an item is part of, by the initiative's address; its page depends on these items alone."""
    return [
        Thread(record.initiative(address), _item(record, before), _item(record, after))
        for address, before, after in _threads(record, news.address)
    ]


def _item(record: Record, address: str) -> News | None:
    return record.published(address) if address else None


@query
def _threads(record: Record, address: str) -> tuple[_Links, ...]:
    _digest(record)
    # The digest stands for all that is read here, which is of every initiative.
    with record.dependencies.tracking():
        return tuple(_by_item(record).get(address, ()))


@query
def _digest(record: Record) -> str:
    return digest_of(sorted(_by_item(record).items()))


@tracked_function
def _by_item(record: Record) -> Mapping[str, Sequence[_Links]]:
    """The links of each item by its address."""
    links: defaultdict[str, list[_Links]] = defaultdict(list)
    for entry in sorted(record.initiatives, key=lambda entry: entry.address):
        newest_first = [news.address for news in news_naming(record, entry)]
        for after, own, before in zip(["", *newest_first], newest_first, [*newest_first[1:], ""], strict=False):
            links[own].append((entry.address, before, after))
    return dict(links)
