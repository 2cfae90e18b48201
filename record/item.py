"""One news item, one Markdown file: `dumps` alone writes the front matter, `loads` alone reads it back."""

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from record.errors import ContentProblem
from record.partial_dates import parse_partial_date
from record.text import clean_text
from record.vocabulary import DATE_BASES, HEADLINES_FROM, ITEM_STATUSES, NEWS_KINDS, PRECISIONS, RIGHTS

UNDATED = "0000-00-00"
"""In place of the day in the file name of an item without a date."""

_LIST_KEYS = frozenset({"revised", "places", "mentions", "dimensions", "also", "evidence", "because", "refused"})
_DATE_KEYS = frozenset({"date", "modified", "collected", "changed", "gone"})
_DAY_KEYS = frozenset({"recorded", "withdrawn"})
_CHOICES = {
    "status": ITEM_STATUSES,
    "kind": NEWS_KINDS,
    "rights": RIGHTS,
    "event_precision": PRECISIONS,
    "date_basis": DATE_BASES,
    "headline_from": HEADLINES_FROM,
}
_REQUIRED = ("title", "id", "source_url", "status")
_ADVICE = {"id": "add it: the one that it had before, from git; a new item gets `urn:uuid:` and a new UUID"}
"""What to do where a required key is missing, if not just any value will do."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:$|T\d\d:\d\d)", re.ASCII)
_LINE = re.compile(r"^([A-Z][A-Za-z_]*):[ \t]*(.*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One news item. Every field but `body` is a front-matter key of the same name with a capital (`Source_url`).

    Below each field: what it holds, who writes it, an example. An editor may change any of them; who writes it says
    whose value a new file has. Times carry an offset. `""`, `()` and `None` mean unknown: the key is left out of the
    file. Lists stand on one line, parted by commas.
    """

    title: str
    """The headline, one line; required. Collector: `Kota Bekasi Terpilih Ikuti Indonesia Smart City Summit 2017`."""
    id: str
    """The feeds' entry id; required, made once, never changes. Collector: `urn:uuid:0d3cf0a5-…`."""
    date: dt.datetime | None = None
    """When it was published, in the place's zone; never guessed. Collector: `2017-05-22T00:00:00+07:00`."""
    event_date: str = ""
    """Where no source states `date`: the day, month or year that is known instead, `2017-05-22`, `2017-05` or `2017`;
    what it is the date of is told by `date_basis`. Importer or editor."""
    event_precision: str = ""
    """How much of `event_date` is known, a word of `PRECISIONS`; left out, the form of `event_date` says it."""
    date_basis: str = ""
    """How `date` or `event_date` is known, a word of `DATE_BASES`; `event_date` is of the event with `text` and
    `editor`, of the page's publication with `publisher` and `address`, of its copy with `archive`. Collector:
    `publisher`."""
    date_evidence: str = ""
    """What was seen that dates it, in a sentence of ours. Importer or editor."""
    recorded: dt.date | None = None
    """The day on which it came into our record. Collector and importer: `2026-11-24`."""
    revised: tuple[str, ...] = ()
    """The days, oldest first, on which an editor corrected it after it was recorded, so that feeds show it as changed.
    Editor: `2026-12-01`."""
    headline_from: str = ""
    """A word of `HEADLINES_FROM`; left out where the page shows the title. Importer or editor."""
    modified: dt.datetime | None = None
    """When the publisher says that it was changed. Collector: `2017-05-23T08:10:00+07:00`."""
    places: tuple[str, ...] = ()
    """Slugs of the places that it is about, main one first. Collector: `kota-bekasi, kota-bandung`."""
    mentions: tuple[str, ...] = ()
    """Slugs of the tracked places that it only names. Collector: `kota-tangerang`."""
    dimensions: tuple[str, ...] = ()
    """Words of `DIMENSIONS`, main one first. Collector: `governance, living`."""
    kind: str = "news"
    """One of `NEWS_KINDS`. Collector: `release`."""
    outlet: str = ""
    """The outlet's id in `sources.toml`. Collector: `metrobekasi`."""
    source: str = ""
    """The outlet's name, as readers see it. Collector: `Metro Bekasi`."""
    source_url: str = ""
    """The original's canonical address; required. Collector: `https://metrobekasi.example/summit/`."""
    also: tuple[str, ...] = ()
    """Other addresses of the same text, with a comma and a space between. Collector, or an editor who merges drafts."""
    story: str = ""
    """An id that the items of one story share. Collector: the `id` of one of them."""
    origin: str = ""
    """The `id` of the item whose text this one reprints. Collector."""
    credit: str = ""
    """The agency or press office that the text names as its source. Collector: `antara`."""
    rights: str = "link"
    """One of `RIGHTS`, as `sources.toml` has it for the outlet. Collector: `excerpt`."""
    collected: dt.datetime | None = None
    """When the collector read it. Collector: `2026-11-23T21:45:00Z`."""
    digest: str = ""
    """A checksum of the collected text, by which a later change at the source is seen. Collector: `sha256:9f86d0…`."""
    changed: dt.datetime | None = None
    """When a run saw that the source had changed the text. Collector: `2026-11-25T21:45:00Z`."""
    gone: dt.datetime | None = None
    """When a run saw that the source had taken the page away. Collector: `2026-11-25T21:45:00Z`."""
    evidence: tuple[str, ...] = ()
    """Ids of the WARC records that the text was read from. Collector: `urn:uuid:5a1f…`."""
    because: tuple[str, ...] = ()
    """Why each place and dimension was chosen. Collector: `kota-bekasi = Pemkot Bekasi + Wali Kota`."""
    refused: tuple[str, ...] = ()
    """Words that look like a place, and why they are none. Collector: `Persib Bandung (label)`."""
    status: str = "published"
    """One of `ITEM_STATUSES`; required. Collector: `draft` where it is unsure; an editor publishes or hides."""
    review: str = ""
    """On drafts: why it waits, by `record.waiting.GROUPS`. Collector: `place-unsure, no-date`."""
    withdrawn: dt.date | None = None
    """On hidden items: the day on which it was taken out of all lists, which readers are told. Editor: `2026-11-29`."""
    withdrawn_reason: str = ""
    """On hidden items with that day: why, in a sentence. Editor: `Penerbit meminta kutipannya dihapus.`"""
    summary: str = ""
    """An excerpt, as long as `rights` allow. Collector, or in an editor's own words."""
    seal: str = ""
    """`seal_of` this item when a program last wrote it. Collector and importer: `sha256:2c26b4…`; nobody else."""
    body: str = ""
    """Markdown below the front matter, where `rights` allow it."""


