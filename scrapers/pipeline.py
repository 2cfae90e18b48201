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
from scrapers.decide.health import judge_pages
from scrapers.decide.stories import ComparableText
from scrapers.decide.topics import proposals
from scrapers.decide.verdict import decide, digest, is_news_to, join, unless_another
from scrapers.errors import ArticleRejected, FetchFault, RejectReason
from scrapers.extract.article import Article
from scrapers.extract.parts import following_part
from scrapers.fetch.entry import ChannelEntry
from scrapers.fetch.page import FetchedPage, FetchedPart, OutletLog, Validators
from scrapers.page_identity import Identified, PageIdentity
from scrapers.page_reader import PageContent, PageReader
from scrapers.report import PAGES_DISALLOWED, OutletReport, Status, rejection
from scrapers.run_outcomes import PageOutcome, RunOutcomes
from scrapers.sources import Outlet
from scrapers.store.evidence import Evidence
from scrapers.store.run_state import RunState, is_changed, signature_of
from scrapers.store.story_index import StoryIndex

KEEP_TRYING: frozenset[str] = frozenset(get_args(FetchFault)) - {"disallowed", "blocked", "too-large"} | {
    "not-an-article"
}
"""Rejections that may pass: such a page is asked for again in the next run."""
LASTING: frozenset[str] = frozenset({"list"})
"""Kinds of answers that stay what they are."""

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
        today: dt.date,
    ) -> None:
        """`places` are the tracked ones by slug; `progress` is called after each page; new items are of `today`."""
        self._items, self._state, self._evidence, self._progress = items, state, evidence, progress
        self._stories, self._tray, self._today = stories, tray, today
        self._reader = PageReader(places)
        self._identity = PageIdentity(items, state, stories)
        self._government = government_hosts(places.values())
        self.reports: dict[str, OutletReport] = {}
        self.held: Counter[str] = Counter()
        """By outlet: how many of them wait for an editor."""
        self.fatal: Exception | None = None
        self._outcomes = RunOutcomes(items, stories, tray)

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
        return outcome in {"new", "updated", "unchanged"} and self._find(*self._keys(entry.url)) is None

    def take(self, page: FetchedPage) -> None:
        """Archive one fetched page as evidence, then read it."""
        with self._or_fatal():
            self.read(page, lambda: self._evidence.add(page), signature_of(page.entry.signature))

    def read(self, page: FetchedPage, archive: Callable[[], tuple[str, ...]], signature: str) -> None:
        """Extract, decide on and store one page; `archive` gives the ids of its records.

        `signature` is what to remember of its channel's entry. Raises `StoreFailed`.
        """
        self.report(page.outlet).pages += 1
        try:
            page_content = self._reader.read(page)
        except ArticleRejected as rejected:
            # The newest record of a page is what is read again: it shall not be what stood in an article's place.
            if rejected.reason != "not-an-article":
                archive()
            self._reject(page.outlet, page.entry.url, rejected.reason, signature, kind=rejected.detail)
            return
        self._store_page(page, page_content, archive(), signature)

    def take_capture(self, page: FetchedPage, page_content: PageContent) -> None:
        """Decide on and store a web archive's capture and its evidence; nothing newer gives way to it.

        Raises `StoreFailed`.
        """
        identified = self._identity.identify(page, page_content.article)
        article, known = identified.article, identified.known
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
        identified = self._identity.identify(page, page_content.article)
        self._state.save_article(identified.row)
        if self._identity.shows_furniture(identified, is_dated=page_content.is_dated):
            self._reject_furniture(page, identified, signature)
            return
        outcome = self._decide(
            page, replace(page_content, article=identified.article), identified, evidence, is_fresh=is_fresh
        )
        # Any of these may be what a channel offers next time.
        for url in {page.entry.url, page.first.url, identified.article.canonical_url}:
            self._state.save_page(url_key(url), page.outlet.id, outcome, signature)
        if outcome == "refused":
            self.report(page.outlet).rejected.append(rejection(page.entry.url, "refused-by-editor"))
            self._progress(self.report(page.outlet))
        else:
            self._count(page.outlet, outcome)

    def _reject_furniture(self, page: FetchedPage, identified: Identified, signature: str) -> None:
        """Reject a page, and what pages with its text led to in this run."""
        self._state.save_furniture(identified.row)
        for other in identified.others:
            made = self._outcomes.take_back(page.outlet.id, other.key)
            if made:
                self._uncount(page.outlet, made)
                self._state.forget_page(other.own)
                self._state.forget_page(other.key)
                self._reject(page.outlet, made.url, "not-an-article", signature, kind="furniture")
        self._reject(page.outlet, page.entry.url, "not-an-article", signature, kind="furniture")

    def _uncount(self, outlet: Outlet, made: PageOutcome) -> None:
        line = self.report(outlet)
        setattr(line, made.outcome, getattr(line, made.outcome) - 1)
        line.rejected = [row for row in line.rejected if row["url"] != made.url]
        self.held[outlet.id] -= made.is_held
        if made.day and not self._outcomes.has_new_of(outlet.id, made.day):
            self._state.withdraw_fresh(outlet.id, made.day)

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

    def _reject(self, outlet: Outlet, url: str, reason: RejectReason, signature: str, *, kind: str = "") -> None:
        """Report a rejection; lasting ones are saved, so that the page is not requested every day."""
        line = self.report(outlet)
        line.rejected.append(rejection(url, reason, kind))
        if reason not in KEEP_TRYING or kind in LASTING:
            self._state.save_page(url_key(url), outlet.id, reason, signature)
        self._progress(line)

    def finish(self, outlet: Outlet, log: OutletLog) -> None:
        """Judge an outlet that is done; its channels' versions are saved now that all that they led to is stored."""
        line = self.report(outlet)
        line.status, line.error = self._judge(outlet, line, log)
        # A channel that answers "unchanged" the next time would not offer again what is still to be fetched.
        may_pass = any(row["reason"] in KEEP_TRYING and row.get("kind") not in LASTING for row in line.rejected)
        retry = may_pass or self.fatal is not None
        if line.status != "failed" and not retry and not log.capped:
            with self._or_fatal():
                for url, validators in log.fresh.items():
                    self._state.save_validators(url, validators)
        self._progress(line)

    def _judge(self, outlet: Outlet, line: OutletReport, log: OutletLog) -> tuple[Status, str | None]:
        error = "; ".join(log.faults) or None
        if not (log.read or log.unchanged):
            return ("disallowed" if log.disallowed else "failed"), error
        failed, fault = judge_pages(line, has_yielded=self._state.has_yielded(outlet.id))
        if failed:
            return "failed", fault
        if line.rejected and not line.pages and all(row["reason"] == "disallowed" for row in line.rejected):
            return "disallowed", error or PAGES_DISALLOWED
        if not log.requested and (log.offered or log.unchanged):
            return "unchanged", error
        faults = (fault, error, None if log.offered or log.unlinked else NOTHING_OFFERED)
        return "ok", "; ".join(filter(None, faults)) or None

    def _keys(self, url: str) -> tuple[str, ...]:
        """The keys by which the item of a channel's address may be found: the page's own address may be another."""
        key = url_key(url)
        row = self._state.article(key)
        return (key, row.own, row.canonical) if row else (key,)

    def _find(self, *keys: str) -> object:
        try:
            return self._items.find_by_key(*keys)
        # A broken file is still there: its page must not be collected a second time.
        except ContentProblem as problem:
            return problem

    def _is_refused(self, page: FetchedPage, article: Article) -> bool:
        return self._tray.is_refused(page.first.url, article.canonical_url)

    def _decide(
        self,
        page: FetchedPage,
        page_content: PageContent,
        identified: Identified,
        evidence: tuple[str, ...],
        *,
        is_fresh: bool,
    ) -> str:
        article, known = page_content.article, identified.known
        if self._is_refused(page, article):
            return "refused"
        if known is None and self._identity.is_at_another_address(identified):
            return "duplicate"
        if known and known.digest == digest(article):
            # The source shows again what it had: the version that waited is none any more.
            self._items.withdraw(known)
        known_text = self._identity.text_of(known) if known else ""
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
        if known:
            verdict = unless_another(verdict, article, known, known_text)
        made = PageOutcome(outcome=verdict.outcome, url=page.entry.url)
        if verdict.waiting and known and self._items.let_wait(verdict.waiting, known):
            self.report(page.outlet).rejected.append(rejection(page.entry.url, verdict.why))
            self.held[page.outlet.id] += 1
            made = replace(made, source_url=known.source_url, is_held=True)
        if verdict.item:
            if known:
                made = replace(made, before=known, before_text=known_text)
            else:
                day, is_draft = _day_of(verdict.item, page.first.fetched), verdict.item.status == "draft"
                if is_fresh:
                    # Before the item: after a kill in between, the next run does both again.
                    self._state.save_fresh(page.outlet.id, day)
                self.held[page.outlet.id] += is_draft
                made = replace(made, source_url=verdict.item.source_url, day=day, is_held=is_draft)
            fresh = verdict.item if known else replace(verdict.item, recorded=self._today)
            item = self._in_its_story(fresh, article)
            # The item comes last: what a kill leaves undone is done again only while its item is not there.
            self._tray.propose(verdict.item, proposals(article.title, article.text))
            self._write(item, known)
        if is_fresh:
            self._outcomes.note(page.outlet.id, identified.row.key, made)
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
