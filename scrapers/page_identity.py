"""Which item a fetched page belongs to, and which other pages of its outlet show the same text."""

from dataclasses import dataclass, replace

from record.item import Item
from record.items import Items
from record.urls import url_key
from scrapers.decide.identity import (
    fingerprint,
    is_article_of_its_own,
    is_furniture,
    is_same_article,
    tells_news,
)
from scrapers.decide.stories import ComparableText
from scrapers.decide.verdict import digest
from scrapers.extract.article import Article
from scrapers.extract.canonical import names_same
from scrapers.fetch.page import FetchedPage
from scrapers.store.run_state import ReadArticle, RunState
from scrapers.store.story_index import StoryIndex


@dataclass(frozen=True, slots=True)
class Identified:
    """A page's article, under an address of its own; `known` is its item, `row` what to remember of it.

    `others` are the outlet's other pages with the same text, `variants` other addresses of this very page.
    """

    article: Article
    known: Item | None
    row: ReadArticle
    others: tuple[ReadArticle, ...] = ()
    variants: tuple[ReadArticle, ...] = ()


class PageIdentity:
    """Looks a page up among the items and what was read before. Its methods raise `StoreFailed`, `ContentProblem`."""

    def __init__(self, items: Items, state: RunState, stories: StoryIndex) -> None:
        """All of the run that is open."""
        self._items, self._state, self._stories = items, state, stories

    def identify(self, page: FetchedPage, article: Article) -> Identified:
        """The page's item by its own address, or by the one it states, where that one is no other article's."""
        row = ReadArticle(
            key=url_key(page.entry.url),
            own=url_key(page.first.url),
            outlet=page.outlet.id,
            url=page.first.url,
            title=fingerprint(article.title),
            text=fingerprint(article.text),
            canonical=url_key(article.canonical_url),
        )
        known = self._items.find(page.first.url, page.entry.url)
        if known and self._is_from_elsewhere(known, article, row):
            known = None
        if row.canonical not in {row.own, row.key}:
            claimed = self._items.find(article.canonical_url)
            if self._states_another(claimed or known, article, row):
                article = replace(article, canonical_url=page.first.url)
            else:
                known = known or claimed
        alike = self._state.others_with_text(row)
        variants = tuple(other for other in alike if self._is_variant(row, other))
        others = tuple(other for other in alike if other not in variants)
        return Identified(article, known, row, others, variants)

    def shows_furniture(self, page: Identified, *, is_dated: bool) -> bool:
        """Whether a page's text, which would make an item or replace an item's, stands on other pages too.

        `is_dated`: the page itself states when it was published.
        """
        article, known = page.article, page.known
        if known and known.digest == digest(article):
            return False
        if self._state.is_furniture(page.row):
            return True
        return bool(page.others) and is_furniture(
            page.row.title,
            {other.title for other in page.others},
            is_own=is_article_of_its_own(article.title, article.text, is_dated=is_dated),
            is_news=tells_news(article.text),
            is_known=known is not None,
        )

    def is_at_another_address(self, page: Identified) -> bool:
        """Whether the outlet shows the same headline and text at another address, of which there is an item."""
        same = [other for other in page.others if other.title == page.row.title]
        return any(self._item_of(other) for other in (*page.variants, *same))

    def text_of(self, item: Item) -> str:
        """An item's text: whole where the index has it, else as much as its file shows."""
        return self._stories.text_of(item.id) or item.body or item.summary

    def _item_of(self, row: ReadArticle) -> Item | None:
        return self._items.find_by_key(row.own, row.canonical)

    def _is_variant(self, row: ReadArticle, other: ReadArticle) -> bool:
        has_same_title = row.title == other.title
        return has_same_title and (row.canonical == other.canonical or names_same(row.url, other.url))

    def _is_same(self, item: Item, article: Article) -> bool:
        return is_same_article(article.title, article.text, item.title, self.text_of(item))

    def _states_another(self, claimed: Item | None, article: Article, row: ReadArticle) -> bool:
        """Whether the address that a page states is another article's, or is stated by pages of other articles."""
        if claimed:
            if self._is_same(claimed, article):
                return False
            self._give_own_address(claimed, row.canonical, row)
            return True
        others = self._state.that_state(row.canonical, row.outlet)
        return any(other.text != row.text and other.title != row.title and other.key != row.key for other in others)

    def _is_from_elsewhere(self, known: Item, article: Article, row: ReadArticle) -> bool:
        """Whether the item at a page's own address was made of another page, which stated this address wrongly."""
        return not self._is_same(known, article) and self._give_own_address(known, row.own, row)

    def _give_own_address(self, item: Item, stated: str, row: ReadArticle) -> bool:
        """Give an item that stands at an address stated by its page the page's own address; whether there is one."""
        if url_key(item.source_url) != stated:
            return False
        title = fingerprint(item.title)
        made_of = [other for other in self._state.that_state(stated, row.outlet) if other.title == title]
        if not made_of or any(other.own == stated for other in made_of) or self._items.find(made_of[0].url):
            return False
        url = made_of[0].url
        text = ComparableText(item.title, self.text_of(item), item.date, frozenset(item.places))
        self._items.readdress(item, url)
        self._stories.add(item.id, url, text)
        return True
