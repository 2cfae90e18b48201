"""The headline: the heading that says what the page calls itself, without site name and kicker."""

import re
from itertools import takewhile
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from scrapers.extract import clean
from scrapers.extract.metadata import Metadata
from scrapers.extract.tables import GENERIC_TITLES, TITLE_MARKS
from scrapers.extract.tree import PROSE_WORDS, HtmlPage, marks_of, text_of

HEADINGS = ("h1", "h2", "h3", "h4", "h5")
# A hyphen, slash or colon parts only with spaces on both sides: "Jakarta-Bandung" and "Bekasi: kota" belong together.
SEPARATORS = re.compile(r"\s+[|–—»«•·~]\s+|\s+-{1,2}\s+|\s+::\s+|\s+/\s+|\s*\|\s*|\s+:\s+")
SECTION_WORDS = 3
"""A part of a page's title with no more words names a section or the site, not the article."""
MOSTLY_SITE = 2
"""How much longer than the site's name a part of a title may be and still name the site ("Kabar Kota Jawa Barat")."""
_PAGE_NUMBER = re.compile(r"[\s|–—-]+(?:halaman|page)\s+(?:\d+|all)$", re.IGNORECASE)
SAME = 0.75
"""Share of a heading's words that must stand in the page's own title."""
UNNAMED_TITLES = ("td", "div", "p", "span", "font", "b")
"""Elements that show a headline where no heading does."""
TITLE_WORDS = range(3, 30)
"""How many words a headline has."""
_GENERIC = re.compile(GENERIC_TITLES, re.IGNORECASE)
MOST_OF_IT = 0.5
"""A heading with a smaller share of the words of the headline that a page states is not all of it."""
_OPENINGS = (":", "|", "-", "–", "—", "?", "!")
JUST_ABOVE = 12
"""Elements from the start of the text in which its heading may stand."""


def find_heading(page: HtmlPage, metadata: Metadata, body: HtmlElement | None) -> HtmlElement | None:
    """The element that shows the headline."""
    candidates = [
        (element, words)
        for tag in HEADINGS
        for element in page.own(tag)
        if (words := _words(text_of(element))) and not metadata.is_site(text_of(element))
    ]
    if any(len(title.split()) > SECTION_WORDS for title in metadata.titles):
        # What has no more words beside a longer title names the section.
        candidates = [(element, words) for element, words in candidates if len(words) > 1]
    if metadata.is_generic:
        return _heading_above(page, body, [e for e, _ in candidates if not _GENERIC.search(text_of(e))])
    for title in metadata.titles:
        known = set(_words(title))
        agreeing = [(e, w) for e, w in candidates if len(w) > 1 and _share(w, known) >= SAME]
        # The heading that says most of the title; the first of equals.
        if agreeing:
            return max(agreeing, key=lambda pair: (len(set(pair[1]) & known), -HEADINGS.index(pair[0].tag)))[0]
    if _agreed(metadata):
        candidates = [(element, words) for element, words in candidates if element.tag == "h1"]
        return candidates[0][0] if candidates else None
    return _heading_above(page, body, [element for element, _ in candidates])


def _heading_above(page: HtmlPage, body: HtmlElement | None, candidates: list[HtmlElement]) -> HtmlElement | None:
    """The nearest heading above the text, or element marked as one: for pages whose own title is the site's."""
    if body is None:
        return next((element for element in candidates if element.tag == "h1"), None)
    marked = candidates or [element for element in page.own(*UNNAMED_TITLES) if _is_title(element)]
    start, inside = page.at.get(body, 0), set(body.iterdescendants())
    before = [element for element in marked if page.at[element] < start]
    within = [element for element in marked if element in inside and page.at[element] < start + JUST_ABOVE]
    within = [element for element in within if _words_before(element, body) < PROSE_WORDS]
    return max(before, key=page.at.__getitem__) if before else next(iter(within), None)


