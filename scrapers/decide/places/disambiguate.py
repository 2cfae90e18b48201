"""From mentions to a decision: which namesake is meant, what the text is about, what it only mentions. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from scrapers.decide.places.about import split_roles
from scrapers.decide.places.mentions import TextMentions
from scrapers.decide.places.namesakes import Namesakes
from scrapers.decide.places.scoring import ScoredRegion, score_regions
from scrapers.gazetteer import Region


@dataclass(slots=True)
class Disambiguation:
    """Codes of regions, tracked or not: what the text is about, main one first, and what it only mentions.

    `regions` has all that it names with their points; `unsure` by chosen code the namesakes that it may mean as well.
    """

    about: list[str]
    mentions: list[str]
    regions: dict[str, ScoredRegion]
    unsure: dict[str, tuple[str, ...]]


class Disambiguator:
    """Decides on the mentions of a text; made once, with no state of its own."""

    def __init__(self, regions: Mapping[str, Region], near: Mapping[str, str]) -> None:
        """`regions` by code; `near`: regions of one kind whose names differ by a letter, both ways."""
        self._regions = regions
        self._namesakes = Namesakes(regions, near)

    def disambiguate(self, in_text: TextMentions, whole: str, hints: frozenset[str]) -> Disambiguation:
        """`whole` is the text that the mentions' offsets count in, `hints` are the codes that the outlet covers."""
        settled, unsure = self._namesakes.settle(in_text, hints)
        scored = score_regions(settled, in_text, self._regions)
        about, mentions = split_roles(scored, in_text, whole, regions=self._regions, hints=hints)
        return Disambiguation(
            about, mentions, scored, {code: codes for code, codes in unsure.items() if code in scored}
        )
