"""How the open data's tables hang together: keys, references, and what a search in the database looks through."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Relation:
    """Of one table: the columns that tell its rows apart, the table that a column's values are keys of, and the
    columns whose words can be searched.
    """

    key: tuple[str, ...]
    references: Mapping[str, str] = field(default_factory=lambda: _NONE)
    searched: tuple[str, ...] = ()


_OF_A_PLACE = MappingProxyType({"place": "places"})
RELATIONS: Mapping[str, Relation] = MappingProxyType(
    {
        "items": Relation(("id",), MappingProxyType({"places": "places", "mentions": "places"}), ("title", "summary")),
        "places": Relation(("slug",), searched=("name", "province")),
        "initiatives": Relation(("id",), _OF_A_PLACE, ("name", "summary")),
        "steps": Relation(("id",), MappingProxyType({"place": "places", "initiative": "initiatives"}), ("summary",)),
        "milestones": Relation(("id",), _OF_A_PLACE, ("summary",)),
        "progress": Relation(("place", "step"), _OF_A_PLACE),
        "claims": Relation(("id",), _OF_A_PLACE, ("subject", "value", "note")),
        "participants": Relation(
            ("name", "cohort"), MappingProxyType({"place": "places", "facts": "statements"}), ("name", "province")
        ),
        "statements": Relation(("id",), _OF_A_PLACE, ("name", "said_by", "note")),
        "evaluations": Relation(("id",), _OF_A_PLACE, ("name", "measure", "value", "note")),
        "totals": Relation(("id",), searched=("said_by", "note")),
        "conflicts": Relation(("id",), searched=("subject", "note")),
        "changes": Relation(("id",), searched=("title", "text")),
        "sources": Relation(("outlet",), searched=("name",)),
        "outcomes": Relation(("initiative",), MappingProxyType({"place": "places", "initiative": "initiatives"})),
        "verdicts": Relation(("scope",), _OF_A_PLACE),
    }
)
"""By table; every table has its row."""
