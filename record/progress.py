"""Where a place stands in the programme: every step with all evidence of it, by the programme's own table of rules.

Pure: models in, progress out. What a page, a data file or a check says about the steps of a place comes from `steps_of`
and from nothing else, so that no two of them disagree. The rules are `[[step_rule]]` of `content/programme/`.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from record.date_bounds import by_what_is_surely_known, first_day, last_day
from record.item import Item
from record.item_day import EVENT_BASES
from record.models import Initiative, InitiativeStep, Milestone, Place
from record.partial_dates import parse_partial_date
from record.programme import Evaluation, Member, Programme, ProgrammeStep, Roster, StepRule
from record.urls import url_key
from record.vocabulary import DateBasis, EvidenceKind, Precision

Counted = TypeVar("Counted", Milestone, Initiative, Evaluation)


@dataclass(frozen=True)
class PlaceEvidence:
    """What may be evidence of a place's steps, beside the programme's own tables.

    `items` are published items by the address of their page: those about the place, and those that a milestone of the
    programme rests on. More of them change nothing.
    """

    place: Place
    initiatives: Sequence[tuple[str, Initiative]] = ()
    """With the address of its page."""
    items: Sequence[tuple[str, Item]] = ()


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One piece of evidence of a step, and the rule that admits it."""

    rule: StepRule
    id: str
    """Of the milestone, roster's line, member, initiative's step, initiative, evaluation or item."""
    day: dt.date
    precision: Precision
    basis: DateBasis | None
    text: str
    """What it tells: a summary, the name of who published a list, a headline."""
    sources: Sequence[str]
    name: str = ""
    """Of the initiative or item, "" of all else."""
    address: str = ""
    """The page or part of a page where it stands, "" for the place's own."""
    missing_in: tuple[str, ...] = ()
    """Who published a list of the same cohort that does not name the place."""


@dataclass(frozen=True)
class StepProgress:
    """One step of the programme for one place, each list with the earliest first; no `evidence` where there is none.

    `before` is what came before the programme began, finished or not, which is no step of it; `unfinished` are
    milestones of the right kind that have not come as far as a rule asks.
    """

    step: ProgrammeStep
    evidence: tuple[Evidence, ...] = ()
    before: tuple[Evidence, ...] = ()
    unfinished: tuple[Evidence, ...] = ()

    @property
    def first(self) -> Evidence | None:
        """The earliest evidence, by what is surely known of its day."""
        return self.evidence[0] if self.evidence else None

    @property
    def is_disputed(self) -> bool:
        """Whether some lists name the place and others of the same cohort do not."""
        return any(piece.missing_in for piece in self.evidence)


def opening_of(programme: Programme) -> dt.date:
    """The day of the programme's first milestone: what places did before is no step of it."""
    start = [programme.programme.start] if programme.programme else []
    return min([*start, *(milestone.date for milestone in programme.milestone)], default=dt.date.min)


def ceremony_sources(programme: Programme) -> list[str]:
    """Every address that a milestone of the programme rests on and by which a rule may admit items."""
    kinds = {kind for rule in programme.step_rule if rule.evidence == "ceremony" for kind in rule.kinds}
    return sorted({url for milestone in programme.milestone if milestone.kind in kinds for url in milestone.sources})


def item_kinds(programme: Programme) -> list[str]:
    """Kinds of news by which a rule may admit items about a place."""
    return sorted({kind for rule in programme.step_rule if rule.evidence == "item" for kind in rule.kinds})


def steps_of(programme: Programme, known: PlaceEvidence) -> list[StepProgress]:
    """The progress of a place, one entry for each of the programme's steps, in their order."""
    opening = opening_of(programme)
    admitted: dict[str, list[Evidence]] = {step.slug: [] for step in programme.programme_step}
    unfinished: dict[str, list[Evidence]] = {step.slug: [] for step in programme.programme_step}
    taken: set[str] = set()
    for rule in programme.step_rule:
        pieces = [piece for piece in _FINDERS[rule.evidence](rule, programme, known) if piece.id not in taken]
        admitted[rule.step] += pieces
        unfinished[rule.step] += _unfinished(rule, known)
        taken |= {piece.id for piece in pieces if rule.alone}
    return [
        _progress(step, _ordered(admitted[step.slug]), _ordered(unfinished[step.slug]), opening)
        for step in programme.programme_step
    ]


