"""Pelican plugin: RSS, Atom and JSON Feed of what became known, in the order in which it did.

`feed_list` says which feeds there are, `feed_documents` how each is cut into the feed itself and archive documents,
`plugins.queries.feed_entries` what the entries are. A day's news changes the feeds alone: an archive document is
rendered again when one of its own entries was changed or withdrawn. `/feeds.opml` and `/en/feeds.opml` list the feeds
for feed readers, `/feeds/` for people.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from types import MappingProxyType
from typing import Any

from pelican import signals

from plugins.exports import feed_formats
from plugins.exports.feed_documents import Document, archive_bounds, document_stem, documents
from plugins.exports.feed_formats import FORMS, Entry, Tombstone, feed_texts, opml
from plugins.exports.feed_list import LETTER_FEED, Feed, all_feeds, listed_feeds
from plugins.incremental.output import File
from plugins.incremental.tracking import query
from plugins.language.english import OTHER, OWN, english, english_words
from plugins.language.feed_words import ABOUT, GROUPS, entry_kind_words, recorded_words, translated, when_words
from plugins.language.filters import capital
from plugins.language.verdict_words import proven_words, verdict_words
from plugins.language.words import dimension_words
from plugins.model.record import Record
from plugins.pages.base import SiteGenerator, SitePage
from plugins.queries.feed_entries import (
    Selection,
    Withdrawal,
    day_of,
    entries_between,
    feed_rows,
    feed_size,
    newest_recorded,
    rows_digest,
    withdrawals_between,
)
from plugins.queries.feed_entry import FeedEntry
from plugins.queries.letter_weeks import over
from plugins.queries.outcomes import verdict
from record.site_files import site_path

SCHEMES: Mapping[str, str] = MappingProxyType(
    {"place": "/daerah/", "dimension": "/dimensi/", "kind": "/feeds/", "outlet": "/sumber/"}
)
"""The page that lists the categories of each scheme."""


@query
def layout(record: Record, *selection: str | tuple[str, ...]) -> tuple[tuple[tuple[int, int], ...], int]:
    """The bounds of a feed's archive documents and its number of rows: which documents there are depends on these."""
    days = [day_of(row) for row in feed_rows(record, Selection(*selection))]  # type: ignore[arg-type]
    return archive_bounds(days, newest_recorded(record)), len(days)


@query
def place_names(record: Record) -> tuple[tuple[str, str], ...]:
    """Slug and name of every place; documents depend on these and not on every place's file."""
    return tuple((slug, place.data.name) for slug, place in record.places.items())


@dataclass(frozen=True)
class Voice:
    """What a document needs to know of the site that it is on, and how its language says things."""

    site: str
    """The site's absolute address, without a slash at its end."""
    name: str
    start: dt.datetime
    places: Mapping[str, str]
    """Names by slug."""
    language: str = OWN
    translate: Callable[[str], str] = str
    """The site's own words in the language."""
    text: Callable[[str], str] = str
    """The record's texts in the language, as far as they are translated."""

    def link(self, address: str) -> str:
        """The absolute address of a page, in the language where it has it."""
        return self.site + ((english(address) or address) if self.language == OTHER else address)

    def entry(self, entry: FeedEntry) -> Entry:
        """An entry of a feed, in Atom's words."""
        is_item = entry.kind == "item"
        # A publisher's words stay as they are.
        said = str if is_item else partial(translated, translate=self.translate, text=self.text)
        return Entry(
            id=entry.id,
            title=said(entry.title),
            link=self.link(entry.address),
            content=self._content(entry, said(entry.text)),
            updated=entry.updated,
            published=entry.published,
            author=entry.outlet or self.name,
            via=entry.originals,
            is_ours=not is_item,
            categories=tuple(self._categories(entry)),
        )

    def _content(self, entry: FeedEntry, text: str) -> str:
        when = [when_words(entry.day, entry.precision, entry.basis, entry.day_of, self.translate)]
        when += [recorded_words(entry.recorded, self.translate)] if entry.is_recorded else []
        return f"<p>{escape(text, quote=False)}</p>\n<p>{escape(' '.join(filter(None, when)), quote=False)}</p>"

    def _categories(self, entry: FeedEntry) -> Iterator[tuple[str, str]]:
        yield from (("place", self.places[slug]) for slug in entry.places if slug in self.places)
        yield from (("dimension", self.translate(dimension_words(name))) for name in entry.dimensions)
        yield "kind", self.translate(entry_kind_words(entry.kind, entry.item_kind))
        if entry.outlet:
            yield "outlet", entry.outlet

    def tombstone(self, one: Withdrawal) -> Tombstone:
        """The mark of an entry that was withdrawn."""
        return Tombstone(one.id, one.when, translated(one.text, self.translate, self.text), self.link(one.address))


