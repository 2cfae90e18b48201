"""Whether two pages are one article, and whether a text is furniture: what several pages of an outlet show. Pure."""

import hashlib
import re
from collections.abc import Collection

from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio

from record.text import fold
from scrapers.decide.stories import ComparableText
from scrapers.extract.answer_kinds import READER

SAME_TITLE, SAME_TEXT = 95.0, 0.5
"""One article: the titles' token sort ratio (0 to 100), or the share of the shorter text's word pairs in the other."""
OTHER_TITLE, OTHER_TEXT = 60.0, 0.4
"""Less of the titles' token set ratio and of that share: an item's page has become another one."""
NOTHING_SHARED = 0.1
"""Less of that share: the text is another one, also under the same headline."""
ENOUGH_WORDS = 40
"""A dated text of so many words, of which its headline speaks, is an article's."""
TITLE_SHARE = 0.3
"""Share of a headline's words of four letters that its text has at least."""
MOST_TITLES = 3
"""Headlines under which an outlet prints one text, such as a release; under more it is furniture."""
NEWS_WORDS, SPOKEN = 25, 0.34
"""What tells news has so many words at least, and a smaller share of them in sentences that speak to the reader."""


def is_same_article(title: str, text: str, other_title: str, other_text: str) -> bool:
    """Whether two pages hold one article, by title or text."""
    titles = token_sort_ratio(_plain(title), _plain(other_title))
    return titles >= SAME_TITLE or _shared(text, other_text) >= SAME_TEXT


def has_become_another(title: str, text: str, known_title: str, known_text: str) -> bool:
    """Whether neither title nor text of an item's page has much in common with what was there.

    Under the same title, a text that has nothing in common and tells no news is another one too: shells keep headlines.
    """
    shared = _shared(text, known_text)
    if token_set_ratio(_plain(title), _plain(known_title)) < OTHER_TITLE:
        return shared < OTHER_TEXT
    return bool(known_text) and shared < NOTHING_SHARED and not _tells_of_others(text)


def _shared(text: str, other: str) -> float:
    """The share of the shorter text's word pairs that the other has; 0 where one has none."""
    pairs, others = (ComparableText("", words, None, frozenset()).shingles for words in (text, other))
    shorter = min(len(pairs), len(others))
    return len(pairs & others) / shorter if shorter else 0.0


def fingerprint(text: str) -> str:
    """A short digest of a text's words, whatever stands between them."""
    return hashlib.sha256(_plain(text).encode()).hexdigest()[:24]


def is_article_of_its_own(title: str, text: str, *, is_dated: bool) -> bool:
    """Whether a page has an article's marks besides its words: a date of its own, some length, a fitting headline."""
    words = set(re.findall(r"\w{4,}", fold(title)))
    inside = set(re.findall(r"\w{4,}", fold(text)))
    fits = bool(words) and len(words & inside) / len(words) >= TITLE_SHARE
    return is_dated and len(text.split()) >= ENOUGH_WORDS and fits


def tells_news(text: str) -> bool:
    """Whether a text tells of somebody or something at some length, rather than of its outlet or to its reader."""
    return len(text.split()) >= NEWS_WORDS and _tells_of_others(text)


def _tells_of_others(text: str) -> bool:
    sentences = [(len(part.split()), re.search(READER, fold(part))) for part in re.split(r"(?<=[.!?])\s+|\n+", text)]
    words = sum(count for count, _ in sentences)
    spoken = sum(count for count, is_spoken in sentences if is_spoken)
    names = ComparableText("", text, None, frozenset()).names_and_numbers
    return spoken < SPOKEN * words and bool(names)


def is_furniture(title: str, others: Collection[str], *, is_own: bool, is_news: bool, is_known: bool) -> bool:
    """Whether a text that also stands on other pages of its outlet is furniture.

    `title` and `others` are the titles' fingerprints; `is_own` and `is_news` are what `is_article_of_its_own` and
    `tells_news` say; `is_known`: the text would replace an item's. An article under the same headline again is the same
    one at another address. Under other headlines it may be a reprint, but no item becomes one.
    """
    titles = {title, *others}
    if len(titles) == 1:
        return not is_own
    return is_known or not is_news or len(titles) > MOST_TITLES


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))
