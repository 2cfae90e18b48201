"""What happens to a page: extract, decide, store; the same for fetched pages, web archives and archived evidence."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import get_args

from record.errors import ContentProblem, PantauError
from record.item import Item
from record.items import Items
from record.models import Place, government_hosts
from record.tray import Tray
from record.urls import url_key
from scrapers.decide.stories import ComparableText
from scrapers.decide.topics import proposals
from scrapers.decide.verdict import decide, digest, is_news_to, join
from scrapers.errors import ArticleRejected, FetchFault, RejectReason
from scrapers.extract.article import Article
from scrapers.extract.parts import following_part
from scrapers.fetch.entry import ChannelEntry
from scrapers.fetch.page import FetchedPage, FetchedPart, OutletLog, Validators
from scrapers.page_reader import PageContent, PageReader
from scrapers.report import PAGES_DISALLOWED, OutletReport, Status
from scrapers.sources import Outlet
from scrapers.store.evidence import Evidence
from scrapers.store.run_state import RunState, is_changed, signature_of
from scrapers.store.story_index import StoryIndex

KEEP_TRYING: frozenset[str] = frozenset(get_args(FetchFault)) - {"disallowed", "blocked", "too-large"}
"""Rejections that may pass: such a page is asked for again in the next run."""

FROM_ARCHIVE = "archive:"
"""The signature of a page that only a web archive had: once a channel offers it too, it is fetched."""

NOTHING_OFFERED = "empty: it answered and offered nothing; if it stays so, look at its channels"
"""An outlet without any entry is reported, though it is no failure."""


class Pipeline:
    """Extracts, decides on and stores one page after the other, and counts the outcomes by outlet.

    It is the crawl's `CrawlHandler`. Errors of the store are not raised inside the crawl, whose engine would swallow
    them: the first one is `fatal`.
    """

    def __init__(
        self,
        items: Items,
        state: RunState,
        evidence: Evidence,
        places: Mapping[str, Place],
        progress: Callable[[OutletReport], None],
        *,
        stories: StoryIndex,
        tray: Tray,
    ) -> None:
        """`places` are the tracked ones by slug; `progress` is called after each page."""
        self._items, self._state, self._evidence, self._progress = items, state, evidence, progress
        self._stories, self._tray = stories, tray
        self._reader = PageReader(places)
        self._government = government_hosts(places.values())
        self.reports: dict[str, OutletReport] = {}
        self.held: Counter[str] = Counter()
        """By outlet: how many of them wait for an editor."""
        self.fatal: Exception | None = None

    def report(self, outlet: Outlet) -> OutletReport:
        """The outlet's line in the report, made when first asked for."""
        return self.reports.setdefault(outlet.id, OutletReport(outlet.id))

    def validators(self, channel_url: str) -> Validators:
        """What the last good answer of a channel said of its version."""
        return self._state.validators(channel_url)

    def holds(self) -> dict[str, dt.datetime]:
        """By host: the moment before which it asked not to be asked again."""
        return self._state.holds()

    def save_holds(self, holds: Mapping[str, dt.datetime]) -> None:
        """Store what hosts asked for, for the next run."""
        with self._or_fatal():
            for host, until in holds.items():
                self._state.save_hold(host, until)

    def following(self, parts: Sequence[FetchedPart]) -> str:
        """The address of the article's next page after `parts`, or ""."""
        return following(parts)

    def wants(self, outlet: Outlet, entry: ChannelEntry) -> bool:
        """Whether to fetch an entry's page: it is new, its entry changed, or its item is gone from `content/`."""
        seen = self._state.page(url_key(entry.url))
        if self._tray.is_refused(entry.url):
            return False
        if seen is None or seen[1] == FROM_ARCHIVE:
            return True
        outcome, signature = seen
        if is_changed(signature, signature_of(entry.signature)):
            return True
        return outcome in {"new", "updated", "unchanged"} and self._find(entry.url) is None

    def take(self, page: FetchedPage) -> None:
        """Archive one fetched page as evidence, then read it."""
        with self._or_fatal():
            self.read(page, self._evidence.add(page), signature_of(page.entry.signature))

    def read(self, page: FetchedPage, evidence: tuple[str, ...], signature: str) -> None:
        """Extract, decide on and store one page; `evidence` are the ids of its records.

        `signature` is what to remember of its channel's entry. Raises `StoreFailed`.
        """
        self.report(page.outlet).pages += 1
        try:
            page_content = self._reader.read(page)
        except ArticleRejected as rejected:
            self._reject(page.outlet, page.entry.url, rejected.reason, signature)
            return
        self._store_page(page, page_content, evidence, signature)

    def take_capture(self, page: FetchedPage, page_content: PageContent) -> None:
        """Decide on and store a web archive's capture and its evidence; nothing newer gives way to it.

        Raises `StoreFailed`.
        """
        article = page_content.article
        known = self._items.find(page.entry.url, page.first.url, article.canonical_url)
        seen = self._state.page(url_key(page.entry.url))
        if known and not is_news_to(known, page.first.fetched):
            if seen is None:
                self._state.save_page(url_key(page.entry.url), page.outlet.id, "unchanged", FROM_ARCHIVE)
            self._count(page.outlet, "unchanged")
            return
        is_same_text = known is not None and bool(known.evidence) and known.digest == digest(article)
        evidence = () if is_same_text or self._is_refused(page, article) else self._evidence.add(page)
        self._store_page(page, page_content, evidence, seen[1] if seen else FROM_ARCHIVE, is_fresh=False)

    def _store_page(
        self,
        page: FetchedPage,
        page_content: PageContent,
        evidence: tuple[str, ...],
        signature: str,
        *,
        is_fresh: bool = True,
    ) -> None:
        outcome = self._decide(page, page_content, evidence, is_fresh=is_fresh)
        # Any of these may be what a channel offers next time.
        for url in {page.entry.url, page.first.url, page_content.article.canonical_url}:
            self._state.save_page(url_key(url), page.outlet.id, outcome, signature)
        if outcome == "refused":
            self.report(page.outlet).rejected.append({"url": page.entry.url, "reason": "refused-by-editor"})
            self._progress(self.report(page.outlet))
        else:
            self._count(page.outlet, outcome)

    def _count(self, outlet: Outlet, outcome: str) -> None:
        line = self.report(outlet)
        setattr(line, outcome, getattr(line, outcome) + 1)
        self._progress(line)

    @contextmanager
    def _or_fatal(self) -> Iterator[None]:
        """Inside the crawl an error would be lost in its engine: the first one is raised at the end of the run."""
        try:
            yield
        except (PantauError, OSError) as error:
            self.fatal = self.fatal or error

    def reject(self, outlet: Outlet, url: str, reason: RejectReason) -> None:
        """Count a page that was not fetched; an item whose page is gone at its source is marked and stays."""
        with self._or_fatal():
            if reason == "gone":
                self._items.mark_gone(url, dt.datetime.now(dt.UTC).replace(microsecond=0))
            self._reject(outlet, url, reason, "")

    def _reject(self, outlet: Outlet, url: str, reason: RejectReason, signature: str) -> None:
        """Report a rejection; lasting ones are saved, so that the page is not requested every day."""
        line = self.report(outlet)
        line.rejected.append({"url": url, "reason": reason})
        if reason not in KEEP_TRYING:
            self._state.save_page(url_key(url), outlet.id, reason, signature)
        self._progress(line)

    def finish(self, outlet: Outlet, log: OutletLog) -> None:
        """Judge an outlet that is done; its channels' versions are saved now that all that they led to is stored."""
        line = self.report(outlet)
        line.status, line.error = self._judge(outlet, line, log)
        # A channel that answers "unchanged" the next time would not offer again what is still to be fetched.
        retry = any(row["reason"] in KEEP_TRYING for row in line.rejected) or self.fatal is not None
        if line.status != "failed" and not retry and not log.capped:
            with self._or_fatal():
                for url, validators in log.fresh.items():
                    self._state.save_validators(url, validators)
        self._progress(line)

    def _judge(self, outlet: Outlet, line: OutletReport, log: OutletLog) -> tuple[Status, str | None]:
        error = "; ".join(log.faults) or None
        if not (log.read or log.unchanged):
            return ("disallowed" if log.disallowed else "failed"), error
        textless = [row for row in line.rejected if row["reason"] in {"no-text", "no-title"}]
        if textless and len(textless) == line.pages and self._state.has_yielded(outlet.id):
            return (
                "failed",
                "no-text: its pages no longer yield text; it may have been redesigned: look at its selectors",
            )
        if line.rejected and not line.pages and all(row["reason"] == "disallowed" for row in line.rejected):
            return "disallowed", error or PAGES_DISALLOWED
        if not log.requested and (log.offered or log.unchanged):
            return "unchanged", error
        return "ok", error if log.offered else "; ".join(filter(None, (error, NOTHING_OFFERED)))

    def _find(self, *urls: str) -> object:
        try:
            return self._items.find(*urls)
        # A broken file is still there: its page must not be collected a second time.
        except ContentProblem as problem:
            return problem

    def _is_refused(self, page: FetchedPage, article: Article) -> bool:
        return self._tray.is_refused(page.first.url, article.canonical_url)

    def _decide(
        self, page: FetchedPage, page_content: PageContent, evidence: tuple[str, ...], *, is_fresh: bool
    ) -> str:
        article = page_content.article
        if self._is_refused(page, article):
            return "refused"
        known = self._items.find(page.entry.url, page.first.url, article.canonical_url)
        verdict = decide(
            article,
            page_content.placement,
            outlet=page.outlet,
            zones=self._reader.zones,
            fetched=page.first.fetched,
            known=known,
            evidence=evidence,
            government=self._government,
        )
        if verdict.waiting and known and self._items.let_wait(verdict.waiting, known):
            self.report(page.outlet).rejected.append({"url": page.entry.url, "reason": "edited-by-hand"})
            self.held[page.outlet.id] += 1
        if verdict.item:
            if not known:
                if is_fresh:
                    # Before the item: after a kill in between, the next run does both again.
                    self._state.save_fresh(page.outlet.id, _day_of(verdict.item, page.first.fetched))
                self.held[page.outlet.id] += verdict.item.status == "draft"
            item = self._in_its_story(verdict.item, article)
            # The item comes last: what a kill leaves undone is done again only while its item is not there.
            self._tray.propose(verdict.item, proposals(article.title, article.text))
            self._write(item, known)
        return verdict.outcome

    def _in_its_story(self, item: Item, article: Article) -> Item:
        """The item with its story's id, which the items of that story get too."""
        text = ComparableText(item.title, article.text, item.date, frozenset(item.places))
        matches = self._stories.similar(item.id, text)
        others = [(other, match) for match in matches if (other := self._items.find(match.url))]
        story, origin = join([(other, match.is_reprint) for other, match in others], item)
        for other, _ in others:
            if other.story != story:
                self._items.mark(other, story=story)
        self._stories.add(item.id, item.source_url, text)
        return replace(item, story=story, origin=origin)

    def _write(self, item: Item, known: Item | None) -> None:
        if known:
            self._items.update(item, known)
        else:
            self._items.add(item)


def _day_of(item: Item, fetched: dt.datetime) -> dt.date:
    """The day of its date; that of its fetching where it has none, or one in the future."""
    return min(item.date or fetched, fetched).date()


def following(parts: Sequence[FetchedPart]) -> str:
    """The address of the article's next page after `parts`, or ""."""
    return following_part(parts[-1].body, parts[-1].url, first=parts[0].url, number=len(parts) + 1)
