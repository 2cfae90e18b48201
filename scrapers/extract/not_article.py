"""Tells an article from an answer that is none: script shells, walls, challenges, soft errors, lists. Pure.

Words alone decide nothing, since articles tell of cookies and error pages as well. A page is none where most of its few
words are of one kind of answer, more so where it has no metadata of an article; or where it calls itself so.
`python -m tests.extract.answers` measures a change of the numbers below, on pages made for it and on any folder.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import parse_qsl, urlsplit

from lxml.html import HtmlElement, tostring

from record.text import fold
from scrapers.errors import AnswerKind
from scrapers.extract.answer_kinds import (
    IMPERATIVE,
    LIST_MARKS,
    LIST_PARAMETERS,
    LIST_STEPS,
    LIST_TYPES,
    LOADING,
    NO_NAMES,
    READER,
    REPORTS,
    SECTIONS,
    VENDOR_MARKS,
    WEB,
    WORDINGS,
    Wording,
)
from scrapers.extract.headline import SEPARATORS
from scrapers.extract.json_ld import ARTICLE_KINDS
from scrapers.extract.metadata import Metadata
from scrapers.extract.tables import PUBLISHED_META
from scrapers.extract.tree import HtmlPage, marks_of, text_of, words_outside_links

MOST_WORDS = 300
"""Longer texts are told from answers by nothing but their shape as a list."""
FEW_WORDS = 120
"""No more words under a title that only answers have: an answer."""
COVERED, COVERED_MARKED = 0.5, 0.6
"""Share of the words in sentences of any kind, from which a page is no article; of one with an article's metadata."""
ALL_SPOKEN = 0.9
"""Share of the words in sentences that speak to the reader, in a text that does nothing else."""
LONG_SENTENCE = 12
"""Words of a sentence that says little of its kind, unless it speaks to the reader."""
SURE = 4
"""How many times more it says of the kind that a sentence has its subject and action, than its subject alone."""
SPOKEN = 0.7
"""How much a sentence counts that speaks to the reader, beside one that is surely of the kind."""
VENDOR_WORDS = 60
"""No more words beside the script of a firewall or the form of a login: the page is that."""
TEASERS = 4
"""Linked headings from which a page may be a list."""
ENTRY_WORDS = 4
"""Words of an entry that is a headline; menus have fewer."""
OWN_NAME = "situs ini"
"""What the site's own name says in a text: it names nobody of whom is told."""
LEAD_WORDS = 40
"""Words of one paragraph that are an article's and no teaser's."""
PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|\[\[.*?\]\]|%%.*?%%")
"""What stands in a template where words will come."""
TITLE_WORDS = 18
"""Words of a headline; old pages put the first paragraph there."""
OWN_WORDS = 6
"""Fewer words that do not stand in the frame or the titles: the frame was read, and there is no text."""
SUFFIX = "(?:nya|mu|ku|lah|kah)?"
"""What Indonesian hangs on words."""
FRAME_LINKS, FRAME_WORDS = 3, 15
"""Links that a site's frame has at least, and words at most, around a template without a text."""


@dataclass
class Answer:
    """A fetched page as the classifier sees it: `title` and `text` are what extraction made of it, each may be ""."""

    page: HtmlPage
    metadata: Metadata
    title: str
    text: str

    @cached_property
    def is_marked(self) -> bool:
        """Whether the page's metadata call it an article."""
        kinds = self.metadata.linked.get("@type")
        names = set(kinds if isinstance(kinds, list) else [kinds])
        return (
            self.metadata.first("og:type").lower().startswith("article")
            or bool(names & (ARTICLE_KINDS - {"WebPage"}))
            or any(name in self.metadata.meta for name in PUBLISHED_META if name != "date")
        )

    @cached_property
    def titles(self) -> list[str]:
        """What the page calls itself, in lower case, each also without its parts that name the site."""
        headings = [text_of(element) for element in self.page.tree.iter("h1", "h2")][:3]
        whole = [self.title, *self.metadata.titles, *headings]
        parts = [part for title in whole for part in SEPARATORS.split(title)[:1]]
        return [fold(title).strip() for title in dict.fromkeys([*whole, *parts]) if title]

    @cached_property
    def words(self) -> str:
        """The text; of a page without one, all that it shows outside its frame, or asks for without scripts."""
        if len(self.text.split()) > MOST_WORDS:
            return self.text
        if self.text:
            text = self._without_head(self.text)
            return text.replace(self.metadata.site, OWN_NAME) if self.metadata.site else text
        shown = [piece for element, piece in self.page.pieces if element.tag not in {"a", "button", "h1", "h2"}]
        return " ".join(shown)

    def _without_head(self, text: str) -> str:
        """A text without the menu, headline and day at its start, which extraction takes with short texts."""
        frame = [text_of(part) for part in self.page.tree.iter("a", "h1", "h2", "time", "header", "nav")]
        frame = sorted({self.title, *frame} - {""}, key=len, reverse=True)
        while head := next((part for part in frame if text.startswith(part) and len(text) > len(part)), ""):
            text = text[len(head) :].lstrip()
        return text

    @cached_property
    def noscript(self) -> str:
        """What it shows where scripts do not run."""
        return " ".join(text_of(element) for element in self.page.tree.iter("noscript"))

    @cached_property
    def source(self) -> str:
        """The page's HTML in lower case."""
        return str(tostring(self.page.tree, encoding="unicode")).lower()


