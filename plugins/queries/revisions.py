"""What in the record tells that a fact was changed after it was recorded."""

import datetime as dt

from plugins.incremental.tracking import query
from plugins.model.record import Record
from record.models import Milestone


@query
def corrected_facts(record: Record) -> tuple[tuple[str, str], ...]:
    """The id and ISO day of each correction that names a fact's page, sorted; files that ask depend on these alone."""
    return tuple(
        sorted((fact_id, page.data.date.isoformat()) for page in record.corrections for fact_id in page.fact_ids)
    )


def revisions(record: Record, milestone: Milestone) -> list[dt.date]:
    """The days on which a milestone was changed, oldest first: its own `revised`, and corrections on its page.

    Their number only rises while nobody takes one away, which makes it the version of the milestone.
    """
    corrected = [dt.date.fromisoformat(day) for fact, day in corrected_facts(record) if fact == milestone.id]
    return sorted([*milestone.revised, *corrected])
