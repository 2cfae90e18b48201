"""Which namesake a name means: Bandung the kota or the kabupaten, Badung or Bandung. Pure."""

from collections import Counter
from collections.abc import Mapping

from scrapers.decide.places.mentions import Mention, TextMentions
from scrapers.gazetteer import Region

CERTAIN = 3
"""Points for a namesake, for each mention that can mean it alone; one in the title counts as two."""
INSIDE, LEADER = 2, 1
"""Points for each mention of something inside it, and of its leader."""
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
BEHIND = 60
"""Characters behind a name in which a district or provinsi says which of two like names was meant."""


class Namesakes:
    """Settles on one region for each mention; made once, with no state of its own."""

    def __init__(self, regions: Mapping[str, Region], near: Mapping[str, str]) -> None:
        """`regions` by code; `near`: regions of one kind whose names differ by a letter, both ways."""
        self._regions = regions
        self._near = near

    def settle(
        self, in_text: TextMentions, hints: frozenset[str]
    ) -> tuple[list[tuple[Mention, str]], dict[str, tuple[str, ...]]]:
        """The mentions in order, each with one code; and by chosen code the codes that it could as well have been.

        `hints` are the codes that the outlet covers. A name that was swapped for its neighbour's is added to
        `in_text.refused`.
        """
        settled, unsure = self._settle(in_text, hints)
        named = {code for mention, code in settled if not mention.is_weak}
        return [self._unswapped(mention, code, named, in_text) for mention, code in settled], unsure

    def _settle(
        self, in_text: TextMentions, hints: frozenset[str]
    ) -> tuple[list[tuple[Mention, str]], dict[str, tuple[str, ...]]]:
        certain: Counter[str] = Counter()
        for mention in in_text.mentions:
            if len(mention.codes) == 1 and not mention.is_weak:
                certain[mention.codes[0]] += 2 if mention.zone == "title" else 1
        support = self._support(in_text, certain)
        chosen: dict[tuple[str, ...], tuple[str, bool]] = {}
        settled: list[tuple[Mention, str]] = []
        unsure: dict[str, tuple[str, ...]] = {}
        for mention in in_text.mentions:
            if mention.is_weak:
                continue
            if len(mention.codes) == 1:
                settled.append((mention, mention.codes[0]))
                continue
            if mention.codes not in chosen:
                chosen[mention.codes] = self._choose(mention, support, certain, in_text, hints)
            code, sure = chosen[mention.codes]
            settled.append((mention, code))
            if not sure:
                unsure[code] = mention.codes
        named = {code for _, code in settled}
        settled += self._inside(in_text, named, hints)
        settled.sort(key=lambda pair: pair[0].start)
        return settled, unsure

    def _support(self, in_text: TextMentions, certain: Counter[str]) -> Counter[str]:
        support: Counter[str] = Counter()
        for code, times in certain.items():
            support[code] += CERTAIN * times
        for mention in in_text.mentions:
            if mention.is_weak:
                for code in mention.codes:
                    support[code] += INSIDE if mention.form != "leader" else LEADER
        return support

    def _choose(
        self,
        mention: Mention,
        support: Counter[str],
        certain: Counter[str],
        in_text: TextMentions,
        hints: frozenset[str],
    ) -> tuple[str, bool]:
        """The namesake meant, and whether anything but usage says so."""
        kinds = {code: self._regions[code].kind for code in mention.codes}
        points: dict[str, float] = {}
        for code, kind in kinds.items():
            spent = any(self._regions[other].kind == kind for other in certain if other not in kinds)
            points[code] = support[code]
            if not spent:
                points[code] += OFFICE_OF_KIND * min(in_text.offices[kind], 2)
                points[code] += sum(
                    VILLAGE for word, of in VILLAGE_KINDS.items() if of == kind and in_text.offices[word]
                )
        ranked = sorted(mention.codes, key=lambda code: -points[code])
        if points[ranked[0]] > points[ranked[1]]:
            return ranked[0], True
        tied = [code for code in ranked if points[code] == points[ranked[0]]]
        hinted = [code for code in tied if code in hints]
        if len(hinted) == 1:
            return hinted[0], True
        # Usage: a bare "Bandung" is the city; so is a dateline.
        kota = next((code for code in tied if kinds[code] == "kota"), tied[0])
        return kota, mention.zone == "dateline"

    def _inside(self, in_text: TextMentions, named: set[str], hints: frozenset[str]) -> list[tuple[Mention, str]]:
        """Districts, landmarks, seats and leaders of the one region they belong to, or of the one that is named."""
        offices = {kind for kind in ("kota", "kabupaten") if in_text.offices[kind]}
        offices |= {self._regions[code].kind for code in named}
        inside: list[tuple[Mention, str]] = []
        alone = Counter(m.codes[0] for m in in_text.mentions if m.is_weak and len(m.codes) == 1)
        for mention in in_text.mentions:
            if not mention.is_weak:
                continue
            fitting = [code for code in mention.codes if code in named] or (
                list(mention.codes) if len(mention.codes) == 1 else [c for c in mention.codes if alone[c] or c in hints]
            )
            if len(fitting) != 1:
                continue
            if mention.form == "leader" and self._regions[fitting[0]].kind not in offices:
                continue
            inside.append((mention, fitting[0]))
        return inside

    def _unswapped(self, mention: Mention, code: str, named: set[str], in_text: TextMentions) -> tuple[Mention, str]:
        """Kabupaten Badung in Jawa Barat is a slip for Bandung: what stands right behind the name decides.

        A text that names both means both.
        """
        other = self._near.get(code)
        if other is None or other in named or mention.form not in {"office", "full"}:
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
            if near.is_weak and code in near.codes and 0 <= near.start - mention.end < BEHIND:
                points += 2
            if self._regions[code].province in near.codes:
                points += 2 if 0 <= near.start - mention.end < BEHIND else int(near.start <= mention.start)
        return points
