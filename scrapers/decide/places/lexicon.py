"""All names and cues in one automaton; what each of them may stand for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from record.text import fold
from scrapers.decide.places.cues import CUES, RISKY, TAILS, Cue
from scrapers.gazetteer import Gazetteer, Region

# Letters. Shorter seats and kecamatan (Pati, Raha, Mila) are everyday words or people's names as well.
_SHORTEST_CAPITAL = 5
_SHORTEST_VILLAGE = 7
_PROVINCE = 2
"""The length of a provinsi's code."""


@dataclass(slots=True)
class LexiconEntry:
    """What one written form may stand for.

    `regions`, `nicknames`, `capitals`, `districts`, `villages`, `landmarks` and `leaders` are the codes of the regions
    whose name, other name, seat, kecamatan, village, landmark or leader it is; `everyday`: it is a kecamatan's name and
    an everyday word; `is_plain_village`: it names its one village without a cue too;
    `cue` and `tail`: what it says about the name after or before it; `risky`: as a name it needs a cue or a
    preposition; `is_name`: it may name a place at all.
    """

    regions: list[str] = field(default_factory=list)
    nicknames: list[str] = field(default_factory=list)
    capitals: list[str] = field(default_factory=list)
    districts: list[str] = field(default_factory=list)
    villages: list[str] = field(default_factory=list)
    everyday: bool = False
    is_plain_village: bool = False
    landmarks: list[str] = field(default_factory=list)
    leaders: list[str] = field(default_factory=list)
    cue: Cue | None = None
    tail: str = ""
    risky: bool = False
    is_name: bool = False

    @property
    def naming_codes(self) -> frozenset[str]:
        """The regions that it may name by itself."""
        return frozenset(
            code
            for codes in (self.regions, self.nicknames, self.capitals, self.districts, self.landmarks, self.leaders)
            for code in codes
        )

    @property
    def has_codes(self) -> bool:
        """Whether it may speak of any region."""
        named = self.regions or self.nicknames or self.capitals or self.districts or self.landmarks or self.leaders
        return bool(named or self.villages)


class Hit(NamedTuple):
    """One written form at `start` to `end`; there are many, so it is a tuple."""

    start: int
    end: int
    entry: LexiconEntry


class Lexicon:
    """The automaton over every form; made once."""

    def __init__(self, gazetteer: Gazetteer, aliases: Mapping[str, Iterable[str]]) -> None:
        """`aliases`: further names by code, such as an editor's own."""
        self.regions: dict[str, Region] = gazetteer.regions
        entries: defaultdict[str, LexiconEntry] = defaultdict(LexiconEntry)
        _add_regions(entries, gazetteer.regions, aliases)
        _add_inside(entries, gazetteer)
        for word, cue in CUES.items():
            entries[word].cue = cue
        for word, kind in TAILS.items():
            entries[word].tail = kind
        for word in RISKY & entries.keys():
            entries[word].risky = True
        for entry in entries.values():
            entry.is_name = entry.has_codes
        self.entries: dict[str, LexiconEntry] = dict(entries)
        self._forms = list(self.entries)
        self._values = list(self.entries.values())
        self._automaton = AhoCorasick(self._forms, matchkind=MatchKind.Standard)

    def forms_of(self, codes: Collection[str]) -> frozenset[str]:
        """Every form that may stand for one of the regions, or for something in it that names it by itself.

        A village does not: its region must be named too.
        """
        return frozenset(form for form, entry in self.entries.items() if not entry.naming_codes.isdisjoint(codes))

    def find(self, folded: str) -> list[Hit]:
        """Every form that stands as whole words, in order; longer ones first where two begin together."""
        spans: list[tuple[int, int, int]] = []
        last = len(folded)
        # All hits, not the longest alone: a longer form may end inside a word where a shorter one holds.
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if start and (folded[start - 1].isalnum() or folded[start - 1] == "-"):
                continue
            if end < last and folded[end].isalnum():
                continue
            spans.append((start, -end, index))
        spans.sort()
        values = self._values
        return [Hit(start, -end, values[index]) for start, end, index in spans]


def _add(codes: list[str], code: str) -> None:
    if code not in codes:
        codes.append(code)


def _add_regions(
    entries: defaultdict[str, LexiconEntry], regions: Mapping[str, Region], aliases: Mapping[str, Iterable[str]]
) -> None:
    for code, region in regions.items():
        _add(entries[fold(region.name)].regions, code)
        for name in region.names:
            _add(entries[fold(name)].nicknames, code)
        if len(region.capital) >= _SHORTEST_CAPITAL and len(code) > _PROVINCE:
            _add(entries[fold(region.capital)].capitals, code)
    for code, names in aliases.items():
        for name in names:
            _add(entries[fold(name)].nicknames, code)


def _add_inside(entries: defaultdict[str, LexiconEntry], gazetteer: Gazetteer) -> None:
    for district in gazetteer.districts:
        entry = entries[fold(district.name)]
        _add(entry.districts, district.region)
        entry.everyday = entry.everyday or district.is_word or len(district.name) < _SHORTEST_CAPITAL
    for village in gazetteer.villages:
        if fold(village.name) in CUES:
            continue
        entry = entries[fold(village.name)]
        entry.is_plain_village = not (entry.has_codes or village.needs_cue or len(village.name) < _SHORTEST_VILLAGE)
        _add(entry.villages, village.region)
    for code, name in gazetteer.landmarks:
        _add(entries[fold(name)].landmarks, code)
    for code, name in gazetteer.leaders:
        _add(entries[fold(name)].leaders, code)