def _words_before(element: HtmlElement, body: HtmlElement) -> int:
    """The words of the text that stand before an element in it: a heading after some is one among the text."""
    steps = takewhile(lambda step: step != ("start", element), etree.iterwalk(body, events=("start", "end")))
    texts = (node.text if event == "start" else node.tail for event, node in steps)
    return sum(len(text.split()) for text in texts if text)


def _is_title(element: HtmlElement) -> bool:
    is_marked = any(part in mark for mark in marks_of(element) for part in TITLE_MARKS)
    return is_marked and len(text_of(element).split()) in TITLE_WORDS


def headline(metadata: Metadata, shown: str) -> str:
    """The headline, from what its heading shows and what the page's metadata say; "" where there is none."""
    titles = [_without_site(title, metadata) for title in metadata.titles]
    if not shown:
        return titles[0] if titles else ""
    shown = _PAGE_NUMBER.sub("", clean.title(shown, site=metadata.site))
    stated = [clean.title(title, site=metadata.site) for title in metadata.titles]
    if shown in stated:
        return shown
    # A heading of two lines reads as one; the page's own titles part them.
    if parted := next(
        (title for title in stated if _words(title) == _words(shown) and _parts(title) > _parts(shown)), ""
    ):
        return parted
    agreed = _agreed(metadata)
    if agreed and (_follows(shown, agreed) or len(_words(shown)) < MOST_OF_IT * len(_words(agreed))):
        return agreed
    if shown.isupper():
        shown = next((title for title in titles if title.casefold() == shown.casefold()), shown)
    return clean.title(_without_kicker(shown, titles), site=metadata.site)


def _agreed(metadata: Metadata) -> str:
    """The headline that a page states for search engines, if its title for readers begins so too, or ""."""
    named = clean.title(str(metadata.linked.get("headline") or ""), site=metadata.site)
    others = [title for title in metadata.titles if title.casefold().startswith(named.casefold())]
    is_headline = len(named.split()) > SECTION_WORDS and not metadata.is_site(named)
    return named if is_headline and len(others) > 1 else ""


def _parts(title: str) -> int:
    """How many parts the marks between words make of a title."""
    return len(re.findall(r"[:|–—-](?=\s)", title))


def _follows(shown: str, agreed: str) -> bool:
    """Whether a heading is what follows a stated headline's first part, which the page shows above it."""
    head, _, tail = agreed.casefold().rpartition(shown.casefold())
    return not tail and head.rstrip().endswith(_OPENINGS)


def _without_site(title: str, metadata: Metadata) -> str:
    """A title without the pieces that name the site, its section or "Halaman all"."""
    title = clean.title(title, site=metadata.site)
    parts = SEPARATORS.split(title)
    if len(parts) == 1:
        return title
    host = (urlsplit(metadata.page.url).hostname or "").casefold().replace("-", "").replace(".", "")
    own = [part for part in parts if part and not _names_site(part, host, metadata.site)]
    while len(own) > 1 and len(own[-1].split()) <= SECTION_WORDS:
        own.pop()
    while len(own) > 1 and len(own[0].split()) <= SECTION_WORDS:
        own.pop(0)
    return title[title.index(own[0]) : title.rindex(own[-1]) + len(own[-1])] if own else title


def _names_site(part: str, host: str, site: str) -> bool:
    plain = re.sub(r"\W+", "", part.casefold())
    named = re.sub(r"\W+", "", site.casefold())
    is_page = re.fullmatch(r"(?:halaman|page)\s*(?:\d+|all)", part.strip(), re.IGNORECASE) is not None
    return (
        is_page
        or not plain
        or plain in host
        or (bool(named) and (plain in named or (named in plain and len(plain) <= MOSTLY_SITE * len(named))))
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", clean.squeeze(text).casefold())


def _share(words: list[str], of: set[str]) -> float:
    return sum(word in of for word in words) / len(words)


def _without_kicker(shown: str, titles: list[str]) -> str:
    """What the heading says after a kicker that the page's own titles leave out."""
    for title in titles:
        if (
            len(title.split()) > 2
            and shown.casefold() != title.casefold()
            and shown.casefold().endswith(title.casefold())
        ):
            return shown[len(shown) - len(title) :]
    return shown
