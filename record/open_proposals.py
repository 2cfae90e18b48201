"""Which proposals wait for an editor: one entry for all that say the same, and none whose reason is gone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType

from record.errors import ContentProblem
from record.item import Item
from record.items import Items
from record.proposals import recorded_sources
from record.same_proposal import SourcedProposal, grouped, says_the_same
from record.suggestions import is_likely
from record.tray import REFUSING, Proposed, Tray
from record.urls import url_key

GONE = MappingProxyType(
    {
        "rejected": "its item was rejected",
        "merged": "its item was merged into another",
        "deleted": "its item is not there any more",
        "hidden": "its item is hidden",
        "placeless": "its item is about no place",
        "recorded": "it is recorded already",
        "decided": "the same was decided already",
    }
)
"""Why a proposal waits no longer, in an editor's words."""


@dataclass(frozen=True)
class OpenProposals:
    """The undecided proposals of a tray."""

    waiting: tuple[tuple[Proposed, ...], ...]
    """Those that say the same are one group; its first is the oldest, and stands for it."""
    gone: tuple[tuple[Proposed, str], ...]
    """Those that wait no longer, each with a word of `GONE`."""


def open_proposals(content: Path, tray: Tray, items: Items) -> OpenProposals:
    """Sort the undecided proposals. Each has the title, date and main place that its item has now."""
    recorded = cache(partial(recorded_sources, content))
    decided = [_sourced(row, _own_item(items, row.url)) for row in tray.decided()]
    waiting, gone = [], []
    for row in tray.undecided():
        if not is_likely(row.what, row.kind):
            # Undecided it stays: it is asked about once its kind is right more often.
            continue
        item = _own_item(items, row.url)
        proposal = _sourced(row, item)
        why = _why_gone(proposal, item, tray, recorded, decided)
        # It may be in a file that cannot be read: those are named, and mended.
        if why and not (why == "deleted" and items.problems):
            gone.append((row, why))
        else:
            waiting.append(proposal)
    oldest_first = sorted(waiting, key=lambda each: (not each.proposal.date, each.proposal.date, each.proposal.id))
    return OpenProposals(tuple(grouped(oldest_first)), tuple(gone))


def _why_gone(
    proposal: SourcedProposal,
    item: Item | ContentProblem | None,
    tray: Tray,
    recorded: Callable[[str, str], frozenset[tuple[str, str]]],
    decided: list[SourcedProposal],
) -> str:
    """A word of `GONE`, "" for a proposal that waits."""
    row = proposal.proposal
    last = tray.last_decision(row.url).get("decision", "")
    if last in REFUSING:
        return str(last)
    if item is None:
        return "deleted"
    # A file that cannot be read is still there: the build says what is wrong with it.
    if isinstance(item, Item) and item.status == "hidden":
        return "hidden"
    if isinstance(item, Item) and not item.places:
        return "placeless"
    if (row.kind, url_key(row.url)) in recorded(row.what, row.place):
        return "recorded"
    return "decided" if any(says_the_same(other, proposal) for other in decided) else ""


def _own_item(items: Items, url: str) -> Item | ContentProblem | None:
    """The item whose original is at this address; an item that was merged into another has only lent it its address."""
    try:
        item = items.find(url)
    except ContentProblem as problem:
        return problem
    return item if item and url_key(item.source_url) == url_key(url) else None


def _sourced(row: Proposed, item: Item | ContentProblem | None) -> SourcedProposal:
    if not isinstance(item, Item):
        return SourcedProposal(row)
    place = item.places[0] if item.places else row.place
    date = item.date.date().isoformat() if item.date else ""
    return SourcedProposal(replace(row, title=item.title, place=place, date=date), item.story)
