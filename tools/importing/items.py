"""A row of a record as a news item, with what is known of its day and how. Pure."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from record.address_dates import date_of_address
from record.item import Item
from record.items import slugify
from record.partial_dates import partial_date
from record.urls import host
from record.vocabulary import DateBasis, HeadlineFrom, Precision
from scrapers.extract.dates import WIB
from scrapers.sources import read_sources
from tools.importing.guidance import Guidance
from tools.importing.summary_dates import EVIDENCE, event_date_in

BASES: dict[str, DateBasis] = {"alamat": "address", "halaman": "publisher", "peristiwa": "text"}
"""The words of record2 for what a date rests on."""
HEADLINES: dict[str, HeadlineFrom] = {"halaman": "page", "alamat": "address", "ringkas": "ours"}
"""Its words for where a headline is from."""
ITEM_KEYS = frozenset(
    {"url", "publisher", "headline", "published", "about", "mentions", "dimensions", "kind", "summary"}
)
"""Keys of a row of `record`."""
ITEM2_KEYS = ITEM_KEYS | {"headline_from", "precision", "basis", "evidence"}
"""Keys of a row of `record2`."""


@dataclass(frozen=True)
class Composer:
    """Makes items of rows: `zones` are the places' by slug, `outlets` ids of `sources.toml` by host."""

    zones: Mapping[str, dt.tzinfo]
    outlets: Mapping[str, str]
    guidance: Guidance
    recorded: dt.date

    def item(self, row: Mapping[str, Any]) -> Item:
        """The item of one row of either record. Raises `KeyError`, `TypeError` or `ValueError` for a faulty one."""
        about = tuple(row["about"])
        return Item(
            title=_without_brackets(row["headline"]),
            id=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, row['url'])}",
            recorded=self.recorded,
            headline_from=_headline_from(row),
            places=about,
            mentions=tuple(row["mentions"]),
            dimensions=tuple(row["dimensions"]),
            kind=row["kind"],
            outlet=self.outlets.get(host(row["url"])) or slugify(row["publisher"]),
            source=row["publisher"],
            source_url=self.guidance.address_of(row["url"]),
            rights="link",
            summary=row["summary"],
            **(self.day(row, self.zone(about)) or self._day_in_summary(row)),
        )

    def zone(self, places: tuple[str, ...]) -> dt.tzinfo:
        """The zone of an item about `places`: of the main one, else Jakarta's."""
        return self.zones.get(places[0], WIB) if places else WIB

    def day(self, row: Mapping[str, Any], zone: dt.tzinfo) -> dict[str, Any]:
        """Front matter of a row's `published`, `precision`, `basis` and `evidence`; {} where it has no date.

        Without a basis the publisher stated the day, unless the address states it itself.
        """
        if not row.get("published"):
            return {}
        day = _as_date(row["published"])
        basis = BASES[row["basis"]] if "basis" in row else _first_basis(row["url"], day)
        return date_keys(day, row.get("precision", "day"), basis, zone) | {"date_evidence": row.get("evidence", "")}

    def _day_in_summary(self, row: Mapping[str, Any]) -> dict[str, Any]:
        seen = row.get("evidence", "")
        event = self.guidance.event_date_of(row["url"])
        if event is None:
            event = event_date_in(row["summary"], self.recorded)
        if not event:
            return {"date_evidence": seen}
        return {"event_date": event, "date_basis": "text", "date_evidence": f"{seen} {EVIDENCE}".strip()}


def date_keys(day: dt.date, precision: Precision, basis: DateBasis, zone: dt.tzinfo) -> dict[str, Any]:
    """`Date` where the day of publication is known, else `Event_date`, both with `Date_basis`; the other is emptied."""
    keys: dict[str, Any] = {"date": None, "event_date": "", "event_precision": "", "date_basis": basis}
    if basis == "text" or precision != "day":
        return keys | {"event_date": partial_date(day, precision)}
    return keys | {"date": dt.datetime.combine(day, dt.time(), zone)}


def outlets_by_host() -> dict[str, str]:
    """The ids of the outlets in sources.toml by the host of their home."""
    path = Path(__file__).parents[2] / "scrapers" / "sources.toml"
    if not path.is_file():
        return {}
    return {host(outlet.home): outlet.id for outlet in read_sources(path).outlet}


def _as_date(value: str | dt.date) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value[:10])


def _first_basis(url: str, day: dt.date) -> DateBasis:
    stated = date_of_address(url)
    return "address" if stated and (stated.precision, stated.date) == ("day", day) else "publisher"


def _without_brackets(headline: str) -> str:
    """A headline of ours as pages show it: words beside it say whose it is."""
    return headline[1:-1] if headline.startswith("[") and headline.endswith("]") else headline


def _headline_from(row: Mapping[str, Any]) -> str:
    # The first record has no word for it, but sets headlines of its own in square brackets.
    if "headline_from" in row:
        return HEADLINES[row["headline_from"]]
    return "ours" if row["headline"].startswith("[") else ""
