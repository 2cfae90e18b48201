"""Which of the addresses that a page states may be its own: templates state front pages and sections. Pure.

Whether other pages state the same one is known only to a run: `scrapers.decide.identity`.
"""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from record.urls import INDEX, site_host, url_key
from scrapers.extract.answer_kinds import LIST_PARAMETERS, LIST_STEPS, SECTIONS

VARIANT_STEP = re.compile(r"amp|print|cetak|all|feed|komentar|comments?|embed|page|hal(?:aman)?(?:-?\d+)?|\d{1,2}")
"""A last step of an address that chooses a form or a part of the article at the address without it."""
ARTICLE_STEP = re.compile(r"(?!(?:19|20)\d\d$)(?:(?:[^-_]+[-_]){3,}.+|.*\d{3,}.*)")
"""A step that names an article: four words, or a number of three digits which is no year."""
IDENTITY = re.compile(r"\d+|(?:[^-_]+[-_]){2,}.+")
"""A parameter's value that says which article it is: a number, or words."""
PART_PARAMETERS = frozenset({"page", "halaman", "hal", "paged", "cpage"})
"""Parameters whose number counts parts and not articles."""


def canonical_address(url: str, stated: Iterable[str]) -> str:
    """The first of the absolute addresses `stated` on the page at `url` that may be its own, or `url`."""
    return next((address for address in stated if _may_be(address, url)), url)


def is_index(address: str, page: str) -> bool:
    """Whether `address` is a front page, section or list as seen from the article's address `page`."""
    there, here = _steps(address), _steps(page)
    if url_key(address) == url_key(page):
        return False
    asks = {name.casefold() for name, _ in parse_qsl(urlsplit(address).query)}
    if there == here:
        return _names_article(page) and not _names_article(address)
    if _names_article(address) and asks.isdisjoint(LIST_PARAMETERS):
        return False
    if not there or there[-1] in SECTIONS or not asks.isdisjoint(LIST_PARAMETERS):
        return True
    if there[0] in LIST_STEPS and here[:1] != there[:1]:
        return True
    rest = here[len(there) :] if here[: len(there)] == there else []
    return (
        bool(rest) and not all(VARIANT_STEP.fullmatch(step) for step in rest) and not ARTICLE_STEP.fullmatch(there[-1])
    )


def _may_be(address: str, url: str) -> bool:
    try:
        there, here = urlsplit(address), urlsplit(url)
        same_site = site_host(there.hostname or "") == site_host(here.hostname or "") and there.port == here.port
    except ValueError:
        return False
    # An article's address may be a front page where nothing tells it apart: a page that was read from there.
    return same_site and there.scheme in {"http", "https"} and not is_index(address, url)


def _steps(url: str) -> list[str]:
    """The path's steps in lower case, without an index page's name."""
    steps = [step for step in urlsplit(f"//{url_key(url)}").path.casefold().split("/") if step]
    return steps[:-1] if steps[-1:] and steps[-1] in INDEX else steps


def _names_article(url: str) -> bool:
    """Whether a parameter of the address says which article it is."""
    return any(name.casefold() not in PART_PARAMETERS for name, _ in _identity(url))


def names_same(url: str, other: str) -> bool:
    """Whether two addresses differ in nothing that says which article it is: sessions and the like of unknown names."""
    return _steps(url) == _steps(other) and bool(_steps(url)) and _identity(url) == _identity(other)


def _identity(url: str) -> list[tuple[str, str]]:
    pairs = parse_qsl(urlsplit(f"//{url_key(url)}").query)
    return [pair for pair in pairs if IDENTITY.fullmatch(pair[1])]
