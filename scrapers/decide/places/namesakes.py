"""Which namesake a name means: Bandung the kota or the kabupaten, Jambi the kota or the provinsi, Badung or Bandung."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from scrapers.decide.places.cues import AT_WORDS
from scrapers.decide.places.mentions import Mention, TextMentions
from scrapers.gazetteer import Region

CERTAIN = 3
"""Points for a namesake, for each mention that can mean it alone; one in the title counts as two."""
INSIDE, LEADER = 2, 1
"""Points for each thing inside it that is named, and for its leader."""
OFFICE_OF_KIND = 3
"""Points for an office of its kind, of which two count, unless another region of that kind is named for certain."""
VILLAGE = 0.7
"""Points for each word of `VILLAGE_KINDS` that goes with its kind."""
VILLAGE_KINDS = {
    "kelurahan": "kota",
    "lurah": "kota",
    "desa": "kabupaten",
    "kades": "kabupaten",
    "kepala desa": "kabupaten",
}
"""Words for a village and its head, by the kind of region that mostly has them."""
ADDRESS, NEIGHBOUR, BESIDE = 3, 1, 2
"""Points for a provinsi: its name right behind one of its other regions ("Kuala Tungkal, Jambi"), each of its regions
that the text names, and its name in a row of provinsi."""
MOST_NEIGHBOURS = 3
BEHIND = 60
"""Characters behind a name in which a district or provinsi says which of two like names was meant."""
_WHERE = AT_WORDS | {",", "se-", "(", "-"}
"""What stands before a provinsi that says where, rather than who."""
_NEAR = 24
"""Characters between two names of one row or address."""


@dataclass(slots=True)
class Settled:
    """What the names of a text mean.

    `pairs`: mentions in order, each with its one code; `undecided`: by the codes that a name may mean, its mentions;
    `hinted`: of those that only the outlet's own places decide, the codes by the one that was chosen.
    """

    pairs: list[tuple[Mention, str]] = field(default_factory=list)
    undecided: dict[tuple[str, ...], list[Mention]] = field(default_factory=dict)
    hinted: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Namesakes:
    """Settles on one region for each mention; made once, with no state of its own."""

    def __init__(self, regions: Mapping[str, Region], near: Mapping[str, str]) -> None:
        """`regions` by code; `near`: regions of one kind whose names differ by a letter, both ways."""
        self._regions = regions
        self._near = near

    def settle(self, in_text: TextMentions, hints: frozenset[str]) -> Settled:
        """What each name means; `hints` are the codes that the outlet covers.

        A name that was swapped for its neighbour's is added to `in_text.refused`.
        """
        certain: Counter[str] = Counter()
        for mention in in_text.mentions:
            if len(mention.codes) == 1 and not mention.is_weak:
                certain[mention.codes[0]] += 2 if mention.zone == "title" else 1
        support = self._support(in_text, certain)
        settled = Settled()
        groups: defaultdict[tuple[str, ...], list[Mention]] = defaultdict(list)
        for mention in in_text.mentions:
            if mention.is_weak:
                continue
            if len(mention.codes) == 1:
                settled.pairs.append((mention, mention.codes[0]))
            else:
                groups[mention.codes].append(mention)
        for codes, mentions in groups.items():
            meant = self._choose(codes, support, certain, in_text)
            if not meant and not self._may_be_province(codes):
                hinted = [code for code in codes if code in hints]
                meant = hinted[0] if len(hinted) == 1 else ""
                if meant:
                    settled.hinted[meant] = codes
            if meant:
                settled.pairs += [(mention, meant) for mention in mentions]
            else:
                settled.undecided[codes] = mentions
        named = {code for _, code in settled.pairs}
        named |= {code for codes in settled.undecided for code in codes if self._regions[code].kind != "provinsi"}
        settled.pairs += self._inside(in_text, named, hints)
        settled.pairs.sort(key=lambda pair: pair[0].start)
        strong = {code for mention, code in settled.pairs if not mention.is_weak}
        settled.pairs = [
            self._unswapped(mention, code, strong, in_text) if code in self._near else (mention, code)
            for mention, code in settled.pairs
        ]
        return settled

    def _support(self, in_text: TextMentions, certain: Counter[str]) -> Counter[str]:
        support: Counter[str] = Counter()
        for code, times in certain.items():
            support[code] += CERTAIN * times
        seen: set[str] = set()
        for mention in in_text.mentions:
            if mention.is_weak and mention.text not in seen:
                seen.add(mention.text)
                for code in mention.codes:
                    support[code] += INSIDE if mention.form != "leader" else LEADER
        self._support_provinces(in_text, support)
        return support

    def _support_provinces(self, in_text: TextMentions, support: Counter[str]) -> None:
        """A provinsi that has the name of a kota is meant where its other regions are named, or other provinsi."""
        if not any(self._may_be_province(mention.codes) for mention in in_text.mentions):
            return
        neighbours: defaultdict[str, set[str]] = defaultdict(set)
        last: Mention | None = None
        for mention in in_text.mentions:
            provinces = [code for code in mention.codes if self._regions[code].kind == "provinsi"]
            namesakes = {code for code in mention.codes if code not in provinces}
            for code in mention.codes:
                province = self._regions[code].province
                if not provinces and len(mention.codes) == 1 and province in self._regions:
                    neighbours[province].add(code)
            if last is not None and provinces and namesakes and 0 <= mention.start - last.end <= _NEAR:
                inside = {code for code in last.codes if self._regions[code].province == provinces[0]}
                if inside and inside.isdisjoint((*namesakes, *provinces)) and mention.start - last.end <= len(", "):
                    support[provinces[0]] += ADDRESS
            if last is not None and 0 <= mention.start - last.end <= _NEAR:
                for here, there in ((mention, last), (last, mention)):
                    own = [code for code in here.codes if self._regions[code].kind == "provinsi"]
                    if own and len(here.codes) > 1 and self._is_other_province(there, own[0]):
                        support[own[0]] += BESIDE
            last = mention
        for province, codes in neighbours.items():
            same_name = {c for c in codes if self._regions[c].name == self._regions[province].name}
            support[province] += NEIGHBOUR * min(len(codes - same_name), MOST_NEIGHBOURS)

    def _may_be_province(self, codes: tuple[str, ...]) -> bool:
        """Whether one of namesakes is a provinsi: an outlet of the kota writes about that as well."""
        return len(codes) > 1 and any(self._regions[code].kind == "provinsi" for code in codes)

    def _is_other_province(self, mention: Mention, own: str) -> bool:
        return (
            len(mention.codes) == 1 and mention.codes[0] != own and self._regions[mention.codes[0]].kind == "provinsi"
        )

    def _choose(
        self,
        codes: tuple[str, ...],
        support: Counter[str],
        certain: Counter[str],
        in_text: TextMentions,
    ) -> str:
        """The namesake meant; "" where nothing but usage says which."""
        kinds = {code: self._regions[code].kind for code in codes}
        points: dict[str, float] = {}
        for code, kind in kinds.items():
            spent = any(self._regions[other].kind == kind for other in certain if other not in kinds)
            points[code] = support[code]
            if not spent:
                points[code] += OFFICE_OF_KIND * min(in_text.offices[kind], 2)
                points[code] += sum(
                    VILLAGE for word, of in VILLAGE_KINDS.items() if of == kind and in_text.offices[word]
                )
        ranked = sorted(codes, key=lambda code: -points[code])
        if points[ranked[0]] > points[ranked[1]]:
            return ranked[0]
        return ""

    def _inside(self, in_text: TextMentions, named: set[str], hints: frozenset[str]) -> list[tuple[Mention, str]]:
        """Districts, landmarks, seats and leaders of the one region they belong to, or of the one that is named."""
        offices = {kind for kind in ("kota", "kabupaten") if in_text.offices[kind]}
        offices |= {self._regions[code].kind for code in named}
        moved_on = self._moved_on(in_text)
        inside: list[tuple[Mention, str]] = []
        alone = Counter(m.codes[0] for m in in_text.mentions if m.is_weak and len(m.codes) == 1)
        for mention in in_text.mentions:
            if not mention.is_weak:
                continue
            fitting = [code for code in mention.codes if code in named]
            if not fitting and mention.form == "village":
                # A village alone names no place: others may have one of that name.
                continue
            fitting = fitting or (
                list(mention.codes) if len(mention.codes) == 1 else [c for c in mention.codes if alone[c] or c in hints]
            )
            if len(fitting) != 1:
                continue
            if mention.form == "leader" and (self._regions[fitting[0]].kind not in offices or mention.text in moved_on):
                continue
            inside.append((mention, fitting[0]))
        return inside

    def _moved_on(self, in_text: TextMentions) -> set[str]:
        """Leaders who are a provinsi's here: "Gubernur Jawa Barat Ridwan Kamil"."""
        return {
            mention.text
            for last, mention in pairwise(in_text.mentions)
            if mention.form == "leader"
            and last.form == "office"
            and self._regions[last.codes[0]].kind == "provinsi"
            and mention.start - last.end <= _NEAR
        }

    def _unswapped(self, mention: Mention, code: str, named: set[str], in_text: TextMentions) -> tuple[Mention, str]:
        """Kabupaten Badung in Jawa Barat is a slip for Bandung: what stands right behind the name decides.

        A text that names both means both.
        """
        other = self._near[code]
        if other in named or mention.form not in {"office", "full"}:
            return mention, code
        here, there = (self._nearby(mention, c, in_text) for c in (code, other))
        if there > here:
            in_text.refused.append((mention.text, "misnamed", (code,)))
            return mention, other
        return mention, code

    def _nearby(self, mention: Mention, code: str, in_text: TextMentions) -> int:
        points = 0
        for near in in_text.mentions:
            if near is mention:
                continue
            if near.is_weak and code in near.codes:
                points += 2 if 0 <= near.start - mention.end < BEHIND else 1
            if self._regions[code].province in near.codes and near.form != "office" and near.before in _WHERE:
                points += 2 if 0 <= near.start - mention.end < BEHIND else int(near.start <= mention.start)
        return points
