"""What editors exempt from a rule, each in the file that has what it is about; an exemption must be needed."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from plugins.model.contradictions.addresses import item_findings
from plugins.model.contradictions.findings import Evidence, Finding, RecordFile, Row
from record.models import Exemption

OF_NEWS = frozenset({"newest"})
"""Rules that compare a fact with the days of news that it cites: without the news nothing is known of them."""


class Exempted(NamedTuple):
    """What is exempted from which rule: an id or address, or a place's slug."""

    rule: str
    about: str


def exempted(files: Iterable[RecordFile]) -> frozenset[Exempted]:
    """All that is exempted anywhere. News files have no exemptions of their own: their places' files have them."""
    return frozenset(pair for file in files for _, pair in _exemptions(file))


def _exemptions(file: RecordFile) -> Iterator[tuple[Row, Exempted]]:
    for row in file.rows:
        if isinstance(row.data, Exemption):
            yield row, Exempted(row.data.rule, row.data.about)


def without_exempted(findings: Sequence[Finding], files: Iterable[RecordFile]) -> Iterator[Finding]:
    """The findings that no exemption in their own file covers."""
    covered = {(file.path, *pair) for file in files for _, pair in _exemptions(file)}
    for finding in findings:
        if not any((finding.spot.path, finding.rule, about) in covered for about in finding.about):
            yield finding


def not_needed(findings: Sequence[Finding], evidence: Evidence, active: Collection[str]) -> Iterator[Finding]:
    """Exemptions from `active` rules that cover none of the findings, nor anything of an item.

    Each is a fault and no warning: the next contradiction at the same fact would pass in silence, and pages would give
    readers a reason for something that is not there.
    """
    needed = {(finding.spot.path, finding.rule, about) for finding in findings for about in finding.about}
    for file in evidence.files:
        for row, pair in _exemptions(file):
            is_needed = (file.path, *pair) in needed or _is_needed_by_item(pair, evidence)
            if pair.rule in active and not is_needed and not _lacks_news(pair, file, evidence):
                yield Finding("exemption", row.at("about"), (_advice(pair, row, file, evidence),))


def _is_needed_by_item(pair: Exempted, evidence: Evidence) -> bool:
    item = evidence.item(pair.about)
    return item is not None and any((found.rule, found.about) == pair for found in item_findings(item.item))


def _lacks_news(pair: Exempted, file: RecordFile, evidence: Evidence) -> bool:
    """Whether the rule compares with news of which some is not here: it was left out, hidden, or never collected."""
    return pair.rule in OF_NEWS and any(evidence.item(url) is None for url in file.cited)


def _advice(pair: Exempted, row: Row, file: RecordFile, evidence: Evidence) -> str:
    here = {other.id for other in file.rows if other is not row} | file.cited | {getattr(file.data, "slug", "")}
    if pair.about in here or evidence.item(pair.about):
        return f"nothing needs to be exempted from {pair.rule!r} here any more; remove this exemption"
    return f"{pair.about!r} is no id and no source in this file; mend it, or remove this exemption"
