"""Which feeds there are: of all, of each place, dimension and initiative, of each kind of entry; English ones too."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from plugins.language.english import OTHER, OWN, english
from plugins.language.words import DIMENSIONS, dimension_words
from plugins.model.record import Record
from plugins.queries.feed_entries import EVERYTHING, OF_OUTLETS, Selection
from plugins.queries.letters import LETTERS

CHANGE_KINDS = ("status", "refiled", "correction", "withdrawn", "gone")


@dataclass(frozen=True)
class Feed:
    """One feed in all its forms: its folder, its title ("" for the whole record) and what its entries are."""

    folder: str
    title: str
    about: str
    """A key of `plugins.language.feed_words.ABOUT`, which says what it holds."""
    group: str
    """A key of `plugins.language.feed_words.GROUPS`."""
    selection: Selection = EVERYTHING
    page: str = ""
    """The address of the page that it belongs to."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """What `about` names, and `title` is of: a place, a dimension, an initiative."""
    language: str = OWN

    def title_in(self, translate: Callable[[str], str]) -> str:
        """Its title in the feed's language: a name stays as it is, our own word for a kind is translated."""
        return translate(self.title) if self.title and not self.parts else self.title

    @property
    def key(self) -> str:
        """Stands for all of it."""
        return "|".join((self.title, self.about, self.page, self.language, *self.parts.values(), repr(self.selection)))


LETTER_FEED = Feed(LETTERS, "Surat mingguan", "letters", "all", page=LETTERS)
"""The feed of weekly letters, which `plugins.exports.letters` writes; its entries are no selection of the record's."""


def listed_feeds(record: Record) -> list[Feed]:
    """Every feed that readers can choose from, also that of letters."""
    first, *others = all_feeds(record)
    return [first, LETTER_FEED, *others]


def all_feeds(record: Record) -> list[Feed]:
    """Every feed, Indonesian ones first, by group."""
    own = list(feeds(record))
    return [*own, *(feed for one in own if (feed := _in_english(one)))]


def feeds(record: Record) -> Iterator[Feed]:
    """Every Indonesian feed, also those without an entry yet, so that one can subscribe before the first."""
    yield Feed("/", "", "all", "all", page="/")
    yield from _by_kind()
    for slug, place in record.places.items():
        name = {"place": place.data.name}
        yield Feed(place.address, name["place"], "place", "place", Selection(slug), place.address, name)
    for dimension, words in DIMENSIONS.items():
        folder, about = f"/dimensi/{dimension}/", {"dimension": words}
        yield Feed(folder, words, "dimension", "dimension", Selection(dimension=dimension), folder, about)
    for slug, place in record.places.items():
        yield _milestones_of(slug, place.data.name, place.address)
    for entry in record.initiatives:
        parts = {"initiative": entry.data.name, "place": record.place_name(entry.data.place)}
        own = Selection(initiative=entry.address)
        yield Feed(entry.address, ", ".join(parts.values()), "initiative", "initiative", own, entry.address, parts)
    for slug, place in record.places.items():
        for dimension in DIMENSIONS:
            yield _of_dimension(slug, place.data.name, place.address, dimension)


def _by_kind() -> Iterator[Feed]:
    yield _of_kinds("/berita/", "Berita", "news", "item", "withdrawn")
    yield _of_kinds("/linimasa/tonggak/", "Tonggak", "milestones", "milestone", page="/linimasa/")
    yield _of_kinds("/inisiatif/", "Status inisiatif", "statuses", "status")
    yield _of_kinds("/perbedaan/", "Sumber berbeda", "disputes", "dispute")
    yield _of_kinds("/program/hasil/", "Hasil evaluasi", "results", "evaluation")
    yield _of_kinds("/perubahan/", "Perubahan", "changes", *CHANGE_KINDS, group="changes")
    yield _of_kinds("/koreksi/", "Koreksi", "corrections", "correction", group="changes")
    yield _of_kinds("/sumber/", "Status sumber", "sources", OF_OUTLETS, group="changes")


def _of_kinds(folder: str, title: str, about: str, *kinds: str, page: str = "", group: str = "kind") -> Feed:
    return Feed(folder, title, about, group, Selection(kinds=kinds), page or folder)


def _milestones_of(slug: str, name: str, address: str) -> Feed:
    own = Selection(slug, kinds=("milestone",))
    return Feed(
        f"{address}tonggak/", f"Tonggak {name}", "place-milestones", "milestones", own, address, {"place": name}
    )


def _of_dimension(slug: str, name: str, address: str, dimension: str) -> Feed:
    parts = {"place": name, "dimension": dimension_words(dimension)}
    title, own = ", ".join(parts.values()), Selection(slug, dimension)
    return Feed(f"{address}{dimension}/", title, "place-dimension", "place-dimension", own, address, parts)


def _in_english(feed: Feed) -> Feed | None:
    """The same in English, where the page that it belongs to is in English and is of nothing else."""
    folder = english(feed.folder)
    return replace(feed, folder=folder, page=folder, language=OTHER) if folder else None
