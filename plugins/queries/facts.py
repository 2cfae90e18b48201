"""Every fact that has a page of its own, with what that page shows of the record beside its sources."""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from plugins.incremental.tracking import digest_of, query, tracked_function
from plugins.language.fact_words import FACT_KINDS, Parts, statement_words
from plugins.language.words import status_words
from plugins.model.pages import CorrectionPage, InitiativePage, PlacePage, fact_address
from plugins.model.record import Record
from plugins.queries.evaluations import disputed_results, results
from plugins.queries.participants import memberships
from record.models import Claim, Exemption, Initiative, InitiativeStep, Milestone
from record.programme import Conflict, Evaluation, Member, Roster, Total
from record.urls import url_key
from record.vocabulary import DateBasis, Precision

FactModel = Milestone | Claim | InitiativeStep | Initiative | Roster | Member | Evaluation | Total | Conflict
TABLES: Mapping[str, str] = {
    "milestone": "milestones",
    "claim": "claims",
    "step": "steps",
    "initiative": "initiatives",
    "listed": "statements",
    "member": "statements",
    "evaluation": "evaluations",
    "total": "totals",
    "conflict": "conflicts",
}
"""The table of the open data in which each kind stands."""


@dataclass(frozen=True)
class FactLine:
    """A fact as other facts' pages name it: `parts` of its sentence, who says so ("" for no one named), its day."""

    id: str
    kind: str
    """A key of `plugins.language.fact_words.STATEMENTS`."""
    parts: Parts
    recorded: dt.date
    sources: tuple[str, ...]
    said_by: str = ""
    date: dt.date | None = None
    precision: Precision = "day"
    basis: DateBasis | None = None
    note: str = ""

    @property
    def address(self) -> str:
        """The address of its page."""
        return fact_address(self.id)

    @property
    def statement(self) -> str:
        """The fact in a sentence, in Indonesian."""
        return statement_words(self.kind, self.parts)


@dataclass(frozen=True)
class FactPage:
    """A fact and what its page shows beside it."""

    line: FactLine
    data: FactModel
    shown_on: str
    """The page where it is mainly shown, with its anchor."""
    place: str = ""
    """The slug of its place, "" where that is not followed or there is none."""
    place_name: str = ""
    initiative: str = ""
    """The address of its initiative's page."""
    initiative_id: str = ""
    initiative_name: str = ""
    cohort: int = 0
    scale: str = ""
    """Of an evaluation: the scale that counts for it."""
    is_disputed: bool = False
    versions: tuple[FactLine, ...] = ()
    """Facts that say otherwise."""
    missing: tuple[tuple[str, str], ...] = ()
    """Lists of its cohort that lack the place: id and who published it."""
    conflicts: tuple[FactLine, ...] = ()
    """Conflicts that cite one of its sources."""
    later: tuple[FactLine, ...] = ()
    """What came after it: further steps of the initiative, newer claims on the subject, later results and counts."""
    corrections: tuple[CorrectionPage, ...] = ()
    exemptions: tuple[Exemption, ...] = ()

    @property
    def version(self) -> dt.date:
        """The newest day on which anything that the page shows was recorded or corrected."""
        lines = (self.line, *self.versions, *self.conflicts, *self.later)
        return max([line.recorded for line in lines] + [page.data.date for page in self.corrections])


@dataclass(frozen=True)
class _Draft:
    """A page before it is known what else is said: facts with the same `subject` and another `value` are versions of
    it, those of the same `series` that are greater by `order` came later.
    """

    page: FactPage
    subject: Hashable = None
    value: str = ""
    series: Hashable = None
    order: tuple[int | str, ...] = ()


def fact(record: Record, name: str) -> FactPage:
    """A fact by its id; files that ask depend on what the page shows of it alone. Raises `KeyError`."""
    _fingerprint(record, name)
    # All that it is made of is in the fingerprint.
    with record.dependencies.tracking():
        return fact_pages(record)[name]


@query
def _fingerprint(record: Record, name: str) -> str:
    page = fact_pages(record).get(name)
    return digest_of(page) if page else ""


@query
def fact_days(record: Record) -> tuple[tuple[str, str], ...]:
    """The id of each fact that has a page, and the ISO date of its version, by id."""
    return tuple((name, page.version.isoformat()) for name, page in sorted(fact_pages(record).items()))


