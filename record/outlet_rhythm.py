"""How often an outlet has something new, by its own past, and how long it may be quiet. Pure.

The limits below are set by judgement, for outlets between several items a day and one a month; there are no
measurements behind them yet. `tests/decide/test_health.py` shows what each does.
"""

import datetime as dt
import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

KEPT_DAYS = 24
"""At most so many days with something new are stored of an outlet: its own past."""
LEAST_DAYS = 5
"""With fewer stored days, an outlet has no rhythm yet."""
LEAST_PATIENCE = 7
"""Days for which any outlet may be quiet, however often it usually writes."""
RHYTHMS = 3
"""How many times its usual pause an outlet may be quiet; and never less than its longest pause so far."""
YIELD_PAUSES = 5
"""How many usual pauses back its yield is counted."""
KEPT_FOR = 7
"""Days for which the stored last success is not renewed, so that a day without news changes no file."""


def rhythm(days: Sequence[dt.date]) -> float | None:
    """The median pause between days with something new, in days; None with fewer than `LEAST_DAYS` of them."""
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
    return sum(1 for past in set(days) if day - dt.timedelta(math.ceil(YIELD_PAUSES * usual)) < past <= day)


def remembered(days: Sequence[dt.date], fresh: Sequence[dt.date]) -> list[dt.date]:
    """The days to store after something new came on the days `fresh`, sorted."""
    return sorted({*days, *fresh})[-KEPT_DAYS:]


def _pauses(days: Sequence[dt.date]) -> list[int]:
    return [(later - earlier).days for earlier, later in pairwise(sorted(set(days)))]
