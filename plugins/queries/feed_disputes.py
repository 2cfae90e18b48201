"""Entries of feeds about sources that disagree: when a version came that differs, and when a correction settled it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from plugins.language.feed_words import sentence, short_title
from plugins.model.pages import CorrectionPage, PlacePage, fact_address
from plugins.model.record import Record
from plugins.queries.changes import change_id
from plugins.queries.corrections import of_fact
from plugins.queries.disputes import by_subject, claims_by_owner, disputed_places
from plugins.queries.evaluations import differ, disputed_results, versions_of_results
from plugins.queries.feed_entry import FeedEntry, Happened, own_entry
from plugins.queries.participants import Membership
from plugins.queries.scopes import scope_of_facts, scope_of_place_name
from record.models import Claim, Fact
from record.programme import Conflict, Evaluation

AnyFact = TypeVar("AnyFact", bound=Fact)


def dispute_entries(record: Record) -> Iterator[FeedEntry]:
    """An entry for each version that differs from what was known before it, and for each dispute that was settled."""
    for owner, claims in claims_by_owner(record):
        for group in by_subject(claims):
            for claim, earlier in _differing(group.claims, _values_differ):
                yield _of_claim(record, claim, owner, _others(earlier))
            if group.has_noted_version:
                noted = [claim for claim in group.claims if claim.disputed]
                yield from (_of_claim(record, claim, owner, "") for claim in noted)
    for versions in disputed_results(record):
        for result, before in _differing(versions, _results_differ):
            yield _of_result(record, result, before)
    yield from (_of_membership(record, membership) for membership in disputed_places(record))
    yield from (_of_conflict(record, conflict) for conflict in record.programme.conflict)
    yield from _settled(record)


def _differing(
    versions: Iterable[AnyFact], are_different: Callable[[AnyFact, AnyFact], bool]
) -> Iterator[tuple[AnyFact, list[AnyFact]]]:
    """Each version that differs from all that were recorded before it, with those."""
    earlier: list[AnyFact] = []
    for version in sorted(versions, key=lambda fact: (fact.recorded, fact.id)):
        if earlier and all(are_different(version, other) for other in earlier):
            yield version, list(earlier)
        earlier.append(version)


def _values_differ(one: Claim, other: Claim) -> bool:
    return one.value != other.value


def _results_differ(one: Evaluation, other: Evaluation) -> bool:
    return differ([one, other])


def _others(earlier: Iterable[Claim]) -> str:
    return "; ".join(dict.fromkeys(f"{claim.value} ({claim.said_by})" for claim in earlier))


def _entry(record: Record, fact: Fact, happened: Happened, title: str, text: str) -> FeedEntry:
    """The entry of a dispute that a fact brought."""
    return own_entry(
        record,
        scope_of_facts(record, [fact.id]),
        fact.recorded,
        happened,
        [page.data.date for page in of_fact(record, fact.id)],
        id=change_id("dispute", fact.id),
        kind="dispute",
        title=title,
        text=text,
        address=fact_address(fact.id),
        originals=tuple(getattr(fact, "sources", ())),
    )


def _of_claim(record: Record, claim: Claim, owner: PlacePage | None, others: str) -> FeedEntry:
    parts = {"subject": claim.subject, "value": claim.value}
    title = short_title("claim", place=owner.data.name, **parts) if owner else short_title("claim-programme", **parts)
    said = {"said_by": claim.said_by, "value": claim.value}
    # Of a claim whose only other version stands in its note.
    text = sentence("claim", others=others, **said) if others else sentence("claim-noted", note=claim.note, **said)
    return _entry(record, claim, Happened(claim.date, claim.precision, claim.basis, "said"), title, text)


def _of_result(record: Record, result: Evaluation, earlier: Iterable[Evaluation]) -> FeedEntry:
    parts = {"place": result.place, "measure": result.measure, "year": result.year, "value": result.value}
    text = sentence("result", value=result.value, others="; ".join(dict.fromkeys(one.value for one in earlier)))
    happened = Happened(result.date, result.precision, result.basis, "said")
    return _entry(record, result, happened, short_title("result", **parts), text)


def _of_conflict(record: Record, conflict: Conflict) -> FeedEntry:
    values = "; ".join(conflict.values)
    noted = sentence("conflict-noted", values=values, note=conflict.note)
    text = noted if conflict.note else sentence("conflict", values=values)
    return _entry(record, conflict, Happened(), short_title("conflict", subject=conflict.subject), text)


def _of_membership(record: Record, membership: Membership) -> FeedEntry:
    """Of a place that a source names and a list lacks: known since both are in the record."""
    first = min(membership.said, key=lambda statement: (statement.fact.recorded, statement.id))
    lists_since = min(roster.recorded for roster in membership.missing)
    said_by = "; ".join(dict.fromkeys(statement.fact.said_by for statement in membership.said))
    missing = "; ".join(dict.fromkeys(roster.said_by for roster in membership.missing))
    return own_entry(
        record,
        scope_of_place_name(record, membership.place),
        max(first.fact.recorded, lists_since),
        Happened(first.fact.date, first.fact.precision, first.fact.basis, "said"),
        [page.data.date for page in of_fact(record, first.id)],
        id=change_id("dispute", first.id),
        kind="dispute",
        title=short_title("member", place=membership.place, cohort=membership.cohort),
        text=sentence("member", said_by=said_by, missing=missing),
        address=fact_address(first.id),
        originals=tuple(dict.fromkeys(url for statement in membership.said for url in statement.fact.sources)),
    )


def _settled(record: Record) -> Iterator[FeedEntry]:
    """What sources say of one thing alike since a correction of one of them: the record tells of no other settling."""
    agreeing = _agreeing(record)
    for page in record.corrections:
        groups = {agreeing[name].subject: name for name in reversed(page.fact_ids) if name in agreeing}
        for name in groups.values():
            yield _settled_by(record, page, agreeing[name].subject, name)
            yield from _disputed_before(record, page, agreeing[name], name)


class _Agreeing(NamedTuple):
    """Facts that say the same of one subject."""

    subject: str
    facts: Sequence[Fact]


def _agreeing(record: Record) -> dict[str, _Agreeing]:
    """Facts of which another says the same, by the id of each."""
    groups = [
        _Agreeing(group.subject, group.claims)
        for _, claims in claims_by_owner(record)
        for group in by_subject(claims)
        if not (group.differ or group.has_noted_version)
    ]
    for results in versions_of_results(record.programme.evaluation):
        if not differ(results):
            groups.append(_Agreeing(f"{results[0].place}, {results[0].measure} {results[0].year}", results))
    return {fact.id: group for group in groups if len(group.facts) > 1 for fact in group.facts}


def _disputed_before(record: Record, page: CorrectionPage, group: _Agreeing, corrected: str) -> Iterator[FeedEntry]:
    """The entries of a dispute that is settled, which stay: before its correction one fact differed from the others."""
    correction = page.data
    for fact, _ in _differing(group.facts, lambda one, other: corrected in (one.id, other.id)):
        text = sentence("correction", was=correction.was, now=correction.now, why=correction.why)
        yield _entry(record, fact, Happened(), short_title("conflict", subject=group.subject), text)


def _settled_by(record: Record, page: CorrectionPage, subject: str, fact_id: str) -> FeedEntry:
    correction = page.data
    return own_entry(
        record,
        scope_of_facts(record, [fact_id]),
        correction.date,
        Happened(correction.date, of="recorded"),
        id=change_id("settled", page.id, fact_id),
        kind="dispute",
        title=short_title("settled", subject=subject),
        text=sentence("settled", now=correction.now, why=correction.why),
        address=fact_address(fact_id),
        originals=(correction.source,) if correction.source else (),
    )
