"""All rules in one table, and the function that runs them."""

from collections.abc import Callable, Collection, Iterable, Iterator

from plugins.model.contradictions.addresses import bad_source
from plugins.model.contradictions.dates import not_in_the_address, not_the_publishers, not_yet_then, without_basis
from plugins.model.contradictions.exemptions import not_needed, without_exempted
from plugins.model.contradictions.findings import Evidence, Finding
from plugins.model.contradictions.identity import same_earlier_id, same_id, unknown_id
from plugins.model.contradictions.initiatives import (
    not_the_last_step,
    older_than_its_milestones,
    older_than_its_sources,
    order_unknown,
    other_stage,
)
from plugins.model.contradictions.rosters import named_twice, other_cohort, selected_otherwise

Rule = Callable[[Evidence], Iterable[Finding]]
RULES: dict[str, tuple[Rule, ...]] = {
    "id": (same_id, same_earlier_id, unknown_id),
    "roster": (named_twice, other_cohort, selected_otherwise),
    "status": (not_the_last_step, order_unknown),
    "newest": (older_than_its_sources, older_than_its_milestones),
    "stage": (other_stage,),
    "address": (bad_source,),
    "basis": (without_basis,),
    "date": (not_in_the_address, not_the_publishers, not_yet_then),
}
"""By name, what each rule runs. All but `id` are words of `record.vocabulary.Contradiction`: they can be exempted."""
NEEDS_ALL: frozenset[Rule] = frozenset({unknown_id, other_cohort, selected_otherwise})
"""Those that conclude from what is not there: they say nothing while a file cannot be read."""
ACTIVE = frozenset(RULES)
"""The names of the rules that stop a build."""


def contradictions(
    evidence: Evidence, active: Collection[str] | None = None, *, is_whole: bool = True
) -> Iterator[Finding]:
    """What contradicts itself by the rules in `active` (`ACTIVE`) and is not exempted, and exemptions not needed.

    `is_whole` says whether the evidence is all that there is, or whether some files could not be read.
    """
    active = ACTIVE if active is None else active
    rules = [rule for name in RULES if name in active for rule in RULES[name] if is_whole or rule not in NEEDS_ALL]
    findings = [finding for rule in rules for finding in rule(evidence)]
    yield from without_exempted(findings, evidence.files)
    if is_whole:
        yield from not_needed(findings, evidence, active)
