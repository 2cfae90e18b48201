"""Dates as Indonesian outlets write them, parsed by patterns of our own: guessing parsers find dates in any text."""

import datetime as dt
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

WIB = dt.timezone(dt.timedelta(hours=7))
WITA = dt.timezone(dt.timedelta(hours=8))
WIT = dt.timezone(dt.timedelta(hours=9))
ZONES = {"wib": WIB, "wita": WITA, "wit": WIT}

MONTHS = {
    "januari": 1, "jan": 1, "january": 1,
    "februari": 2, "feb": 2, "peb": 2, "pebruari": 2, "february": 2,
    "maret": 3, "mar": 3, "march": 3,
    "april": 4, "apr": 4,
    "mei": 5, "may": 5,
    "juni": 6, "jun": 6, "june": 6,
    "juli": 7, "jul": 7, "july": 7,
    "agustus": 8, "agt": 8, "agu": 8, "ags": 8, "agust": 8, "aug": 8, "august": 8,
    "september": 9, "sep": 9, "sept": 9,
    "oktober": 10, "okt": 10, "oct": 10, "october": 10,
    "november": 11, "nov": 11, "nop": 11, "nopember": 11,
    "desember": 12, "des": 12, "dec": 12, "december": 12,
}  # fmt: skip
_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
# ", Pukul 13.45 WIB", " | 13:45:10", " at 1:45 p.m.": some other marks, at most twelve, may part it from the date.
_TIME = (
    r"(?:\D{0,12}?\b(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?)?"
    r"(?:\s*(?P<zone>WIB|WITA|WIT)\b)?"
)
# `2017-05-22`, `2017/05/22 13:45`, `2017-05-22T13:45:00.000+0700`; the second separator must be the first one again.
_ISO = re.compile(
    r"\b(?:19|20)\d{2}([-/])\d{2}\1\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_WORDS = re.compile(
    rf"\b(?P<day>\d{{1,2}})[\s./-]+(?P<month>{_NAMES})[\s.,/-]+(?P<year>(?:19|20)\d{{2}})\b{_TIME}", re.IGNORECASE
)
_ENGLISH = re.compile(
    rf"\b(?P<month>{_NAMES})\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>(?:19|20)\d{{2}})\b{_TIME}", re.IGNORECASE
)
_DIGITS = re.compile(
    rf"\b(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-](?P<year>(?:19|20)\d{{2}})\b{_TIME}", re.IGNORECASE
)
_RELATIVE = re.compile(r"\b\d+\s+(?:detik|menit|jam|hari|minggu|pekan|bulan)\s+(?:yang\s+)?lalu\b", re.IGNORECASE)
_INDONESIAN_ZONE = re.compile(r"\b(?:WIB|WITA|WIT)\b", re.IGNORECASE)
_HALF_DAY = re.compile(r"\d\s*[ap]\.?m\b", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:©|copyright|hak cipta|\(c\))", re.IGNORECASE)
_ADDRESS = re.compile(r"/(?P<year>(?:19|20)\d{2})/(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12]\d|3[01])(?:/|$)")


@dataclass(frozen=True)
class DateParser:
    """Parses dates; `zone` is for times without one, `fetched` (aware) for "2 jam lalu"."""

    zone: dt.tzinfo = WIB
    fetched: dt.datetime | None = None

    def parse(self, text: str) -> dt.datetime | dt.date | None:
        """The date in `text`: with an offset where it has a time, a bare date where not, None where there is none."""
        text = " ".join(text.replace("\u00a0", " ").split())
        if not text or _COPYRIGHT.search(text):
            return None
        # RFC 822 first: `_words` would read "Mon, 22 May 2017 13:45:00 +0800" too, but not its offset.
        for step in (self._rfc822, self._iso, self._words, self._relative):
            if date := step(text):
                return date
        return None

    def _iso(self, text: str) -> dt.datetime | dt.date | None:
        match = _ISO.search(text)
        if not match:
            return None
        stamp = match[0].strip().replace("/", "-")
        try:
            if len(stamp) == len("2017-05-22"):
                return dt.date.fromisoformat(stamp)
            moment = dt.datetime.fromisoformat(stamp.replace(" +", "+").replace(" -", "-"))
        except ValueError:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=self._named_zone(text))

    def _named_zone(self, text: str) -> dt.tzinfo:
        match = _INDONESIAN_ZONE.search(text)
        return ZONES[match[0].casefold()] if match else self.zone

    def _rfc822(self, text: str) -> dt.datetime | None:
        if _INDONESIAN_ZONE.search(text) or _HALF_DAY.search(text):
            # Python's reader drops what it does not know: WITA, and the afternoon.
            return None
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, IndexError, TypeError):
            return None
        # "-0000" and a missing zone both come back naive.
        return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)

    def _words(self, text: str) -> dt.datetime | dt.date | None:
        for pattern in (_WORDS, _ENGLISH, _DIGITS):
            if match := pattern.search(text):
                return self._from_match(match)
        return None

    def _from_match(self, match: re.Match[str]) -> dt.datetime | dt.date | None:
        day, month = int(match["day"]), match["month"].casefold()
        number = MONTHS.get(month) or int(month)
        if number > 12:
            # Only the American order makes sense of it.
            day, number = number, day
        try:
            date = dt.date(int(match["year"]), number, day)
        except ValueError:
            return None
        if match["hour"] is None:
            return date
        clock = dt.time(_hour(int(match["hour"]), match["half"]), int(match["minute"]), int(match["second"] or 0))
        return dt.datetime.combine(date, clock, ZONES.get((match["zone"] or "").casefold(), self.zone))

    def _relative(self, text: str) -> dt.datetime | None:
        match = _RELATIVE.search(text)
        if not match or not self.fetched:
            return None
        # dateparser takes a quarter of a second to import: only relative dates pay for it.
        import dateparser  # noqa: PLC0415

        base = self.fetched.astimezone(self.zone).replace(tzinfo=None)
        settings = {"RELATIVE_BASE": base}
        moment = dateparser.parse(match[0], languages=["id"], settings=settings)
        return moment.replace(tzinfo=self.zone, microsecond=0) if moment else None


def _hour(hour: int, half: str | None) -> int:
    """Of 24, where a half of the day is hour after one of 12."""
    if not half or hour > 12:
        return hour
    return hour % 12 + (12 if half.casefold() == "p" else 0)


def from_address(url: str) -> dt.date | None:
    """The date in an address such as /2017/05/22/ or /read/2017/05/22/."""
    match = _ADDRESS.search(url)
    try:
        return dt.date(int(match["year"]), int(match["month"]), int(match["day"])) if match else None
    except ValueError:
        return None
