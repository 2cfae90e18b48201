"""Rules on addresses: each source leads to what it is cited for. Of news, also that its date is that of its address."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from plugins.model.contradictions.dates import address_states
from plugins.model.contradictions.findings import Evidence, Finding, Row
from record.address_faults import FAULT_ADVICE, AddressFault, address_fault
from record.date_bounds import span
from record.item import Item
from record.partial_dates import parse_partial_date


def bad_source(evidence: Evidence) -> Iterator[Finding]:
    """A source that proves nothing, each time it is cited; but what a run read through that address is proved."""
    cited = frozenset().union(*(file.cited for file in evidence.to_check))
    faults = {url: fault for url in cited if (fault := address_fault(url)) and not _was_read(url, evidence)}
    for row in (row for file in evidence.to_check if not file.cited.isdisjoint(faults) for row in file.rows):
        yield from _bad_sources(row, faults)


def _was_read(url: str, evidence: Evidence) -> bool:
    item = evidence.item(url)
    return bool(item and item.item.collected)


def _bad_sources(row: Row, faults: Mapping[str, AddressFault]) -> Iterator[Finding]:
    for key in ("source", "sources"):
        value = getattr(row.data, key, [])
        for url in [value] if isinstance(value, str) else value:
            if url in faults:
                problem = f"{url} {FAULT_ADVICE[faults[url]]}"
                yield Finding("address", row.at(key, url), (problem,), frozenset({url, row.id} - {""}))


class ItemFinding(NamedTuple):
    """What is wrong with a news item by itself. Plain values: it comes out of a worker's process."""

    rule: str
    key: str
    problem: str
    about: str
    """The address by which an exemption in a file of its places may name it."""


def item_findings(item: Item) -> Iterator[ItemFinding]:
    """What is wrong with the address of a published item, or with a date that is said to stand in it.

    An address that a run of ours read is right, however it looks.
    """
    if item.status == "draft" or item.collected:
        return
    if fault := address_fault(item.source_url):
        yield ItemFinding("address", "Source_url", f"{item.source_url} {FAULT_ADVICE[fault]}", item.source_url)
    if item.date_basis == "address" and not _is_stated(item):
        key = "Date" if item.date else "Event_date"
        advice = "neither Source_url nor Also states this date; mend it, or say in Date_basis how it is known"
        yield ItemFinding("date", key, advice, item.source_url)


def _is_stated(item: Item) -> bool:
    addresses = (item.source_url, *item.also)
    if item.date:
        return any(address_states(url, item.date.date(), item.date.date()) for url in addresses)
    if not item.event_date:
        return True
    first, last = span(*parse_partial_date(item.event_date, item.event_precision))
    return any(address_states(url, first, last) for url in addresses)
