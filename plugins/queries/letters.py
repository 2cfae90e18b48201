"""The weekly letter: what became known in a week, grouped by place, in sentences of Indonesian.

Pure: entries in, plain values out, which `plugins.pages.letter_forms` writes as HTML and as plain text.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugins.language.dates import date_words
from plugins.language.day_words import item_day_words
from plugins.language.feed_words import TITLES, Sentence
from plugins.language.filters import shortened
from plugins.language.letter_words import (
    LINES,
    OF_ITEM,
    OF_ITEM_NAMED_BY_US,
    REPORTED,
    Span,
    count_words,
    counted,
    listing,
    sentence,
    week_words,
)
from plugins.queries.feed_entry import FeedEntry
from record.partial_dates import BOUNDS
from record.weeks import Week

LETTERS = "/mingguan/"
"""The address of the list of letters; each has its page below it."""
PROGRAMME = "Program dan lintas daerah"
"""The heading of what is of no single place; where the rest of it is."""
PROGRAMME_PAGE, PROGRAMME_REST = "/program/", "/linimasa/"
MOST_SECTIONS = 40
"""Places that have a section of their own; of the others the letter says how much became known."""
MOST_NAMED = 60
"""Places that are named without a section."""
MOST_IN_SECTION = 12
RANKS = ("correction", "withdrawn", "refiled", "status", "milestone", "item", "dispute", "evaluation", "gone")
"""The order of kinds in a section: first what takes something back, then what moved, then what was said."""
LONGEST_TITLE, LONGEST_TEXT = 160, 320
"""Letters of what is linked in a line, and of what follows; the page that it links has all."""
_KEYS = {pattern: key for key, pattern in TITLES.items()}


@dataclass(frozen=True)
class Line:
    """An entry in a sentence, of which the middle part is linked."""

    before: str
    linked: str
    after: str
    address: str


@dataclass(frozen=True)
class Section:
    """What became known of a place: a sentence of how much, its most telling lines, and where the rest is."""

    name: str
    address: str
    lead: str
    """"" where a single line says all."""
    lines: tuple[Line, ...]
    rest: str
    """`Selebihnya, 38 berita, ada di`, before the link; "" where the lines are all."""
    rest_name: str
    rest_address: str


@dataclass(frozen=True)
class Letter:
    """The letter of a week. `until` is the newest day of the record where the week is not over yet."""

    week: Week
    until: dt.date | None
    title: str
    """`23–29 November 2026: dua berita dan satu koreksi`."""
    opening: str
    sections: tuple[Section, ...]
    others: str
    """A sentence about places without a section; "" where there are none."""

    @property
    def heading(self) -> str:
        """Its week in words."""
        return week_words(self.week)

    @property
    def address(self) -> str:
        """The address of its page."""
        return letter_address(self.week)


def letter_address(week: Week) -> str:
    """The address of the page of a week's letter."""
    return f"{LETTERS}{week}/"


@dataclass(frozen=True)
class LetterSources:
    """What a letter is made of: the entries of a week, newest first, and the names of places by their slugs."""

    week: Week
    until: dt.date | None
    entries: Sequence[FeedEntry]
    names: Mapping[str, str]


def compose(sources: LetterSources, most_lines: int) -> Letter:
    """The letter; at most so many lines are shared among its sections, each of which has as many as the others."""
    groups = _grouped(sources.entries)
    shown, others = groups[:MOST_SECTIONS], groups[MOST_SECTIONS:]
    each = _fair_share([len(group) for _, group in shown], most_lines)
    counts = Counter(entry.kind for entry in sources.entries)
    return Letter(
        week=sources.week,
        until=sources.until,
        title=f"{week_words(sources.week)}: {listing(counted(counts)[:3])}",
        opening=_opening(sources, counts, [slug for slug, _ in groups]),
        sections=tuple(_section(sources, slug, group, each) for slug, group in shown),
        others=_others(sources, others),
    )


def _grouped(entries: Sequence[FeedEntry]) -> list[tuple[str, list[FeedEntry]]]:
    """Entries by main place, the place with the most first; what has none, under "", before all."""
    groups: dict[str, list[FeedEntry]] = defaultdict(list)
    for entry in entries:
        groups[entry.places[0] if entry.places else ""].append(entry)
    return sorted(groups.items(), key=lambda group: (group[0] != "", -len(group[1]), group[0]))


def _fair_share(sizes: Sequence[int], most: int) -> int:
    """How many lines each section may have, so that all together have at most so many."""
    shares = range(MOST_IN_SECTION, -1, -1)
    return next(share for share in shares if sum(min(size, share) for size in sizes) <= most)


def _opening(sources: LetterSources, counts: Mapping[str, int], slugs: Sequence[str]) -> str:
    """How much became known, of what, and from when the news is."""
    places = [sources.names[slug] for slug in slugs if slug]
    about = listing(places) if len(places) < 4 else f"{count_words(len(places))} daerah"
    known = f"Sampai {date_words(sources.until)} tercatat" if sources.until else "Pekan ini tercatat"
    words = f"{known} {listing(counted(counts))}{about and f' tentang {about}'}."
    items = [entry for entry in sources.entries if entry.kind == "item"]
    return f"{words} {_span(items, sources.week).sentence}" if items else words


