"""`python -m scrapers citations`: request a share of the cited addresses, and look for archived copies of them.

`content/citations.jsonl` has the states, `content/archived.jsonl` the copies.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel

from record.content_files import read_initiative, read_programme
from record.content_tree import content_files
from record.errors import ContentProblem
from record.item import Item
from record.items import Items
from record.json_lines import read_lines, write_lines
from record.lock import only_run
from record.models import cited_in
from record.monitoring import ArchivedCopy, Citation
from record.places import tracked_places
from record.text_files import read_bytes
from record.urls import url_key
from scrapers.decide.archived_copies import Capture, captures_in, copy_address, nearest
from scrapers.decide.citations import Reply, due, fault_of_rejection, is_our_line, settle
from scrapers.decide.verdict import digest
from scrapers.errors import ArticleRejected
from scrapers.fetch.citations import AddressCheck, AddressResponse, CitationHandler, ask
from scrapers.page_reader import read_article
from scrapers.pipeline import following
from scrapers.sources import Sources
from scrapers.store.run_state import RunState

FILE = "citations.jsonl"
COPIES = "archived.jsonl"


@dataclass
class Checked:
    """The result of a run.

    `cited` counts the cited addresses; `lines` has those that were requested, by address; `moved` are the lines in
    another state than before, with details; `is_our_line`: none answered at all, so that nothing was written;
    `archive_fault`: why the web archive could not be asked, or ""; `copies` and `without` count the cited addresses of
    which an archived copy is known, and those of which none is.
    """

    cited: int
    lines: dict[str, Citation] = field(default_factory=dict)
    moved: list[tuple[Citation, str]] = field(default_factory=list)
    is_our_line: bool = False
    archive_fault: str = ""
    copies: int = 0
    without: int = 0

    def lines_for_people(self) -> Iterator[str]:
        """The run in words, a line each."""
        if self.is_our_line:
            yield "no address answered at all: that is our own network; nothing was noted"
            return
        counts = Counter(line.state for line in self.lines.values())
        states = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
        yield f"asked {len(self.lines)} of {self.cited} cited addresses{': ' if states else ''}{states}"
        for line, detail in self.moved:
            yield f"{line.state:10} {line.url}{f' ({line.reason}: {detail})' if line.reason else ''}"
        yield copies_in_words(self.copies, self.without)
        if self.archive_fault:
            yield f"the web archive could not be asked: {self.archive_fault}"


def check_citations(
    *, sources: Sources, content: Path, state_folder: Path, day: dt.date, limit: int | None = None, copies: bool = False
) -> Checked:
    """Request the addresses that are due on `day` and write their states.

    `limit` is how many at most; `copies`: also ask the web archive of `sources` for copies.

    Raises `ContentProblem` for a file that cannot be read, `StoreFailed` when the result cannot be written.
    """
    with only_run(content), RunState(state_folder) as state:
        path = content / FILE
        known = {line.url: line for line in read_lines(path, Citation)}
        items = _items(content, state)
        cited = {*items, *_cited(content)}
        run = _Run(sources, items)
        archived = {line.url: line for line in read_lines(content / COPIES, ArchivedCopy)}
        urls = due(cited, known, day, limit)
        handler = run.handler(state.holds())
        if urls:
            ask(
                sources,
                [_check(url, items.get(url), run, copies=copies and url not in archived) for url in urls],
                handler,
            )
        for host, until in handler.holds.items():
            state.save_hold(host, until)
        checked = run.checked(len(cited), known, day)
        archived |= run.copies()
        write_lines(path, [line for _, line in sorted((known | checked.lines).items())])
        write_lines(content / COPIES, [line for _, line in sorted(archived.items())])
    checked.copies, checked.without = len(cited & archived.keys()), len(cited - archived.keys())
    return checked


def add_copies(*, content: Path, state_folder: Path, index: Path, view: str) -> tuple[int, int, int]:
    """Take known copies of cited pages from an index of a web archive (a CDX file or the answer of a CDX server).

    `view` is what stands before a copy's moment and address. Of several copies the one nearest to an item's date is
    taken. Gives how many copies are new, how many cited addresses now have one, and how many have none.

    Raises `ContentProblem` for a file that cannot be read, `StoreFailed` when the result cannot be written.
    """
    with only_run(content), RunState(state_folder) as state:
        items = _items(content, state)
        cited = {*items, *_cited(content)}
        archived = {line.url: line for line in read_lines(content / COPIES, ArchivedCopy)}
        by_key: dict[str, list[Capture]] = defaultdict(list)
        for capture in captures_in(read_bytes(index, ContentProblem)):
            by_key[_key(capture.original)].append(capture)
        new = {}
        for url in sorted(cited - archived.keys()):
            if best := nearest(by_key.get(_key(url), ()), url, _moment(items.get(url))):
                new[url] = ArchivedCopy(url=url, archive=copy_address(best, view))
        archived |= new
        write_lines(content / COPIES, [line for _, line in sorted(archived.items())])
    return len(new), len(cited & archived.keys()), len(cited - archived.keys())


def copies_in_words(known: int, without: int) -> str:
    """How many of the cited addresses have an archived copy."""
    return f"archived copies are known of {known} cited addresses, of {without} none"


def _key(url: str) -> str:
    try:
        return url_key(url)
    except ValueError:
        return url


class _Run:
    """Collects the spider's responses, and turns them into lines."""

    def __init__(self, sources: Sources, items: Mapping[str, Item]) -> None:
        self._outlets = {outlet.id: outlet for outlet in sources.outlet}
        self._items = items
        self._replies: dict[str, Reply] = {}
        self._copies: dict[str, str] = {}
        self._archive_fault = ""

    def handler(self, holds: Mapping[str, dt.datetime]) -> CitationHandler:
        allowed = frozenset(pair for outlet in self._outlets.values() for pair in outlet.allow_private)
        return CitationHandler(self._take, self._take_copy, self._no_copies, following, holds, allowed)

    def can_compare(self, item: Item | None) -> bool:
        """Whether the words of an item's page can be read again as they were."""
        return item is not None and bool(item.digest) and item.outlet in self._outlets

    def checked(self, cited: int, known: Mapping[str, Citation], day: dt.date) -> Checked:
        checked = Checked(cited, is_our_line=is_our_line(self._replies.values()), archive_fault=self._archive_fault)
        if checked.is_our_line:
            return checked
        for url, reply in sorted(self._replies.items()):
            item, before = self._items.get(url), known.get(url)
            line = settle(before, reply, digest=item.digest if item else "", day=day)
            checked.lines[url] = line
            if line.state != (before.state if before else "live"):
                checked.moved.append((line, reply.detail))
        return checked

    def copies(self) -> dict[str, ArchivedCopy]:
        """The copies that the web archive named, by the page's address."""
        return {url: ArchivedCopy(url=url, archive=copy) for url, copy in self._copies.items()}

    def _take(self, response: AddressResponse) -> None:
        fault, words = response.fault or "", ""
        item = self._items.get(response.url)
        if response.parts and item:
            try:
                words = digest(read_article(self._outlets[item.outlet], response.parts))
            except ArticleRejected as rejected:
                fault = fault_of_rejection(rejected.reason, rejected.detail)
        self._replies[response.url] = Reply(response.url, fault, response.detail, words)

    def _take_copy(self, url: str, copy: str) -> None:
        self._copies[url] = copy

    def _no_copies(self, why: str) -> None:
        self._archive_fault = why


def _check(url: str, item: Item | None, run: _Run, *, copies: bool) -> AddressCheck:
    """How to request an address; `copies`: also ask an archive, for the copy nearest to the item's date."""
    return AddressCheck(url, whole=run.can_compare(item), copy_of=_moment(item) if copies else None)


def _moment(item: Item | None) -> str:
    """The moment to which a copy should be near, as archives write it; "" where the item says none."""
    moment = item.date or item.collected if item else None
    return moment.astimezone(dt.UTC).strftime("%Y%m%d%H%M%S") if moment else ""


def _items(content: Path, state: RunState) -> dict[str, Item]:
    """Published items by their original's address; broken files are passed over, the build names them."""
    return {item.source_url: item for _, item in Items(content, state).all() if item.status == "published"}


def _cited(content: Path) -> Iterable[str]:
    """Every address that places, initiatives and the programme name as a source."""
    records: list[BaseModel] = [*tracked_places(content).values()]
    records += [read_initiative(path)[0] for path in content_files(content, "initiatives/*/*.md")]
    records += [read_programme(path)[0] for path in content_files(content, "programme/*.md")]
    return (url for record in records for url in cited_in(record))
