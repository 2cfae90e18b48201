"""Rules on ids: no two facts have one, and whatever names one names one that there is."""

from collections.abc import Iterator

from plugins.model.contradictions.findings import Evidence, Finding, Row
from plugins.model.pages import FACT_PAGE
from record.models import Correction, Initiative


def same_id(evidence: Evidence) -> Iterator[Finding]:
    """An id that a fact before it has, in whichever file and table."""
    owners: dict[str, Row] = {}
    for row in evidence.rows:
        if row.id and (owner := owners.setdefault(row.id, row)) is not row:
            advice = "; leave it to the older one, take this one away and run `invoke ids`"
            problem = (f"{row.id!r} is also the id of ", owner.at("id", owner.id), advice)
            yield Finding("id", row.at("id", row.id), problem)


def same_earlier_id(evidence: Evidence) -> Iterator[Finding]:
    """A step that feeds know by the id of another step of its initiative."""
    for file in evidence.to_check:
        owners: dict[str, Row] = {}
        if not isinstance(file.data, Initiative):
            continue
        for row in file.rows:
            feed_id = getattr(row.data, "feed_id", "")
            if feed_id and (owner := owners.setdefault(feed_id, row)) is not row:
                problem = (f"{feed_id!r} is also that of ", owner.at("earlier_id"), "; take it from the newer one")
                yield Finding("id", row.at("earlier_id"), problem)


def unknown_id(evidence: Evidence) -> Iterator[Finding]:
    """A correction of a fact that there is not, by its page or by its id."""
    ids = {row.id for row in evidence.rows}
    for row in evidence.rows:
        if not isinstance(row.data, Correction):
            continue
        match = FACT_PAGE.match(row.data.page)
        named = [("page", match[1], "")] if match else []
        named += [("facts", name, name) for name in row.data.facts]
        for key, name, value in named:
            if name not in ids:
                advice = f"no fact has the id {name!r}; give the id as the fact's file has it"
                yield Finding("id", row.at(key, value), (advice,))
