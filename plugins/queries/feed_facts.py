"""Entries of feeds that are ours: milestones, results of evaluations, disputes, and changes of the record."""

from collections.abc import Iterator

from plugins.incremental.tracking import tracked_function
from plugins.language.feed_words import sentence, short_title
from plugins.model.pages import PlacePage, fact_address
from plugins.model.record import Record
from plugins.queries.changes import Change, change_id, changes
from plugins.queries.corrections import of_fact
from plugins.queries.feed_disputes import dispute_entries
from plugins.queries.feed_entry import FeedEntry, Happened, own_entry
from plugins.queries.revisions import revisions
from plugins.queries.scopes import Scope, scope_of_facts
from plugins.queries.source_health import source_changes
from record.models import Milestone
from record.programme import Evaluation


@tracked_function
def own_entries(record: Record) -> tuple[FeedEntry, ...]:
    """All of them, what became known first first; changes of outlets too, which only their own feed has."""
    unsorted = [
        *(_of_milestone(record, milestone, None) for milestone in record.programme.milestone),
        *(_of_milestone(record, one, place) for place in record.places.values() for one in place.data.milestone),
        *(_of_evaluation(record, result) for result in record.programme.evaluation),
        *dispute_entries(record),
        *(_of_change(record, change) for change in (*changes(record), *source_changes(record))),
    ]
    # Two corrections may settle one dispute.
    by_id = {entry.id: entry for entry in unsorted}
    return tuple(sorted(by_id.values(), key=lambda entry: entry.order))


def _of_milestone(record: Record, milestone: Milestone, place: PlacePage | None) -> FeedEntry:
    summary = milestone.summary
    return own_entry(
        record,
        Scope((place.data.slug,) if place else (), tuple(milestone.dimensions)),
        milestone.recorded,
        Happened(milestone.date, milestone.precision, milestone.basis),
        revisions(record, milestone),
        id=change_id("milestone", milestone.id),
        kind="milestone",
        title=(
            short_title("milestone", place=place.data.name, summary=summary)
            if place
            else short_title("milestone-programme", summary=summary)
        ),
        text=summary,
        address=fact_address(milestone.id),
        originals=tuple(milestone.sources),
    )


def _of_evaluation(record: Record, result: Evaluation) -> FeedEntry:
    parts = {"place": result.place, "measure": result.measure, "year": result.year, "value": result.value}
    noted = sentence("evaluation-noted", judge=result.judge, note=result.note)
    return own_entry(
        record,
        scope_of_facts(record, [result.id]),
        result.recorded,
        Happened(result.date, result.precision, result.basis, "said"),
        [page.data.date for page in of_fact(record, result.id)],
        id=change_id("evaluation", result.id),
        kind="evaluation",
        title=short_title("evaluation", **parts),
        text=noted if result.note else sentence("evaluation", judge=result.judge),
        address=fact_address(result.id),
        originals=tuple(result.sources),
    )


def _of_change(record: Record, change: Change) -> FeedEntry:
    step = change.step
    return own_entry(
        record,
        change.scope,
        step.recorded if step else change.day,
        Happened(step.date, step.precision, step.basis) if step else Happened(change.day, of="recorded"),
        [page.data.date for page in of_fact(record, step.id)] if step else [],
        id=change.id,
        kind=change.kind,
        title=change.title,
        text=change.text,
        address=change.address,
        originals=change.sources,
        withdrawn_id=change.item_id,
    )


def by_scope(entries: tuple[FeedEntry, ...]) -> Iterator[tuple[tuple[str, str, str], FeedEntry]]:
    """Each entry with every place, dimension, pair of both and initiative ("" for all) whose feed has it."""
    for entry in entries:
        for place in ("", *entry.places):
            yield from (((place, dimension, ""), entry) for dimension in ("", *entry.dimensions))
        yield from ((("", "", address), entry) for address in entry.initiatives)
