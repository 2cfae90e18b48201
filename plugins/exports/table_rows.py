"""The rows of the open data's tables, a function for each table.

Each takes the record, the site's address, and a place's slug to narrow the rows to, or ""; one that cannot narrow them
gives all rows. Values are those of the record: `plugins.exports.tables.rows_of` filters them and makes them plain.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from plugins.model.pages import fact_address
from plugins.model.record import Record
from plugins.queries.changes import changes
from plugins.queries.last_word import last_word
from plugins.queries.progress import matrix
from plugins.queries.source_health import standings
from record.item import Item
from record.models import Claim, Fact, Initiative, InitiativeStep, Milestone
from record.partial_dates import parse_partial_date
from record.programme import Evaluation, Member, Roster, Total

Row = Mapping[str, Any]
Rows = Iterator[Row]


def fact_columns(fact: Fact, fact_id: str, site: str) -> Row:
    """The first columns of every fact's row; a line of a list has an id of its own, and its list's day."""
    return {"id": fact_id, "recorded": fact.recorded, "address": site + fact_address(fact_id)}


def evidence_columns(fact: Claim | Roster | Member | Evaluation | Total) -> Row:
    """The last columns of what somebody said: when, how that is known, where, and what to know beside it."""
    return {
        "date": fact.date,
        "precision": fact.precision if fact.date else "",
        "basis": fact.basis or "",
        "sources": fact.sources,
        "note": fact.note,
    }


def items(record: Record, site: str, slug: str) -> Rows:
    """Published news, dated first, newest first."""
    for news in (*record.news(place=slug), *record.undated_news(place=slug)):
        item = news.item
        yield {
            "id": item.id,
            "address": site + news.address,
            "title": item.title,
            "published": news.when,
            "publisher": item.source,
            "source_url": item.source_url,
            "kind": item.kind,
            "places": item.places,
            "mentions": item.mentions,
            "dimensions": item.dimensions,
            "story": item.story,
            "summary": item.summary if news.summary_is_ours else "",
            "event_date": item.event_date,
            "event_precision": _event_precision(item),
            "date_basis": news.row.basis,
            "recorded": item.recorded,
            "headline_from": item.headline_from or "page",
        }


def _event_precision(item: Item) -> str:
    """How much of the event's date is known, as the item states it, else by the date's form."""
    if item.event_precision or not item.event_date:
        return item.event_precision
    return parse_partial_date(item.event_date)[1]


def places(record: Record, site: str, slug: str) -> Rows:
    """The places, by slug."""
    for name, place in sorted(record.places.items()):
        data, word = place.data, last_word(record, name)
        yield {
            "slug": name,
            "address": site + place.address,
            "name": data.name,
            "kind": data.kind,
            "province": data.province,
            "kemendagri_code": f"ID-{data.kemendagri_code}" if data.kemendagri_code else "",
            "capital": data.capital,
            "latitude": data.latitude,
            "longitude": data.longitude,
            "timezone": data.timezone,
            "cohort": data.cohort,
            "website": data.website,
            "districts": data.districts.value if data.districts else None,
            "items": record.news_count(name),
            "initiatives": len(record.initiatives_of(name)),
            "last_word": word.day if word else None,
            "last_word_precision": word.precision if word else "",
        }


def initiatives(record: Record, site: str, slug: str) -> Rows:
    """Initiatives."""
    for entry in record.initiatives_of(slug) if slug else record.initiatives:
        yield initiative_row(entry.data, site + entry.address)


def initiative_row(data: Initiative, address: str) -> Row:
    """An initiative, with the address of its page."""
    return {
        "id": data.id,
        "recorded": data.recorded,
        "address": address,
        "name": data.name,
        "place": data.place,
        "kind": data.kind,
        "dimension": data.dimension,
        "status": data.status,
        "as_of": data.as_of,
        "precision": data.as_of_precision,
        "basis": data.steps[-1].basis or "",
        "summary": data.summary,
        "sources": data.sources,
    }


def steps(record: Record, site: str, slug: str) -> Rows:
    """The changes of status of every initiative, oldest first."""
    for entry in record.initiatives_of(slug) if slug else record.initiatives:
        for step in entry.data.steps if entry.data.step else ():
            yield step_row(step, site, entry.data.id, entry.data.place)


def step_row(step: InitiativeStep, site: str, initiative: str, place: str) -> Row:
    """A change of status, with its initiative's id and place."""
    return {
        **fact_columns(step, step.id, site),
        "initiative": initiative,
        "place": place,
        "status": step.status,
        "date": step.date,
        "precision": step.precision,
        "basis": step.basis or "",
        "summary": step.summary,
        "sources": step.sources,
    }


