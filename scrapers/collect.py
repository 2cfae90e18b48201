"""One run: the rooms joined, and the report."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Literal, get_args

from scrapers.decide.places import Placer
from scrapers.decide.verdict import decide
from scrapers.errors import ArticleRejected, ContentProblem, FetchFault, PantauError, RejectReason
from scrapers.extract.article import Article, extract
from scrapers.extract.dates import WIB, Reader
from scrapers.extract.parts import following_part, join_parts
from scrapers.fetch.crawl import FetchedPage, FetchedPart, OutletLog, Validators, crawl
from scrapers.fetch.entry import Entry
from scrapers.sources import Outlet, Sources
from scrapers.state import State, is_changed, signature_of
from scrapers.store import address
from scrapers.store.files import write_text
from scrapers.store.items import Items
from scrapers.store.record import Place

Status = Literal["ok", "failed", "disallowed", "unchanged"]
KEEP_TRYING: frozenset[str] = frozenset(get_args(FetchFault)) - {"disallowed", "blocked", "too-large"}
"""Rejections that may pass: such a page is asked for again in the next run."""

NOTHING_OFFERED = "empty: it answered and offered nothing; if it stays so, look at its channels"
"""Silence is said, though it is no failure."""


@dataclass
class OutletReport:
    """One outlet's line in the report."""

    id: str
    status: Status = "failed"
    error: str | None = None
    pages: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicate: int = 0
    unplaced: int = 0
    rejected: list[dict[str, str]] = field(default_factory=list)