def _progress(
    step: ProgrammeStep, admitted: Sequence[Evidence], unfinished: Sequence[Evidence], opening: dt.date
) -> StepProgress:
    ids = {piece.id for piece in admitted}
    short = [piece for piece in unfinished if piece.id not in ids]
    return StepProgress(
        step,
        tuple(piece for piece in admitted if not _is_before(piece, opening)),
        tuple(piece for piece in _ordered([*admitted, *short]) if _is_before(piece, opening)),
        tuple(piece for piece in short if not _is_before(piece, opening)),
    )


def _is_before(piece: Evidence, day: dt.date) -> bool:
    """Whether it surely happened before a day."""
    return last_day(piece.day, piece.precision) < day


def _ordered(pieces: Sequence[Evidence]) -> list[Evidence]:
    """The earliest first, each fact or item once, and no item that only says again what a fact rests on it for."""
    facts = [piece for piece in pieces if piece.rule.evidence not in _OF_ITEMS]
    items = len(facts) < len(pieces)
    cited = {url_key(url): first_day(fact.day, fact.precision) for fact in facts for url in fact.sources if items}
    ordered: dict[str, Evidence] = {}
    for piece in sorted(pieces, key=lambda piece: by_what_is_surely_known(piece.day, piece.precision)):
        if piece.rule.evidence not in _OF_ITEMS or not _repeats(piece, cited):
            ordered.setdefault(piece.id, piece)
    return list(ordered.values())


def _repeats(item: Evidence, cited: Mapping[str, dt.date]) -> bool:
    """Whether a fact rests on an item that tells nothing from before it; `cited` has the facts' days by `url_key`."""
    last = last_day(item.day, item.precision)
    return any(cited.get(url_key(url), dt.date.max) <= last for url in item.sources)


_OF_ITEMS: tuple[EvidenceKind, ...] = ("item", "ceremony")


def _milestones(rule: StepRule, _programme: Programme, known: PlaceEvidence) -> Iterator[Evidence]:
    for milestone in known.place.milestone:
        if _is_of(rule, milestone) and (not rule.stages or milestone.stage in rule.stages):
            yield _of_milestone(rule, milestone)


def _unfinished(rule: StepRule, known: PlaceEvidence) -> Iterator[Evidence]:
    for milestone in known.place.milestone:
        if rule.evidence == "milestone" and _is_of(rule, milestone) and rule.stages:
            yield _of_milestone(rule, milestone)


def _is_of(rule: StepRule, fact: Counted) -> bool:
    """Whether a milestone, initiative or evaluation is of the kinds and has the tag that a rule asks for."""
    kind = fact.measure if isinstance(fact, Evaluation) else fact.kind
    kinds = rule.measures if isinstance(fact, Evaluation) else rule.kinds
    return (not kinds or kind in kinds) and (not rule.tagged or rule.step in fact.programme_steps)


def _of_milestone(rule: StepRule, milestone: Milestone) -> Evidence:
    return Evidence(
        rule=rule,
        id=milestone.id,
        day=milestone.date,
        precision=milestone.precision,
        basis=milestone.basis,
        text=milestone.summary,
        sources=milestone.sources,
    )


