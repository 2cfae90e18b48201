"""On what sources disagree: who took part in the programme, and what is claimed of it and of places."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from plugins.model.pages import PlacePage
from plugins.model.record import Record
from plugins.queries.participants import Membership, memberships
from record.models import Claim

_PART_IN_COHORT = re.compile(r"(?P<place>.+) dalam angkatan (?P<cohort>\d{4})")
"""How our own subjects name a place's part in a cohort."""
Owner = PlacePage | None
"""The place whose claims they are, or None for the programme's."""


class SubjectClaims(NamedTuple):
    """All claims about one subject, and whether their values differ."""

    subject: str
    claims: list[Claim]
    differ: bool

    @property
    def has_noted_version(self) -> bool:
        """Whether the values agree, but the note of a claim mentions another version."""
        return not self.differ and any(claim.disputed for claim in self.claims)


def by_subject(claims: Iterable[Claim]) -> list[SubjectClaims]:
    """Claims grouped by subject, those whose values differ first, then by subject."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.subject].append(claim)
    rows = [
        SubjectClaims(subject, group, len({claim.value for claim in group}) > 1) for subject, group in groups.items()
    ]
    return sorted(rows, key=lambda row: (not row.differ, row.subject))


def disputed_claims(record: Record) -> list[tuple[Owner, list[SubjectClaims]]]:
    """Claims whose values differ, of the programme and of each place that has some."""
    rows = [(owner, [row for row in by_subject(claims) if row.differ]) for owner, claims in claims_by_owner(record)]
    return [(owner, disputed) for owner, disputed in rows if disputed]


def claims_with_noted_version(record: Record) -> list[tuple[Owner, list[SubjectClaims]]]:
    """Claims whose values agree but whose note mentions another version, of the programme and of each place."""
    rows = [
        (owner, [row for row in by_subject(claims) if row.has_noted_version])
        for owner, claims in claims_by_owner(record)
    ]
    return [(owner, noted) for owner, noted in rows if noted]


def claims_by_owner(record: Record) -> Iterator[tuple[Owner, list[Claim]]]:
    """The claims of each; what a place's file claims about a subject of the programme comes with the programme's."""
    subjects = {claim.subject for claim in record.programme.claim}
    places = [place for _, place in sorted(record.places.items())]
    shared = [claim for place in places for claim in place.data.claim if claim.subject in subjects]
    yield None, [*record.programme.claim, *shared]
    for place in places:
        yield place, [claim for claim in place.data.claim if claim.subject not in subjects]


def contested_participants(record: Record) -> list[tuple[int, list[str]]]:
    """By cohort, the names of places of which sources differ whether they took part: what any page says of it.

    Some list of the cohort lacks the place, or a disputed claim or a conflict is about its part in the cohort.
    """
    names: dict[int, set[str]] = defaultdict(set)
    for membership in disputed_places(record):
        names[membership.cohort].add(membership.place)
    subjects = [row.subject for owner, rows in disputed_claims(record) if owner is None for row in rows]
    for subject in (*subjects, *(conflict.subject for conflict in record.programme.conflict)):
        if match := _PART_IN_COHORT.fullmatch(subject):
            names[int(match["cohort"])].add(match["place"])
    return [(cohort, sorted(places)) for cohort, places in sorted(names.items())]


def disputed_places(record: Record) -> list[Membership]:
    """Every place that a source names in a cohort of which some list lacks it."""
    return [membership for membership in memberships(record) if membership.is_disputed]
