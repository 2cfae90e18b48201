"""Articles that outlets cut into several pages: finding the next page, and making one text of them again. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import unescape
from itertools import chain
from urllib.parse import parse_qsl, urljoin, urlsplit

from record.urls import url_key
from scrapers.extract.article import Article
from scrapers.extract.links import settle_base
from scrapers.extract.markdown import to_text
from scrapers.markup import parse_page

WHOLE = frozenset({("page", "all"), ("showpage", "all"), ("single", "1"), ("halaman", "all")})
"""Query parameters of the page that shows a whole article (Kompas, Tribun, Pikiran Rakyat, Tempo)."""
_WHOLE_WORD = re.compile("|".join(sorted({name for name, _ in WHOLE})), re.IGNORECASE)
PAGE_PARAMETERS = frozenset({"page", "halaman", "hal"})
"""Query parameters that count an article's pages."""
# `/berita/judul/2`, `/berita/judul/page/2/`, `/berita/judul/halaman-2`.
_NUMBERED_PATH = re.compile(r"^(?P<stem>.*?)/(?:page/|halaman-|hal-)?(?P<number>\d{1,2})/?$")
_BASE = re.compile(rb"<base\b", re.IGNORECASE)
# In bytes, of any element, of comments and scripts too: it only tells pages without a link worth parsing them for.
_HREF = re.compile(rb"""\bhref\s*=\s*(?:"([^"]*)|'([^']*)|([^\s>]+))""", re.IGNORECASE)
Place = tuple[str, int]


def following_part(body: bytes, url: str, *, first: str, number: int) -> str:
    """The address of page `number` of the article at `first`, or of one that shows it whole, or "".

    `body` is the page at `url`. A link counts when its address is the article's own plus a page's number, or a word for
    all of them.
    """
    if _is_whole(url):
        return ""
    # A page is parsed once more only where its bytes promise something; a base changes what they mean.
    if not _BASE.search(body) and not _following(_raw_hrefs(body), url, first, number):
        return ""
    return _following(_hrefs(body, url), url, first, number)


def _following(hrefs: Iterable[str], url: str, first: str, number: int) -> str:
    own, digits = urlsplit(first).path.rstrip("/"), str(number)
    # Joining addresses is what costs; a page has hundreds of links.
    likely = {
        href
        for href in hrefs
        if (own in href or not href.startswith(("/", "http"))) and (digits in href or _WHOLE_WORD.search(href))
    }
    if not likely:
        return ""
    stem = _place(first, numbered=False)[0]
    linked = sorted({address for href in likely if (address := _address(url, href)) and own in address})
    whole = (address for address in linked if _is_whole(address) and _place(address, numbered=False)[0] == stem)
    after = (address for address in linked if _place(address, numbered=True) == (stem, number))
    return next(chain(whole, after), "")


def is_further_part(url: str) -> bool:
    """Whether an address asks for the second or a later page of an article by its own parameter."""
    return _place(url, numbered=False)[1] > 1


def stems(url: str) -> frozenset[str]:
    """What an article's address may share with those of its other pages."""
    return frozenset({_place(url, numbered=False)[0], _place(url, numbered=True)[0]})


def join_parts(parts: Sequence[tuple[str, Article]]) -> Article:
    """One article of its pages, given with their addresses: the first page's title, dates and author, all texts.

    A page that shows the whole article replaces the texts of the rest.
    """
    first = parts[0][1]
    whole = [article for url, article in parts if _is_whole(url)]
    # A page that is to show all and is shorter than the first part does not.
    bodies = [whole[-1].body] if whole and len(whole[-1].body) >= len(first.body) else [a.body for _, a in parts]
    body = "\n\n".join(_new_blocks(bodies))
    is_doubted = any(article.is_doubted for _, article in parts)
    return replace(first, body=body, text=to_text(body), is_doubted=is_doubted)


def _new_blocks(bodies: Sequence[str]) -> list[str]:
    """The blocks of all pages in order; what a later page repeats of an earlier one is left out."""
    blocks: list[str] = []
    seen: set[str] = set()
    for body in bodies:
        fresh = [block for block in re.split(r"\n\s*\n", body) if block not in seen]
        blocks += fresh
        seen |= set(fresh)
    return blocks


def _raw_hrefs(body: bytes) -> Iterator[str]:
    # Menus stand on a page twice and more.
    for href in {double or single or bare for double, single, bare in _HREF.findall(body)}:
        yield unescape(href.decode("utf-8", "replace"))


def _hrefs(body: bytes, url: str) -> list[str]:
    tree = parse_page(body)
    if tree is None:
        return []
    settle_base(tree, url)
    return [anchor.get("href") or "" for anchor in tree.iter("a")]


def _address(base: str, href: str) -> str:
    try:
        address = urljoin(base, href.strip()).partition("#")[0]
        parts = urlsplit(address)
        same_host = parts.hostname == urlsplit(base).hostname and parts.scheme in {"http", "https"}
    except ValueError:
        return ""
    return address if same_host else ""


def _is_whole(url: str) -> bool:
    return any((name.lower(), value.lower()) in WHOLE for name, value in parse_qsl(urlsplit(url).query))


def _place(url: str, *, numbered: bool) -> Place:
    """An article's address without its page's number, and that number; `numbered`: the path may end with it."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query)
    numbers = [int(value) for name, value in pairs if name.lower() in PAGE_PARAMETERS and value.isdigit()]
    others = [f"{n}={v}" for n, v in pairs if n.lower() not in PAGE_PARAMETERS and (n.lower(), v.lower()) not in WHOLE]
    bare = parts._replace(query="&".join(others), fragment="")
    if numbered and not numbers and (match := _NUMBERED_PATH.match(parts.path)):
        return url_key(bare._replace(path=match["stem"]).geturl()), int(match["number"])
    return url_key(bare.geturl()), numbers[0] if numbers else 1
