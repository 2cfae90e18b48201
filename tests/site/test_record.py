"""The record itself: what it tells of initiatives and claims holds together and rests on addresses it knows."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest

from plugins.model.load import load_record
from plugins.model.pages import InitiativePage
from plugins.model.record import Record
from plugins.queries.disputes import by_subject
from record.models import Claim
from tests.site.building import ROOT
from tools.importing.rows import SECOND_IMPORT

pytestmark = pytest.mark.record
EDGES = {(1, 1), (12, 31)}
"""Days that are written for want of a better one."""
KNOWN_DAYS: dict[str, str] = {}
"""Initiatives, by address, and claims, by subject, that really are of such a day, with the reason."""
STAGES = ("announced", "launched", "running")


@pytest.fixture(scope="module")
def record() -> Record:
    return load_record(ROOT / "content")


@pytest.fixture(scope="module")
def with_history(record: Record) -> list[InitiativePage]:
    """The initiatives whose history has more than one state."""
    return [entry for entry in record.initiatives if entry.data.step]


def claims(record: Record) -> Iterator[tuple[str, list[Claim]]]:
    yield "programme", list(record.programme.claim)
    for slug, place in sorted(record.places.items()):
        yield slug, list(place.data.claim)


def known(record: Record, entry: InitiativePage) -> set[str]:
    """Every address that the record gives for an initiative or its place, and those of all news."""
    place = record.places[entry.data.place].data
    milestones = {url for milestone in place.milestone for url in milestone.sources}
    own = milestones | {url for claim in place.claim for url in claim.sources} | set(entry.data.sources)
    return own | {news.item.source_url for news in (*record.listed, *record.undated)}


def test_steps_and_parties_rest_on_addresses_that_the_record_knows(record: Record) -> None:
    unknown = [
        (entry.address, url)
        for entry in record.initiatives
        for url in (
            *(url for step in entry.data.step if step.recorded < SECOND_IMPORT for url in step.sources),
            *(party.source for party in entry.data.party),
        )
        if url not in known(record, entry)
    ]
    assert unknown == []


def test_steps_are_written_in_order_and_end_in_todays_state(with_history: list[InitiativePage]) -> None:
    assert with_history
    for entry in with_history:
        data = entry.data
        assert data.step == data.steps, entry.address
        last = data.step[-1]
        state = (data.status, data.as_of, data.as_of_precision)
        assert (last.status, last.date, last.precision) == state, entry.address


def test_each_step_says_something_of_its_own(with_history: list[InitiativePage]) -> None:
    for entry in with_history:
        steps = entry.data.step
        assert len(steps) > 1, f"{entry.address}: one step tells no more than status and as_of"
        texts = [step.summary for step in steps]
        assert len(set(texts)) == len(texts), entry.address


def test_a_step_of_a_month_or_a_year_is_written_as_its_first_day(with_history: list[InitiativePage]) -> None:
    """The last one is dated like the initiative itself; what is told of a whole year may stand on its last day."""
    for entry in with_history:
        for step in entry.data.step[:-1]:
            first = {"day": step.date, "month": step.date.replace(day=1), "year": step.date.replace(month=1, day=1)}
            is_whole_year = step.precision == "year" and (step.date.month, step.date.day) == (12, 31)
            assert is_whole_year or step.date == first[step.precision], f"{entry.address}#{step.id}"


def test_some_history_goes_back(with_history: list[InitiativePage]) -> None:
    def goes_back(entry: InitiativePage) -> bool:
        return any(
            before.status in STAGES
            and (after.status not in STAGES or STAGES.index(after.status) < STAGES.index(before.status))
            for before, after in pairwise(entry.data.step)
        )

    assert any(goes_back(entry) for entry in with_history)


def test_a_day_at_the_edge_of_a_year_is_not_taken_for_exact(record: Record) -> None:
    def doubtful(date: dt.date | None, precision: str) -> bool:
        return date is not None and (date.month, date.day) in EDGES and precision == "day"

    named = {e.address for e in record.initiatives if doubtful(e.data.as_of, e.data.as_of_precision)}
    named |= {claim.subject for _, group in claims(record) for claim in group if doubtful(claim.date, claim.precision)}
    assert named == KNOWN_DAYS.keys(), "set the precision, or list it with the reason why the day is known"


def test_no_two_initiatives_of_a_place_go_by_one_name(record: Record) -> None:
    names = Counter(
        (entry.data.place, name.casefold())
        for entry in record.initiatives
        for name in (entry.data.name, *entry.data.aliases)
    )
    assert [name for name, times in names.items() if times > 1] == []


def test_no_party_is_named_twice_for_one_thing(record: Record) -> None:
    named = Counter((e.address, party.role, party.name) for e in record.initiatives for party in e.data.party)
    assert [party for party, times in named.items() if times > 1] == []


def test_a_disputed_claim_stands_alone_and_its_note_mentions_the_other_version(record: Record) -> None:
    marked = 0
    for owner, group in claims(record):
        for subject, same, differ in by_subject(group):
            for claim in same:
                marked += claim.disputed
                assert not (claim.disputed and (differ or not claim.note)), f"{owner}: {subject}"
    assert marked