@tracked_function
def fact_pages(record: Record) -> Mapping[str, FactPage]:
    """All facts by id."""
    drafts = [*_of_programme(record), *_of_places(record), *_of_initiatives(record)]
    subjects: defaultdict[Hashable, list[_Draft]] = defaultdict(list)
    series: defaultdict[Hashable, list[_Draft]] = defaultdict(list)
    for draft in drafts:
        subjects[draft.subject].append(draft)
        series[draft.series].append(draft)
    about = _Surroundings.of(record)
    return {
        draft.page.line.id: about.added_to(
            draft,
            [one for one in subjects[draft.subject] if draft.subject and one.value != draft.value],
            [one for one in series[draft.series] if draft.series and one.order > draft.order],
        )
        for draft in drafts
    }


@dataclass(frozen=True)
class _Surroundings:
    """What the record says of facts elsewhere than in their own tables."""

    corrections: Mapping[str, list[CorrectionPage]]
    """By the corrected page, and by its anchor."""
    conflicts: Mapping[str, list[FactLine]]
    """By `url_key` of each source."""
    exemptions: Mapping[str, list[Exemption]]
    """By the id of the fact."""
    disputed: Mapping[str, list[str]]
    """Results that another source gives differently: the ids of the others."""
    lines: Mapping[str, FactLine] = field(default_factory=dict)

    @classmethod
    def of(cls, record: Record) -> "_Surroundings":
        corrections: defaultdict[str, list[CorrectionPage]] = defaultdict(list)
        for page in record.corrections:
            address, _, anchor = page.data.page.partition("#")
            corrections[anchor or address].append(page)
        conflicts: defaultdict[str, list[FactLine]] = defaultdict(list)
        for conflict in record.programme.conflict:
            for key in dict.fromkeys(map(url_key, conflict.sources)):
                conflicts[key].append(_conflict_line(conflict))
        exemptions: defaultdict[str, list[Exemption]] = defaultdict(list)
        named = [exemption for place in record.places.values() for exemption in place.data.exemption]
        named += [exemption for entry in record.initiatives for exemption in entry.data.exemption]
        for exemption in (*record.programme.exemption, *named):
            exemptions[exemption.about].append(exemption)
        groups = disputed_results(record)
        disputed = {one.id: [other.id for other in group if other is not one] for group in groups for one in group}
        lines = {one.id: _evaluation_line(one) for group in groups for one in group}
        return cls(corrections, conflicts, exemptions, disputed, lines)

    def added_to(self, draft: _Draft, versions: Iterable[_Draft], later: Iterable[_Draft]) -> FactPage:
        """The page with all that is said of it."""
        page, own = draft.page, draft.page.line
        others = [one.page.line for one in versions]
        others += [self.lines[name] for name in self.disputed.get(own.id, ())]
        shown = {line.id for line in others}
        cited = dict.fromkeys(map(url_key, own.sources))
        conflicts = {line.id: line for key in cited for line in self.conflicts.get(key, ()) if line.id != own.id}
        corrected = [own.address, own.id, page.initiative]
        corrections = [one for name in corrected for one in self.corrections.get(name, ()) if name]
        return replace(
            page,
            is_disputed=page.is_disputed or bool(others),
            versions=tuple(others),
            conflicts=tuple(conflicts.values()),
            later=tuple(one.page.line for one in sorted(later, key=_order) if one.page.line.id not in shown),
            corrections=tuple(corrections),
            exemptions=tuple(self.exemptions.get(own.id, ())),
        )


def _order(draft: _Draft) -> tuple[int | str, ...]:
    return draft.order


def _line(name: str, kind: str, data: FactModel, parts: Mapping[str, object], said_by: str = "") -> FactLine:
    assert kind in FACT_KINDS  # noqa: S101 - a misspelt one here
    return FactLine(
        id=name,
        kind=kind,
        parts=tuple((key, str(value)) for key, value in parts.items()),
        recorded=data.recorded,
        sources=tuple(data.sources),
        said_by=said_by,
        date=getattr(data, "date", None),
        precision=getattr(data, "precision", "day"),
        basis=getattr(data, "basis", None),
        note=getattr(data, "note", ""),
    )


def _of_programme(record: Record) -> Iterator[_Draft]:
    programme = record.programme
    for milestone in programme.milestone:
        yield _milestone(milestone, "/program/")
    for claim in programme.claim:
        yield _claim(claim, "/program/", "")
    yield from _statements(record)
    for result in results(record):
        one = result.fact
        page = _about(record, one.place, _evaluation_line(one), one, f"/program/hasil/#{one.id}")
        yield _Draft(
            replace(page, scale=result.scale.words),
            series=("evaluation", one.place, one.measure, one.dimension),
            order=(one.year,),
        )
    for total in programme.total:
        line = _line(total.id, "total", total, {"year": total.as_of, "value": total.value}, total.said_by)
        page = FactPage(line, total, f"/program/#{total.id}")
        yield _Draft(page, ("total", total.as_of), total.value, "total", (total.as_of,))
    for conflict in programme.conflict:
        yield _Draft(FactPage(_conflict_line(conflict), conflict, f"/perbedaan/#{conflict.id}", is_disputed=True))