_KEYS = tuple(field.name for field in fields(Item) if field.name != "body")


def clean_line(text: str) -> str:
    """One line without unseen or forbidden characters (`clean_text`) and without `<`, safe as a metadata value."""
    return _one_line(clean_text(text))


def _one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("<", "‹").split())


def dumps(item: Item) -> str:
    """The file's text with a new seal: keys in the order of `Item`, empty ones left out, then the body."""
    cleaned = _cleaned(item)
    return _file_text(replace(cleaned, seal=seal_of(cleaned)))


def dumps_with(item: Item, **values: Any) -> str:
    """The file's text with other values for some keys, such as `gone` or `story`.

    The seal is renewed unless a person edited the item: then it stays, so that the item goes on counting as edited.
    """
    updated = replace(item, **values)
    return render(updated) if is_edited(item) else dumps(updated)


def with_newer_text(known: Item, newer: Item, *, accept: bool) -> Item:
    """An item after an editor accepted a newer version (its text is taken) or rejected it (only its digest is).

    The seal stays as it was, so that an edited item goes on counting as edited; places, kind and the like stay too.
    """
    if not accept:
        return replace(known, digest=newer.digest)
    return replace(
        known,
        title=newer.title,
        date=newer.date or known.date,
        date_basis=newer.date_basis if newer.date else known.date_basis,
        modified=newer.modified,
        summary=newer.summary,
        body=newer.body,
        digest=newer.digest,
        changed=newer.changed,
        evidence=newer.evidence,
    )


def seal_of(item: Item) -> str:
    """A SHA-256 (32 hex digits) of all else in the file: where it differs from `seal`, a person edited the file."""
    return "sha256:" + hashlib.sha256(_file_text(replace(item, seal="")).encode()).hexdigest()[:32]


def is_edited(item: Item) -> bool:
    """Whether a person changed the file since the collector or the importer wrote it."""
    return item.seal != seal_of(item)


def may_be_public(item: Item) -> bool:
    """Whether the item may ever have had a page, so that its address is for life.

    Only a draft that says why it waits has surely had none: a build makes no page of a draft, and whatever publishes
    an item takes its `review` away. A draft without one may have been set back by hand.
    """
    return item.status != "draft" or not item.review


def loads(text: str, path: Path | str) -> Item:
    """The item in a file's text, cleaned (`clean_text`). Raises `ContentProblem` with line and key of the first fault.

    That a program of an earlier version let an unseen character through is no edit: the seal then is one of the
    cleaned item.
    """
    item = _parse(cleaned := clean_text(text), path)
    if item.seal and cleaned != text and not is_edited(_parse(text, path)):
        return replace(item, seal=seal_of(item))
    return item


def _parse(text: str, path: Path | str) -> Item:
    head, body = _split(text)
    values: dict[str, object] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(head.split("\n"), 1):
        match = _LINE.match(line)
        if not match:
            raise ContentProblem(path, f"expected 'Key: value', found {line[:60]!r}; one key a line", line=number)
        key, value = match[1].lower(), match[2].strip()
        if key not in _KEYS:
            raise ContentProblem(
                path, f"unknown key; known are {', '.join(map(_title, _KEYS))}", line=number, key=match[1]
            )
        if key in values:
            raise ContentProblem(path, "given twice; keep one", line=number, key=match[1])
        values[key], lines[key] = _value(key, value, path, number), number
    for key in _REQUIRED:
        if not values.get(key):
            raise ContentProblem(
                path, f"is missing; {_ADVICE.get(key, 'add it')}", line=lines.get(key, 1), key=_title(key)
            )
    if event := values.get("event_date"):
        _check_event(str(event), values, path, lines["event_date"])
    _check_withdrawal(values, path, lines)
    _check_revised(values, path, lines)
    return Item(**values, body=body)  # type: ignore[arg-type]


