"""The record: everything that `content/` holds, with every read tracked."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from plugins.incremental.tracking import (
    query,
    tracked_index,
    tracked_property,
)
from plugins.model import keys
from plugins.model.inputs import RecordInputs
from plugins.model.narrowing import NarrowedNews, Narrowing
from plugins.model.news import News, by_day, by_recorded
from plugins.model.pages import CorrectionPage, InitiativePage, PlacePage, corrections_by_address
from plugins.model.steps import Step, milestone_step, newest_first
from plugins.model.stories import Story, stories
from record import progress
from record.models import cited_in, government_hosts
from record.monitoring import ArchivedCopy, Citation
from record.progress import PlaceEvidence, StepProgress
from record.urls import host, url_key


@dataclass(frozen=True)
class Publisher:
    """A publisher, how many dated items it has, and the day of the newest."""

    name: str
    count: int
    last: dt.date


_PROGRAMME_PAGES = {
    "/perbedaan/": ("conflict",),
    "/program/hasil/": ("evaluation",),
    "/program/peserta/": ("roster", "member"),
}
"""Where the programme's tables are shown that `/program/` itself leaves out; the last one counts."""


class Record(RecordInputs):
    """All of `content/`, in the order in which pages show it, and what can be looked up in it.

    Each read is recorded in `dependencies`, so that a page is rendered again only when something that it read changed.
    Lookups go through indices that record their own keys; no method records any by hand.
    """

    @property
    def listed(self) -> tuple[News, ...]:
        """What lists and feeds show: published and dated, newest first."""
        return self.news()

    @property
    def undated(self) -> tuple[News, ...]:
        """Published items of whose day nothing is known."""
        return self.undated_news()

    def news(
        self, *, place: str = "", dimension: str = "", kind: str = "", year: int = 0, month: int = 0
    ) -> tuple[News, ...]:
        """Published news of whose day something is known, newest first, narrowed to what is given."""
        return self._dated[Narrowing(place, dimension, kind, year, month)]

    def latest(self, most: int, *, place: str = "", dimension: str = "") -> list[News]:
        """The newest of `news`, at most so many; none of which only a bound is known."""
        return list(islice((n for n in self.news(place=place, dimension=dimension) if not n.row.is_bound), most))

    def recorded_news(self, *, place: str = "", dimension: str = "") -> tuple[News, ...]:
        """News by when it became known, what was recorded first first; also what was taken out of all lists."""
        return self._recorded[Narrowing(place, dimension)]

    def undated_news(self, *, place: str = "", dimension: str = "", kind: str = "") -> tuple[News, ...]:
        """Published news of whose day nothing is known, narrowed to what is given."""
        return self._undated[Narrowing(place, dimension, kind)]

    @tracked_index(keys.DATED)
    def _dated(self) -> NarrowedNews:
        dated = [news for news in self.pages if news.is_published and news.is_dated]
        return NarrowedNews(sorted(dated, key=by_day, reverse=True))

    @tracked_index(keys.RECORDED)
    def _recorded(self) -> NarrowedNews:
        return NarrowedNews(sorted(self.pages, key=by_recorded))

    @tracked_index(keys.UNDATED)
    def _undated(self) -> NarrowedNews:
        return NarrowedNews([news for news in self.pages if news.is_published and not news.is_dated])

    @tracked_index(keys.NEWS)
    def _by_address(self) -> dict[str, News]:
        return {news.address: news for news in self.pages}

    def page(self, address: str) -> News:
        """The item whose page stands at an address. Raises `KeyError`."""
        return self._by_address[address]

    def published(self, address: str) -> News | None:
        """The item whose page stands at an address, if lists and feeds may show it."""
        news: News | None = self._by_address.get(address)
        return news if news and news.is_published else None

    @tracked_index(keys.SOURCE)
    def _by_source(self) -> dict[str, News]:
        # The last one counts: an item with a day before one without, and of those with a day the oldest.
        return {news.row.source_key: news for news in (*self.undated, *self.listed)}

    def evidence(self, url: str) -> News | None:
        """Our own item about an original, if there is one."""
        news: News | None = self._by_source.get(url_key(url))
        return news

    @tracked_index(keys.STORY)
    def _stories(self) -> dict[str, Story]:
        members = (news for news in (*self.undated, *self.listed) if news.row.story)
        return stories(members, self.government_hosts)

    def story(self, news: News) -> Story | None:
        """The story that an item belongs to, if it has others."""
        if not news.item.story:
            return None
        story: Story | None = self._stories.get(news.item.story)
        # Made anew so that the page depends on the places whose hosts these are.
        return story and Story(story.members, self.government_hosts)

    @tracked_property
    def government_hosts(self) -> frozenset[str]:
        """The hosts of the places' own websites."""
        return government_hosts(place.data for place in self.places.values())

    def is_official(self, news: News) -> bool:
        """Whether an item is a government's own word."""
        return Story((news,), self.government_hosts).is_official(news)

    @tracked_property
    def by_place_name(self) -> dict[str, PlacePage]:
        """Places by their full name."""
        return {place.data.name: place for place in self.places.values()}

    @property
    def start(self) -> dt.datetime:
        """The programme's first day: what an empty feed was last changed on."""
        programme = self.programme.programme
        day = programme.start if programme else dt.date(2017, 5, 22)
        return dt.datetime(day.year, day.month, day.day, tzinfo=dt.timezone(dt.timedelta(hours=7)))

    @property
    def opening(self) -> dt.date:
        """The day of the programme's first milestone: what places did before is no step of it."""
        return min([self.start.date(), *(milestone.date for milestone in self.programme.milestone)])

    def place_name(self, slug: str) -> str:
        """A place's name, or its slug where it is not tracked."""
        return self.places[slug].data.name if slug in self.places else slug

    def citation(self, url: str) -> Citation | None:
        """The state of a cited address at its last check; None where it was never checked."""
        return self.citations.get(url)

    @tracked_index(keys.CORRECTION)
    def _corrections(self) -> dict[str, list[CorrectionPage]]:
        return corrections_by_address(self.corrections)

    def corrections_on(self, address: str) -> list[CorrectionPage]:
        """The corrections of a page, or of a fact by the address of its own page, newest first."""
        return list(self._corrections.get(address, ()))

    @tracked_property
    def _outlet_names(self) -> dict[str, str]:
        return {host(outlet.url): outlet.name for place in self.places.values() for outlet in place.data.outlet}

    @tracked_property
    def _cited_on(self) -> dict[str, str]:
        """Where each address is cited: on an item's own page, else on an initiative's, a place's or the programme's."""
        pages = dict.fromkeys(cited_in(self.programme), "/program/")
        for address, facts in _PROGRAMME_PAGES.items():
            pages |= {
                url: address for table in facts for fact in getattr(self.programme, table) for url in fact.sources
            }
        for place in self.places.values():
            pages |= dict.fromkeys(cited_in(place.data), place.address)
        for entry in self.initiatives:
            pages |= dict.fromkeys(cited_in(entry.data), entry.address)
        return pages | {news.item.source_url: news.address for news in (*self.undated, *self.listed)}

    def cited_on(self, url: str) -> str | None:
        """The page of ours that cites an address; None where nothing does."""
        return self._cited_on.get(url)

    def publisher(self, url: str) -> str:
        """Who stands behind an address: as the item or the place's file names them, else the host."""
        ours = self.evidence(url)
        return ours.publisher if ours else self._outlet_name(host(url))

    @query
    def _outlet_name(self, name: str) -> str:
        """The outlet at a host, else the host; pages that ask depend on this name and not on every place's file."""
        return self._outlet_names.get(name, name)

    def archived_copy(self, url: str) -> ArchivedCopy | None:
        """The copy of a cited page that a web archive is known to have; None where none is known."""
        return self.archived.get(url)

    def archive_search(self, url: str) -> str:
        """Where to look for a copy of a cited page of which none is known: near the day of our item on it."""
        ours = self.evidence(url)
        return ours.archive_search if ours else f"https://web.archive.org/web/*/{url}"

    @query
    def news_count(self, slug: str = "") -> int:
        """How many published items are about a place (all, without one), dated or not."""
        return len(self.news(place=slug)) + len(self.undated_news(place=slug))

    @tracked_index(keys.MENTION)
    def _mentions(self) -> dict[str, list[News]]:
        mentions: dict[str, list[News]] = defaultdict(list)
        for news in (*self.listed, *self.undated):
            for slug in dict.fromkeys(news.row.mentions):
                if slug not in news.row.places:
                    mentions[slug].append(news)
        return dict(mentions)

    def mentioning(self, slug: str) -> list[News]:
        """The items that only mention a place."""
        return list(self._mentions.get(slug, ()))

    @tracked_index(keys.INITIATIVES_OF)
    def _initiatives_by_place(self) -> dict[str, list[InitiativePage]]:
        initiatives: dict[str, list[InitiativePage]] = defaultdict(list)
        for entry in self.initiatives:
            initiatives[entry.data.place].append(entry)
        return dict(initiatives)

    def initiatives_of(self, slug: str) -> list[InitiativePage]:
        """A place's initiatives."""
        return list(self._initiatives_by_place.get(slug, ()))

    def initiative(self, address: str) -> InitiativePage:
        """The initiative whose page stands at an address. Raises `KeyError`."""
        return self._initiatives_by_address[address]

    @tracked_index(keys.INITIATIVE)
    def _initiatives_by_address(self) -> dict[str, InitiativePage]:
        return {entry.address: entry for entry in self.initiatives}

    @tracked_index(keys.NAMING)
    def _naming(self) -> dict[str, list[News]]:
        naming: dict[str, list[News]] = defaultdict(list)
        for news in (*self.listed, *self.undated):
            for address in news.row.initiatives:
                naming[address].append(news)
        return dict(naming)

    def naming(self, address: str) -> list[News]:
        """Published news about an initiative's place whose text says its name, newest first; undated news last."""
        return list(self._naming.get(address, ()))

    def milestones(self, *, place: str = "", year: int = 0) -> tuple[Step, ...]:
        """Dated steps of a place, or of all places and the programme, newest first; of one year where it is given."""
        if place:
            return tuple(step for step in self._milestones_of(place) if year in (0, step.day.year))
        return self._milestones.get(year, ())

    def _milestones_of(self, slug: str) -> list[Step]:
        place = self.places[slug]
        return newest_first(milestone_step(step, place) for step in place.data.milestone)

    @tracked_property
    def _milestones(self) -> Mapping[int, tuple[Step, ...]]:
        steps = [milestone_step(step, None) for step in self.programme.milestone]
        steps += [milestone_step(step, place) for place in self.places.values() for step in place.data.milestone]
        groups: dict[int, list[Step]] = defaultdict(list)
        for step in newest_first(steps):
            groups[0].append(step)
            groups[step.day.year].append(step)
        return {year: tuple(group) for year, group in groups.items()}

    def steps_of(self, slug: str) -> list[StepProgress]:
        """A place's progress, one entry for each step of the programme, in their order."""
        programme = self.programme
        news = [self.evidence(url) for url in progress.ceremony_sources(programme)]
        for kind in progress.item_kinds(programme):
            news += [*self.news(place=slug, kind=kind), *self.undated_news(place=slug, kind=kind)]
        initiatives = [(entry.address, entry.data) for entry in self.initiatives_of(slug)]
        items = [(entry.address, entry.item) for entry in news if entry]
        return progress.steps_of(programme, PlaceEvidence(self.places[slug].data, initiatives, items))

    @tracked_property
    def steps_by_place(self) -> Mapping[str, list[StepProgress]]:
        """The progress of every place by its slug; computed once, for pages that show them all."""
        return {slug: self.steps_of(slug) for slug in self.places}

    def years(self, *, place: str = "", dimension: str = "", kind: str = "") -> tuple[int, ...]:
        """The years of which there is dated news, narrowed by what is given, newest first."""
        return self.years_of(place, dimension, kind)

    @query
    def years_of(self, place: str, dimension: str, kind: str) -> tuple[int, ...]:
        """The years of `years`. Pages that ask depend on the years alone."""
        dated = self.news(place=place, dimension=dimension, kind=kind)
        return tuple(dict.fromkeys(news.row.year for news in dated))

    @query
    def months(self) -> tuple[tuple[int, int], ...]:
        """The years and months of which there is dated news, newest first; 0 where only the year is known."""
        return tuple(dict.fromkeys((news.row.year, news.row.month) for news in self.listed))

    def publishers(self, *, place: str = "") -> tuple[Publisher, ...]:
        """The publishers of dated news about a place (about any, without one), by name; bounds date nothing here."""
        days: dict[str, list[str]] = defaultdict(list)
        for news in self.news(place=place):
            if not news.row.is_bound:
                days[news.publisher].append(news.row.day)
        return tuple(Publisher(name, len(own), dt.date.fromisoformat(own[0])) for name, own in sorted(days.items()))
