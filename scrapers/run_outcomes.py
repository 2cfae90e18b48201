"""What each page of a run led to, so that it can be taken back when a later page shows that it was furniture."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from record.item import Item
from record.items import Items
from record.tray import Tray
from scrapers.decide.stories import ComparableText
from scrapers.store.story_index import StoryIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOutcome:
    """What a page led to: `outcome` as in the report, `url` the channel's address of it.

    Of a new item: `source_url`, the `day` of its date, and whether it is a draft (`is_held`). Of an updated one: what
    it was `before`, with its whole text. `is_held` of an item that stays as it is: a newer version waits.
    """

    outcome: str
    url: str
    source_url: str = ""
    day: dt.date | None = None
    is_held: bool = False
    before: Item | None = None
    before_text: str = ""


class RunOutcomes:
    """The outcomes of a run by outlet and the key of the channel's address."""

    def __init__(self, items: Items, stories: StoryIndex, tray: Tray) -> None:
        """What is taken back is taken out of these."""
        self._items, self._stories, self._tray = items, stories, tray
        self._pages: defaultdict[str, dict[str, PageOutcome]] = defaultdict(dict)

    def note(self, outlet: str, key: str, page: PageOutcome) -> None:
        """Remember what a page led to, where there is something to take back."""
        if page.outcome != "unchanged" or page.is_held:
            self._pages[outlet][key] = page

    def has_new_of(self, outlet: str, day: dt.date) -> bool:
        """Whether the outlet has new items of a day."""
        return any(page.day == day for page in self._pages[outlet].values())

    def take_back(self, outlet: str, key: str) -> PageOutcome | None:
        """Undo what a page of this run led to and forget it; None where there is nothing. Raises `StoreFailed`."""
        page = self._pages[outlet].pop(key, None)
        if page and page.before:
            item, text = page.before, page.before_text
            self._items.update(item, self._items.find(item.source_url) or item)
            self._stories.add(
                item.id, item.source_url, ComparableText(item.title, text, item.date, frozenset(item.places))
            )
        elif page and page.source_url and (known := self._items.find(page.source_url)):
            self._take_back(known, page)
        return page

    def _take_back(self, known: Item, page: PageOutcome) -> None:
        path = self._items.path_of(known.source_url)
        if page.outcome == "unchanged":
            self._items.withdraw(known)
        elif path and page.outcome == "new":
            self._tray.withdraw(known.source_url)
            self._items.remove(path)