def milestones(record: Record, site: str, slug: str) -> Rows:
    """Milestones, newest first."""
    for step in record.milestones(place=slug):
        if step.milestone:
            yield milestone_row(step.milestone, site, step.place.data.slug if step.place else "")


def milestone_row(milestone: Milestone, site: str, place: str) -> Row:
    """A milestone of a place, or of the programme ("")."""
    return {
        **fact_columns(milestone, milestone.id, site),
        "place": place,
        "date": milestone.date,
        "precision": milestone.precision,
        "basis": milestone.basis or "",
        "kind": milestone.kind,
        "stage": milestone.stage or "",
        "dimensions": milestone.dimensions,
        "summary": milestone.summary,
        "sources": milestone.sources,
    }


def progress(record: Record, site: str, slug: str) -> Rows:
    """Every step of every place, with its earliest evidence and the ids of all."""
    for row in matrix(record):
        for step in row.steps:
            first = step.first
            yield {
                "place": row.place.data.slug,
                "step": step.step.slug,
                "reached": first is not None,
                "date": first.day if first else None,
                "precision": first.precision if first else "",
                "basis": (first.basis or "") if first else "",
                "rule": first.rule.id if first else "",
                "sources": first.sources if first else [],
                "evidence": len(step.evidence),
                "ids": [piece.id for piece in step.evidence],
                "rules": list(dict.fromkeys(piece.rule.id for piece in step.evidence)),
                "disputed": step.is_disputed,
            }


def claims(record: Record, site: str, slug: str) -> Rows:
    """Claims of the programme, then of places."""
    of_places = ((name, claim) for name, place in sorted(record.places.items()) for claim in place.data.claim)
    of_programme = (("", claim) for claim in record.programme.claim)
    for name, claim in (*of_programme, *of_places):
        yield claim_row(claim, site, name)


def claim_row(claim: Claim, site: str, place: str) -> Row:
    """A claim of a place's file, or of the programme's ("")."""
    return {
        **fact_columns(claim, claim.id, site),
        "place": place,
        "subject": claim.subject,
        "value": claim.value,
        "said_by": claim.said_by,
        **evidence_columns(claim),
    }


def sources(record: Record, site: str, slug: str) -> Rows:
    """The outlets, the worst state first."""
    for one in standings(record):
        failure = one.last_failure
        yield {
            "outlet": one.line.outlet,
            "name": one.line.name,
            "home": one.line.home,
            "places": one.line.places,
            "state": one.state,
            "since": one.open.start if one.open else None,
            "reason": one.open.reason.partition(":")[0] if one.open else "",
            "last_success": one.line.success,
            "last_item": one.last_item,
            "pause": one.rhythm,
            "yielded": one.yielded,
            "usual": one.usual if one.yielded is not None else None,
            "last_failure": failure.start if failure else None,
            "last_failure_reason": failure.reason.partition(":")[0] if failure else "",
        }


def record_changes(record: Record, site: str, slug: str) -> Rows:
    """What changed in the record, newest first."""
    for change in changes(record):
        yield {
            "id": change.id,
            "day": change.day,
            "kind": change.kind,
            "title": change.title,
            "text": change.text,
            "address": site + change.address,
        }