def _check_event(event: str, values: Mapping[str, object], path: Path | str, line: int) -> None:
    try:
        parse_partial_date(event, str(values.get("event_precision") or ""))
    except ValueError as error:
        raise ContentProblem(path, str(error), line=line, key="Event_date") from error
    if not values.get("date_basis"):
        advice = f"needs Date_basis, which says how it is known: {', '.join(DATE_BASES)}"
        raise ContentProblem(path, advice, line=line, key="Event_date")


def _check_withdrawal(values: Mapping[str, object], path: Path | str, lines: Mapping[str, int]) -> None:
    if values.get("withdrawn") and values["status"] != "hidden":
        advice = "is of a hidden item; write 'Status: hidden', or take this line and Withdrawn_reason out"
        raise ContentProblem(path, advice, line=lines["withdrawn"], key="Withdrawn")
    if values.get("withdrawn_reason") and not values.get("withdrawn"):
        advice = "needs Withdrawn, the day on which it was taken out of all lists"
        raise ContentProblem(path, advice, line=lines["withdrawn_reason"], key="Withdrawn_reason")


def _check_revised(values: Mapping[str, object], path: Path | str, lines: Mapping[str, int]) -> None:
    days: Any = values.get("revised", ())
    line = lines.get("revised", 1)
    for day in days:
        _day("revised", day, path, line)
    first = values.get("recorded")
    if [*days] != sorted(days) or (first and days and days[0] < str(first)):
        advice = "must begin with the oldest day, which is not before Recorded; add the newest at the end"
        raise ContentProblem(path, advice, line=line, key="Revised")


def body_of(text: str) -> str:
    """The body alone of a file's text; what `Item.body` would be, without reading the front matter."""
    return _split(clean_text(text))[1]


def _split(text: str) -> tuple[str, str]:
    # Windows editors add a byte order mark and CRLF: no edit, since the seal is of values and not of bytes.
    head, _, body = text.removeprefix("\ufeff").replace("\r\n", "\n").partition("\n\n")
    return head, body.strip("\n")


def render(item: Item) -> str:
    """The file's text, cleaned, with the seal that the item has, whether it is right or not."""
    return _file_text(_cleaned(item))


def _cleaned(item: Item) -> Item:
    values = {key: getattr(item, key) for key in (*_KEYS, "body")}
    return Item(**{key: _cleaned_value(value) for key, value in values.items()})


def _cleaned_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(clean_text, value))
    return clean_text(value) if isinstance(value, str) else value


def _file_text(item: Item) -> str:
    """What is written, and sealed: characters are as they are, so that seals of older files stay true."""
    rows = ((key, _text(getattr(item, key))) for key in _KEYS)
    head = "".join(f"{_title(key)}: {value}\n" for key, value in rows if value)
    body = item.body.strip()
    return f"{head}\n{body}\n" if body else f"{head}\n"


def _title(key: str) -> str:
    return key[0].upper() + key[1:]


def _text(value: object) -> str:
    if isinstance(value, dt.datetime):
        utc = value.utcoffset() == dt.timedelta(0)
        return (
            value.isoformat(timespec="seconds").replace("+00:00", "Z") if utc else value.isoformat(timespec="seconds")
        )
    if isinstance(value, tuple):
        return ", ".join(map(_one_line, value))
    return _one_line(str(value)) if value else ""


def _value(key: str, value: str, path: Path | str, line: int) -> object:
    if key in _LIST_KEYS:
        # An address may hold a comma, so that addresses are parted by a comma and a space.
        parts = value.split(", ") if key == "also" else value.split(",")
        return tuple(part.strip() for part in parts if part.strip())
    if key in _DATE_KEYS:
        return _date(key, value, path, line)
    if key in _DAY_KEYS:
        return _day(key, value, path, line)
    if key in _CHOICES and value not in _CHOICES[key]:
        raise ContentProblem(path, f"{value!r} is not one of {', '.join(_CHOICES[key])}", line=line, key=_title(key))
    return value


def _day(key: str, value: str, path: Path | str, line: int) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if value else None
    except ValueError as error:
        advice = _no_date(value, "2026-11-24")
        raise ContentProblem(path, advice, line=line, key=_title(key)) from error


def _no_date(value: str, example: str) -> str:
    if _DAY.match(value):
        return f"{value!r} is not in the calendar; write a day and time that exist"
    return f"{value!r} is no date; write it as {example}"


def _date(key: str, value: str, path: Path | str, line: int) -> dt.datetime | None:
    if not value:
        return None
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError as error:
        advice = _no_date(value, "2017-05-22T00:00:00+07:00")
        raise ContentProblem(path, advice, line=line, key=_title(key)) from error
    if moment.tzinfo is None:
        advice = f"{value!r} has no offset; add +07:00 (WIB), +08:00 (WITA) or +09:00 (WIT)"
        raise ContentProblem(path, advice, line=line, key=_title(key))
    return moment
