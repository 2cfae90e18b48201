"""Retry-After (RFC 9110, 10.2.3): a short delay is waited out, a long one ends the run for that host."""

import asyncio
import datetime as dt
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Request, Response

from scrapers.fetch.faults import Stopped, until_words

LONGEST_WAIT = 60.0
"""Seconds that a run waits for a host; one that asks for more gets no request until then, also from later runs."""
LONGEST_HOLD = dt.timedelta(days=1)
"""The longest delay that is obeyed; a longer one is more likely a mistake."""
_ASKS_TO_WAIT = frozenset({429, 503})


class PatientRetry(RetryMiddleware):
    """Scrapy's retries, at the time the host names. The spider's `holds` keep "not before" by host, in UTC."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "PatientRetry":
        """The constructor that Scrapy calls."""
        made = super().from_crawler(crawler)
        made.holds = crawler.spider.holds  # type: ignore[union-attr]
        return made

    holds: dict[str, dt.datetime]

    async def process_request(self, request: Request) -> None:
        """Wait a short hold out; raise `Stopped` for a long one."""
        host = urlsplit(request.url).hostname or ""
        if host not in self.holds:
            return
        left = (self.holds[host] - dt.datetime.now(dt.UTC)).total_seconds()
        if left > LONGEST_WAIT:
            raise Stopped("asked-to-wait", until_words(self.holds[host]))
        if left > 0:
            await asyncio.sleep(left)

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        """Note how long the host asked to wait, then retry as Scrapy does. Raises `Stopped` where that is too long."""
        now = dt.datetime.now(dt.UTC)
        header = (response.headers.get("Retry-After") or b"").decode("latin-1")
        until = retry_after(header, now) if response.status in _ASKS_TO_WAIT else None
        if until is not None:
            host = urlsplit(request.url).hostname or ""
            self.holds[host] = max(until, self.holds.get(host, until))
            if (until - now).total_seconds() > LONGEST_WAIT:
                raise Stopped("asked-to-wait", until_words(until))
        return super().process_response(request, response)


def retry_after(header: str, now: dt.datetime) -> dt.datetime | None:
    """The moment that a Retry-After header names, at most `LONGEST_HOLD` away; None where it names none."""
    # Not `isdigit`, which takes "²" for a digit and `int` does not.
    if header.strip().isdecimal():
        # Nine digits are 30 years; a number of fifteen would overflow `timedelta`.
        return now + min(dt.timedelta(seconds=int(header.strip()[:9])), LONGEST_HOLD)
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, TypeError, IndexError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return min(aware, now + LONGEST_HOLD)
