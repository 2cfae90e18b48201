"""How often an outlet has something new, by its own past, and how long it may be quiet. Pure."""

import datetime as dt
import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

KEPT_DAYS = 24
"""Days with something new that are remembered of an outlet: its own past."""
LEAST_DAYS = 5
"""From so many on, an outlet has a rhythm."""
LEAST_PATIENCE = 7
"""Days that any outlet may be quiet."""
RHYTHMS = 3
"""How many times its usual pause an outlet may be quiet; and never less than its longest pause so far."""
YIELD_PAUSES = 5
"""Its yield is counted over so many usual pauses."""
KEPT_FOR = 7
"""Days for which the last success is not written down anew, so that a day without news changes no file."""


def rhythm(days: Sequence[dt.date]) -> float | None:
    """The usual pause between days with something new, in days; None where the past is too short to tell."""
    pauses = _pauses(days)
    return float(median(pauses)) if len(pauses) >= LEAST_DAYS - 1 else None


def patience(days: Sequence[dt.date]) -> int | None:
    """For how many days an outlet may be quiet; None where it has no rhythm."""
    usual = rhythm(days)
    return None if usual is None else max(LEAST_PATIENCE, math.ceil(RHYTHMS * usual), *_pauses(days))


def is_quiet(days: Sequence[dt.date], day: dt.date) -> bool:
    """Whether an outlet has been quiet on `day` for longer than its own past explains."""
    most = patience(days)
    return most is not None and (day - max(days)).days > most


def yielded(days: Sequence[dt.date], day: dt.date) -> int | None:
    """On how many days of the last `YIELD_PAUSES` usual pauses before `day` something new came; as many are usual."""
    usual = rhythm(days)
    if usual is None:
        return None
    return sum(1 for told in set(days) if day - dt.timedelta(math.ceil(YIELD_PAUSES * usual)) < told <= day)


def remembered(days: Sequence[dt.date], fresh: Sequence[dt.date]) -> list[dt.date]:
    """The days to keep once something new came."""
    return sorted({*days, *fresh})[-KEPT_DAYS:]


def _pauses(days: Sequence[dt.date]) -> list[int]:
    return [(later - earlier).days for earlier, later in pairwise(sorted(set(days)))]
