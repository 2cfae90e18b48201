"""From mentions to a decision: which namesake is meant, what the text is about, what it only mentions. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from scrapers.decide.places.cues import COORDINATORS
from scrapers.decide.places.evidence import RegionEvidence, gather
from scrapers.decide.places.mentions import TextMentions
from scrapers.decide.places.namesakes import Namesakes
from scrapers.decide.places.roles import PASSING, SMALLEST_ROW
from scrapers.decide.places.weights import WEIGHTS
from scrapers.gazetteer import Region


@dataclass(slots=True)
class Disambiguation:
    """Codes of regions, tracked or not: what the text is about, main one first, and what it only mentions.

    `regions` has all that it names with the evidence for each, those it is about first; `undecided` the namesakes of
    which the text is about one, the likeliest first.
    """

    about: list[str]
    mentions: list[str]
    regions: dict[str, RegionEvidence]
    undecided: tuple[tuple[str, ...], ...]


class Disambiguator:
    """Decides on the mentions of a text; made once, with no state of its own."""

    def __init__(self, regions: Mapping[str, Region], near: Mapping[str, str]) -> None:
        """`regions` by code; `near`: regions of one kind whose names differ by a letter, both ways."""
        self._regions = regions
        self._namesakes = Namesakes(regions, near)

    def disambiguate(self, in_text: TextMentions, whole: str, hints: frozenset[str]) -> Disambiguation:
        """`whole` is the text that the mentions' offsets count in, `hints` are the codes that the outlet covers."""
        settled = self._namesakes.settle(in_text, hints)
        by_usage = {self._by_usage(codes): codes for codes in settled.undecided}
        pairs = settled.pairs + [(m, code) for code, codes in by_usage.items() for m in settled.undecided[codes]]
        pairs.sort(key=lambda pair: pair[0].start)
        evidence = gather(pairs, in_text, self._regions, whole)
        for region in evidence.values():
            region.is_about = is_about(region)
        named: set[str] = {self._regions[code].kind for code, region in evidence.items() if region.is_named}
        local = [
            code
            for code, region in evidence.items()
            if self._regions[code].kind != "provinsi"
            and not region.is_part_of_names
            and (region.is_named or self._stands_for(region, named, in_text, hints))
        ]
        open_codes = {code for code in by_usage if code in local}
        open_codes |= {code for code in settled.hinted if code in local and not evidence[code].is_about}
        by_usage |= settled.hinted
        about = [code for code in local if evidence[code].is_about and code not in open_codes]
        about += self._joined_in_title(about, local, evidence, whole)
        undecided = tuple(
            (code, *(other for other in by_usage[code] if other != code))
            for code in local
            if code in open_codes and (evidence[code].is_about or (not about and evidence[code].is_scene))
        )
        # A name that may as well be the provinsi's is no kota, not even in passing.
        provinces = {c for c in open_codes if any(self._regions[o].kind == "provinsi" for o in by_usage[c])}
        waiting = {code for codes in undecided for code in codes} | provinces
        mentions = [code for code in local if code not in about and code not in waiting]
        is_roster = len(about) >= SMALLEST_ROW and all("row-chosen" in evidence[code].features for code in about)
        about.sort(key=lambda code: _order(evidence[code], len(whole), is_roster=is_roster))
        ordered = {code: evidence[code] for code in (*about, *(c for c in evidence if c not in about))}
        return Disambiguation(about, mentions, ordered, undecided)

    def _joined_in_title(
        self, about: list[str], local: list[str], evidence: Mapping[str, RegionEvidence], whole: str
    ) -> list[str]:
        """Places that the title joins by "dan" and the like to one that the text is about."""
        spans = sorted(
            (mention.start, mention.end, code)
            for code in local
            for mention in evidence[code].mentions
            if mention.zone == "title" and not mention.is_weak and mention.role not in PASSING
        )
        joined = [
            code
            for (_, end, left), (start, _, right) in pairwise(spans)
            if whole[end:start].strip().lower() in COORDINATORS
            for code, other in ((left, right), (right, left))
            if other in about and code not in about and "visit-less" not in evidence[code].features
        ]
        return list(dict.fromkeys(joined))

    def _stands_for(
        self, region: RegionEvidence, named: set[str], in_text: TextMentions, hints: frozenset[str]
    ) -> bool:
        """Things inside a place stand for it where they are several, or its seat, or an office or the outlet agree.

        `named` are the kinds of the regions that the text names: "bupati" is then one of theirs.
        """
        kind = self._regions[region.code].kind
        several = len({mention.text for mention in region.mentions}) > 1
        seat = any(m.form in {"capital", "leader"} or m.zone == "dateline" for m in region.mentions)
        office_agrees = in_text.offices[kind] > 0 and kind not in named
        return several or seat or (region.in_title and (office_agrees or (region.code in hints and not named)))

    def _by_usage(self, codes: tuple[str, ...]) -> str:
        """A bare "Bandung" mostly is the kota."""
        return next((code for code in codes if self._regions[code].kind == "kota"), codes[0])


def is_about(region: RegionEvidence) -> bool:
    """Whether the text is about the region, by the linear model over its features."""
    return region.may_be_about and sum(WEIGHTS.get(name, 0.0) * value for name, value in region.features.items()) > 0


def _order(region: RegionEvidence, behind: int, *, is_roster: bool) -> tuple[int, float, int]:
    """The title's order, then the heaviest first; a roster keeps its own order."""
    titled = region.in_title
    return (region.first if titled else behind, 0.0 if titled or is_roster else -region.weight, region.first)
