"""Dates as outlets write them, parsed by patterns of our own: guessing parsers find dates in any text.

A text is searched for a day, in one of the forms of `_DAYS`; a clock with its zone is looked for right after it, then
right before it.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from record.vocabulary import DateBasis
from scrapers.extract.date_words import DAY_PARTS, MONTHS, WIB, WIT, WITA, ZONE_NAMES, ZONES

__all__ = ["WIB", "WIT", "WITA", "DateParser", "DateReading", "is_plausible"]

LONGEST_TEXT = 1000
"""Characters of a text in which a date is looked for."""
EARLIEST = dt.date(1991, 8, 6)
"""The day of the first web page. Days before it (1970, 1900, 1904, 1899) are how programs write "no date"."""
LATEST = dt.date(2100, 1, 1)
"""What is as far away (9999-12-31) is no date either; a nearer future is for an editor to see."""
_LAST_32_BITS = dt.datetime(2038, 1, 19, 3, 14, 7, tzinfo=dt.UTC)
"""The largest time of systems that count seconds in 32 bits: "never"."""
_WIDEST_OFFSET = dt.timedelta(hours=14)

_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_ORDINAL = r"(?:st|nd|rd|th|er|\.)?"
_OF = r"(?:(?:of|de|del|di)\s+)?"
# Two digits of a year, as in RFC 822 and RFC 850, only between a month's name and a clock.
_SHORT_YEAR = r"(?P<year>(?:19|20)\d{2}|\d{2}(?=\s+\d{1,2}:\d{2}))"
_CLOCK = (
    r"(?P<hour>[01]?\d|2[0-4])(?:\s?[:.h時시]\s?(?P<minute>[0-5]\d)(?!\d|[./]\d{3})(?:\s?[:.分]\s?(?P<second>[0-5]\d|60)(?!\d)(?:[.,]\d+)?)?"
    rf"(?:\s*(?P<part>[ap]\.?\s?m\b\.?|(?:{'|'.join(DAY_PARTS)})\b))?|\s*(?P<bare_part>[ap]\.?\s?m\b\.?))"
)
# `Z`, `+0700`, `GMT+8`, `UTC +08:00`, `(WITA)`, `Asia/Jakarta`. A sign belongs to an offset only right before digits.
_ZONE = (
    r"(?:\s*[(\[]?\s*(?P<zone>(?:GMT|UTC|UT)\s?[+\-]\s?\d{1,2}(?::?\d{2})?(?!\d)|[+\-]\d{2}(?::?\d{2})?(?![\d:])"
    r"|[A-Za-z]+(?:/[A-Za-z_]+)*(?![A-Za-z])))?"
)
_AFTER = re.compile(rf"(?P<gap>T|\D{{0,12}}?\b){_CLOCK}{_ZONE}", re.IGNORECASE)
_BEFORE = re.compile(rf"(?<!\d){_CLOCK}{_ZONE}(?P<gap>\W{{1,5}}(?:[^\W\d]+\W{{1,3}})?)$", re.IGNORECASE)

_DAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # `2017-05-22`, `2017/5/22`, `2017. 5. 22`: the second separator must be the first one again.
        rf"(?<![\d:-]){_YEAR}(?P<mark>[-/.:]\s?)(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?!\d)",
        # `20170522T200000Z`
        rf"(?<!\d){_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})(?=T\d{{2}}:)",
        # `22 Mei 2017`, `22nd of May, 2017`, `22-May-17 20:00`
        rf"\b(?P<day>\d{{1,2}}){_ORDINAL}[\s./-]*{_OF}(?P<month>{_NAMES})[\s.,/-]*{_OF}{_SHORT_YEAR}\b",
        # `May 22, 2017`, `May 22nd 2017`
        rf"\b(?P<month>{_NAMES})\b\.?[\s-]+(?P<day>\d{{1,2}}){_ORDINAL},?[\s-]+{_YEAR}\b",
        # `2017 May 22`, `2017-May-22`
        rf"\b{_YEAR}[\s.,/-]+(?P<month>{_NAMES})\b[\s.,/-]+(?P<day>\d{{1,2}})\b",
        # C's asctime(), and Java's with a zone: `Mon May 22 20:00:00 WIB 2017`
        rf"\b(?P<month>{_NAMES})\s+(?P<day>\d{{1,2}})\s+(?P<own_clock>\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s[A-Z+\-:\d/]+)?)\s{_YEAR}\b",
        # `22/05/2017`, and `5/22/2017` where only the American order makes sense
        rf"(?<![\d.])(?P<day>\d{{1,2}})\s?[/.-]\s?(?P<month>\d{{1,2}})\s?[/.-]\s?{_YEAR}\b",
        # `22.05.17 | 14:40`: two digits of a year only before a clock, or where nothing else stands in the text
        r"(?<![\d.])(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{2})(?=\D{1,12}\d{1,2}[:.]\d{2}\b)",
        r"^(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{2})$",
        rf"{_YEAR}\s?[年년]\s?(?P<month>\d{{1,2}})\s?[月월]\s?(?P<day>\d{{1,2}})\s?[日일]",
    )
)
# `20170522`, `20170522200000`: only where nothing else stands in the text, for an article's number looks the same.
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")
# Of `20170522T200000Z` the clock gets its colons.
_COMPACT_CLOCK = re.compile(r"(?<=\d{8}T)(\d{2})(\d{2})(\d{2})?")
# Unix time in seconds, milliseconds or microseconds; `/Date(1495483200000)/` is .NET's.
_UNIX = re.compile(r"(?:/Date\()?(?P<seconds>\d{9,10})(?:\d{3}|\d{6})?(?:\.\d+)?(?:[+-]\d{4})?(?:\)/)?")
_RELATIVE = re.compile(
    r"\b\d+\s+(?:(?:detik|menit|jam|hari|minggu|pekan|bulan|tahun)\s+(?:yang\s+)?lalu"
    r"|(?:second|minute|hour|day|week|month|year)s?\s+ago)\b",
    re.IGNORECASE,
)
_ZONE_NAME = re.compile(rf"\bwaktu indonesia (?:bagian )?({'|'.join(ZONE_NAMES)})\b", re.IGNORECASE)
_NAMED_ZONE = re.compile(r"\b(?:WIB|WITA|WIT|GMT|UTC)\b", re.IGNORECASE)
_OFFSET = re.compile(r"(?P<sign>[+-])\s?(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?$")
_COPYRIGHT = re.compile(r"(?:©|copyright|hak cipta|\(c\))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date that a text states; `has_zone`: its time zone stands there too; `basis`: who states it."""

    value: dt.datetime | dt.date
    has_zone: bool = False
    basis: DateBasis = "publisher"


