"""What to do with an article: pure, with the reason. Store acts on it."""

import datetime as dt
import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from scrapers.decide.places import Placement
from scrapers.extract.article import Article
from scrapers.extract.dates import WIB
from scrapers.extract.markdown import escape_text
from scrapers.sources import Outlet
from scrapers.store.address import without_trackers
from scrapers.store.item import Item, clean_line, is_edited

Outcome = Literal["new", "updated", "unchanged", "duplicate", "unplaced"]
EXCERPT_WORDS = 60
SUMMARY_WORDS = 35
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])")


@dataclass(frozen=True)
class Verdict:
    """`item` is what to write (new, updated); `note` says why a change was not taken."""

    outcome: Outcome
    item: Item | None = None
    note: str = ""


def decide(
    article: Article,
    placement: Placement,
    *,
    outlet: Outlet,
    zones: Mapping[str, dt.tzinfo],
    fetched: dt.datetime,
    known: Item | None,
) -> Verdict:
    """`known` is the item that already has this address, `zones` the tracked places' time zones by slug."""
    if not placement.is_named:
        return Verdict("unplaced")
    fresh = compose(article, placement, outlet=outlet, zones=zones, fetched=fetched)
    if known is None:
        return Verdict("new", fresh)
    if known.outlet != outlet.id:
        return Verdict("duplicate")
    # An item without a digest came from the record by hand: nothing collected may replace it.
    if not known.digest or known.digest == fresh.digest:
        return Verdict("unchanged")
    if is_edited(known):
        return Verdict("unchanged", note="edited-by-hand")
    return Verdict(
        "updated", replace(fresh, id=known.id, collected=known.collected, also=known.also, story=known.story)
    )


def compose(
    article: Article,
    placement: Placement,
    *,
    outlet: Outlet,
    zones: Mapping[str, dt.tzinfo],
    fetched: dt.datetime,
) -> Item:
    """The item an article makes; a draft with its reasons where place or date is open."""
    main = (placement.about or placement.mentions or placement.candidates or ("",))[0]
    zone = zones.get(main, WIB)
    date = in_zone(article.published, zone)
    address = without_trackers(article.canonical_url)
    reasons = [
        reason
        for reason, applies in (
            ("place-unsure", not placement.is_sure),
            ("no-date", date is None),
            ("future-date", date is not None and date > fetched),
        )
        if applies
    ]
    return Item(
        title=clean_line(article.title),
        # Made once from the address and then only ever read back, so that a killed run cannot make two of one.
        id=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, address)}",
        date=date,
        modified=in_zone(article.modified, zone),
        places=placement.about,
        mentions=placement.mentions,
        kind="news",
        outlet=outlet.id,
        source=outlet.name,
        source_url=address,
        rights=outlet.rights,
        collected=fetched,
        digest=digest(article),
        status="draft" if reasons else "published",
        review=", ".join(reasons),
        summary="" if outlet.rights == "link" else sentences(article.text, SUMMARY_WORDS),
        body=_kept_words(article, outlet.rights),
    )


def digest(article: Article) -> str:
    """Of the collected words, so that a later change at the source shows."""
    return "sha256:" + hashlib.sha256(f"{article.title}\n{article.text}".encode()).hexdigest()


def in_zone(moment: dt.datetime | dt.date | None, zone: dt.tzinfo) -> dt.datetime | None:
    """A moment in the place's zone; a bare date becomes its midnight there."""
    if isinstance(moment, dt.datetime):
        return moment.astimezone(zone).replace(microsecond=0)
    return dt.datetime.combine(moment, dt.time(), zone) if moment else None


def sentences(text: str, most_words: int) -> str:
    """Whole sentences from the start of `text`, at most `most_words` words; "" where the first is longer."""
    kept: list[str] = []
    for sentence in _SENTENCE_END.split(" ".join(text.split())):
        if len(" ".join([*kept, sentence]).split()) > most_words:
            break
        kept.append(sentence)
    return " ".join(kept)


def _kept_words(article: Article, rights: str) -> str:
    if rights == "full":
        return article.body
    return escape_text(sentences(article.text, EXCERPT_WORDS)) if rights == "excerpt" else ""