def _statements(record: Record) -> Iterator[_Draft]:
    for own in memberships(record):
        missing = tuple((roster.id, roster.said_by) for roster in own.missing)
        for statement in own.said:
            kind, parts = "listed" if statement.is_list else "member", {"place": own.place, "cohort": own.cohort}
            line = _line(statement.id, kind, statement.fact, parts, statement.fact.said_by)
            data = statement.fact
            # Or each line's page would change with every other line of its list.
            data = data.model_copy(update={"line": []}) if isinstance(data, Roster) else data
            page = _about(record, own.place, line, data, f"/program/peserta/#{line.id}")
            yield _Draft(replace(page, cohort=own.cohort, missing=missing, is_disputed=own.is_disputed))


def _about(record: Record, name: str, line: FactLine, data: FactModel, shown_on: str) -> FactPage:
    """The page of a fact that names its place as the programme's tables do."""
    place = record.by_place_name.get(name)
    return FactPage(line, data, shown_on, place.data.slug if place else "", name)


def _evaluation_line(one: Evaluation) -> FactLine:
    parts = {"place": one.place, "measure": one.measure, "year": one.year, "value": one.value}
    return _line(one.id, "evaluation", one, parts, one.judge)


def _conflict_line(conflict: Conflict) -> FactLine:
    return _line(conflict.id, "conflict", conflict, {"subject": conflict.subject, "values": "; ".join(conflict.values)})


def _of_places(record: Record) -> Iterator[_Draft]:
    # As on /perbedaan/: what a place's file claims about a subject of the programme is compared with the programme's.
    shared = {claim.subject for claim in record.programme.claim}
    for slug, place in record.places.items():
        for milestone in place.data.milestone:
            yield _milestone(milestone, place.address, place)
        for claim in place.data.claim:
            yield _claim(claim, place.address, "" if claim.subject in shared else slug, place)


def _milestone(milestone: Milestone, shown_on: str, place: PlacePage | None = None) -> _Draft:
    parts = _with_place(place, {"summary": milestone.summary})
    line = _line(milestone.id, "milestone", milestone, parts)
    return _Draft(FactPage(line, milestone, f"{shown_on}#{milestone.id}", *_named(place)))


def _claim(claim: Claim, shown_on: str, owner: str, place: PlacePage | None = None) -> _Draft:
    parts = _with_place(place, {"subject": claim.subject, "value": claim.value})
    line = _line(claim.id, "claim", claim, parts, claim.said_by)
    page = FactPage(line, claim, f"{shown_on}#{claim.id}", *_named(place), is_disputed=claim.disputed)
    subject, day = ("claim", owner, claim.subject), claim.date.isoformat() if claim.date else ""
    return _Draft(page, subject, claim.value, subject if day else None, (day,))


def _with_place(place: PlacePage | None, parts: dict[str, str]) -> dict[str, str]:
    """The parts of a sentence, with the place's name where none of them has it."""
    name = place.data.name if place else ""
    return parts if any(name in text for text in parts.values()) else {"place": name, **parts}


def _named(place: PlacePage | None) -> tuple[str, str]:
    return (place.data.slug, place.data.name) if place else ("", "")


def _of_initiatives(record: Record) -> Iterator[_Draft]:
    for entry in record.initiatives:
        place = record.place_name(entry.data.place)
        for number, step in enumerate(entry.data.steps):
            yield _step(entry, step, number, place)


def _step(entry: InitiativePage, step: InitiativeStep, number: int, place: str) -> _Draft:
    data = entry.data
    kind: str = "step" if data.step else "initiative"
    parts = {"name": data.name, "place": place, "status": status_words(step.status), "summary": step.summary}
    page = FactPage(
        line=_line(step.id, kind, step, parts),
        data=step if data.step else data,
        # A long timeline shows its older steps on further pages.
        shown_on=f"{entry.address}#linimasa",
        place=data.place,
        place_name=place,
        initiative=entry.address,
        initiative_id=data.id,
        initiative_name=data.name,
    )
    return _Draft(page, series=("step", entry.address), order=(number,))
