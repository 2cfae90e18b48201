"""How a feed is cut into documents: the feed itself, and archive documents that never change again (RFC 5005)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

FULL = 50
"""How many entries an archive document has at most."""
ENOUGH = 25
"""With how many a run also ends where a day ends, so that days with many entries leave the feed soon."""
FOLLOWING = 40
"""How many entries follow an archive document at least, so that the feed alone is enough for who polls it often."""


@dataclass(frozen=True)
class Document:
    """The feed itself (number 0) or an archive document of it, numbered from the oldest entries on.

    It has the entries from `start` to `stop` of all, counted from the oldest; `links` are the numbers of other
    documents by their relation to this one.
    """

    number: int
    start: int
    stop: int
    links: Mapping[str, int]

    @property
    def stem(self) -> str:
        """`feed`, `feed-1`: the name of its files without their ending."""
        return document_stem(self.number)


def document_stem(number: int) -> str:
    """The name of the files of a document without their ending."""
    return f"feed-{number}" if number else "feed"


def archive_bounds(days: Sequence[str], newest: str) -> tuple[tuple[int, int], ...]:
    """Start and stop of each archive document of a feed, counted from its oldest entry on.

    `days` are those on which its entries became known (ISO dates, oldest first), `newest` is the newest day on which
    anything at all did. A run of entries becomes an archive document when nothing can be added to it any more, since
    its last day is over, and `FOLLOWING` entries came after it. So entries that are added with `newest` or a later day
    leave every archive document as it is, whatever days they tell of.
    """
    runs = takewhile(lambda run: _is_over(days, *run, newest), _runs(days))
    return tuple(run for run in runs if len(days) - run[1] >= FOLLOWING)


def documents(archives: Sequence[tuple[int, int]], size: int) -> list[Document]:
    """The feed and its archive documents, which together have each of `size` entries once.

    When an archive document is added, the one before it gets its link to it, and nothing else.
    """
    last = len(archives)
    feed = Document(0, archives[-1][1] if archives else 0, size, {"prev-archive": last} if last else {})
    return [feed, *(Document(number, *bounds, _links(number, last)) for number, bounds in enumerate(archives, 1))]


def _links(number: int, last: int) -> dict[str, int]:
    links = {"prev-archive": number - 1, "next-archive": number + 1}
    return {"current": 0} | {relation: other for relation, other in links.items() if 1 <= other <= last}


def _runs(days: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each run: it ends when it is full, with a month, and with a day when it has enough."""
    start = 0
    for end in range(1, len(days) + 1):
        is_last = end == len(days)
        ends_month = is_last or days[end][:7] != days[end - 1][:7]
        ends_day = is_last or days[end] != days[end - 1]
        if end - start == FULL or ends_month or (ends_day and end - start >= ENOUGH):
            yield start, end
            start = end


def _is_over(days: Sequence[str], start: int, end: int, newest: str) -> bool:
    """Whether a run can have no further entry."""
    last = days[end - 1]
    return last[:7] < newest[:7] or (last < newest and end - start >= ENOUGH)