@dataclass
class Report:
    """The report of a run; times in UTC."""

    started: str
    finished: str
    outlets: list[OutletReport]

    @property
    def exit_status(self) -> int:
        """0 when every outlet answered, 3 when some failed."""
        return 3 if any(outlet.status == "failed" for outlet in self.outlets) else 0

    def write(self, path: Path) -> None:
        """As JSON."""
        write_text(path, json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n")


class NewsDesk:
    """Takes pages as they come: extract, decide, store; and keeps the score."""

    def __init__(
        self, items: Items, state: State, places: dict[str, Place], progress: Callable[[OutletReport], None]
    ) -> None:
        """`progress` is called after each page."""
        self._items, self._state, self._progress = items, state, progress
        self._placer = Placer(places)
        self._zones: dict[str, dt.tzinfo] = {slug: place.zone for slug, place in places.items()}
        self.reports: dict[str, OutletReport] = {}
        self.fatal: Exception | None = None

    def report(self, outlet: Outlet) -> OutletReport:
        """The outlet's line, made when first asked for."""
        return self.reports.setdefault(outlet.id, OutletReport(outlet.id))

    def validators(self, channel_url: str) -> Validators:
        """See `Desk`."""
        return self._state.validators(channel_url)

    def holds(self) -> dict[str, dt.datetime]:
        """See `Desk`."""
        return self._state.holds()

    def keep_holds(self, holds: Mapping[str, dt.datetime]) -> None:
        """See `Desk`."""
        with self._or_fatal():
            for host, until in holds.items():
                self._state.keep_hold(host, until)

    def following(self, parts: Sequence[FetchedPart]) -> str:
        """See `Desk`."""
        return following_part(parts[-1].body, parts[-1].url, first=parts[0].url, number=len(parts) + 1)

    def wants(self, outlet: Outlet, entry: Entry) -> bool:
        """New pages, pages whose entry changed, and pages whose item is gone from the content folder."""
        seen = self._state.page(address.key(entry.url))
        if seen is None:
            return True
        outcome, signature = seen
        if is_changed(signature, signature_of(entry.signature)):
            return True
        return outcome in {"new", "updated", "unchanged"} and self._find(entry.url) is None

    def take(self, page: FetchedPage) -> None:
        """See `Desk`."""
        line = self.report(page.outlet)
        line.pages += 1
        try:
            article = self._article(page)
        except ArticleRejected as rejected:
            self.reject(page.outlet, page.entry.url, rejected.reason, signature=page.entry.signature)
            return
        except Exception:
            self.reject(page.outlet, page.entry.url, "unreadable", signature=page.entry.signature)
            return
        with self._or_fatal():
            outcome = self._store(page, article)
            for url in {page.entry.url, page.first.url, article.canonical_url}:
                self._state.keep_page(address.key(url), page.outlet.id, outcome, signature_of(page.entry.signature))
            setattr(line, outcome, getattr(line, outcome) + 1)
        self._progress(line)

    @contextmanager
    def _or_fatal(self) -> Iterator[None]:
        """Inside the crawl an error would be lost in its engine: keep the first one for the end of the run."""
        try:
            yield
        except (PantauError, OSError) as error:
            self.fatal = self.fatal or error

    def reject(self, outlet: Outlet, url: str, reason: RejectReason, *, signature: str = "") -> None:
        """See `Desk`; lasting rejections are remembered, so that nobody is asked for nothing every day."""
        line = self.report(outlet)
        line.rejected.append({"url": url, "reason": reason})
        if reason not in KEEP_TRYING:
            with self._or_fatal():
                self._state.keep_page(address.key(url), outlet.id, reason, signature_of(signature))
        self._progress(line)

    def finish(self, outlet: Outlet, log: OutletLog) -> None:
        """See `Desk`; channel versions are kept only now, when all that they led to is stored."""
        line = self.report(outlet)
        line.status, line.error = self._judge(outlet, line, log)
        retry = any(row["reason"] in KEEP_TRYING for row in line.rejected) or self.fatal is not None
        if line.status != "failed" and not retry and not log.capped:
            with self._or_fatal():
                for url, kept in log.fresh.items():
                    self._state.keep_validators(url, kept)
        self._progress(line)

    def _judge(self, outlet: Outlet, line: OutletReport, log: OutletLog) -> tuple[Status, str | None]:
        error = "; ".join(log.faults) or None
        if not (log.read or log.unchanged):
            return ("disallowed" if log.disallowed else "failed"), error
        lost = [row for row in line.rejected if row["reason"] in {"no-text", "no-title"}]
        if lost and len(lost) == line.pages and self._state.has_yielded(outlet.id):
            return "failed", "its pages no longer yield text; it may have been redesigned: look at its selectors"
        if line.rejected and not line.pages and all(row["reason"] == "disallowed" for row in line.rejected):
            return "disallowed", error or "robots.txt disallows its pages"
        if not log.requested and (log.offered or log.unchanged):
            return "unchanged", error
        return "ok", error if log.offered else "; ".join(filter(None, (error, NOTHING_OFFERED)))

    def _article(self, page: FetchedPage) -> Article:
        hints = page.outlet.places
        zone = self._zones.get(hints[0], WIB) if hints else WIB
        fetched = page.first.fetched
        article = join_parts(
            [
                (part.url, extract(part.body, part.url, selectors=page.outlet.article, zone=zone, fetched=fetched))
                for part in page.parts
            ]
        )
        if article.published is None:
            told = Reader(zone=zone, fetched=fetched).read(page.entry.published)
            article = replace(article, published=told)
        return article

    def _find(self, *urls: str) -> object:
        try:
            return self._items.find(*urls)
        except ContentProblem as problem:
            return problem

    def _store(self, page: FetchedPage, article: Article) -> str:
        known = self._items.find(page.entry.url, page.first.url, article.canonical_url)
        placement = self._placer.place(article.title, article.text, page.outlet.places)
        verdict = decide(
            article,
            placement,
            outlet=page.outlet,
            zones=self._zones,
            fetched=page.first.fetched,
            known=known,
        )
        if verdict.note:
            self.report(page.outlet).rejected.append({"url": page.entry.url, "reason": verdict.note})
        if verdict.item and verdict.outcome == "new":
            self._items.add(verdict.item)
        elif verdict.item and known:
            self._items.update(verdict.item, known)
        return verdict.outcome


def collect(
    *,
    sources: Sources,
    outlets: Sequence[Outlet],
    content: Path,
    places: dict[str, Place],
    state_folder: Path,
    limit: int | None = None,
    progress: Callable[[OutletReport], None] = lambda line: None,
) -> Report:
    """Collect `outlets` into `content`/news. Raises `StoreFailed` when content could not be written."""
    started = _now()
    with State(state_folder) as state:
        desk = NewsDesk(Items(content), state, places, progress)
        crawl(sources, outlets, desk, limit=limit)
    if desk.fatal:
        raise desk.fatal
    return Report(started, _now(), [desk.report(outlet) for outlet in outlets])


def _now() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
