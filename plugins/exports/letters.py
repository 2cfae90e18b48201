"""Pelican plugin: the weekly letters below `/mingguan/`, their list, and their feed.

The running week's letter is a page and no entry: it enters the feed once, when the record has a later week. What is
recorded today therefore renders that page and the list again, and nothing of weeks that are over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from pelican import signals

from plugins.exports.feed_formats import FORMS, Document, Entry
from plugins.exports.feed_list import LETTER_FEED
from plugins.incremental.output import File
from plugins.language.feed_words import ABOUT
from plugins.language.letter_words import counted, listing, week_words
from plugins.model.record import Record
from plugins.pages.base import SiteGenerator, SitePage
from plugins.pages.letter_forms import LetterForms, Sender
from plugins.queries.changes import change_id
from plugins.queries.feed_entry import noon, zone_of
from plugins.queries.letter_weeks import letter_counts, letter_sources, letter_weeks, neighbours, over
from plugins.queries.letters import LETTERS, letter_address
from record.site_files import site_path
from record.weeks import Week

IN_DOCUMENT = 10
"""Letters in an archive document of the feed; the feed itself has so many or more, but less than twice as many."""


@dataclass(frozen=True)
class LetterDocument:
    """The feed of letters (number 0), or an archive document of it, numbered from the oldest on; weeks oldest first."""

    number: int
    weeks: tuple[Week, ...]
    related: tuple[tuple[str, int], ...]
    """Numbers of other documents, by their relation to this one (RFC 5005)."""

    @property
    def stem(self) -> str:
        """Its address without the ending of a form."""
        return _stem(self.number)


def _stem(number: int) -> str:
    return f"{LETTERS}feed-{number}" if number else f"{LETTERS}feed"


def letter_documents(weeks: Sequence[Week]) -> list[LetterDocument]:
    """The documents that hold the letters of `weeks`, which are oldest first; one that is archived never changes."""
    full = max(0, len(weeks) // IN_DOCUMENT - 1)
    newest = (("prev-archive", full),) if full else ()
    feed = LetterDocument(0, tuple(weeks[full * IN_DOCUMENT :]), newest)
    return [feed, *(_archived(number, weeks, full) for number in range(1, full + 1))]


def _archived(number: int, weeks: Sequence[Week], full: int) -> LetterDocument:
    related = (("current", 0), ("prev-archive", number - 1), ("next-archive", number + 1))
    existing = tuple(link for link in related if link[0] == "current" or 1 <= link[1] <= full)
    return LetterDocument(number, tuple(weeks[(number - 1) * IN_DOCUMENT : number * IN_DOCUMENT]), existing)


class LetterGenerator(SiteGenerator):
    """Adds the letters, their list and their feed."""

    def generate_output(self, _writer: Any) -> None:
        """Add every page, and every document of the feed in its forms."""
        self._entries: dict[Week, tuple[Entry, set[str]]] = {}
        weeks = [Week.parse(week) for week in letter_weeks(self.record)]
        self.add_pages([SitePage(LETTERS, "letters", partial(_list, self.record))])
        self.add_pages(SitePage(letter_address(week), "letter", partial(self._letter, week)) for week in weeks)
        self.output.add_files(self._files())

    @property
    def forms(self) -> LetterForms:
        """Writes letters with the theme's templates."""
        sender = Sender(self.name, self.site, str(self.settings.get("CONTACT") or ""))
        return LetterForms(self.env, sender)

    def _letter(self, week: Week) -> dict[str, Any]:
        letter = self.forms.fitted(letter_sources(self.record, week))
        return {"letter": letter, **neighbours(self.record, week)._asdict()}

    def _files(self) -> Iterator[File]:
        for document in letter_documents(over(self.record)):
            for form in FORMS:
                # What was read from the record here, and not while the file is rendered, is part of its key.
                yield File(site_path(f"{document.stem}.{form}"), partial(self._text, document, form), repr(document))

    def _text(self, document: LetterDocument, form: str) -> str:
        entries = tuple(self._entry(week) for week in reversed(document.weeks))
        related = {relation: self.site + _stem(number) for relation, number in document.related}
        return FORMS[form](
            Document(
                title=f"{self.name}: {LETTER_FEED.title}",
                description=ABOUT[LETTER_FEED.about],
                language="id",
                page=self.site + LETTERS,
                address_stem=self.site + document.stem,
                author=self.name,
                updated=max((entry.updated for entry in entries), default=self.record.start),
                entries=entries,
                related=related,
                hub="" if document.number else str(self.settings.get("WEBSUB_HUB") or ""),
            )
        )

    def _entry(self, week: Week) -> Entry:
        """The entry of a letter, made once: every form of the feed has it, and depends on what it was made of."""
        dependencies = self.record.dependencies
        if week not in self._entries:
            with dependencies.tracking() as keys:
                self._entries[week] = (self._made_entry(week), keys)
        entry, keys = self._entries[week]
        dependencies.depends_on(*keys)
        return entry

    def _made_entry(self, week: Week) -> Entry:
        sources = letter_sources(self.record, week)
        letter = self.forms.fitted(sources)
        # The zone is no part of any file, and so never changes.
        with self.record.dependencies.tracking():
            published = noon(week.last, zone_of(self.record, ()))
        return Entry(
            id=letter_id(week),
            title=letter.title,
            link=self.site + letter.address,
            content=self.forms.fragment(letter),
            updated=max([published, *(entry.updated for entry in sources.entries)]),
            published=published,
            author=self.name,
            is_ours=True,
        )


def letter_id(week: Week) -> str:
    """The id of a letter, which never changes."""
    return change_id("letter", str(week))


@dataclass(frozen=True)
class ListedLetter:
    """A line of the list of letters."""

    week: Week
    words: str
    """`23–29 November 2026`."""
    counts: str
    """`dua berita dan satu koreksi`."""
    is_running: bool

    @property
    def address(self) -> str:
        """The address of its page."""
        return letter_address(self.week)


def _list(record: Record) -> dict[str, Any]:
    weeks = [Week.parse(week) for week in reversed(letter_weeks(record))]
    lines = [
        ListedLetter(week, week_words(week), listing(counted(letter_counts(record, week))), number == 0)
        for number, week in enumerate(weeks)
    ]
    return {"years": [(year, list(own)) for year, own in groupby(lines, lambda line: line.week.year)]}


def register() -> None:
    """Connect the signals."""
    signals.get_generators.connect(LetterGenerator.generator_type)