def _rosters(rule: StepRule, programme: Programme, known: PlaceEvidence) -> Iterator[Evidence]:
    name = known.place.name
    named: list[tuple[str, Roster | Member]] = [
        (line.id, roster) for roster in programme.roster for line in roster.line if line.place == name
    ]
    named += [(member.id, member) for member in programme.member if member.place == name]
    for id_, source in named:
        rosters = [roster for roster in programme.roster if roster.cohort == source.cohort]
        yield Evidence(
            rule=rule,
            id=id_,
            day=source.date,
            precision=source.precision,
            basis=source.basis,
            text=source.said_by,
            sources=source.sources,
            address=f"/program/peserta/#{id_}",
            missing_in=tuple(roster.said_by for roster in rosters if name not in roster.places),
        )


def _initiatives(rule: StepRule, programme: Programme, known: PlaceEvidence) -> Iterator[Evidence]:
    opening = opening_of(programme)
    for address, initiative in known.initiatives:
        if _is_of(rule, initiative):
            for step in _moves(rule, initiative, opening):
                yield Evidence(
                    rule=rule,
                    id=step.id,
                    day=step.date,
                    precision=step.precision,
                    basis=step.basis,
                    text=step.summary,
                    sources=step.sources,
                    name=initiative.name,
                    address=address,
                )


def _moves(rule: StepRule, initiative: Initiative, opening: dt.date) -> list[InitiativeStep]:
    """The steps of an initiative that a rule asks for; else the first from the programme's time, or its last."""
    if rule.statuses:
        return [step for step in initiative.steps if step.status in rule.statuses]
    since = [step for step in initiative.steps if last_day(step.date, step.precision) >= opening]
    return [(since or initiative.steps[::-1])[0]]


def _evaluations(rule: StepRule, programme: Programme, known: PlaceEvidence) -> Iterator[Evidence]:
    for result in programme.evaluation:
        if result.place == known.place.name and _is_of(rule, result):
            yield Evidence(
                rule=rule,
                id=result.id,
                # A year is not judged before it begins; nothing says when it was.
                day=result.date or dt.date(result.year, 1, 1),
                precision=result.precision if result.date else "not-before",
                basis=result.basis,
                text=f"{result.measure}: {result.value}",
                sources=result.sources,
                address="/program/",
            )


def _items(rule: StepRule, _programme: Programme, known: PlaceEvidence) -> Iterator[Evidence]:
    for address, item in known.items:
        day = _day_of(item)
        if day and item.kind in rule.kinds and known.place.slug in item.places:
            yield _of_item(rule, address, item, day, item.date_basis)


def _ceremonies(rule: StepRule, programme: Programme, known: PlaceEvidence) -> Iterator[Evidence]:
    named = {
        url_key(item.source_url): (address, item)
        for address, item in known.items
        if item.kind in rule.kinds and known.place.slug in (*item.places, *item.mentions)
    }
    for milestone in programme.milestone:
        if milestone.kind in rule.kinds:
            for key in map(url_key, milestone.sources):
                if key in named:
                    yield _of_item(rule, *named[key], (milestone.date, milestone.precision), milestone.basis or "")


def _of_item(rule: StepRule, address: str, item: Item, day: tuple[dt.date, Precision], basis: str) -> Evidence:
    return Evidence(
        rule=rule,
        id=item.id,
        day=day[0],
        precision=day[1],
        basis=cast(DateBasis | None, basis or None),
        text=item.summary or item.title,
        sources=[item.source_url],
        name=item.title,
        address=address,
    )


def _day_of(item: Item) -> tuple[dt.date, Precision] | None:
    """When what an item tells happened; published, it had happened. None where nothing says it."""
    if not item.event_date:
        return (item.date.date(), "not-after") if item.date else None
    day, precision = parse_partial_date(item.event_date, item.event_precision)
    if item.date_basis in EVENT_BASES:
        return day, precision
    last = last_day(day, precision)
    return (last, "not-after") if last < dt.date.max else None


_FINDERS: Mapping[EvidenceKind, Callable[[StepRule, Programme, PlaceEvidence], Iterator[Evidence]]] = {
    "milestone": _milestones,
    "roster": _rosters,
    "initiative": _initiatives,
    "evaluation": _evaluations,
    "item": _items,
    "ceremony": _ceremonies,
}
