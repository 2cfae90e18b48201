"""What editors exempt from a rule of the record, as a page shows it: what it is about, and why it stands."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from plugins.model.contradictions.findings import RecordFile
from record.models import Exemption, Initiative, Place
from record.programme import Programme

_NAMING = ("summary", "subject", "name", "place", "said_by")
"""Keys of facts by which readers know them, the best first."""


class ShownExemption(NamedTuple):
    """An exemption, and what readers know it by that it is about: a fact's words, a place's name, or an address."""

    about: str
    reason: str
    is_address: bool


def exemptions_of(data: Place | Initiative | Programme) -> Iterator[ShownExemption]:
    """The exemptions in a file, in its order; of those that say the same of one thing (the programme is several files),
    the first.
    """
    shown = (ShownExemption(_name(data, one), one.reason, one.about.startswith("http")) for one in data.exemption)
    yield from dict.fromkeys(shown)


def _name(data: Place | Initiative | Programme, exemption: Exemption) -> str:
    if isinstance(data, Place) and exemption.about == data.slug:
        return data.name
    rows = (row for row in RecordFile(Path(), data).rows if row.id == exemption.about)
    names = (getattr(row.data, key, "") for row in rows for key in _NAMING)
    return next(filter(None, names), exemption.about)
