"""What in the record tells that a fact was changed after it was recorded."""

import datetime as dt

from plugins.model.record import Record
from plugins.queries.corrections import of_fact
from record.models import Milestone


def revisions(record: Record, milestone: Milestone) -> list[dt.date]:
    """The days on which a milestone was changed, oldest first: its own `revised`, and corrections of it.

    Their number only rises while nobody takes one away, which makes it the version of the milestone.
    """
    return sorted([*milestone.revised, *(entry.data.date for entry in of_fact(record, milestone.id))])
