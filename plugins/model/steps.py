"""One line of a timeline."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from plugins.model.news import News
from plugins.model.pages import PlacePage
from record.models import InitiativeStep, Milestone
from record.partial_dates import order_of


@dataclass(frozen=True, kw_only=True)
class Step:
    """A milestone, an item of news, or a move of an initiative's status (exactly one of these), with its day.

    `day` is the first of what is known, and `precision` says how much that is, a word of `PRECISIONS`; `place` is None
    for the programme's own milestones.
    """

    day: dt.date
    precision: str
    place: PlacePage | None = None
    milestone: Milestone | None = None
    news: News | None = None
    move: InitiativeStep | None = None

    @property
    def month(self) -> int | None:
        """Its month (1 to 12); None where only the year is known."""
        return None if self.precision == "year" else self.day.month

    @property
    def order(self) -> tuple[tuple[str, int], int, float, str]:
        """Sort key; reversed, the newest comes first, and a milestone or move before the news of its day."""
        dated = self.milestone or self.move
        words = dated.summary if dated else self.news.address if self.news else ""
        moment = self.news.row.moment if self.news else None
        return (order_of(self.day.isoformat(), self.precision), int(dated is not None), moment or 0.0, words)


def milestone_step(milestone: Milestone, place: PlacePage | None) -> Step:
    """The step of a milestone of a place, or of the programme (None)."""
    return Step(day=milestone.date, precision=milestone.precision, place=place, milestone=milestone)


def newest_first(steps: Iterable[Step]) -> list[Step]:
    """Steps in the order of timelines."""
    return sorted(steps, key=lambda step: step.order, reverse=True)
