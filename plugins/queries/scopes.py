"""What a page or a fact is of: its places, dimensions and initiatives, by which feeds choose their entries."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from plugins.incremental.tracking import tracked_function
from plugins.language.english import twin
from plugins.language.words import DIMENSIONS
from plugins.model.news import News
from plugins.model.pages import InitiativePage
from plugins.model.record import Record


@dataclass(frozen=True)
class Scope:
    """Slugs of followed places (the main one first), dimensions, and addresses of initiatives' pages."""

    places: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    initiatives: tuple[str, ...] = ()

    def __or__(self, other: "Scope") -> "Scope":
        """What either is of, each once."""
        return Scope(
            tuple(dict.fromkeys(self.places + other.places)),
            tuple(dict.fromkeys(self.dimensions + other.dimensions)),
            tuple(dict.fromkeys(self.initiatives + other.initiatives)),
        )


NOTHING = Scope()


def scope_of(record: Record, address: str) -> Scope:
    """What the page at an address is of, whichever its language; its anchor does not count."""
    page = address.partition("#")[0]
    own = (twin(page) or page) if page.startswith("/en/") else page
    match own.strip("/").split("/"):
        case ["daerah", slug, *_] if slug in record.places:
            return Scope((slug,))
        case ["dimensi", dimension, *_] if dimension in DIMENSIONS:
            return Scope(dimensions=(dimension,))
        case ["inisiatif", place, name, *_]:
            return _initiatives(record).get(f"/inisiatif/{place}/{name}/", NOTHING)
        case ["fakta", fact_id, *_]:
            return scope_of_facts(record, [fact_id])
        case ["berita", *_]:
            news = record.published(own)
            return scope_of_news(news) if news else NOTHING
    return NOTHING


def scope_of_news(news: News, places: Iterable[str] = ()) -> Scope:
    """What an item is of: its places, or those given instead."""
    row = news.row
    slugs = tuple(dict.fromkeys(places)) or tuple(dict.fromkeys(row.places))
    return Scope(slugs, tuple(dict.fromkeys(row.dimensions)), row.initiatives)


def scope_of_initiative(entry: InitiativePage) -> Scope:
    """What an initiative is of."""
    return Scope((entry.data.place,), (entry.data.dimension,), (entry.address,))


def scope_of_facts(record: Record, fact_ids: Iterable[str]) -> Scope:
    """What facts together are of, by their ids; nothing for an id that no fact has."""
    scopes, own = _facts(record), NOTHING
    for fact_id in fact_ids:
        own |= scopes.get(fact_id, NOTHING)
    return own


def scope_of_place_name(record: Record, name: str) -> Scope:
    """The place of that full name, where it is followed."""
    place = record.by_place_name.get(name)
    return Scope((place.data.slug,)) if place else NOTHING


def _place_in(record: Record, subject: str) -> str:
    """The followed place with whose name a subject begins: `Kabupaten Purwakarta dalam angkatan 2017`."""
    names = (name for name in record.by_place_name if f"{subject} ".startswith(f"{name} "))
    return max(names, key=len, default="")


@tracked_function
def _initiatives(record: Record) -> Mapping[str, Scope]:
    return {entry.address: scope_of_initiative(entry) for entry in record.initiatives}


@tracked_function
def _facts(record: Record) -> Mapping[str, Scope]:
    return dict(_scopes_of_facts(record))


def _scopes_of_facts(record: Record) -> Iterator[tuple[str, Scope]]:
    for slug, place in record.places.items():
        yield from ((claim.id, Scope((slug,))) for claim in place.data.claim)
        for milestone in place.data.milestone:
            yield milestone.id, Scope((slug,), tuple(milestone.dimensions))
    for entry in record.initiatives:
        yield from (
            (name, scope_of_initiative(entry)) for name in (entry.data.id, *(step.id for step in entry.data.step))
        )
    programme = record.programme
    for milestone in programme.milestone:
        yield milestone.id, Scope((), tuple(milestone.dimensions))
    for result in programme.evaluation:
        own = Scope(dimensions=(result.dimension,) if result.dimension else ())
        yield result.id, scope_of_place_name(record, result.place) | own
    subjects = [(claim.id, claim.subject) for claim in programme.claim]
    subjects += [(conflict.id, conflict.subject) for conflict in programme.conflict]
    yield from ((name, scope_of_place_name(record, _place_in(record, subject))) for name, subject in subjects)
    for member in programme.member:
        yield member.id, scope_of_place_name(record, member.place)
    for line in (line for roster in programme.roster for line in roster.line):
        yield line.id, scope_of_place_name(record, line.place)