def verdict_of(record: Record, feed: Feed, document: Document, voice: Voice) -> tuple[str, str]:
    """What the title and the description of a feed add of what became of promises: "" in documents that never change,
    and where a feed is of an initiative or of one kind of entries.
    """
    place, dimension, initiative, kinds = feed.selection
    own = None if document.number or initiative or kinds else verdict(record, place, dimension)
    if own is None or not own.total:
        return "", ""
    return f" ({proven_words(own, voice.translate)})", f" {capital(verdict_words(own, translate=voice.translate))}."


def feed_document(
    record: Record, feed: Feed, document: Document, voice: Voice, hub: str = "", of_promises: tuple[str, str] = ("", "")
) -> feed_formats.Document:
    """One document of a feed, with all that it shows; `of_promises` as `verdict_of` has it."""
    entries = [voice.entry(entry) for entry in entries_between(record, document.start, document.stop, feed.selection)]
    withdrawn = withdrawals_between(record, document.start, document.stop, feed.selection)
    tombstones = [voice.tombstone(one) for one in withdrawn]
    stem = voice.site + feed.folder
    moments = [*(entry.updated for entry in entries), *(tombstone.when for tombstone in tombstones)]
    title = feed.title_in(voice.translate)
    return feed_formats.Document(
        title=(f"{voice.name}: {title}" if title else voice.name) + of_promises[0],
        description=voice.translate(ABOUT[feed.about]) % feed.parts + of_promises[1],
        language=voice.language,
        page=voice.site + feed.page,
        address_stem=stem + document.stem,
        author=voice.name,
        updated=max(moments, default=voice.start),
        entries=tuple(entries),
        tombstones=tuple(tombstones),
        related={relation: stem + document_stem(number) for relation, number in document.links.items()},
        hub="" if document.number else hub,
        schemes={scheme: voice.link(page) for scheme, page in SCHEMES.items()},
    )


class FeedGenerator(SiteGenerator):
    """Adds the feeds, their list and the page about them."""

    def generate_output(self, _writer: Any) -> None:
        """Add every document of every feed in its three forms, the lists for feed readers and `/feeds/`."""
        record, output = self.record, self.output
        self._texts: tuple[str, dict[str, str]] = ("", {})
        output.add_files(file for feed in all_feeds(record) for file in self._files(feed))
        output.add_file("feeds.opml", partial(self._opml, OWN))
        output.add_file("en/feeds.opml", partial(self._opml, OTHER))
        self.add_pages([SitePage("/feeds/", "feeds", self._about)])

    def _files(self, feed: Feed) -> Iterator[File]:
        for document in documents(*layout(self.record, *feed.selection)):
            # What was read from the record here, and not while the file is rendered, is part of its key.
            key, stem = f"{feed.key}|{document}", feed.folder + document.stem
            for form in FORMS:
                yield File(site_path(f"{stem}.{form}"), partial(self._text, feed, document, form, stem), key)

    def _text(self, feed: Feed, document: Document, form: str, stem: str) -> str:
        """One form of a document. The three are made at once, and follow one another in the list of files."""
        record = self.record
        # Each of the three depends on the same, whichever is rendered first.
        rows_digest(record, document.start, document.stop, *feed.selection)
        voice = self._voice(feed.language)
        of_promises = verdict_of(record, feed, document, voice)
        if self._texts[0] != stem:
            with record.dependencies.tracking():
                hub = self.settings.get("WEBSUB_HUB", "")
                made = feed_document(record, feed, document, voice, hub, of_promises)
                self._texts = (stem, feed_texts(made))
        return self._texts[1][form]

    def _voice(self, language: str) -> Voice:
        record = self.record
        own = Voice(self.site, self.name, record.start, dict(place_names(record)))
        if language == OWN:
            return own
        texts, theme = record.translations, str(self.settings["THEME"])
        translate = partial(english_words, theme)
        return replace(own, language=language, translate=translate, text=lambda text: texts.get(text, text))

    def _opml(self, language: str) -> str:
        translate = self._voice(language).translate
        chosen = [feed for feed in listed_feeds(self.record) if feed.language == language]
        rows = [(translate(GROUPS[feed.group]), feed.title_in(translate), feed.folder, feed.page) for feed in chosen]
        return opml(self.name, self.site, rows)

    def _about(self) -> dict[str, Any]:
        record = self.record
        groups: dict[str, dict[str, list[tuple[Feed, int, str]]]] = {OWN: {}, OTHER: {}}
        for feed in listed_feeds(record):
            # What a feed of a place or the like holds, its title says.
            about = "" if feed.parts else ABOUT[feed.about]
            group = groups[feed.language].setdefault(GROUPS[feed.group], [])
            size = len(over(record)) if feed is LETTER_FEED else feed_size(record, *feed.selection)
            group.append((feed, size, about))
        return {"groups": groups, "hub": self.settings.get("WEBSUB_HUB", "")}


def register() -> None:
    """Connect the signals."""
    signals.get_generators.connect(FeedGenerator.generator_type)
