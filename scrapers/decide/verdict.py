"""What to do with an article, with the reason; `scrapers.pipeline` acts on it. Pure."""

import datetime as dt
import hashlib
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlsplit

from record.item import Item, clean_line, is_edited
from record.item_day import EVENT_BASES
from record.urls import original_address
from scrapers.decide.identity import has_become_another
from scrapers.decide.places import Placement
from scrapers.decide.stories import agency_mark
from scrapers.decide.topics import Topic, dimensions, kind_of
from scrapers.extract.article import Article
from scrapers.extract.dates import WIB
from scrapers.extract.markdown import escape_text
from scrapers.sources import Outlet

Outcome = Literal["new", "updated", "unchanged", "duplicate", "unplaced"]
EXCERPT_WORDS = 60
"""Words at most of the body of an item whose rights are `excerpt`."""
SUMMARY_WORDS = 35
"""Words at most of a summary."""
MOST_REFUSED = 6
"""Refused names that an item lists at most."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])")


@dataclass(frozen=True)
class Verdict:
    """The decision on an article.

    `item` is to be written now, `waiting` is a version that an editor must decide on; `why` says the reason.
    """

    outcome: Outcome
    item: Item | None = None
    waiting: Item | None = None
    why: Literal["", "edited-by-hand", "another-article"] = ""


def decide(
    article: Article,
    placement: Placement,
    *,
    outlet: Outlet,
    zones: Mapping[str, dt.tzinfo],
    fetched: dt.datetime,
    known: Item | None,
    evidence: tuple[str, ...] = (),
    government: frozenset[str] = frozenset(),
) -> Verdict:
    """What becomes of a fetched article.

    `known` is the item that already has this address, `zones` the tracked places' time zones by slug, `evidence` the
    ids of the WARC records, `government` the hosts of the places' own outlets.
    """
    fresh = compose(
        article, placement, outlet=outlet, zones=zones, fetched=fetched, evidence=evidence, government=government
    )
    if known is None:
        return Verdict("new", fresh) if placement.is_named else Verdict("unplaced")
    # The outlet that offered an address first keeps it; otherwise two would rewrite the item by turns.
    if known.outlet != outlet.id:
        return Verdict("duplicate")
    # An item without a digest came from the record by hand: nothing collected may replace it.
    newer = succeed(known, fresh) if known.digest else known
    if newer == known:
        return Verdict("unchanged")
    if is_edited(known):
        return Verdict("unchanged", waiting=newer if newer.digest != known.digest else None, why="edited-by-hand")
    return Verdict("updated", newer)


def unless_another(verdict: Verdict, article: Article, known: Item, known_text: str) -> Verdict:
    """`verdict`, but that a version waits which shares neither title nor text with the item that it would replace.

    Then another article was put in its place, or something that is none and was not known as such. `known_text` is as
    much of the item's text as there is.
    """
    newer = verdict.item
    if newer is None or newer.digest == known.digest:
        return verdict
    is_another = has_become_another(article.title, article.text, known.title, known_text)
    return Verdict("unchanged", waiting=newer, why="another-article") if is_another else verdict


def is_news_to(known: Item, fetched: dt.datetime) -> bool:
    """Whether a page fetched then may change `known`: not one read later, nor one that came from the record by hand."""
    read = [moment for moment in (known.collected, known.changed) if moment]
    return bool(known.digest) and all(fetched > moment for moment in read)


def succeed(known: Item, fresh: Item) -> Item:
    """The newer version of an item: id, addresses, story and seal of `known`, text and metadata of `fresh`.

    What was published stays so: an unsure reading changes neither its places nor its date.
    """
    is_same_text = known.digest == fresh.digest
    if known.status != "draft" and fresh.status == "draft":
        decided = ("places", "mentions", "because", "refused", "date", "status", "review")
        fresh = replace(fresh, **{name: getattr(known, name) for name in decided})
    return replace(
        fresh,
        **_days_of(known, fresh),
        id=known.id,
        source_url=known.source_url,
        recorded=known.recorded,
        collected=known.collected,
        also=known.also,
        story=known.story,
        origin=known.origin,
        changed=known.changed if is_same_text else fresh.collected,
        evidence=known.evidence if is_same_text and known.evidence else fresh.evidence,
        seal=known.seal,
    )


def _days_of(known: Item, fresh: Item) -> dict[str, Any]:
    """What is known of the day of an item's newer version: all that was, unless the page now states another date."""
    kept = {name: getattr(known, name) for name in ("date_basis", "event_date", "event_precision", "date_evidence")}
    if fresh.date is None and known.date:
        return kept if known.event_date else {}
    if fresh.date in (None, known.date):
        return kept
    # Of what stood in place of a date only an event's day still says something.
    is_event = known.date or known.date_basis in EVENT_BASES
    return kept | {"date_basis": fresh.date_basis, "date_evidence": ""} if is_event else {}


