"""How a feed is cut into documents: the feed itself, and archive documents that never change again (RFC 5005)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

FULL = 50
"""How many entries an archive document has at most."""
ENOUGH = 25
"""With how many a run also ends where a day ends. By months, as one would on paper, most feeds of a place and dimension
would get an archive document of one or two entries each month: 9 000 of them at 10 000 items."""
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
    runs = takewhile(lambda run: days[run[1] - 1] < newest, _runs(days))
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
    """Start and end of each run: it ends when it is full, and with a day once it has enough."""
    start = 0
    for end in range(1, len(days) + 1):
        ends_day = end == len(days) or days[end] != days[end - 1]
        if end - start == FULL or (ends_day and end - start >= ENOUGH):
            yield start, end
            start = end