def kind_of(answer: Answer) -> AnswerKind | None:
    """What a page is that gave a title and a text; None for an article."""
    return _by_words(answer) or _by_vendor(answer) or _by_shape(answer) or _by_frame(answer)


def kind_of_empty(answer: Answer) -> AnswerKind | None:
    """What a page is that gave no title or no text; None where there is nothing to say of it."""
    if kind := _by_words(answer) or _by_vendor(answer) or _by_shape(answer):
        return kind
    if answer.noscript and (kind := _kind_of_text(answer.noscript, COVERED)):
        return kind
    is_framed = sum(1 for _ in answer.page.tree.iter("a")) >= FRAME_LINKS or answer.is_marked
    is_bare = len(answer.words.split()) < FRAME_WORDS
    return "empty-template" if is_bare and (is_framed or re.fullmatch(LOADING, fold(answer.words))) else None


def _by_words(answer: Answer) -> AnswerKind | None:
    count = len(answer.words.split())
    if count > MOST_WORDS:
        return None
    is_report = re.search(REPORTS, fold(answer.words)) is not None
    if count <= FEW_WORDS and not is_report and (kind := _kind_of_title(answer)):
        return kind
    return _kind_of_text(answer.words, COVERED_MARKED if answer.is_marked else COVERED, heading=answer.title)


def _kind_of_title(answer: Answer) -> AnswerKind | None:
    """The kind that a title or heading names as a whole; lists are called like news, and known by their shape."""
    rows = [row for row in _compiled() if row.kind != "list"]
    return next((row.kind for title in answer.titles for row in rows if row.title.fullmatch(title)), None)


def _kind_of_text(text: str, least: float, *, heading: str = "") -> AnswerKind | None:
    """The kind of which most sentences are, where at least the share `least` of all words is in such sentences.

    The heading counts where it is of a kind as well. A text that speaks to its reader throughout and names nobody is no
    article either, whatever it speaks of.
    """
    votes: Counter[AnswerKind] = Counter()
    sure = spoken = total = 0
    left = len(text.split())
    parts = re.split(r"(?<=[.!?])\s+|\n+", text)
    for number, sentence in enumerate([heading, *parts]):
        words, has_names = len(sentence.split()), _has_names(sentence)
        kinds = _kinds_of(sentence) if number or not has_names else {}
        votes.update({kind: words * weight for kind, weight in kinds.items()})
        total += words if number or kinds else 0
        sure += words if kinds else 0
        spoken += words if number and not kinds and not has_names and _speaks(sentence) else 0
        left -= words if number else 0
        # Most articles are known for what they are after a few sentences.
        if sure + spoken + left < least * (total + left):
            return None
    is_spoken = sure + spoken >= ALL_SPOKEN * total and not any(map(_has_names, parts))
    if not votes or not (is_spoken or sure + SPOKEN * spoken >= least * total):
        return None
    return votes.most_common(1)[0][0]


def _kinds_of(sentence: str) -> dict[AnswerKind, int]:
    """The kinds that a sentence may be of, and how surely; none where it reports.

    Where it names somebody without speaking to its reader, only a phrase counts.
    """
    folded = fold(sentence)
    if re.search(REPORTS, folded):
        return {}
    speaks = _speaks(sentence)
    phrase_only = not speaks and (_has_names(sentence) or len(sentence.split()) > LONG_SENTENCE)
    kinds = [row.kind for row in _compiled() if row.says(folded, phrase_only=phrase_only)]
    if kinds or not speaks or not re.search(WEB, folded):
        return dict.fromkeys(kinds, SURE)
    return {row.kind: 1 for row in _compiled() if row.subject.search(folded)}


