"""The headline: the heading that says what the page calls itself, without site name and kicker."""

import re
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from scrapers.extract import clean
from scrapers.extract.metadata import Metadata
from scrapers.extract.tables import GENERIC_TITLES, TITLE_MARKS
from scrapers.extract.tree import HtmlPage, marks_of, text_of

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
    if metadata.is_generic:
        return _heading_above(page, body, [e for e, _ in candidates if not _GENERIC.search(text_of(e))])
    for title in metadata.titles:
        known = set(_words(title))
        agreeing = [(e, w) for e, w in candidates if len(w) > 1 and _share(w, known) >= SAME]
        # The heading that says most of the title; the first of equals.
        if agreeing:
            return max(agreeing, key=lambda pair: (len(set(pair[1]) & known), -HEADINGS.index(pair[0].tag)))[0]
    return _heading_above(page, body, [element for element, _ in candidates])


def _heading_above(page: HtmlPage, body: HtmlElement | None, candidates: list[HtmlElement]) -> HtmlElement | None:
    """The nearest heading above the text, or element marked as one: for pages whose own title is the site's."""
    if body is None:
        return next((element for element in candidates if element.tag == "h1"), None)
    marked = candidates or [element for element in page.own(*UNNAMED_TITLES) if _is_title(element)]
    start, inside = page.at.get(body, 0), set(body.iterdescendants())
    before = [element for element in marked if page.at[element] < start]
    within = [element for element in marked if element in inside and page.at[element] < start + JUST_ABOVE]
    return max(before, key=page.at.__getitem__) if before else next(iter(within), None)


def _is_title(element: HtmlElement) -> bool:
    is_marked = any(part in mark for mark in marks_of(element) for part in TITLE_MARKS)
    return is_marked and len(text_of(element).split()) in TITLE_WORDS


def headline(metadata: Metadata, shown: str) -> str:
    """The headline, from what its heading shows and what the page's metadata say; "" where there is none."""
    titles = [_without_site(title, metadata) for title in metadata.titles]
    if not shown:
        return titles[0] if titles else ""
    shown = _PAGE_NUMBER.sub("", shown)
    if shown.isupper():
        shown = next((title for title in titles if title.casefold() == shown.casefold()), shown)
    # What the page's own title says as well is no kicker, however short ("“Bekasi Siap” – Kafé Digital Kota Bekasi").
    whole = shown if shown in metadata.titles else _without_kicker(shown, titles)
    return clean.title(whole, site=metadata.site)


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
