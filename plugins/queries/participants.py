"""Who took part in the programme: every place that a list or a single source names, by cohort and province.

A roster is one source's whole list of a cohort; where a cohort has one, a place that it lacks is disputed. Without any,
only those are known whom some source names. Lists of different cohorts are never compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from plugins.model.pages import PlacePage
from plugins.model.record import Record
from record.models import Claim
from record.programme import Cohort, Conflict, Evaluation, Member, NamedRegion, Roster
from record.urls import url_key

Named = Roster | Member


@dataclass(frozen=True)
class Statement:
    """One source's word that a place belongs to a cohort; `id` is that of the line in the list, or of the mention."""

    id: str
    fact: Named

    @property
    def is_list(self) -> bool:
        """Whether it stands in a whole list."""
        return isinstance(self.fact, Roster)


@dataclass(frozen=True)
class Membership:
    """A place in a cohort: who names it there, and which whole lists of that cohort lack it."""

    place: str
    cohort: int
    said: tuple[Statement, ...]
    missing: tuple[Roster, ...]

    @property
    def is_listed(self) -> bool:
        """Whether a whole list has it."""
        return any(statement.is_list for statement in self.said)

    @property
    def is_disputed(self) -> bool:
        """Whether some list of the cohort lacks it."""
        return bool(self.missing)

    @property
    def mentions(self) -> list[Member]:
        """The sources that name it alone."""
        return [statement.fact for statement in self.said if isinstance(statement.fact, Member)]


@dataclass(frozen=True)
class Participant:
    """A place in the programme: `page` where it is followed, `region` where the record knows where it is."""

    name: str
    region: NamedRegion | None
    page: PlacePage | None
    memberships: tuple[Membership, ...]
    results: tuple[Evaluation, ...]

    @property
    def slug(self) -> str:
        """The slug of the place, "" where it is not followed."""
        return self.page.data.slug if self.page else ""

    @property
    def province(self) -> str:
        """Its province, "" where neither its own file nor the table of regions has it."""
        return self.page.data.province if self.page else self.region.province if self.region else ""

    @property
    def kemendagri_code(self) -> str:
        """The interior ministry's code, "" where neither has it."""
        own = self.page.data.kemendagri_code if self.page else ""
        return own or (self.region.kemendagri_code if self.region else "")

    def other_cohorts(self, cohort: int) -> list[int]:
        """The further cohorts in which it is named."""
        return [membership.cohort for membership in self.memberships if membership.cohort != cohort]


def memberships(record: Record) -> list[Membership]:
    """Every place in every cohort, by cohort and name."""
    said: defaultdict[tuple[int, str], list[Statement]] = defaultdict(list)
    for roster in record.programme.roster:
        for line in roster.line:
            said[roster.cohort, line.place].append(Statement(line.id, roster))
    for member in record.programme.member:
        said[member.cohort, member.place].append(Statement(member.id, member))
    return [
        Membership(name, cohort, tuple(statements), tuple(_lists_without(record, cohort, name)))
        for (cohort, name), statements in sorted(said.items())
    ]


def _lists_without(record: Record, cohort: int, name: str) -> Iterator[Roster]:
    return (roster for roster in record.programme.roster if roster.cohort == cohort and name not in roster.places)


def participants(record: Record) -> list[Participant]:
    """Every place in the programme, by name."""
    regions = {region.name: region for region in record.programme.region}
    results: defaultdict[str, list[Evaluation]] = defaultdict(list)
    for result in record.programme.evaluation:
        results[result.place].append(result)
    by_name = groupby(sorted(memberships(record), key=_place_of), key=_place_of)
    return [
        Participant(name, regions.get(name), record.by_place_name.get(name), tuple(own), tuple(results[name]))
        for name, own in by_name
    ]


def _place_of(membership: Membership) -> str:
    return membership.place


@dataclass(frozen=True)
class CohortMembers:
    """All that is known of who is in a cohort.

    `listed` are those in a list, or named where there is no list; `unlisted` those whom a source names although no list
    has them. `claims` and `conflicts` are about this cohort.
    """

    cohort: int
    facts: Cohort | None
    rosters: tuple[Roster, ...]
    listed: tuple[tuple[Participant, Membership], ...]
    unlisted: tuple[tuple[Participant, Membership], ...]
    claims: tuple[Claim, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def provinces(self) -> list[tuple[str, list[tuple[Participant, Membership]]]]:
        """The listed ones by province, "" last."""
        rows = sorted(self.listed, key=lambda row: (not row[0].province, row[0].province, row[0].name))
        return [(province, list(group)) for province, group in groupby(rows, key=lambda row: row[0].province)]

    @property
    def followed(self) -> int:
        """How many of the listed ones are followed."""
        return sum(1 for participant, _ in self.listed if participant.page)

    @property
    def unknown(self) -> int:
        """How many of its places nothing in the record names."""
        return max(0, self.facts.size - len(self.listed)) if self.facts else 0


def cohorts(record: Record) -> list[CohortMembers]:
    """Every cohort of which the record has a size or a name, by year."""
    rows = [(participant, own) for participant in participants(record) for own in participant.memberships]
    facts = {cohort.year: cohort for cohort in record.programme.cohort}
    years = sorted({*facts, *(own.cohort for _, own in rows)})
    return [_members_of(record, year, facts.get(year), rows) for year in years]


def _members_of(
    record: Record, year: int, facts: Cohort | None, rows: Iterable[tuple[Participant, Membership]]
) -> CohortMembers:
    rosters = tuple(roster for roster in record.programme.roster if roster.cohort == year)
    own = [row for row in rows if row[1].cohort == year]
    listed = [row for row in own if row[1].is_listed or not rosters]
    # As our own subjects name a cohort: "Kabupaten Purwakarta dalam angkatan 2017".
    claims = tuple(claim for claim in record.programme.claim if claim.subject.endswith(f"angkatan {year}"))
    return CohortMembers(
        year,
        facts,
        rosters,
        tuple(listed),
        tuple(row for row in own if row not in listed),
        claims,
        tuple(conflicts_on(record, [*rosters, *(member for _, row in own for member in row.mentions)])),
    )


def conflicts_on(record: Record, facts: Sequence[Named | Evaluation]) -> list[Conflict]:
    """The conflicts that concern some facts: those that cite a source of one."""
    cited = {url_key(url) for fact in facts for url in fact.sources}
    return [conflict for conflict in record.programme.conflict if not cited.isdisjoint(map(url_key, conflict.sources))]


@dataclass(frozen=True)
class NamesInLists:
    """How the lists add up: `seats` of the cohorts that have one, all `names` in them, those in `several` cohorts."""

    seats: tuple[int, ...]
    names: frozenset[str]
    several: tuple[Participant, ...]
    followed: int


def names_in_lists(record: Record) -> NamesInLists:
    """What all rosters together say: the hundred."""
    listed = {roster.cohort for roster in record.programme.roster}
    seats = tuple(cohort.size for cohort in record.programme.cohort if cohort.year in listed)
    named = [one for one in participants(record) if any(own.is_listed for own in one.memberships)]
    several = tuple(one for one in named if sum(own.is_listed for own in one.memberships) > 1)
    followed = sum(1 for one in named if one.page)
    return NamesInLists(seats, frozenset(one.name for one in named), several, followed)
