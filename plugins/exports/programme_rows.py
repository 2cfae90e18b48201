"""The rows of the tables about who took part and about results, as `plugins.exports.table_rows` has the others."""

from plugins.exports.table_rows import Row, Rows, evidence_columns, fact_columns
from plugins.model.record import Record
from plugins.queries.evaluations import results
from plugins.queries.participants import memberships
from plugins.queries.participants import participants as all_participants
from record.programme import Conflict, Evaluation, Member, Roster, Total


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
            yield statement_row(statement.fact, site, statement.id, own.place, _slug(record, own.place))


def statement_row(fact: Roster | Member, site: str, name: str, place: str, slug: str) -> Row:
    """A line of a list, or a single mention, by its id, with the place that it names and the slug of that."""
    return {
        **fact_columns(fact, name, site),
        "name": place,
        "place": slug,
        "cohort": fact.cohort,
        "list": fact.id if isinstance(fact, Roster) else "",
        "said_by": fact.said_by,
        **evidence_columns(fact),
    }


def evaluations(record: Record, site: str, slug: str) -> Rows:
    """Results, the newest year first."""
    for result in results(record):
        place = _slug(record, result.fact.place)
        yield evaluation_row(result.fact, site, place, result.scale.words, is_disputed=result.is_disputed)


def evaluation_row(fact: Evaluation, site: str, slug: str, scale: str, *, is_disputed: bool) -> Row:
    """A result, with the slug of its place and the scale that counts for it."""
    return {
        **fact_columns(fact, fact.id, site),
        "name": fact.place,
        "place": slug,
        "year": fact.year,
        "judge": fact.judge,
        "measure": fact.measure,
        "scale": scale,
        "value": fact.value,
        "score": fact.score,
        "rank": fact.rank,
        "rank_of": fact.rank_of,
        "level": fact.level,
        "dimension": fact.dimension or "",
        "disputed": is_disputed,
        **evidence_columns(fact),
    }


def totals(record: Record, site: str, slug: str) -> Rows:
    """How many took part, as somebody counted."""
    return (total_row(total, site) for total in record.programme.total)


def total_row(total: Total, site: str) -> Row:
    """One count."""
    return {
        **fact_columns(total, total.id, site),
        "as_of": total.as_of,
        "value": total.value,
        "said_by": total.said_by,
        **evidence_columns(total),
    }


def conflicts(record: Record, site: str, slug: str) -> Rows:
    """Versions of one thing that cannot all be right."""
    return (conflict_row(conflict, site) for conflict in record.programme.conflict)


def conflict_row(conflict: Conflict, site: str) -> Row:
    """One of them."""
    return {
        **fact_columns(conflict, conflict.id, site),
        "subject": conflict.subject,
        "values": conflict.values,
        "sources": conflict.sources,
        "note": conflict.note,
    }


def _slug(record: Record, name: str) -> str:
    page = record.by_place_name.get(name)
    return page.data.slug if page else ""