def _speaks(sentence: str) -> bool:
    folded = fold(sentence)
    return re.search(READER, folded) is not None or re.search(IMPERATIVE, folded) is not None


def _has_names(sentence: str) -> bool:
    """Whether a sentence has a name after its first word."""
    words = re.findall(r"[\w'-]+", sentence)[1:]
    return any(word[0].isupper() and word.lower() not in NO_NAMES for word in words)


def _by_vendor(answer: Answer) -> AnswerKind | None:
    """By the scripts, forms and pictures of what stands before pages, where there is little else."""
    if answer.is_marked or len(answer.words.split()) > VENDOR_WORDS:
        return None
    # Comment forms have captchas, side columns have login forms; only what stands before a page speaks to its reader.
    if answer.words and not re.search(READER, fold(answer.words)):
        return None
    source = answer.source
    return next((kind for kind, pattern in VENDOR_MARKS if re.search(pattern, source)), None)


def _by_frame(answer: Answer) -> AnswerKind | None:
    """A template without a text, of which the menu was read: no word that does not stand in its links and titles."""
    if len(answer.text.split()) > FEW_WORDS:
        return None
    frame = [text_of(part) for part in answer.page.tree.iter("a", "time", "footer", "header", "nav")]
    text = fold(PLACEHOLDER.sub("", answer.text))
    # Notes repeat the words of their headline; only a headline that stands there whole was read with the frame.
    for title in answer.titles:
        text = text.replace(title, " ") if len(title.split()) <= TITLE_WORDS else text
    known = set(_words(" ".join(frame)))
    own = [word for word in _words(text) if word not in known]
    return "empty-template" if len(own) < OWN_WORDS else None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _by_shape(answer: Answer) -> AnswerKind | None:
    """A list: the shape of one, and a sign in its address, marks or titles."""
    if answer.is_marked or not _is_list(answer.page.tree):
        return None
    return "list" if _is_list_address(answer.page.url) or _says_list(answer) else None


def _says_list(answer: Answer) -> bool:
    body = next(answer.page.tree.iter("body"), None)
    marks = set(marks_of(body)) if body is not None else set()
    pattern = next(row.title for row in _compiled() if row.kind == "list")
    return (
        bool(LIST_MARKS & marks)
        or (not urlsplit(answer.page.url).path.strip("/") and any(map(answer.metadata.names_itself, answer.titles)))
        or any(f'"{name.lower()}"' in answer.source for name in LIST_TYPES)
        or any(pattern.fullmatch(title) for title in answer.titles)
    )


def _is_list_address(url: str) -> bool:
    parts = urlsplit(url)
    steps = parts.path.casefold().strip("/").split("/")
    asks = {name.casefold() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    is_section = len(steps) == 1 and steps[0] in SECTIONS
    is_day = all(step.isdigit() for step in steps) and len(steps) > 1
    return steps[0] in LIST_STEPS or is_section or is_day or not asks.isdisjoint(LIST_PARAMETERS)


def _is_list(tree: HtmlElement) -> bool:
    """Whether a page shows other pages: several linked headings or entries, and no paragraph of an article's length."""
    entries = [part for part in tree.iter("h2", "h3", "h4", "h5", "li") if _is_linked(part)]
    if len(entries) < TEASERS:
        return False
    return all(words_outside_links(paragraph) < LEAD_WORDS for paragraph in tree.iter("p"))


def _is_linked(part: HtmlElement) -> bool:
    """Whether a heading, or an entry of several words, is a link."""
    if part.tag == "li":
        return len(text_of(part).split()) >= ENTRY_WORDS and not words_outside_links(part)
    parent = part.getparent()
    return any(True for _ in part.iter("a")) or (parent is not None and parent.tag == "a")


class _Compiled:
    """A row of `WORDINGS`, compiled."""

    def __init__(self, wording: Wording) -> None:
        self.kind = wording.kind
        self.subject = re.compile(rf"\b(?:{wording.subjects}){SUFFIX}\b")
        self._action = re.compile(rf"\b(?:{wording.actions}){SUFFIX}\b")
        self._phrase = re.compile(wording.phrases)
        self.title = re.compile(wording.titles)

    def says(self, sentence: str, *, phrase_only: bool) -> bool:
        """Whether a folded sentence is of this kind."""
        if self._phrase.search(sentence):
            return True
        return not phrase_only and bool(self.subject.search(sentence) and self._action.search(sentence))


@lru_cache(maxsize=1)
def _compiled() -> tuple[_Compiled, ...]:
    return tuple(map(_Compiled, WORDINGS))
