"""One news item, one Markdown file: `dumps` alone writes the front matter, `loads` alone reads it back."""

import datetime as dt
import hashlib
import re
import unicodedata
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from record.errors import ContentProblem

STATUSES = ("published", "draft", "hidden")
KINDS = ("news", "release", "opinion", "study", "regulation", "award")
DIMENSIONS = ("governance", "branding", "economy", "living", "society", "environment")
RIGHTS = ("link", "excerpt", "full")
UNDATED = "0000-00-00"

_LIST_KEYS = frozenset({"places", "mentions", "dimensions", "also", "evidence", "because", "refused"})
_DATE_KEYS = frozenset({"date", "modified", "collected", "changed", "gone"})
_CHOICES = {"status": STATUSES, "kind": KINDS, "rights": RIGHTS}
_REQUIRED = ("title", "id", "source_url", "status")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""The same in a body, whose line ends and tabs mean something."""
_LINE = re.compile(r"^([A-Z][A-Za-z_]*):[ \t]*(.*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item as it stands in its file; times carry an offset, `""` and `None` mean "not told".

    `changed` and `gone` say when a run saw that the source had changed the text or taken it away; `evidence` are the
    ids of the records that the text was read from. `because` has a line a place or dimension ("kota-bekasi = Pemkot
    Bekasi + Wali Kota"), `refused` the words that look like a place and why they are none ("Persib Bandung (label)").
    `origin` is the id of the item whose text this one reprints, `credit` the agency or press office that it names.
    """

    title: str
    id: str
    date: dt.datetime | None = None
    modified: dt.datetime | None = None
    places: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    kind: str = "news"
    outlet: str = ""
    source: str = ""
    source_url: str = ""
    also: tuple[str, ...] = ()
    story: str = ""
    origin: str = ""
    credit: str = ""
    rights: str = "link"
    collected: dt.datetime | None = None
    digest: str = ""
    changed: dt.datetime | None = None
    gone: dt.datetime | None = None
    evidence: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    status: str = "published"
    review: str = ""
    summary: str = ""
    seal: str = ""
    body: str = ""


_KEYS = tuple(field.name for field in fields(Item) if field.name != "body")


def clean_line(text: str) -> str:
    """One line without control, bidi or zero-width characters and without `<`, safe as a metadata value."""
    spaced = _UNSAFE.sub(lambda found: " " if found[0].isspace() or found[0] in "\u2028\u2029" else "", text)
    return " ".join(unicodedata.normalize("NFC", spaced).replace("<", "‹").split())


def dumps(item: Item) -> str:
    """The file's text: known keys in a fixed order, empty ones left out, then the body; sealed."""
    return render(replace(item, seal=seal_of(item)))


def marked(item: Item, **marks: Any) -> str:
    """The file's text with marks of ours, such as `gone` or `story`; a person's edit stays recognisable as one."""
    made = replace(item, **marks)
    return render(made) if is_edited(item) else dumps(made)


def settled_item(known: Item, newer: Item, *, accept: bool) -> Item:
    """An edited item after its editor's word on a newer version: its words taken, or only its digest noted.

    The seal stays as it was, so that the item goes on counting as edited.
    """
    if not accept:
        return replace(known, digest=newer.digest)
    return replace(
        known,
        title=newer.title,
        date=newer.date or known.date,
        modified=newer.modified,
        summary=newer.summary,
        body=newer.body,
        digest=newer.digest,
        changed=newer.changed,
        evidence=newer.evidence,
    )


def seal_of(item: Item) -> str:
    """A digest of everything else in the file: when it no longer fits, a person edited it."""
    return "sha256:" + hashlib.sha256(render(replace(item, seal="")).encode()).hexdigest()[:32]


def is_edited(item: Item) -> bool:
    """Whether a person changed the file since the collector or the importer wrote it."""
    return item.seal != seal_of(item)


def loads(text: str, path: Path | str) -> Item:
    """Read a file's text back, or raise `ContentProblem` naming the line and what to mend."""
    head, body = _parted(text)
    values: dict[str, object] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(head.split("\n"), 1):
        found = _LINE.match(line)
        if not found:
            raise ContentProblem(path, f"expected 'Key: value', found {line[:60]!r}; one key a line", line=number)
        key, value = found[1].lower(), found[2].strip()
        if key not in _KEYS:
            raise ContentProblem(
                path, f"unknown key; known are {', '.join(map(_title, _KEYS))}", line=number, key=found[1]
            )
        if key in values:
            raise ContentProblem(path, "given twice; keep one", line=number, key=found[1])
        values[key], lines[key] = _value(key, value, path, number), number
    for key in _REQUIRED:
        if not values.get(key):
            raise ContentProblem(path, "is missing; add it", line=lines.get(key, 1), key=_title(key))
    return Item(**values, body=body)  # type: ignore[arg-type]


def body_of(text: str) -> str:
    """The body alone of a file's text."""
    return _parted(text)[1]


def _parted(text: str) -> tuple[str, str]:
    head, _, body = text.removeprefix("\ufeff").replace("\r\n", "\n").partition("\n\n")
    return head, body.strip("\n")


def render(item: Item) -> str:
    """The file's text as it stands, sealed or not."""
    rows = ((key, _text(getattr(item, key))) for key in _KEYS)
    head = "".join(f"{_title(key)}: {value}\n" for key, value in rows if value)
    body = _UNSEEN.sub("", item.body).strip()
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
        return ", ".join(clean_line(part) for part in value)
    return clean_line(str(value)) if value else ""


def _value(key: str, value: str, path: Path | str, line: int) -> object:
    if key in _LIST_KEYS:
        # An address may hold a comma, so that addresses are parted by a comma and a space.
        parts = value.split(", ") if key == "also" else value.split(",")
        return tuple(part.strip() for part in parts if part.strip())
    if key in _DATE_KEYS:
        return _date(key, value, path, line)
    if key in _CHOICES and value not in _CHOICES[key]:
        raise ContentProblem(path, f"{value!r} is not one of {', '.join(_CHOICES[key])}", line=line, key=_title(key))
    return value


def _date(key: str, value: str, path: Path | str, line: int) -> dt.datetime | None:
    if not value:
        return None
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError as error:
        advice = f"{value!r} is no date; write it as 2017-05-22T00:00:00+07:00"
        raise ContentProblem(path, advice, line=line, key=_title(key)) from error
    if moment.tzinfo is None:
        advice = f"{value!r} has no offset; add +07:00 (WIB), +08:00 (WITA) or +09:00 (WIT)"
        raise ContentProblem(path, advice, line=line, key=_title(key))
    return moment