def compose(
    article: Article,
    placement: Placement,
    *,
    outlet: Outlet,
    zones: Mapping[str, dt.tzinfo],
    fetched: dt.datetime,
    evidence: tuple[str, ...] = (),
    government: frozenset[str] = frozenset(),
) -> Item:
    """The item an article makes; a draft with its reasons where place or date is open."""
    main = (placement.about or placement.mentions or placement.candidates or ("",))[0]
    zone = zones.get(main, WIB)
    date = in_zone(article.published, zone)
    topics = dimensions(article.title, article.text)
    host = urlsplit(article.canonical_url).hostname or ""
    address = original_address(article.canonical_url)
    reasons = [
        reason
        for reason, applies in (
            ("place-unsure", bool(placement.candidates)),
            ("only-mentioned", not placement.about and not placement.candidates),
            ("text-unsure", article.is_doubted),
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
        date_basis=article.date_basis if date else "",
        modified=in_zone(article.modified, zone),
        places=placement.about,
        mentions=placement.mentions,
        dimensions=tuple(topic.dimension for topic in topics),
        because=because(placement, topics),
        refused=tuple(f"{refused.words} ({refused.why})" for refused in placement.refused[:MOST_REFUSED]),
        kind=kind_of(article.title, host, from_government=host in government),
        credit=agency_mark(article.text),
        outlet=outlet.id,
        source=outlet.name,
        source_url=address,
        rights=outlet.rights,
        collected=fetched,
        digest=digest(article),
        evidence=evidence,
        status="draft" if reasons else "published",
        review=", ".join(reasons),
        summary="" if outlet.rights == "link" else sentences(article.text, SUMMARY_WORDS),
        body=_words_by_rights(article, outlet.rights),
    )


def join(same_story: Sequence[tuple[Item, bool]], item: Item) -> tuple[str, str]:
    """The story's id and the origin's id of `item`, given the items of its story and whether it has the same text.

    A story is called after its first item, so that its id never changes; "" where the item stands alone.
    """
    if not same_story:
        return item.story, item.origin
    stories = sorted(other.story for other, _ in same_story if other.story)
    story = item.story or (stories[0] if stories else story_id(same_story[0][0]))
    reprinted = next((other for other, is_reprint in same_story if is_reprint), None)
    return story, item.origin or (reprinted.origin or reprinted.id if reprinted else "")


def story_id(item: Item) -> str:
    """The id of a story whose first item is `item`."""
    return f"s-{hashlib.sha256(item.id.encode()).hexdigest()[:12]}"


def because(placement: Placement, topics: Iterable[Topic]) -> tuple[str, ...]:
    """The words that decided each place and dimension: `kota-bekasi = Pemkot Bekasi + Wali Kota Bekasi`."""
    rows = [(reason.slug, reason.words) for reason in placement.reasons]
    rows += [(topic.dimension, topic.words) for topic in topics]
    return tuple(f"{name} = {' + '.join(words)}" for name, words in rows)


def digest(article: Article) -> str:
    """A digest of an article's title and text, by which a later change at the source is seen."""
    return "sha256:" + hashlib.sha256(f"{article.title}\n{article.text}".encode()).hexdigest()


def in_zone(moment: dt.datetime | dt.date | None, zone: dt.tzinfo) -> dt.datetime | None:
    """A moment in the place's zone; a bare date becomes its midnight there."""
    if isinstance(moment, dt.datetime):
        return moment.astimezone(zone).replace(microsecond=0)
    return dt.datetime.combine(moment, dt.time(), zone) if moment else None


def sentences(text: str, most_words: int) -> str:
    """Whole sentences from the start of `text`, at most `most_words` words; "" where the first is longer."""
    opening: list[str] = []
    for sentence in _sentences_of(" ".join(text.split())):
        if len(" ".join([*opening, sentence]).split()) > most_words:
            break
        opening.append(sentence)
    return " ".join(opening)


def _sentences_of(line: str) -> Iterator[str]:
    # Not `split`: texts are long, and no more than the first sentences are asked for.
    begin = 0
    for end in _SENTENCE_END.finditer(line):
        yield line[begin : end.start()]
        begin = end.end()
    yield line[begin:]


def _words_by_rights(article: Article, rights: str) -> str:
    if rights == "full":
        return article.body
    return escape_text(sentences(article.text, EXCERPT_WORDS)) if rights == "excerpt" else ""