def _span(items: Sequence[FeedEntry], week: Week) -> Span:
    exact = [entry for entry in items if entry.day and entry.precision not in BOUNDS]
    own = [entry for entry in exact if entry.precision == "day" and _is_in(entry.day, week)]
    years = [entry.day.year for entry in exact if entry.day and entry not in own]
    return Span(len(own), years, len(items) - len(exact))


def _is_in(day: dt.date | None, week: Week) -> bool:
    return bool(day and week.first <= day <= week.last)


def _section(sources: LetterSources, slug: str, entries: Sequence[FeedEntry], most: int) -> Section:
    chosen = _most_telling(entries, most)
    name = sources.names[slug] if slug else PROGRAMME
    page = f"/daerah/{slug}/" if slug else PROGRAMME_PAGE
    rest = Counter(entry.kind for entry in entries if entry not in chosen)
    return Section(
        name=name,
        address=page,
        # A single line says it all.
        lead="" if len(entries) == len(chosen) == 1 else _lead(entries, sources.week),
        lines=tuple(_line(sources, entry, slug) for entry in chosen),
        rest=f"Selebihnya, {listing(counted(rest))}, ada di" if rest else "",
        rest_name=f"halaman {name}" if slug else "linimasa",
        rest_address=page if slug else PROGRAMME_REST,
    )


def _lead(entries: Sequence[FeedEntry], week: Week) -> str:
    """`Dua berita baru tercatat, keduanya dari 2017. Tercatat pula satu koreksi.`"""
    counts = Counter(entry.kind for entry in entries)
    items = [entry for entry in entries if entry.kind == "item"]
    others = listing(counted({**counts, "item": 0}))
    if not items:
        return sentence(f"{others} tercatat.")
    words = sentence(f"{count_words(len(items))} berita baru tercatat, {_span(items, week)}.")
    return f"{words} Tercatat pula {others}." if others else words


def _most_telling(entries: Sequence[FeedEntry], most: int) -> list[FeedEntry]:
    """The best of each kind before the second of any, in the order of `RANKS`; of a kind, what happened last first."""
    kinds: dict[str, list[FeedEntry]] = defaultdict(list)
    for entry in sorted(entries, key=_newest_happening, reverse=True):
        kinds[entry.kind].append(entry)
    places = [(number, RANKS.index(kind), entry) for kind, own in kinds.items() for number, entry in enumerate(own)]
    chosen = sorted(places, key=lambda place: place[:2])[:most]
    return [entry for _, _, entry in sorted(chosen, key=lambda place: (place[1], place[0]))]


def _newest_happening(entry: FeedEntry) -> tuple[bool, dt.date, str]:
    return entry.precision not in BOUNDS, entry.day or dt.date.min, entry.id


def _line(sources: LetterSources, entry: FeedEntry, slug: str) -> Line:
    pattern, parts = _parts(entry)
    text = _text(sources, entry, slug)
    before, linked, after = (part % (parts | {"text": text}) for part in pattern)
    # The section names its own place, but not one that is not followed.
    linked = linked.removeprefix(f"{sources.names.get(slug)}: ")
    if not slug and "place" in parts and parts["place"] not in linked:
        linked = f"{parts['place']}, {linked}"
    return Line(before, shortened(linked, LONGEST_TITLE), after.rstrip(), entry.address)


def _parts(entry: FeedEntry) -> tuple[tuple[str, str, str], dict[str, str]]:
    """The patterns of an entry's line, and their parts but the text."""
    if isinstance(entry.title, Sentence):
        day = date_words(entry.day, entry.precision)
        return LINES[_KEYS[entry.title.pattern]], {**entry.title.parts, "day": day}
    reported = REPORTED[entry.item_kind] % {"outlet": entry.outlet}
    day = item_day_words(entry.day, entry.precision, entry.basis or "", entry.day_of).striptags()
    pattern = OF_ITEM_NAMED_BY_US if entry.headline_from == "ours" else OF_ITEM
    return pattern, {"reported": reported, "title": _without_brackets(entry.title), "day": day}


def _without_brackets(title: str) -> str:
    """A headline of ours stands in brackets in the record, since lists show it among those of publishers."""
    return title[1:-1] if title.startswith("[") and title.endswith("]") else title


def _text(sources: LetterSources, entry: FeedEntry, slug: str) -> str:
    others = [sources.names[other] for other in entry.places if other != slug and other in sources.names]
    # Of an item without a summary the text is its title again, and the publisher.
    text = "" if entry.text.startswith(entry.title) else entry.text
    also = f"Juga tentang {listing(others)}." if others and entry.kind == "item" else ""
    return shortened(" ".join(filter(None, (text, also))), LONGEST_TEXT)


def _others(sources: LetterSources, groups: Sequence[tuple[str, Sequence[FeedEntry]]]) -> str:
    if not groups:
        return ""
    named = [f"{sources.names[slug]} ({len(entries)})" for slug, entries in groups[:MOST_NAMED]]
    left = len(groups) - len(named)
    every = [*named, f"{count_words(left)} daerah lain"] if left else named
    return f"Ada juga catatan baru tentang {listing(every)}."
