"""The rows of the tables about who took part and about results, as `plugins.exports.table_rows` has the others."""

from collections.abc import Iterator, Mapping
from typing import Any

from plugins.model.record import Record
from plugins.queries.evaluations import results
from plugins.queries.participants import memberships
from plugins.queries.participants import participants as all_participants
from record.programme import Evaluation, Member, Roster, Total

Rows = Iterator[Mapping[str, Any]]


def participants(record: Record, site: str, slug: str) -> Rows:
    """Every place in every cohort, by name and cohort."""
    for one in all_participants(record):
        for own in one.memberships:
            yield {
                "name": one.name,
                "place": one.slug,
                "kemendagri_code": f"ID-{one.kemendagri_code}" if one.kemendagri_code else "",
                "province": one.province,
                "cohort": own.cohort,
                "listed": own.is_listed,
                "said_by": list(dict.fromkeys(statement.fact.said_by for statement in own.said)),
                "missing_from": [roster.said_by for roster in own.missing],
                "disputed": own.is_disputed,
                "other_cohorts": [str(year) for year in one.other_cohorts(own.cohort)],
                "facts": [statement.id for statement in own.said],
                "sources": list(dict.fromkeys(url for statement in own.said for url in statement.fact.sources)),
            }


def statements(record: Record, site: str, slug: str) -> Rows:
    """Every line of a list and every single mention, by cohort and name."""
    for own in memberships(record):
        for statement in own.said:
            yield {
                "id": statement.id,
                "recorded": statement.fact.recorded,
                "name": own.place,
                "place": _slug(record, own.place),
                "cohort": own.cohort,
                "list": statement.fact.id if statement.is_list else "",
                "said_by": statement.fact.said_by,
                **_evidence(statement.fact),
            }


def evaluations(record: Record, site: str, slug: str) -> Rows:
    """Results, the newest year first."""
    for result in results(record):
        fact = result.fact
        yield {
            "id": fact.id,
            "recorded": fact.recorded,
            "name": fact.place,
            "place": _slug(record, fact.place),
            "year": fact.year,
            "judge": fact.judge,
            "measure": fact.measure,
            "scale": result.scale.words,
            "value": fact.value,
            "score": fact.score,
            "rank": fact.rank,
            "rank_of": fact.rank_of,
            "level": fact.level,
            "dimension": fact.dimension or "",
            "disputed": result.is_disputed,
            **_evidence(fact),
        }


def totals(record: Record, site: str, slug: str) -> Rows:
    """How many took part, as somebody counted."""
    for total in record.programme.total:
        yield {
            "id": total.id,
            "recorded": total.recorded,
            "as_of": total.as_of,
            "value": total.value,
            "said_by": total.said_by,
            **_evidence(total),
        }


def conflicts(record: Record, site: str, slug: str) -> Rows:
    """Versions of one thing that cannot all be right."""
    for conflict in record.programme.conflict:
        yield {
            "id": conflict.id,
            "recorded": conflict.recorded,
            "subject": conflict.subject,
            "values": conflict.values,
            "sources": conflict.sources,
            "note": conflict.note,
        }


def _slug(record: Record, name: str) -> str:
    page = record.by_place_name.get(name)
    return page.data.slug if page else ""


def _evidence(fact: Roster | Member | Evaluation | Total) -> Mapping[str, Any]:
    return {
        "date": fact.date,
        "precision": fact.precision if fact.date else "",
        "basis": fact.basis or "",
        "sources": fact.sources,
        "note": fact.note,
    }
