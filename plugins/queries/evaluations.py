"""Results of evaluations: by measure and year, by place over time, and where two sources give one result differently.

Scores are only ever set beside each other on one scale. A result without a scale of its own has that of its measure,
where every source that states one states the same.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from plugins.model.record import Record
from record.programme import Evaluation

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
PERCENT = ("persen", "%")


@dataclass(frozen=True)
class Scale:
    """What a score is a score of, in the source's words; `low` and `high` are its ends, None where no source says."""

    words: str = ""
    low: float | None = None
    high: float | None = None

    def share(self, score: float) -> float | None:
        """How far up the scale a score is, 0 to 1; None where the ends are not known or it lies outside of them."""
        if self.low is None or self.high is None or not self.low <= score <= self.high:
            return None
        return (score - self.low) / (self.high - self.low)


def parse_scale(words: str) -> Scale:
    """`0-4` and `1-5` as ends; `4`, `dari 4` and `persen` from 0 up; other words without ends."""
    if words in PERCENT:
        return Scale(words, 0, 100)
    ends = [float(number.replace(",", ".")) for number in _NUMBER.findall(words)]
    match [0.0, *ends] if len(ends) == 1 else ends:
        case [low, high] if low < high:
            return Scale(words, low, high)
    return Scale(words)


@dataclass(frozen=True)
class Result:
    """One result with the scale that counts for it; `is_disputed` where another source gives it differently."""

    fact: Evaluation
    scale: Scale
    is_disputed: bool = False

    @property
    def share(self) -> float | None:
        """How far up its scale the score is, 0 to 1."""
        return None if self.fact.score is None else self.scale.share(self.fact.score)

    def beyond_score(self, words: str) -> str:
        """What `words`, the value, say beyond the score and its scale, which stand beside it."""
        number = _NUMBER.match(words)
        if not number or float(number[0].replace(",", ".")) != self.fact.score:
            return words
        rest = words[number.end() :].strip().removeprefix(self.scale.words).strip()
        return rest[1:-1] if _IN_BRACKETS.fullmatch(rest) else rest


@dataclass(frozen=True)
class ScoredTable:
    """Scores that stand on one scale, and may be compared: the newest year first, in it the highest score."""

    scale: Scale
    results: tuple[Result, ...]

    @property
    def digits(self) -> int:
        """How many digits behind the comma its most exact score has."""
        scores = (f"{result.fact.score:g}" for result in self.results if result.fact.score is not None)
        return max((len(score.partition(".")[2]) for score in scores), default=0)

    @property
    def years(self) -> list[tuple[int, list[Result]]]:
        """The results by year."""
        return [(year, list(group)) for year, group in groupby(self.results, key=lambda result: result.fact.year)]

    @property
    def measures(self) -> list[str]:
        """What was measured, each once: of more than one, the numbers share a scale and no more."""
        return list(dict.fromkeys(result.fact.measure for result in self.results))


@dataclass(frozen=True)
class Award:
    """Results without a score that say the same by the same sources of one day: one line of several places."""

    year: int
    value: str
    results: tuple[Result, ...]


@dataclass(frozen=True)
class MeasureResults:
    """All results of one measure."""

    measure: str
    judges: tuple[str, ...]
    tables: tuple[ScoredTable, ...]
    awards: tuple[Award, ...]

    @property
    def results(self) -> list[Result]:
        """All of them."""
        parts: list[ScoredTable | Award] = [*self.tables, *self.awards]
        return [result for part in parts for result in part.results]

    @property
    def size(self) -> int:
        """How many results it has."""
        return len(self.results)


def results(record: Record) -> list[Result]:
    """All results, by year (newest first), measure and place."""
    facts = record.programme.evaluation
    scales = _scales(facts)
    disputed = {fact.id for group in _disputes(facts) for fact in group}
    rows = [
        Result(fact, parse_scale(fact.scale or scales.get(fact.measure, "")), fact.id in disputed) for fact in facts
    ]
    return sorted(rows, key=lambda row: (-row.fact.year, row.fact.measure, row.fact.place, row.fact.id))


def _scales(facts: Iterable[Evaluation]) -> dict[str, str]:
    """The scale of each measure of which every source that states one states the same."""
    stated: defaultdict[str, set[str]] = defaultdict(set)
    for fact in facts:
        if fact.scale:
            stated[fact.measure].add(fact.scale)
    return {measure: next(iter(scales)) for measure, scales in stated.items() if len(scales) == 1}


def by_measure(record: Record) -> list[MeasureResults]:
    """All results by measure: scored ones first, in them and among the others the most frequent."""
    groups: defaultdict[str, list[Result]] = defaultdict(list)
    for result in results(record):
        groups[result.fact.measure].append(result)
    rows = [
        MeasureResults(
            measure,
            tuple(dict.fromkeys(result.fact.judge for result in group)),
            tuple(scored_tables(group)),
            tuple(_awards(group)),
        )
        for measure, group in groups.items()
    ]
    return sorted(rows, key=lambda row: (not row.tables, -row.size, row.measure))


def scored_tables(group: Iterable[Result]) -> list[ScoredTable]:
    """The scored ones of some results, a table for each scale; those without a scale apart by measure."""
    scored = [result for result in group if result.fact.score is not None]
    scored.sort(key=lambda row: (_comparable(row), -row.fact.year, -(row.fact.score or 0), row.fact.place, row.fact.id))
    groups = [tuple(group) for _, group in groupby(scored, key=_comparable)]
    return [ScoredTable(group[0].scale, group) for group in groups]


def _comparable(result: Result) -> tuple[bool, str]:
    """What two scores must share to stand in one table: a scale, or without any the measure; with a scale first."""
    return (not result.scale.words, result.scale.words or result.fact.measure)


def _awards(group: Iterable[Result]) -> list[Award]:
    rows: defaultdict[tuple[int, str, dt.date | None, tuple[str, ...]], list[Result]] = defaultdict(list)
    for result in group:
        if result.fact.score is None:
            rows[result.fact.year, result.fact.value, result.fact.date, tuple(result.fact.sources)].append(result)
    awards = [Award(year, value, tuple(same)) for (year, value, _, _), same in rows.items()]
    return sorted(awards, key=lambda award: (-award.year, award.value, award.results[0].fact.place))


def results_of(record: Record, name: str) -> list[Result]:
    """The results of a place by its full name, newest first."""
    return [result for result in results(record) if result.fact.place == name]


def disputed_results(record: Record) -> list[list[Evaluation]]:
    """Results of one place, year, measure and dimension whose score, rank or level differs between sources."""
    return _disputes(record.programme.evaluation)


def _disputes(facts: Iterable[Evaluation]) -> list[list[Evaluation]]:
    return [group for group in versions_of_results(facts) if differ(group)]


def versions_of_results(facts: Iterable[Evaluation]) -> list[list[Evaluation]]:
    """What sources say of one place, year, measure and dimension, for each of these."""
    groups: defaultdict[tuple[str, int, str, str], list[Evaluation]] = defaultdict(list)
    for fact in facts:
        groups[fact.place, fact.year, fact.measure, fact.dimension or ""].append(fact)
    return [group for _, group in sorted(groups.items())]


def differ(group: Sequence[Evaluation]) -> bool:
    """Whether results that should be one have different scores, ranks or levels."""
    stated = ([fact.score for fact in group], [fact.rank for fact in group], [fact.level or None for fact in group])
    return any(len({value for value in values if value is not None}) > 1 for values in stated)