@dataclass(frozen=True)
class DateParser:
    """Parses dates; `zone` is for times without one, `fetched` (aware) for "2 jam lalu"."""

    zone: dt.tzinfo = WIB
    fetched: dt.datetime | None = None

    def parse(self, text: str) -> dt.datetime | dt.date | None:
        """The date in `text`: with an offset where it has a time, a bare date where not, None where there is none."""
        reading = self.read(text)
        return reading.value if reading else None

    def read(self, text: str) -> DateReading | None:
        """The same, with whether the text states a time zone."""
        text = _plain(text[:LONGEST_TEXT]) if text else ""
        if not text or _COPYRIGHT.search(text):
            return None
        reading = self._unix(text) or self._compact(text) or self._day(text) or self._relative(text)
        return reading if reading and is_plausible(reading.value) else None

    def _unix(self, text: str) -> DateReading | None:
        match = _UNIX.fullmatch(text)
        return DateReading(dt.datetime.fromtimestamp(int(match["seconds"]), dt.UTC), has_zone=True) if match else None

    def _compact(self, text: str) -> DateReading | None:
        match = _COMPACT.fullmatch(text)
        try:
            numbers = [int(group) for group in match.groups() if group] if match else []
            if len(numbers) == len(("year", "month", "day")):
                return DateReading(dt.date(*numbers))
            return DateReading(dt.datetime(*numbers, tzinfo=self.zone)) if numbers else None  # type: ignore[arg-type, misc]
        except ValueError:
            return None

    def _day(self, text: str) -> DateReading | None:
        match = _first_day(text)
        day = _day_of(match) if match else None
        if match is None or day is None:
            return None
        own = match.groupdict().get("own_clock") or ""
        clock = (
            _AFTER.match(own)
            or _AFTER.match(text, match.end())
            or _BEFORE.search(text, max(0, match.start() - 40), match.start())
        )
        return self._at(day, clock) if clock else DateReading(day)

    def _at(self, day: dt.date, clock: re.Match[str]) -> DateReading:
        zone = _zone_of(clock)
        hour = _hour(int(clock["hour"]), clock["part"] or clock["bare_part"] or "")
        time = dt.time(hour % 24, int(clock["minute"] or 0), min(int(clock["second"] or 0), 59))
        # 24:00 is the next day's midnight (ISO 8601).
        day += dt.timedelta(days=hour // 24)
        return DateReading(dt.datetime.combine(day, time, zone or self.zone), has_zone=zone is not None)

    def _relative(self, text: str) -> DateReading | None:
        match = _RELATIVE.search(text)
        if not match or not self.fetched:
            return None
        # dateparser takes a quarter of a second to import: only relative dates pay for it.
        import dateparser  # noqa: PLC0415

        base = self.fetched.astimezone(self.zone).replace(tzinfo=None)
        settings = {"RELATIVE_BASE": base}
        moment = dateparser.parse(match[0], languages=["id", "en"], settings=settings)
        return DateReading(moment.replace(tzinfo=self.zone, microsecond=0)) if moment else None


def _first_day(text: str) -> re.Match[str] | None:
    """The day that stands first in a text; of two there, that of the surer form."""
    first = None
    for pattern in _DAYS:
        match = pattern.search(text)
        if match and (first is None or match.start() < first.start()):
            first = match
        # Most dates are ISO's, and nothing stands before what begins a text.
        if first and not first.start():
            break
    return first


def is_plausible(date: dt.datetime | dt.date) -> bool:
    """Whether something can have been published on the web then; "no date" values of programs are not."""
    day = date.date() if isinstance(date, dt.datetime) else date
    return EARLIEST <= day < LATEST and date != _LAST_32_BITS


def _plain(text: str) -> str:
    """On one line, with plain digits, hyphens and letters without accents, so that `_DAYS` need not know them."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = unicodedata.normalize("NFC", text).translate(_DASHES)
    text = _ZONE_NAME.sub(lambda name: ZONE_NAMES[name[1].casefold()], text)
    return _COMPACT_CLOCK.sub(lambda clock: ":".join(filter(None, clock.groups())), " ".join(text.split()))


_DASHES = str.maketrans(
    # Hyphens and the minus, Turkish i without its dot; marks of direction come with text copied from elsewhere.
    "\u2010\u2011\u2012\u2013\u2212\u0131",
    "-----i",
    "\u00ad\u200b\u200e\u200f\u202a\u202c\ufeff",
)


def _day_of(match: re.Match[str]) -> dt.date | None:
    day, month, year = int(match["day"]), match["month"].casefold(), int(match["year"])
    if year < 100:
        # As in RFC 5322 (4.3).
        year += 2000 if year < 50 else 1900
    number = MONTHS.get(month) or int(month)
    if number > 12:
        # Only the American order makes sense of it.
        day, number = number, day
    try:
        return dt.date(year, number, day)
    except ValueError:
        return None


def _hour(hour: int, part: str) -> int:
    """Of 24, where a part of the day is named after an hour of 12."""
    if not part or hour > 12:
        return hour
    start = DAY_PARTS[re.sub(r"[.\s]", "", part).casefold()]
    return next(full for full in (hour % 12, hour % 12 + 12) if (full - start) % 24 < 12)


def _zone_of(clock: re.Match[str]) -> dt.tzinfo | None:
    """The zone that is stated after a clock, or in the words between it and the day."""
    stated = clock["zone"] or ""
    if (offset := _OFFSET.search(stated)) and not _is_range(clock, stated):
        return _offset(offset)
    # Abbreviations are words of some language in small letters ("est"), but for those of Indonesia and UTC.
    if stated in ZONES or _NAMED_ZONE.fullmatch(stated):
        return ZONES[stated.upper()]
    if "/" in stated and (zone := _region(stated)):
        return zone
    between = _NAMED_ZONE.search(clock["gap"])
    return ZONES[between[0].upper()] if between else None


def _is_range(clock: re.Match[str], stated: str) -> bool:
    """Whether an offset is the end of a span: `10:00-12:00`."""
    return stated.startswith("-") and ":" in stated and clock["second"] is None and clock["gap"].upper() != "T"


def _offset(match: re.Match[str]) -> dt.tzinfo | None:
    size = dt.timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    return dt.timezone(-size if match["sign"] == "-" else size) if size <= _WIDEST_OFFSET else None


@cache
def _region(name: str) -> dt.tzinfo | None:
    """A zone of the IANA database: `Asia/Jakarta`."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None
