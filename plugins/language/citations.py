"""How a fact is cited: as text for papers and newspapers, as BibTeX and as RIS.

Pure: the same reference gives the same bytes. The day is that of the version cited, never that of a build.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from plugins.language.dates import MONTHS, date_words
from record.text import clean_text

_BIBTEX_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Commands with a group around them, for BibTeX counts every brace, an escaped one too.
_BIBTEX = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        **{char: "\\" + char for char in "$&#_%"},
    }
)
_BIBTEX_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


FORMS: Mapping[str, str] = MappingProxyType(
    {
        "date": "%(year)s, %(day)s %(month)s",
        "version": "versi %(version)s",
        "data": "Catatan data",
        "newspaper": "%(title)s, menurut %(said_by)s, sebagaimana dicatat %(author)s (%(url)s, versi %(day)s).",
    }
)
"""The words of citations that are text: of APA a date, a version and what is cited; a newspaper's sentence."""


@dataclass(frozen=True)
class Reference:
    """What a citation of a fact needs."""

    id: str
    """The fact's."""
    title: str
    """The fact in a sentence."""
    said_by: str
    """Who says so."""
    author: str
    """The site's name."""
    url: str
    """The fact's permanent address."""
    version: dt.date
    """The newest day on which anything that its page shows came into the record."""


def apa(reference: Reference, translate: Callable[[str], str] = str) -> str:
    """APA style (7th edition, 10.16): `Pantau 100. (2026, 29 November). … (versi 2026-11-29) [Catatan data]. …`."""
    day = reference.version
    date = translate(FORMS["date"]) % {
        "year": day.year,
        "day": day.day,
        "month": translate(MONTHS[day.month - 1]),
    }
    version = translate(FORMS["version"]) % {"version": day.isoformat()}
    data = translate(FORMS["data"])
    return f"{_line(reference.author)}. ({date}). {_title(reference)} ({version}) [{data}]. {_line(reference.url)}"


def newspaper(reference: Reference, translate: Callable[[str], str] = str) -> str:
    """As Indonesian newspapers attribute: the sentence, who says so, who recorded it, the address."""
    return translate(FORMS["newspaper"]) % {
        "title": _title(reference),
        "said_by": _line(reference.said_by),
        "author": _line(reference.author),
        "url": _line(reference.url),
        "day": date_words(reference.version, "day", translate),
    }


def bibtex(reference: Reference) -> str:
    """A BibTeX entry; `urldate` is missing, for it is the day of the reader."""
    day = reference.version
    fields = {
        "author": f"{{{_bibtex(reference.author)}}}",
        "title": f"{{{_bibtex(_title(reference))}}}",
        "year": str(day.year),
        "version": day.isoformat(),
        "note": _bibtex(f"Menurut {reference.said_by}. Versi {date_words(day)}"),
        "url": _line(reference.url).translate(_BIBTEX_ADDRESS),
        "language": "indonesian",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    lines.insert(3, f"  month = {_BIBTEX_MONTHS[day.month - 1]},")
    return "\n".join([f"@misc{{fakta-{reference.id},", *lines, "}", ""])


def ris(reference: Reference) -> str:
    """A RIS record, whose lines end in CRLF."""
    return "".join(f"{tag}  - {_line(value)}".rstrip(" ") + "\r\n" for tag, value in _ris_fields(reference))


def _ris_fields(reference: Reference) -> Iterator[tuple[str, str]]:
    day = reference.version
    yield "TY", "ELEC"
    yield "ID", f"fakta-{reference.id}"
    yield "AU", reference.author
    yield "TI", _title(reference)
    yield "PY", str(day.year)
    yield "DA", f"{day:%Y/%m/%d}"
    yield "ET", day.isoformat()
    yield "N1", f"Menurut {reference.said_by}. Versi {date_words(day)}"
    yield "LA", "id"
    yield "UR", reference.url
    yield "ER", ""


def _title(reference: Reference) -> str:
    """The sentence as others quote it: with a capital, and without the full stop that the style sets itself."""
    title = _line(reference.title).rstrip(".")
    return title[:1].upper() + title[1:]


def _bibtex(text: str) -> str:
    return _line(text).translate(_BIBTEX)


def _line(text: str) -> str:
    """One line without characters that formats forbid: what it is put into is a format of lines."""
    return " ".join(clean_text(text).split())
