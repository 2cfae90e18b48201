"""Corrections as readers meet them: on the corrected page, beside the fact, and by a title that says where it was."""

from collections.abc import Iterator
from textwrap import shorten

from pydantic import BaseModel

from plugins.language.english import twin
from plugins.language.feed_words import title
from plugins.language.words import FOOTER, NAVIGATION, PAGE_NAMES, dimension_words
from plugins.model.pages import CorrectionPage, fact_address
from plugins.model.record import Record
from record.models import Initiative, Place

LONGEST_WHAT = 100
"""Letters of what is said now in a title: lists of feed readers cut off more, and the entry's text has all of it."""
LONGEST_OPEN = 400
"""Letters of a notice that is shown open: about ten lines at 360 px, so that the page's heading and first lines are
still on the first screen (measured on /program/). Of a longer one the page shows what holds now, and folds the rest."""
_PAGES = {**dict(NAVIGATION["id"]), **dict(FOOTER["id"]), **PAGE_NAMES}


def on_page(record: Record, address: str) -> list[CorrectionPage]:
    """The corrections of the page at an address, newest first; an English page has those of its Indonesian twin."""
    other = twin(address) if address.startswith("/en/") else None
    entries = [*record.corrections_on(address), *(record.corrections_on(other) if other else ())]
    return sorted(entries, key=lambda entry: (entry.data.date, entry.name), reverse=True)


def of_fact(record: Record, fact_id: str) -> list[CorrectionPage]:
    """The corrections of a fact, newest first."""
    return record.corrections_on(fact_address(fact_id))


def fits_open(entry: CorrectionPage) -> bool:
    """Whether a notice is so short that all of it can be shown above the page's heading."""
    return len(entry.data.was) + len(entry.data.now) + len(entry.data.why) <= LONGEST_OPEN


def subject_of(record: Record, entry: CorrectionPage) -> str:
    """`Kota Bekasi: Badung Command Center`: the place or page that was corrected, and what on it."""
    return ": ".join(_names(record, entry.data.page.partition("#")[0]))


def title_of(record: Record, entry: CorrectionPage) -> str:
    """`Koreksi: Kota Bekasi: Badung Command Center: berjalan`: the same, and what holds now."""
    now = shorten(entry.data.now, LONGEST_WHAT, placeholder=" …")
    return title("correction", named=subject_of(record, entry), now=now)


def _names(record: Record, page: str) -> Iterator[str]:
    """The place of a page and what it is about, or the page's name."""
    own = page if not page.startswith("/en/") else twin(page) or page
    match own.strip("/").split("/"):
        case ["daerah", slug, *_] if slug in record.places:
            yield record.place_name(slug)
        case ["inisiatif", place, name, *_] if (address := f"/inisiatif/{place}/{name}/") in _addresses(record):
            yield record.place_name(place)
            yield record.initiative(address).data.name
        case ["berita", _, _, _]:
            yield from _item_names(record, own)
        case ["dimensi", dimension, *_] if dimension:
            yield dimension_words(dimension)
        case ["fakta", fact_id, *_]:
            yield _owner_of(record, fact_id)
        case _:
            yield _page_name(own)


def _addresses(record: Record) -> set[str]:
    return {entry.address for entry in record.initiatives}


def _item_names(record: Record, address: str) -> Iterator[str]:
    news = record.published(address)
    if news is None:
        # Of a hidden item no list says the title.
        yield "Berita"
        return
    yield from map(record.place_name, news.item.places[:1])
    yield news.title


def _owner_of(record: Record, fact_id: str) -> str:
    """The place whose fact it is; the programme's page where it is of no place."""
    for place in record.places.values():
        if _has(place.data, fact_id):
            return place.data.name
    for entry in record.initiatives:
        if _has(entry.data, fact_id):
            return record.place_name(entry.data.place)
    return _PAGES["/program/"]


def _has(data: Place | Initiative, fact_id: str) -> bool:
    parts: list[BaseModel] = [*data.milestone, *data.claim] if isinstance(data, Place) else [data, *data.step]
    return any(getattr(part, "id", "") == fact_id for part in parts)


def _page_name(page: str) -> str:
    """Its name in the site's menus, or that of a page above it; else the last part of its address as a word."""
    if page == "/":
        return _PAGES["/"]
    above = page
    while above != "/":
        if above in _PAGES:
            return _PAGES[above]
        above = above.rstrip("/").rpartition("/")[0] + "/"
    return page.strip("/").rpartition("/")[2].replace("-", " ").capitalize()
