"""What became of an initiative, by its steps and by how far the record reaches; and of many, the verdict.

Pure: steps in, an outcome out. The rules stand in `docs/architecture.md` and, as readers see them, on `/metodologi/`.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from record.date_bounds import first_day
from record.models import InitiativeStep
from record.partial_dates import BOUNDS, order_of
from record.vocabulary import InitiativeStatus, Outcome

LATELY_MONTHS = 24
"""What lies fewer whole months than this before the newest word of the record is of late."""
SHOWS_IT_RUNS: tuple[InitiativeStatus, ...] = ("launched", "running")


def is_of_late(day: dt.date, newest: dt.date) -> bool:
    """Whether a day lies fewer than `LATELY_MONTHS` calendar months before the newest word of the record."""
    return (newest.year - day.year) * 12 + newest.month - day.month < LATELY_MONTHS


def outcome_of(steps: Sequence[InitiativeStep], newest: dt.date) -> Outcome:
    """What became of an initiative with these steps (oldest first, at least one); `newest` is the record's newest word.

    The last step says whether it stopped, or whether nothing can be told. Else the newest step by which it ran counts:
    one that is surely of late proves it, an older one does not, and where there is none it was only announced. Of a
    year the first day counts, of a lower bound the bound: the thing itself may be younger, but nothing says so. What is
    only known to have run at some time after an old bound is unclear, since that may have been lately.
    """
    last = steps[-1].status
    if last == "stopped":
        return "stopped"
    if last == "unknown":
        return "unclear"
    shown = [step for step in steps if step.status in SHOWS_IT_RUNS]
    if any(is_of_late(first_day(step.date, step.precision), newest) for step in shown):
        return "proven"
    if not shown:
        return "promised"
    return "unclear" if all(step.precision == "not-before" for step in shown) else "silent"


def last_shown(steps: Sequence[InitiativeStep]) -> InitiativeStep | None:
    """The newest step by which an initiative ran, of those with more than a bound; None where there is none."""
    shown = [step for step in steps if step.status in SHOWS_IT_RUNS and step.precision not in BOUNDS]
    return max(shown, key=lambda step: order_of(step.date.isoformat(), step.precision), default=None)


@dataclass(frozen=True)
class Verdict:
    """How many initiatives came to which outcome, and the newest word about any of them.

    `counts` has every outcome in the order of `OUTCOMES`; `day` and `precision` are those of the newest word, None and
    "day" where there is no initiative; `is_of_late` says whether that word is of late. `shown` and `shown_precision`
    are the newest day on which a source shows that any of them ran.
    """

    counts: tuple[tuple[Outcome, int], ...]
    day: dt.date | None = None
    precision: str = "day"
    is_of_late: bool = False
    shown: dt.date | None = None
    shown_precision: str = "day"

    @property
    def total(self) -> int:
        """How many initiatives there are."""
        return sum(count for _, count in self.counts)

    @property
    def shares(self) -> list[tuple[Outcome, int, float]]:
        """The outcomes that occur, each with its count and its share of all, 0 to 1."""
        return [(outcome, count, count / self.total) for outcome, count in self.counts if count]

    def count(self, outcome: Outcome) -> int:
        """How many came to an outcome."""
        return dict(self.counts)[outcome]

    @property
    def leading(self) -> Outcome | None:
        """The most frequent outcome; of two the one that claims less. None without an initiative."""
        if not self.total:
            return None
        return max(reversed(self.counts), key=lambda row: row[1])[0]
